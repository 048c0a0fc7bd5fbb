// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>

#include "ocr/blank/affine_fit.h"
#include "ocr/blank/blank_page.h"
#include "ocr/blank/page_shape.h"
#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// How much of a blank's print is seen on a page at its place.
struct PrintShare {
    int points = 0;        ///< of the print that were looked at
    double agreement = 0;  ///< the share of them that are dark, less that of the points beside them
};

/// The print of another blank, and where that would lie on the page.
struct OtherPrint {
    const PrintMask& print;
    MmToPx to_page;
};

/// Agreement 1: all of the print is there; about 0: it is another page.
/// Takes: `without`, another blank; what it would print at the same place of the page, too, is not
/// looked at.
[[nodiscard]] PrintShare print_seen(const PageImage& page, const PageShape& shape,
                                    const BlankPage& blank, const OtherPrint* without = nullptr);

struct Refined {
    MmToPx to_page;
    double residual_mm = 0;  ///< of the pieces of print that agree
};

/// Corrects a transform that is a few millimetres off by finding pieces of the blank's print.
/// Gives: nothing when fewer than `pieces_least` (place_limits.h) pieces are found.
[[nodiscard]] std::optional<Refined> refine_by_print(const PageImage& page, const MmToPx& coarse,
                                                     const BlankPage& blank);

}  // namespace indgang::ocr
