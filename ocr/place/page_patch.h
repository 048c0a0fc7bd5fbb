// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// A part of a page in grey, each `step` x `step` pixels as one, which is their mean; pixels left
/// over at the right and below are not in it.
/// Takes: a part that lies on the page; of depth 1 or 8. A side of 0 or less gives no pixels.
[[nodiscard]] GreyPatch averaged_part(const PageImage& page, const BoxPx& part, int step);

}  // namespace indgang::ocr
