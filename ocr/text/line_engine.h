// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ocr/image/page_image.h"

namespace indgang::ocr {

/// One character as Tesseract saw it.
struct SeenSymbol {
    std::string text;       ///< UTF-8, one character; rarely more
    double confidence = 0;  ///< Tesseract's own, 0..100, not calibrated
    bool is_word_begin = false;
    bool is_line_begin = false;
    int left = 0, right = 0;  ///< columns of the picture, as near as the network knows them
};

/// What Tesseract saw in one picture, and how sure it was.
struct SeenText {
    std::vector<SeenSymbol> symbols;
    double worst_word = 100;  ///< Tesseract's confidence of the worst word; 0 without any

    /// Words parted by one blank, lines by "\n".
    [[nodiscard]] std::string text() const;
};

/// One of Tesseract's networks. Threads: one per thread.
class LineEngine {
  public:
    /// Takes: a language as Tesseract names it ("dan").
    /// Errors: internal (the language is missing; the message says which package).
    explicit LineEngine(const std::string& language);
    ~LineEngine();

    enum class Layout { line, block, raw_line };
    /// Takes: dark writing on white, 8-bit grey.
    [[nodiscard]] SeenText read(const PixPtr& picture, Layout layout);
    /// Forgets everything that could make a reading depend on readings before.
    void reset();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// "4.1": part of the name of a reader.
[[nodiscard]] std::string tesseract_version();

}  // namespace indgang::ocr
