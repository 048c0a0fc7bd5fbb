// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <optional>

#include "ocr/image/page_image.h"
#include "ocr/match/affine_fit.h"
#include "ocr/match/matcher.h"
#include "ocr/match/page_codes.h"
#include "schemas/core/geometry.h"
#include "schemas/form/definition.h"

namespace indgang::ocr {

/// No transform with a larger residual is used: a comb cell is 5 mm wide, and beyond this the
/// characters at its walls begin to be read in the wrong cell.
constexpr double residual_most_mm = 0.8;

struct Registration {
    MmToPx to_page;
    double residual_mm = 0;
};

/// Registers an upright page of which the page code is known, by the code's corners, the black
/// squares and, where these are damaged, the print.
///
/// Takes: `corners` of the code on this page.
/// Gives: nothing when no transform with residual_most_mm is found.
[[nodiscard]] std::optional<Registration> register_by_code(const PageImage& page,
                                                           const form::PageLayout& layout,
                                                           const std::array<PointPx, 4>& corners,
                                                           const BlankPage& blank);

/// Registers a page without a code as the page of `blank`, by its squares and its print.
/// Takes: a page that lies as it should if it is that page.
/// Gives: nothing when it is another page.
[[nodiscard]] std::optional<Registration> register_by_print(const PageImage& page,
                                                            const form::PageLayout& layout,
                                                            const BlankPage& blank);

}  // namespace indgang::ocr
