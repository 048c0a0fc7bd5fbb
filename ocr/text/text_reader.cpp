// SPDX-License-Identifier: MPL-2.0
// An engine gets one line at a time, cut to its ink, without the printed form, and scaled to the
// height its networks were trained at: Tesseract then reads 98 % of typed fields exactly where the
// whole page gives 58 %, at a fifth of the cost. Which engine looks first depends on the kind of
// the field (line_engine.h).
//
// When a reading is in doubt the same engine looks again, at a smaller picture; when that does not
// settle it, at a softer one, and the witness looks too: then the text that most of them saw stands
// (line_looks.h). A first look that is sure is in doubt all the same where the ink has marks over
// or under the letters that the text does not have (letter_marks.cpp): an engine does not know that
// there are letters it does not know. What all looks say together makes the probability
// (text_probability.cpp). A look costs 8 to 13 ms, and most fields of an office scan need one.
#include "ocr/text/text_reader.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>
#include <variant>

#include "ocr/text/letter_marks.h"
#include "ocr/text/line_engine.h"
#include "ocr/text/line_looks.h"
#include "ocr/text/tesseract_engine.h"
#include "ocr/text/text_characters.h"
#include "ocr/text/text_gaps.h"
#include "ocr/text/text_limits.h"
#include "ocr/text/text_tidy.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

/// The box with what overshoots its lines a little, but not its neighbours.
BoxPx reading_area(const WriterInk& ink) {
    const int over = static_cast<int>(limits::overshoot_mm * ink_px_per_mm);
    return {ink.box.x, ink.box.y - over, ink.box.width, ink.box.height + 2 * over};
}

bool touches_edge(const BoxPx& extent, const BoxPx& area) {
    return extent.x <= area.x + limits::edge_px || extent.y <= area.y + limits::edge_px ||
           extent.x + extent.width >= area.x + area.width - limits::edge_px ||
           extent.y + extent.height >= area.y + area.height - limits::edge_px;
}

double worst_symbol_of(const SeenText& seen) {
    double worst = 100;
    for (const SeenSymbol& symbol : seen.symbols) {
        worst = std::min(worst, symbol.confidence);
    }
    return seen.symbols.empty() ? 0 : worst;
}

double mean_symbol_of(const SeenText& seen) {
    double sum = 0;
    for (const SeenSymbol& symbol : seen.symbols) {
        sum += symbol.confidence;
    }
    return seen.symbols.empty() ? 0 : sum / static_cast<double>(seen.symbols.size());
}

int confusable_in(std::string_view text) {
    constexpr std::string_view confusable = "l1I0O|_";
    return static_cast<int>(std::count_if(text.begin(), text.end(), [&](char c) {
        return confusable.find(c) != std::string_view::npos;
    }));
}

int rings_in(std::string_view text) {
    const auto all = characters_of(text);
    return static_cast<int>(
        std::count_if(all.begin(), all.end(), [](auto c) { return c == "å" || c == "Å"; }));
}

TextEvidence evidence_of(const SeenText& seen, const TidyText& tidied, ValueKind kind,
                         const LineMarks& marks) {
    TextEvidence evidence;
    const MarkBalance balance = balance_of(marks, tidied.text);
    evidence.unexplained_marks = balance.unexplained;
    evidence.missing_marks = balance.missing;
    evidence.dotless_letters = balance.dotless;
    evidence.kind = kind;
    evidence.worst_symbol = worst_symbol_of(seen);
    evidence.mean_symbol = mean_symbol_of(seen);
    evidence.worst_word = std::max(0.0, seen.worst_word);
    evidence.characters = static_cast<int>(characters_of(tidied.text).size());
    evidence.confusable = confusable_in(tidied.text);
    evidence.rings = rings_in(tidied.text);
    evidence.changes = tidied.changes;
    evidence.odd = tidied.odd;
    evidence.is_of_kind =
        std::holds_alternative<Value>(parse_value(kind, tidied.text, Notation::danish));
    return evidence;
}

TextEvidence::Look evidence_of(const LineLook& look, const std::string& text) {
    return {disagreements_of(look, text), worst_symbol_of(look.seen),
            std::max(0.0, look.seen.worst_word)};
}

