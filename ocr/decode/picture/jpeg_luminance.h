// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/image/page_image.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// How bright a JPEG is, without its colours.
struct JpegLuminance {
    PixPtr pix;                 ///< depth 8, its resolution set if the file tells one
    bool has_warnings = false;  ///< the data is damaged; what can not be decoded is grey
};

/// Decodes a JPEG of one sample a pixel, or of luminance and two colours.
///
/// Takes:   bytes whose header was checked.
/// Gives:   no pix for other JPEGs, and for what does not decode.
/// Errors:  internal (no memory).
/// Threads: any.
[[nodiscard]] JpegLuminance decode_luminance(BytesView bytes);

/// Dots an inch as the JPEG's JFIF segment says them; untouched where it says none.
void set_jpeg_resolution(Pix& pix, BytesView bytes);

}  // namespace indgang::ocr
