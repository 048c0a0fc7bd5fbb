// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/image/page_image.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// How the rows of a picture lie, as TIFF 6.0 (tag 274) and EXIF number it: 1 as they should,
/// 3, 6 and 8 turned, 2, 4, 5 and 7 mirrored and perhaps turned.
constexpr int orientation_upright = 1;

/// Of a block as EXIF has it: a TIFF header and one directory. 1 where it says nothing.
[[nodiscard]] int orientation_of_exif(BytesView block);
/// Of the first EXIF segment of a JPEG. 1 where there is none.
[[nodiscard]] int orientation_of_jpeg(BytesView jpeg);
[[nodiscard]] bool is_mirrored(int orientation);

/// The picture as it should lie. Errors: internal (no memory).
[[nodiscard]] PixPtr upright(PixPtr pix, int orientation);

}  // namespace indgang::ocr
