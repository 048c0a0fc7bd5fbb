// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ocr/image/page_image.h"
#include "ocr/ink/zone_ink.h"
#include "ocr/text/letter_marks.h"
#include "ocr/text/line_engine.h"
#include "ocr/text/text_tidy.h"

namespace indgang::ocr {

/// How a line is shown to a network. What the grain of the scan makes of a letter differs between
/// them, the letter does not.
enum class View {
    plain,  ///< at the height the networks were trained at
    small,  ///< a fifth lower
    soft,   ///< plain, each pixel the mean of its neighbours
};

/// Takes: ink, and the box of it that holds the line.
/// Gives: dark on white, 8-bit grey, with a white margin. Errors: internal (memory).
[[nodiscard]] PixPtr line_picture(const WriterInk& ink, const BoxPx& extent, View view);

/// What one engine saw in one picture of a line. Borrows the engine.
struct LineLook {
    SeenText seen;
    TidyText tidied;
    const LineEngine* engine = nullptr;
    bool is_of_witness = false;  ///< LineEngines::witness, not the engine of the field's kind
};

/// How many characters of `text` a look sees differently, at least: disagreements() (text_tidy.h)
/// where a letter that the look's engine does not know may stand for any.
[[nodiscard]] int disagreements_of(const LineLook& look, const std::string& text);

/// How many letters and marks of a text an engine does not know.
[[nodiscard]] int unknown_letters(const LineEngine& engine, const std::string& text);

/// A text that was seen, and the index of the surest look that saw it.
struct VotedText {
    std::string text;
    std::size_t surest = 0;
    double votes = 0;
};
/// The texts that the looks saw, the most likely first; without empty ones. What the ink shows over
/// and under the letters, and a text does not have, counts against the text; so does the reverse.
[[nodiscard]] std::vector<VotedText> vote(const std::vector<LineLook>& looks,
                                          const LineMarks& marks);

}  // namespace indgang::ocr
