// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/blank/page_shape.h"
#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// The point of the form at a pixel. Takes: a transform that is not singular.
[[nodiscard]] PointMm form_point(const MmToPx& to_page, PointPx point);

/// The page drawn anew, so that `flat` says where the form lies on it. Depth and size stay.
/// Takes: depth 1 or 8; `shape`, where the form lies on the page.
[[nodiscard]] PixPtr straighten(const Pix& page, const PageShape& shape, const MmToPx& flat);
/// The same, onto a picture of another size.
[[nodiscard]] PixPtr straighten(const Pix& page, const PageShape& shape, const MmToPx& flat,
                                int width, int height);

}  // namespace indgang::ocr
