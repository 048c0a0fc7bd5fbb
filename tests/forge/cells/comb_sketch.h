// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"
#include "tests/forge/hand/glyph_shape.h"
#include "tests/forge/sheet/comb_writing.h"

namespace indgang::forge {

/// A scanned comb row with its truth. Labels: 0.. of the alphabet, then reject, then empty.
struct SketchedRow {
    ocr::PageImage page;
    MmToPx to_page;  ///< as registration would give it: off by up to 0.25 mm
    ocr::PageImage blank;
    MmToPx blank_to_page;
    std::vector<BoxMm> cells;
    std::vector<int> labels;
    std::vector<bool> is_overwritten;  ///< per cell: two characters, one upon the other
};

/// Characters of one hand or typeface to write a row with.
struct GlyphChoice {
    const GlyphSet* set = nullptr;
    std::vector<std::size_t> pictures;  ///< of `set`
};

/// Draws rows. Same dice, same rows, on every machine.
///
/// `characters` is the size of the alphabet, so reject has that label and empty the next.
[[nodiscard]] SketchedRow sketch_row(const GlyphChoice& glyphs, int characters,
                                     const SketchStyle& style, Dice& dice);

}  // namespace indgang::forge
