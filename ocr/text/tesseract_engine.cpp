// SPDX-License-Identifier: MPL-2.0
// Three of Tesseract's networks: Danish for words, English for addresses of e-mail (the Danish one
// has no '@'), and the one of the Latin script, which has the letters of all languages written in
// it. The last one's file holds 89 MB of dictionaries beside a network of 0.5 MB. Names are in no
// dictionary, and without them it reads the same (238 of 274 lines with foreign names either way),
// so that only the network is read from the file.
#include "ocr/text/tesseract_engine.h"

#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <span>
#include <utility>

#include "ocr/text/text_weights.h"
#include "schemas/error/error.h"

namespace indgang::ocr {

namespace {

tesseract::PageSegMode mode_of(LineEngine::Layout layout) {
    switch (layout) {
        case LineEngine::Layout::line:
            return tesseract::PSM_SINGLE_LINE;
        case LineEngine::Layout::block:
            return tesseract::PSM_SINGLE_BLOCK;
    }
    return tesseract::PSM_SINGLE_LINE;
}

std::string text_of(const tesseract::ResultIterator& at) {
    const std::unique_ptr<char[]> text(at.GetUTF8Text(tesseract::RIL_SYMBOL));
    return text ? text.get() : "";
}

[[noreturn]] void throw_missing(const std::string& package) {
    throw Error(Reason::tesseract_language_missing,
                "read: Tesseract does not start (package tesseract-ocr-" + package + ")");
}

class TesseractEngine final : public LineEngine {
  public:
    /// Takes: a language as Tesseract names it; with `network` (the content of a traineddata
    /// file) that one instead of the installed file.
    TesseractEngine(std::string language, const std::string& package,
                    std::span<const char> network = {})
        : language_(std::move(language)) {
        const int trouble =
            network.empty()
                ? api_.Init(nullptr, language_.c_str(), tesseract::OEM_LSTM_ONLY)
                : api_.Init(network.data(), static_cast<int>(network.size()), language_.c_str(),
                            tesseract::OEM_LSTM_ONLY, nullptr, 0, nullptr, nullptr, false, nullptr);
        if (trouble != 0) {
            throw_missing(package);
        }
        api_.SetVariable("debug_file", "/dev/null");
        // Fields are dark on white: the second try on the inverted line only costs.
        api_.SetVariable("tessedit_do_invert", "0");
    }

    SeenText read(const PixPtr& picture, Layout layout) override;

    bool knows(std::string_view character) const override {
        return api_.IsValidCharacter(std::string(character).c_str());
    }

    std::string name() const override {
        return "tesseract-" + language_ + "/" + tesseract_version();
    }

    void reset() override {
        api_.ClearAdaptiveClassifier();
        api_.Clear();
    }

    /// Where the installed languages lie.
    [[nodiscard]] std::filesystem::path folder() { return api_.GetDatapath(); }

  private:
    std::string language_;
    tesseract::TessBaseAPI api_;
};

SeenText TesseractEngine::read(const PixPtr& picture, Layout layout) {
    api_.SetPageSegMode(mode_of(layout));
    api_.SetImage(picture.get());
    constexpr int dpi = 300;  // of what the scaled line looks like
    api_.SetSourceResolution(dpi);
    SeenText seen;
    const bool is_read = api_.Recognize(nullptr) == 0;
    const std::unique_ptr<tesseract::ResultIterator> at(is_read ? api_.GetIterator() : nullptr);
    if (at && !at->Empty(tesseract::RIL_SYMBOL)) {
        do {
            SeenSymbol symbol;
            symbol.text = text_of(*at);
            symbol.confidence = at->Confidence(tesseract::RIL_SYMBOL);
            symbol.is_word_begin = at->IsAtBeginningOf(tesseract::RIL_WORD);
            symbol.is_line_begin = at->IsAtBeginningOf(tesseract::RIL_TEXTLINE);
            int top = 0, bottom = 0;
            at->BoundingBox(tesseract::RIL_SYMBOL, &symbol.left, &top, &symbol.right, &bottom);
            if (symbol.is_word_begin) {
                const double word = at->Confidence(tesseract::RIL_WORD);
                seen.worst_word = std::min(seen.worst_word, word);
            }
            if (!symbol.text.empty() && symbol.text != " ") {
                seen.symbols.push_back(std::move(symbol));
            }
        } while (at->Next(tesseract::RIL_SYMBOL));
    }
    if (seen.symbols.empty()) {
        seen.worst_word = 0;
    }
    api_.Clear();
    return seen;
}

/// The network of a traineddata file without its dictionaries, as such a file: the number of
/// entries, where each begins (-1: absent), and the entries. Nothing where it is no such file.
std::optional<std::vector<char>> network_of(const std::filesystem::path& file) {
    // Tesseract's tessdatamanager.h: the network, its characters, their coding, the version.
    constexpr std::array<std::size_t, 4> kept = {17, 21, 22, 23};
    constexpr std::int32_t entries_most = 256;
    constexpr std::int64_t network_bytes_most = 16'000'000;
    std::ifstream in(file, std::ios::binary);
    std::int32_t count = 0;
    in.read(reinterpret_cast<char*>(&count), sizeof count);
    if (!in || count <= static_cast<std::int32_t>(kept.back()) || count > entries_most) {
        return std::nullopt;
    }
    std::vector<std::int64_t> begins(static_cast<std::size_t>(count));
    const auto table_bytes = begins.size() * sizeof(std::int64_t);
    in.read(reinterpret_cast<char*>(begins.data()), static_cast<std::streamsize>(table_bytes));
    std::error_code trouble;
    const auto file_bytes = static_cast<std::int64_t>(std::filesystem::file_size(file, trouble));
    const auto end_of = [&](std::size_t entry) {
        const auto after = std::find_if(begins.begin() + static_cast<std::ptrdiff_t>(entry) + 1,
                                        begins.end(), [](std::int64_t at) { return at >= 0; });
        return after == begins.end() ? file_bytes : *after;
    };
    std::vector<std::int64_t> places(begins.size(), -1);
    std::vector<char> content(sizeof count + table_bytes);
    for (const std::size_t entry : kept) {
        const std::int64_t bytes = end_of(entry) - begins[entry];
        if (begins[entry] < 0 || bytes <= 0 || bytes > network_bytes_most) {
            return std::nullopt;
        }
        places[entry] = static_cast<std::int64_t>(content.size());
        content.resize(content.size() + static_cast<std::size_t>(bytes));
        in.seekg(begins[entry]);
        in.read(content.data() + places[entry], bytes);
    }
    std::memcpy(content.data(), &count, sizeof count);
    std::memcpy(content.data() + sizeof count, places.data(), table_bytes);
    return in ? std::optional(std::move(content)) : std::nullopt;
}

}  // namespace

LineEngines tesseract_engines() {
    auto danish = std::make_unique<TesseractEngine>("dan", "dan");
    const auto latin = network_of(danish->folder() / "Latin.traineddata");
    if (!latin.has_value()) {
        throw_missing("script-latn");
    }
    LineEngines engines;
    engines.words = std::move(danish);
    engines.addresses = std::make_unique<TesseractEngine>("eng", "eng");
    engines.witness = std::make_unique<TesseractEngine>("Latin", "script-latn", *latin);
    engines.calibration = &tesseract_calibration;
    return engines;
}

std::string tesseract_version() {
    return tesseract::TessBaseAPI::Version();
}

}  // namespace indgang::ocr
