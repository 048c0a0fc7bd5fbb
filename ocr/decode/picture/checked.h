// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "ocr/image/page_image.h"
#include "schemas/core/bytes.h"
#include "schemas/error/error.h"

namespace indgang::ocr {

/// A number in a header of PNG or JPEG. Takes: `at + length` within the bytes, `length` up to 8.
[[nodiscard]] std::uint64_t big_endian(BytesView bytes, std::size_t at, std::size_t length);

/// Errors: limit (image_too_large), bad_input (image_empty: a side below page_side_min_px).
void check_page_size(std::uint64_t width, std::uint64_t height, int page);
/// Brings a decoded picture to depth 1, 8 or 32 without colour map and transparency.
/// Errors: bad_input (image_broken) for nullptr and for what can not be brought there.
[[nodiscard]] PixPtr plain_pix(PixPtr pix, int page);

[[nodiscard]] std::string place_of(int page);
[[nodiscard]] Error broken_image(Reason reason, const std::string& what, int page);

}  // namespace indgang::ocr
