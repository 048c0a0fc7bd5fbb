// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// Samples one zone of a page, upright, out of the page as it was scanned: the page itself is
/// never rotated.
///
/// Takes:   `page` as in PageImage, depth 1 or 8; `to_page` from form mm to pixels of `page`;
///          `zone` in form mm, may lie partly or wholly outside the page; `px_per_mm` > 0.
/// Gives:   a patch of round(zone.width * px_per_mm) x round(zone.height * px_per_mm), at least
///          1 x 1. A 1-bit page gives grey: each patch pixel is the share of paper under it. White
///          where there is no page.
/// Errors:  bad_input (page of another depth, transform that is singular or not finite);
///          limit (patch or its piece of the page of more than `limits::page_pixels` pixels).
/// Threads: any.
[[nodiscard]] GreyPatch sample_zone(const PageImage& page, const MmToPx& to_page, const BoxMm& zone,
                                    double px_per_mm);

}  // namespace indgang::ocr