/// What all looks together say of `text`.
TextEvidence::All all_of(const std::vector<LineLook>& looks, const std::string& text) {
    TextEvidence::All all;
    all.worst_word = all.witness.worst_symbol = all.witness.worst_word = 100;
    all.unknown_letters = unknown_letters(*looks.front().engine, text);
    for (const LineLook& look : looks) {
        const TextEvidence::Look one = evidence_of(look, text);
        if (look.is_of_witness) {
            all.witness.disagreements = std::max(all.witness.disagreements, one.disagreements);
            all.witness.worst_symbol = std::min(all.witness.worst_symbol, one.worst_symbol);
            all.witness.worst_word = std::min(all.witness.worst_word, one.worst_word);
        } else {
            all.against += one.disagreements > 0 ? 1 : 0;
            all.disagreements += one.disagreements;
            all.worst_word = std::min(all.worst_word, one.worst_word);
        }
    }
    return all;
}

/// Ink without a letter or a digit is a rest of a line, a dash, a scribble.
record::FieldReading unread() {
    record::FieldReading reading;
    reading.candidates = {{"", limits::unread_probability}};
    reading.doubt = "unread_text";
    reading.basis = record::Basis::set_by_hand;
    return reading;
}

record::FieldReading no_text(const WriterInk& ink) {
    const bool is_clean = ink.dropped_mm2 < limits::specks_most_mm2;
    record::FieldReading reading;
    reading.candidates = {
        {"", is_clean ? limits::empty_probability : limits::perhaps_empty_probability}};
    reading.doubt = is_clean ? "" : "faint_ink";
    reading.basis = record::Basis::set_by_hand;
    return reading;
}

/// The texts that a reading may stand for, the most likely first. Of what the best one leaves over,
/// each further one gets half of what is left then.
std::vector<record::Candidate> candidates_of(const std::vector<std::string>& texts,
                                             double probability) {
    std::vector<record::Candidate> candidates = {{texts.front(), probability}};
    double left = 1 - probability;
    for (const std::string& text : texts) {
        const bool is_new =
            !text.empty() && std::none_of(candidates.begin(), candidates.end(),
                                          [&](const auto& each) { return each.text == text; });
        if (is_new && limits::next_share * left >= limits::listed_least) {
            candidates.push_back({text, std::min(limits::next_share * left, probability)});
            left -= candidates.back().probability;
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const record::Candidate& a, const record::Candidate& b) {
                         return a.probability > b.probability;
                     });
    return candidates;
}

/// The dot of an "i" that was taken for a speck leaves an "ı", which only the witness knows. Print
/// has lost dots far oftener than Turkish names.
void restore_lost_dots(SeenText& seen) {
    for (SeenSymbol& symbol : seen.symbols) {
        if (symbol.text == "ı") {
            symbol.text = "i";
        }
    }
}

/// One line, and what was seen of it so far.
class LineUnderStudy {
  public:
    /// Borrows all; `own` is the engine for texts of the kind.
    LineUnderStudy(const WriterInk& ink, ValueKind kind, bool is_block, double page_unevenness_mm,
                   LineEngine& own, LineEngine& witness)
        : ink_(ink),
          kind_(kind),
          is_block_(is_block),
          page_unevenness_mm_(page_unevenness_mm),
          own_(own),
          witness_(witness),
          area_(reading_area(ink)),
          extent_(ink.extent(area_)),
          marks_(is_block || extent_.width == 0 ? LineMarks{} : marks_of(ink, extent_)) {}

    [[nodiscard]] bool is_empty() const {
        return extent_.width == 0 || ink_.ink_mm2(area_) < limits::speck_mm2;
    }
    const std::vector<LineLook>& looks() const { return looks_; }
    const LineMarks& marks() const { return marks_; }

    void look(View view, bool by_witness = false) {
        const PixPtr picture = line_picture(ink_, extent_, view);
        LineEngine& engine = by_witness ? witness_ : own_;
        SeenText seen =
            engine.read(picture, is_block_ ? LineEngine::Layout::block : LineEngine::Layout::line);
        if (!is_block_) {
            join_split_words(seen, picture);
        }
        if (by_witness && ink_.dropped_mm2 >= limits::lost_dot_mm2) {
            restore_lost_dots(seen);
        }
        TidyText tidied = tidy(seen.text(), kind_);
        looks_.push_back({std::move(seen), std::move(tidied), &engine, by_witness});
    }

    /// The third step: a softer picture, the witness, and the witness again where it saw a letter
    /// that the other one can not see.
    void look_closely() {
        look(View::soft);
        look(View::plain, true);
        if (unknown_letters(own_, looks_.back().tidied.text) > 0) {
            look(View::small, true);
        }
    }

