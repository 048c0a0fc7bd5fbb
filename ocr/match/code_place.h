// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// The square of pixels in which a page code is expected, with room around it.
///
/// Takes: the size of the page as it lies; where its code is when it stands upright; how often
///        it was turned clockwise from there, 0 to 3.
[[nodiscard]] BoxPx expected_code_place(int width_px, int height_px, double px_per_mm,
                                        const BoxMm& code, int quarters, double room_mm);

/// Where a point of a page of this size comes to lie when the page is turned clockwise.
[[nodiscard]] PointPx turned_point(PointPx point, int quarters, int width_px, int height_px);

}  // namespace indgang::ocr
