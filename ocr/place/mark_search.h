// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>

#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// Looks for a black square that stands alone.
///
/// Takes: where its centre should be, its side (>= 4 px) and how far it may be off, all in pixels.
/// Gives: its centre of mass; nothing when no place in the window is black enough inside and white
///        enough around. Squares turned by up to 6 degrees and nibbled at are found.
[[nodiscard]] std::optional<PointPx> find_square(const PageImage& page, PointPx expected,
                                                 double side_px, double reach_px);

}  // namespace indgang::ocr
