// SPDX-License-Identifier: MPL-2.0
// Tesseract gets one line at a time, cut to its ink, without the printed form, and scaled to the
// height its networks were trained at: that reads 98 % of typed fields exactly where the whole page
// gives 58 %, at a fifth of the cost. The Danish network has no '@', so e-mail fields go to the
// English one, which in turn has no Danish letters; no field needs both.
//
// When a reading is in doubt the other network reads the same picture. It knows other words and was
// trained on other pages, so that it rarely makes the same mistake; where the first saw a letter
// that the second does not have, anything will do. What the two say together makes the probability
// (text_probability.cpp). A second reading costs 6 ms and is needed for one field in six of an
// office scan.
#include "ocr/read/text_reader.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>
#include <variant>

#include "ocr/read/line_engine.h"
#include "ocr/read/text_tidy.h"
#include "schemas/core/error.h"

namespace indgang::ocr {

namespace {

constexpr double height_px_per_mm = 7.2;  ///< a capital of 3.3 mm is 24 px, its line 36
constexpr double padding_mm = 0.8;        ///< white around the ink; Tesseract loses edges else

PixPtr line_image(const WriterInk& ink, const BoxPx& extent) {
    const int padding = static_cast<int>(padding_mm * ink_px_per_mm);
    PixPtr pix(pixCreate(extent.width + 2 * padding, extent.height + 2 * padding, 8));
    if (!pix) {
        throw Error(ErrorKind::internal, "image_not_converted", "read: no memory for a line");
    }
    pixSetAll(pix.get());
    for (int y = 0; y < extent.height; ++y) {
        l_uint32* row =
            pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y + padding) * pixGetWpl(pix.get());
        for (int x = 0; x < extent.width; ++x) {
            SET_DATA_BYTE(row, x + padding, ink.patch.at(extent.x + x, extent.y + y));
        }
    }
    const auto scale = static_cast<float>(height_px_per_mm / ink_px_per_mm);
    PixPtr scaled(pixScaleGeneral(pix.get(), scale, scale, 0, 0));
    return scaled ? std::move(scaled) : std::move(pix);
}

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

bool is_unknown_to_english(std::string_view character) {
    return character.size() > 1;
}

bool is_unknown_to_danish(std::string_view character) {
    return character == "@";
}

TextEvidence evidence_of(const SeenText& seen, const TidyText& tidied, ValueKind kind) {
    TextEvidence evidence;
    evidence.kind = kind;
    evidence.worst_symbol = worst_symbol_of(seen);
    evidence.mean_symbol = mean_symbol_of(seen);
    evidence.worst_word = std::max(0.0, seen.worst_word);
    evidence.characters = static_cast<int>(characters_of(tidied.text).size());
    evidence.confusable = confusable_in(tidied.text);
    evidence.changes = tidied.changes;
    evidence.odd = tidied.odd;
    evidence.is_of_kind =
        std::holds_alternative<Value>(parse_value(kind, tidied.text, Notation::danish));
    return evidence;
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

/// The texts that a reading may stand for, the tidied one first.
std::vector<record::Candidate> candidates_of(const TidyText& tidied, const std::string& other,
                                             double probability) {
    // Of what the best text leaves over, the other network's text gets half, where it differs.
    constexpr double other_share = 0.5, likewise_share = 0.2, listed_least = 0.001;
    std::vector<record::Candidate> candidates = {{tidied.text, probability}};
    double left = 1 - probability;
    const auto add = [&](const std::string& text, double share) {
        const bool is_new = !text.empty() && text != tidied.text;
        if (is_new && share * left >= listed_least) {
            candidates.push_back({text, std::min(share * left, probability)});
            left -= candidates.back().probability;
        }
    };
    add(other, other_share);
    add(tidied.likewise, likewise_share);
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const record::Candidate& a, const record::Candidate& b) {
                         return a.probability > b.probability;
                     });
    return candidates;
}

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
    return look(ink, kind, is_block, page_unevenness_mm, Second::when_in_doubt).reading;
}

TextSight TextReader::look(const WriterInk& ink, ValueKind kind, bool is_block,
                           double page_unevenness_mm, Second second) {
    const bool is_email = kind == ValueKind::email;
    const std::string name =
        std::string(is_email ? "tesseract-eng/" : "tesseract-dan/") + tesseract_version();
    const BoxPx area = reading_area(ink);
    const BoxPx extent = ink.extent(area);
    constexpr double speck_mm2 = 0.15;
    TextSight sight;
    if (extent.width == 0 || ink.ink_mm2(area) < speck_mm2) {
        sight.reading = no_text(ink);
        sight.reading.reader = name;
        return sight;
    }
    const PixPtr picture = line_image(ink, extent);
    const auto layout = is_block ? LineEngine::Layout::block : LineEngine::Layout::line;
    LineEngine& engine = is_email ? state_->english : state_->danish;
    LineEngine& other_engine = is_email ? state_->danish : state_->english;
    const SeenText seen = engine.read(picture, layout);
    const TidyText tidied = tidy(seen.text(), kind);
    if (tidied.text.empty()) {
        sight.reading = unread();
        sight.reading.reader = name;
        return sight;
    }
    TextEvidence evidence = evidence_of(seen, tidied, kind);
    evidence.dropped_mm2 = ink.dropped_mm2;
    evidence.touches_edge = touches_edge(extent, area);
    constexpr double unknown_unevenness_mm = 0.1;
    evidence.unevenness_mm = ink.unevenness_mm.value_or(unknown_unevenness_mm);
    evidence.page_unevenness_mm = page_unevenness_mm;
    std::string other;
    if (second == Second::always || !is_certain(evidence)) {
        const SeenText again = other_engine.read(picture, layout);
        TidyText other_tidied = tidy(again.text(), kind);
        const int apart = disagreements(tidied.text, other_tidied.text,
                                        is_email ? is_unknown_to_danish : is_unknown_to_english);
        evidence.second =
            TextEvidence::Second{apart, worst_symbol_of(again), std::max(0.0, again.worst_word)};
        // What has no letter of its own to set against "ø" is no alternative.
        other = apart > 0 ? std::move(other_tidied.text) : "";
    }
    sight.reading.candidates = candidates_of(tidied, other, probability_of(evidence));
    sight.reading.reader = name;
    sight.evidence = evidence;
    return sight;
}

}  // namespace indgang::ocr
