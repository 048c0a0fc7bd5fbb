// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/image/page_image.h"

namespace indgang::ocr {

struct TextCalibration;  // ocr/text/text_probability.h

/// One character as an engine saw it.
struct SeenSymbol {
    std::string text;       ///< UTF-8, one character; rarely more
    double confidence = 0;  ///< the engine's own, 0..100, not calibrated
    bool is_word_begin = false;
    bool is_line_begin = false;
    int left = 0, right = 0;  ///< columns of the picture, as near as the engine knows them
};

/// What an engine saw in one picture, and how sure it was.
struct SeenText {
    std::vector<SeenSymbol> symbols;
    double worst_word = 100;  ///< the engine's confidence of the worst word; 0 without any

    /// Words parted by one blank, lines by "\n".
    [[nodiscard]] std::string text() const;
};

/// A reader of pictures of lines. Threads: one per thread.
class LineEngine {
  public:
    enum class Layout { line, block };

    virtual ~LineEngine() = default;

    /// Takes: dark writing on white, 8-bit grey, a capital about 24 pixels high.
    [[nodiscard]] virtual SeenText read(const PixPtr& picture, Layout layout) = 0;
    /// Whether the engine has this character, so that it could have seen it. Takes: UTF-8.
    [[nodiscard]] virtual bool knows(std::string_view character) const = 0;
    /// What it is and in which version: "tesseract-dan/5.3.0".
    [[nodiscard]] virtual std::string name() const = 0;
    /// Forgets everything that could make a reading depend on readings before.
    virtual void reset() = 0;
};

/// The engines that read one page together, and what their confidences are worth.
struct LineEngines {
    std::unique_ptr<LineEngine> words;      ///< looks first at everything but addresses of e-mail
    std::unique_ptr<LineEngine> addresses;  ///< looks first at addresses of e-mail: knows '@'
    /// Looks where the first one is in doubt, and where a mark stands over or under a letter that
    /// the first one does not have. Knows the letters of all languages that people here have names
    /// of.
    std::unique_ptr<LineEngine> witness;
    /// Fitted on readings of these engines. Never null; outlives the reader.
    const TextCalibration* calibration = nullptr;
};

}  // namespace indgang::ocr
