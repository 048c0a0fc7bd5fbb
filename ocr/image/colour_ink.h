// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <span>

#include "ocr/image/page_image.h"

namespace indgang::ocr {

/// The colours of a picture as JPEG keeps them: blue and red chroma, 128 where there is no colour,
/// in planes that are as fine as the picture or coarser by a whole factor each way.
struct ChromaPlanes {
    std::span<const std::uint8_t> blue, red;  ///< row by row, `width` bytes a row
    int width = 0, height = 0;
    int step_x = 1, step_y = 1;  ///< pixels of the picture that one sample is for
};

/// Makes a grey picture darker where the colour is not the paper's: a yellow or light green pen has
/// next to no contrast in luminance, and a person sees it well. What is dark is left as it is, so
/// that a stamp gets no darker than it looks; the paper may have any colour.
///
/// Takes:   the luminance, depth 8; planes that cover it.
/// Threads: any.
void darken_colours(Pix& luminance, const ChromaPlanes& chroma);

/// Which colour the paper of a picture has: the most frequent one of what is bright, or none, for a
/// part of a picture that must become as its other parts do.
enum class PaperColour { measured, none };

/// The same of a picture of colours. Takes: depth 32. Gives: depth 8; nothing when memory is short.
[[nodiscard]] PixPtr grey_with_colours(const Pix& colours,
                                       PaperColour paper = PaperColour::measured);

}  // namespace indgang::ocr
