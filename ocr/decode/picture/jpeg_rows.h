// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/decode/picture/jpeg_luminance.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// Any JPEG that libjpeg decodes, row by row: CMYK and YCCK as ink on white paper, RGB, odd
/// samplings. Slower than decode_luminance, which ordinary files go through.
///
/// Takes:  bytes whose frame header was checked.
/// Gives:  as decode_luminance.
[[nodiscard]] JpegLuminance decode_any_jpeg(BytesView bytes);

}  // namespace indgang::ocr
