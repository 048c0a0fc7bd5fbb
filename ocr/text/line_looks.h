// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ocr/image/page_image.h"
#include "ocr/ink/zone_ink.h"
#include "ocr/text/line_engine.h"
#include "ocr/text/text_tidy.h"
#include "schemas/values/value.h"

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

/// What one network saw in one picture of a line.
struct LineLook {
    SeenText seen;
    TidyText tidied;
    bool is_of_other_network = false;  ///< trained on another language
};

/// How many characters of `text` a look sees differently, at least: disagreements() (text_tidy.h)
/// with the letters that the look's network does not know.
[[nodiscard]] int disagreements_of(const LineLook& look, const std::string& text, ValueKind kind);

/// A text that was seen, and the index of the surest look that saw it.
struct VotedText {
    std::string text;
    std::size_t surest = 0;
    double votes = 0;
};
/// The texts that the looks saw, the most likely first; without empty ones.
[[nodiscard]] std::vector<VotedText> vote(const std::vector<LineLook>& looks, ValueKind kind);

}  // namespace indgang::ocr
