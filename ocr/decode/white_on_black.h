// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/image/page_image.h"

namespace indgang::ocr {

/// Whether a page is white writing on black: a negative, or a picture of one bit whose header
/// exchanges the two.
///
/// Takes:  depth 1 or 8, nothing stretched.
/// Gives:  false for a page of black edges, for a sheet on a dark table, and for what is all black.
[[nodiscard]] bool is_white_on_black(const Pix& page);

}  // namespace indgang::ocr
