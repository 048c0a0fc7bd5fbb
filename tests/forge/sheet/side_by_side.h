// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/image/page_image.h"

namespace indgang::forge {

/// Two scanned pages as one picture: a folded sheet that was flattened on the glass, or two sheets
/// on a large scanner. Where one is lower than the other, or `gap_px` parts them, there is paper.
///
/// Takes: pages of one depth and resolution; `turned_quarters` 0..3, how the sheet as a whole lies.
[[nodiscard]] ocr::PixPtr side_by_side(const Pix& left, const Pix& right, int turned_quarters = 0,
                                       int gap_px = 0);
/// White paper of the size, depth and resolution of a page.
[[nodiscard]] ocr::PixPtr empty_like(const Pix& page);

}  // namespace indgang::forge
