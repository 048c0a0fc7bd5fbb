// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/line_engine.h"

#include <leptonica/allheaders.h>
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <algorithm>

#include "schemas/core/error.h"

namespace indgang::ocr {

namespace {

tesseract::PageSegMode mode_of(LineEngine::Layout layout) {
    switch (layout) {
        case LineEngine::Layout::line:
            return tesseract::PSM_SINGLE_LINE;
        case LineEngine::Layout::block:
            return tesseract::PSM_SINGLE_BLOCK;
        case LineEngine::Layout::raw_line:
            return tesseract::PSM_RAW_LINE;
    }
    return tesseract::PSM_SINGLE_LINE;
}

std::string text_of(const tesseract::ResultIterator& at) {
    const std::unique_ptr<char[]> text(at.GetUTF8Text(tesseract::RIL_SYMBOL));
    return text ? text.get() : "";
}

}  // namespace

std::string SeenText::text() const {
    std::string all;
    for (const SeenSymbol& symbol : symbols) {
        if (!all.empty() && symbol.is_word_begin) {
            all += symbol.is_line_begin ? '\n' : ' ';
        }
        all += symbol.text;
    }
    return all;
}

struct LineEngine::State {
    tesseract::TessBaseAPI api;
};

LineEngine::LineEngine(const std::string& language) : state_(std::make_unique<State>()) {
    if (state_->api.Init(nullptr, language.c_str(), tesseract::OEM_LSTM_ONLY) != 0) {
        throw Error(ErrorKind::internal, "tesseract_language_missing",
                    "read: Tesseract does not start (package tesseract-ocr-" + language + ")");
    }
    state_->api.SetVariable("debug_file", "/dev/null");
    // Fields are dark on white: the second try on the inverted line only costs.
    state_->api.SetVariable("tessedit_do_invert", "0");
}

LineEngine::~LineEngine() = default;

void LineEngine::reset() {
    state_->api.ClearAdaptiveClassifier();
    state_->api.Clear();
}

SeenText LineEngine::read(const PixPtr& picture, Layout layout) {
    tesseract::TessBaseAPI& api = state_->api;
    api.SetPageSegMode(mode_of(layout));
    api.SetImage(picture.get());
    constexpr int dpi = 300;  // of what the scaled line looks like
    api.SetSourceResolution(dpi);
    SeenText seen;
    const bool is_read = api.Recognize(nullptr) == 0;
    const std::unique_ptr<tesseract::ResultIterator> at(is_read ? api.GetIterator() : nullptr);
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
    api.Clear();
    return seen;
}

std::string tesseract_version() {
    return tesseract::TessBaseAPI::Version();
}

}  // namespace indgang::ocr
