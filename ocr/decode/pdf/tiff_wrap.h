// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// A CCITT fax image as a PDF stores it (ISO 32000-1, 7.4.6): `k` < 0 is group 4, 0 is group 3 in
/// one dimension, > 0 in two.
struct FaxImage {
    Bytes bytes;
    int width = 0;
    int height = 0;
    int k = 0;
    bool has_byte_aligned_rows = false;
    bool is_black_one = false;
};

/// The same image as a TIFF of one strip, which libtiff decodes.
/// Takes: an image without byte-aligned rows.
[[nodiscard]] Bytes wrap_fax(const FaxImage& image);

}  // namespace indgang::ocr
