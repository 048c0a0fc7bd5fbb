// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>

#include "ocr/decode/scan.h"
#include "schemas/core/bytes.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// What is shown of a stored page.
struct PictureOrder {
    std::optional<BoxPx> box;  ///< of the page's pixels; what lies outside of the page is left out
    int most_width_px = 0;     ///< a wider picture is made smaller; 0: as it is
};

/// The stored image of a page as a PNG, which every browser shows.
///
/// Takes:  the first page of `file`.
/// Errors: as ScanFile::page; bad_input no_such_page (the box is outside of the page), limit
///         page_too_large (no memory).
[[nodiscard]] Bytes draw_picture(ScanFile& file, const PictureOrder& order);

}  // namespace indgang::ocr
