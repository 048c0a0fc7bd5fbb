// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>

#include "ocr/blank/affine_fit.h"
#include "ocr/blank/blank_page.h"
#include "ocr/blank/page_shape.h"
#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// How much of the blank's print is seen on the page at its place: the share of printed points
/// that are dark less the share of points beside the print that are dark. 1: all of it, about 0:
/// another page.
[[nodiscard]] double print_agreement(const PageImage& page, const PageShape& shape,
                                     const BlankPage& blank);

struct Refined {
    MmToPx to_page;
    double residual_mm = 0;  ///< of the pieces of print that agree
};

/// Corrects a transform that is a few millimetres off by finding pieces of the blank's print.
/// Gives: nothing when fewer than `pieces_least` (place_limits.h) pieces are found.
[[nodiscard]] std::optional<Refined> refine_by_print(const PageImage& page, const MmToPx& coarse,
                                                     const BlankPage& blank);

}  // namespace indgang::ocr
