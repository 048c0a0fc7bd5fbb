// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "ocr/ink/added_ink.h"

namespace indgang::ocr {

/// Takes out of the pieces of a page's added ink those of streaks: of straight upright lines that
/// end within the page, as a dirty glass or a fax leaves them along the way of the paper. No hand
/// draws a line so thin, so straight and so upright over 20 mm; a ruler may, so that whoever reads
/// what stands under a streak doubts it.
///
/// Takes:   where the form lies on the scan, which is upright.
/// Gives:   a box around each streak, on the form. Print hides parts of it in between.
/// Threads: any.
[[nodiscard]] std::vector<BoxMm> take_out_streaks(std::vector<AddedPiece>& pieces,
                                                  const MmToPx& to_page);

}  // namespace indgang::ocr
