// SPDX-License-Identifier: MPL-2.0
// Tesseract gets one line at a time, cut to its ink, without the printed form, and scaled to the
// height its networks were trained at: that reads 98 % of typed fields exactly where the whole page
// gives 58 %, at a fifth of the cost. The Danish network has no '@', so e-mail fields go to the
// English one, which in turn has no Danish letters; no field needs both.
//
// When a reading is in doubt the same network looks again, at a smaller picture; when that does not
// settle it, at a softer one, and the other network looks too: then the text that most of them saw
// stands (line_looks.h). What they say together makes the probability (text_probability.cpp). A
// look costs 6 to 10 ms, and two fields in three of an office scan need only the first.
#include "ocr/text/text_reader.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>
#include <variant>

#include "ocr/text/line_engine.h"
#include "ocr/text/line_looks.h"
#include "ocr/text/text_gaps.h"
#include "ocr/text/text_tidy.h"

namespace indgang::ocr {

namespace {

/// The box with what overshoots its lines a little, but not its neighbours.
BoxPx reading_area(const WriterInk& ink) {
    constexpr double overshoot_mm = 0.6;
    const int over = static_cast<int>(overshoot_mm * ink_px_per_mm);
    return {ink.box.x, ink.box.y - over, ink.box.width, ink.box.height + 2 * over};
}

bool touches_edge(const BoxPx& extent, const BoxPx& area) {
    constexpr int near_px = 3;  // 0.25 mm
    return extent.x <= area.x + near_px || extent.y <= area.y + near_px ||
           extent.x + extent.width >= area.x + area.width - near_px ||
           extent.y + extent.height >= area.y + area.height - near_px;
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

TextEvidence evidence_of(const SeenText& seen, const TidyText& tidied, ValueKind kind) {
    TextEvidence evidence;
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

TextEvidence::Look evidence_of(const LineLook& look, const std::string& text, ValueKind kind) {
    return {disagreements_of(look, text, kind), worst_symbol_of(look.seen),
            std::max(0.0, look.seen.worst_word)};
}

/// What all looks together say of `text`.
TextEvidence::All all_of(const std::vector<LineLook>& looks, const std::string& text,
                         ValueKind kind) {
    TextEvidence::All all;
    all.worst_word = 100;
    for (const LineLook& look : looks) {
        const TextEvidence::Look one = evidence_of(look, text, kind);
        if (look.is_of_other_network) {
            all.other = one;
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
    constexpr double unread_probability = 0.6;
    record::FieldReading reading;
    reading.candidates = {{"", unread_probability}};
    reading.doubt = "unread_text";
    return reading;
}

record::FieldReading no_text(const WriterInk& ink) {
    // So many specks may be a faint or very small writing.
    constexpr double specks_most_mm2 = 1.0, perhaps_empty_probability = 0.7;
    constexpr double empty_probability = 0.995;
    const bool is_clean = ink.dropped_mm2 < specks_most_mm2;
    record::FieldReading reading;
    reading.candidates = {{"", is_clean ? empty_probability : perhaps_empty_probability}};
    reading.doubt = is_clean ? "" : "faint_ink";
    return reading;
}

/// The texts that a reading may stand for, the most likely first. Of what the best one leaves over,
/// each further one gets half of what is left then.
std::vector<record::Candidate> candidates_of(const std::vector<std::string>& texts,
                                             double probability) {
    constexpr double share = 0.5, listed_least = 0.001;
    std::vector<record::Candidate> candidates = {{texts.front(), probability}};
    double left = 1 - probability;
    for (const std::string& text : texts) {
        const bool is_new =
            !text.empty() && std::none_of(candidates.begin(), candidates.end(),
                                          [&](const auto& each) { return each.text == text; });
        if (is_new && share * left >= listed_least) {
            candidates.push_back({text, std::min(share * left, probability)});
            left -= candidates.back().probability;
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const record::Candidate& a, const record::Candidate& b) {
                         return a.probability > b.probability;
                     });
    return candidates;
}

/// One line, and what was seen of it so far.
class LineUnderStudy {
  public:
    /// Borrows all; `own` is the network for texts of the kind.
    LineUnderStudy(const WriterInk& ink, ValueKind kind, bool is_block, double page_unevenness_mm,
                   LineEngine& own, LineEngine& other)
        : ink_(ink),
          kind_(kind),
          is_block_(is_block),
          page_unevenness_mm_(page_unevenness_mm),
          own_(own),
          other_(other),
          area_(reading_area(ink)),
          extent_(ink.extent(area_)) {}

    [[nodiscard]] bool is_empty() const {
        constexpr double speck_mm2 = 0.15;
        return extent_.width == 0 || ink_.ink_mm2(area_) < speck_mm2;
    }
    const std::vector<LineLook>& looks() const { return looks_; }

    void look(View view, bool by_other_network = false) {
        const PixPtr picture = line_picture(ink_, extent_, view);
        LineEngine& engine = by_other_network ? other_ : own_;
        SeenText seen =
            engine.read(picture, is_block_ ? LineEngine::Layout::block : LineEngine::Layout::line);
        if (!is_block_) {
            join_split_words(seen, picture);
        }
        TidyText tidied = tidy(seen.text(), kind_);
        looks_.push_back({std::move(seen), std::move(tidied), by_other_network});
    }

    /// What one look says of the text that it saw.
    [[nodiscard]] TextEvidence evidence_by(const LineLook& look) const {
        constexpr double unknown_unevenness_mm = 0.1;
        TextEvidence evidence = evidence_of(look.seen, look.tidied, kind_);
        evidence.dropped_mm2 = ink_.dropped_mm2;
        evidence.touches_edge = touches_edge(extent_, area_);
        evidence.unevenness_mm = ink_.unevenness_mm.value_or(unknown_unevenness_mm);
        evidence.page_unevenness_mm = page_unevenness_mm_;
        return evidence;
    }

  private:
    const WriterInk& ink_;
    ValueKind kind_;
    bool is_block_;
    double page_unevenness_mm_;
    LineEngine& own_;
    LineEngine& other_;
    BoxPx area_;
    BoxPx extent_;
    std::vector<LineLook> looks_;
};

}  // namespace

struct TextReader::State {
    LineEngine danish{"dan"};
    LineEngine english{"eng"};
};

TextReader::TextReader() : state_(std::make_unique<State>()) {}

TextReader::~TextReader() = default;

void TextReader::reset() {
    state_->danish.reset();
    state_->english.reset();
}

double page_unevenness_mm(const std::vector<double>& fields_mm) {
    constexpr double even_mm = 0.02, unknown_mm = 0.1;
    double sum = 0;
    for (const double field_mm : fields_mm) {
        sum += std::log(std::max(field_mm, even_mm));
    }
    return fields_mm.empty() ? unknown_mm : std::exp(sum / static_cast<double>(fields_mm.size()));
}

record::FieldReading TextReader::read(const WriterInk& ink, ValueKind kind, bool is_block,
                                      double page_unevenness_mm) {
    return look(ink, kind, is_block, page_unevenness_mm, Effort::as_needed).reading;
}

TextSight TextReader::look(const WriterInk& ink, ValueKind kind, bool is_block,
                           double page_unevenness_mm, Effort effort) {
    const bool is_email = kind == ValueKind::email;
    LineUnderStudy line(ink, kind, is_block, page_unevenness_mm,
                        is_email ? state_->english : state_->danish,
                        is_email ? state_->danish : state_->english);
    TextSight sight;
    const auto finish = [&](record::FieldReading reading) {
        sight.reading = std::move(reading);
        sight.reading.reader =
            std::string(is_email ? "tesseract-eng/" : "tesseract-dan/") + tesseract_version();
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
        return effort == Effort::as_needed && is_certain(sight.steps.back().evidence);
    };
    std::vector<std::string> texts = {first.text};
    sight.steps.push_back({first.text, line.evidence_by(line.looks()[0])});
    if (!is_settled()) {
        line.look(View::small);
        sight.steps.push_back({first.text, line.evidence_by(line.looks()[0])});
        sight.steps.back().evidence.second = evidence_of(line.looks()[1], first.text, kind);
        if (!is_settled()) {
            line.look(View::soft);
            line.look(View::plain, true);
            const std::vector<VotedText> voted = vote(line.looks(), kind);
            texts.clear();
            std::transform(voted.begin(), voted.end(), std::back_inserter(texts),
                           [](const VotedText& each) { return each.text; });
            const LineLook& surest = line.looks()[voted.front().surest];
            sight.steps.push_back({texts.front(), line.evidence_by(surest)});
            sight.steps.back().evidence.all = all_of(line.looks(), texts.front(), kind);
        }
    }
    texts.push_back(first.likewise);
    record::FieldReading reading;
    reading.candidates = candidates_of(texts, probability_of(sight.steps.back().evidence));
    return finish(std::move(reading));
}

}  // namespace indgang::ocr