    /// What one look says of the text that it saw.
    [[nodiscard]] TextEvidence evidence_by(const LineLook& look) const {
        TextEvidence evidence = evidence_of(look.seen, look.tidied, kind_, marks_);
        evidence.dropped_mm2 = ink_.dropped_mm2;
        evidence.touches_edge = touches_edge(extent_, area_);
        evidence.unevenness_mm = ink_.unevenness_mm.value_or(limits::unknown_unevenness_mm);
        evidence.page_unevenness_mm = page_unevenness_mm_;
        return evidence;
    }

  private:
    const WriterInk& ink_;
    ValueKind kind_;
    bool is_block_;
    double page_unevenness_mm_;
    LineEngine& own_;
    LineEngine& witness_;
    BoxPx area_;
    BoxPx extent_;
    LineMarks marks_;  ///< none in a block: its lines would have to be parted first
    std::vector<LineLook> looks_;
};

}  // namespace

struct TextReader::State {
    LineEngines engines;
};

TextReader::TextReader() : TextReader(tesseract_engines()) {}

TextReader::TextReader(LineEngines engines) : state_(std::make_unique<State>()) {
    VERIFY(engines.words && engines.addresses && engines.witness && engines.calibration != nullptr);
    state_->engines = std::move(engines);
}

TextReader::~TextReader() = default;

void TextReader::reset() {
    state_->engines.words->reset();
    state_->engines.addresses->reset();
    state_->engines.witness->reset();
}

double page_unevenness_mm(const std::vector<double>& fields_mm) {
    double sum = 0;
    for (const double field_mm : fields_mm) {
        sum += std::log(std::max(field_mm, limits::even_mm));
    }
    return fields_mm.empty() ? limits::unknown_unevenness_mm
                             : std::exp(sum / static_cast<double>(fields_mm.size()));
}

record::FieldReading TextReader::read(const WriterInk& ink, ValueKind kind, bool is_block,
                                      double page_unevenness_mm) {
    return look(ink, kind, is_block, page_unevenness_mm, Effort::as_needed).reading;
}

TextSight TextReader::look(const WriterInk& ink, ValueKind kind, bool is_block,
                           double page_unevenness_mm, Effort effort) {
    const TextCalibration& calibration = *state_->engines.calibration;
    LineEngine& own =
        kind == ValueKind::email ? *state_->engines.addresses : *state_->engines.words;
    LineUnderStudy line(ink, kind, is_block, page_unevenness_mm, own, *state_->engines.witness);
    TextSight sight;
    const auto finish = [&](record::FieldReading reading) {
        sight.reading = std::move(reading);
        sight.reading.reader = own.name();
        return sight;
    };
    if (line.is_empty()) {
        return finish(no_text(ink));
    }
    line.look(View::plain);
    const TidyText first = line.looks()[0].tidied;
    if (first.text.empty()) {
        return finish(unread());
    }
    const auto is_settled = [&] {
        return effort == Effort::as_needed && is_certain(sight.steps.back().evidence, calibration);
    };
    std::vector<std::string> texts = {first.text};
    sight.steps.push_back({first.text, line.evidence_by(line.looks()[0])});
    if (!is_settled()) {
        line.look(View::small);
        sight.steps.push_back({first.text, line.evidence_by(line.looks()[0])});
        sight.steps.back().evidence.second = evidence_of(line.looks()[1], first.text);
        if (!is_settled()) {
            line.look_closely();
            std::vector<VotedText> voted = vote(line.looks(), line.marks());
            if (kind == ValueKind::email) {
                // The witness knows letters that no address has: "kaļ@example.dk".
                std::stable_partition(voted.begin(), voted.end(), [&](const VotedText& each) {
                    return unknown_letters(own, each.text) == 0;
                });
            }
            texts.clear();
            std::transform(voted.begin(), voted.end(), std::back_inserter(texts),
                           [](const VotedText& each) { return each.text; });
            const LineLook& surest = line.looks()[voted.front().surest];
            sight.steps.push_back({texts.front(), line.evidence_by(surest)});
            sight.steps.back().evidence.all = all_of(line.looks(), texts.front());
        }
    }
    texts.push_back(first.likewise);
    record::FieldReading reading;
    reading.candidates =
        candidates_of(texts, probability_of(sight.steps.back().evidence, calibration));
    return finish(std::move(reading));
}

}  // namespace indgang::ocr
