// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/image/page_image.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// Whether Leptonica would need four bytes a pixel for this PNG: colours, a palette, transparency
/// or 16 bits (two bytes and one). Takes: bytes whose header was checked.
[[nodiscard]] bool is_png_of_colours(BytesView bytes);

/// A PNG as grey, a row at a time: what `decode_png` and `normalise` make of it together. (Of 16
/// bits of grey with one level that is to be seen through, the level is taken as it is.)
///
/// Takes:   bytes whose header was checked.
/// Gives:   depth 8, its resolution set if the file tells one; nothing when it does not decode.
/// Errors:  limit (image_too_large: interlaced, which can not be read by rows; page_too_large: no
///          memory).
/// Threads: any.
[[nodiscard]] PixPtr decode_png_rows(BytesView bytes, int page);

}  // namespace indgang::ocr
