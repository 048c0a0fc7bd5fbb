// SPDX-License-Identifier: MPL-2.0
// Tesseract gets one line at a time, cut to its ink, without the printed form, and scaled to the
// height its networks were trained at: that reads 98 % of typed fields exactly where the whole page
// gives 58 %, at a fifth of the cost. The Danish network has no '@', so e-mail fields go to the
// English one, which in turn has no Danish letters; no field needs both.
//
// A word's confidence in Tesseract is made of its worst character and not calibrated. The step
// function below was fitted on forged pages (tests/forge); a field's probability is that of its
// worst word.
#include "ocr/read/text_reader.h"

#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>

#include "schemas/core/error.h"

namespace indgang::ocr {

namespace {

using tesseract::TessBaseAPI;

constexpr double height_px_per_mm = 7.2;  ///< a capital of 3.3 mm is 24 px, its line 36
constexpr double padding_mm = 0.8;        ///< white around the ink; Tesseract loses edges else

std::unique_ptr<TessBaseAPI> engine_for(const char* language) {
    auto engine = std::make_unique<TessBaseAPI>();
    if (engine->Init(nullptr, language, tesseract::OEM_LSTM_ONLY) != 0) {
        throw Error(
            ErrorKind::internal, "tesseract_language_missing",
            std::string("read: Tesseract does not start (package tesseract-ocr-") + language + ")");
    }
    engine->SetVariable("debug_file", "/dev/null");
    // Fields are dark on white: the second try on the inverted line only costs.
    engine->SetVariable("tessedit_do_invert", "0");
    return engine;
}

std::string without_blanks_around(std::string text) {
    const std::size_t begin = text.find_first_not_of(" \n\t");
    if (begin == std::string::npos) {
        return "";
    }
    return text.substr(begin, text.find_last_not_of(" \n\t") - begin + 1);
}

/// These have no blank within; Tesseract sees one where letters stand wide.
bool has_no_blanks(ValueKind kind) {
    return kind == ValueKind::email || kind == ValueKind::house_number ||
           kind == ValueKind::floor || kind == ValueKind::door || kind == ValueKind::postcode;
}

std::size_t characters_in(std::string_view text) {
    constexpr unsigned continuation_mask = 0xC0, continuation = 0x80;
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & continuation_mask) != continuation;
    }));
}

bool is_name(ValueKind kind) {
    return kind == ValueKind::name || kind == ValueKind::street || kind == ValueKind::city;
}

/// A speck behind a name reads as a full stop. Names rarely end in one, so both are candidates.
std::string without_marks_at_end(std::string_view text) {
    const std::size_t last = text.find_last_not_of(" .,:;'\"|-_");
    return std::string(last == std::string_view::npos ? text : text.substr(0, last + 1));
}

bool has_letter_or_digit(std::string_view text) {
    constexpr unsigned ascii_end = 0x80;
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        const unsigned char lower = byte | 0x20U;
        return byte >= ascii_end || (byte >= '0' && byte <= '9') || (lower >= 'a' && lower <= 'z');
    });
}

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

}  // namespace

struct TextReader::State {
    std::unique_ptr<TessBaseAPI> danish;
    std::unique_ptr<TessBaseAPI> english;
};

TextReader::TextReader()
    : state_(std::make_unique<State>(State{engine_for("dan"), engine_for("eng")})) {}

TextReader::~TextReader() = default;

void TextReader::reset() {
    for (TessBaseAPI* engine : {state_->danish.get(), state_->english.get()}) {
        engine->ClearAdaptiveClassifier();
        engine->Clear();
    }
}

double probability_of(double confidence, std::size_t characters) {
    struct Step {
        double confidence;
        double probability;
    };
    static constexpr std::array steps = {Step{0, 0.05},  Step{30, 0.15},  Step{50, 0.35},
                                         Step{70, 0.65}, Step{80, 0.82},  Step{88, 0.93},
                                         Step{93, 0.98}, Step{96, 0.992}, Step{100, 0.995}};
    // Short texts have no neighbours that help the network and no dictionary.
    constexpr std::size_t short_characters = 2;
    constexpr double short_most = 0.97;
    double probability = steps.back().probability;
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
        const Step& low = steps[i];
        const Step& high = steps[i + 1];
        if (confidence <= high.confidence) {
            const double part =
                std::max(0.0, confidence - low.confidence) / (high.confidence - low.confidence);
            probability = low.probability + part * (high.probability - low.probability);
            break;
        }
    }
    return characters <= short_characters ? std::min(probability, short_most) : probability;
}

record::FieldReading TextReader::read(const WriterInk& ink, ValueKind kind, bool is_block) {
    const bool is_english = kind == ValueKind::email;
    TessBaseAPI& engine = is_english ? *state_->english : *state_->danish;
    record::FieldReading reading;
    reading.reader =
        std::string(is_english ? "tesseract-eng/" : "tesseract-dan/") + TessBaseAPI::Version();
    const BoxPx area = reading_area(ink);
    const BoxPx extent = ink.extent(area);
    constexpr double speck_mm2 = 0.15, empty_probability = 0.995;
    if (extent.width == 0 || ink.ink_mm2(area) < speck_mm2) {
        // So many specks may be a faint or very small writing.
        constexpr double specks_most_mm2 = 1.0, perhaps_empty_probability = 0.7;
        const bool is_clean = ink.dropped_mm2 < specks_most_mm2;
        reading.candidates = {{"", is_clean ? empty_probability : perhaps_empty_probability}};
        reading.doubt = is_clean ? "" : "faint_ink";
        return reading;
    }
    const PixPtr line = line_image(ink, extent);
    engine.SetPageSegMode(is_block ? tesseract::PSM_SINGLE_BLOCK : tesseract::PSM_SINGLE_LINE);
    engine.SetImage(line.get());
    constexpr int dpi = 300;  // of what the scaled line looks like
    engine.SetSourceResolution(dpi);
    const std::unique_ptr<char[]> text(engine.GetUTF8Text());
    const std::unique_ptr<int[]> confidences(engine.AllWordConfidences());
    std::string seen = without_blanks_around(text ? text.get() : "");
    if (has_no_blanks(kind)) {
        std::erase(seen, ' ');
    }
    int worst = 100;
    for (const int* each = confidences.get(); each != nullptr && *each >= 0; ++each) {
        worst = std::min(worst, *each);
    }
    engine.Clear();
    // Ink without a letter or a digit is a rest of a line, a dash, a scribble.
    if (!has_letter_or_digit(seen)) {
        constexpr double unread_probability = 0.6;
        reading.candidates = {{"", unread_probability}};
        reading.doubt = "unread_text";
        return reading;
    }
    const double probability = probability_of(worst, characters_in(seen));
    const std::string bare = is_name(kind) ? without_marks_at_end(seen) : seen;
    if (bare != seen) {
        constexpr double bare_share = 0.8;
        reading.candidates = {{bare, bare_share * probability},
                              {std::move(seen), (1 - bare_share) * probability}};
        return reading;
    }
    reading.candidates = {{std::move(seen), probability}};
    return reading;
}

}  // namespace indgang::ocr
