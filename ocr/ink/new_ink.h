// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "ocr/ink/zone_ink.h"

/// Questions to a page's added ink (added_ink.h) about large parts of it with print in them.
namespace indgang::ocr {

/// For each column of `column_mm` of the box, from the left, whether there is new ink in it.
[[nodiscard]] std::vector<bool> columns_with_new_ink(const PageOnBlank& at, const BoxMm& box,
                                                     double column_mm);

/// Whether somebody wrote in a part of the page that has no place to write: new ink in squares that
/// hang together and are more than a stroke. A box of no height holds none.
[[nodiscard]] bool has_writing(const PageOnBlank& at, const BoxMm& box);

/// Ink that hangs together. Rows count from the top of the part that was looked at.
struct InkPiece {
    int pixels = 0;
    int top = 0;
    int bottom = 0;  ///< the last row
};
/// The pieces within `part` of a patch; one that goes on outside is cut off there. Pixels darker
/// than the middle are ink.
[[nodiscard]] std::vector<InkPiece> find_pieces(const GreyPatch& patch, const BoxPx& part);

}  // namespace indgang::ocr
