// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "ocr/blank/affine_fit.h"
#include "ocr/blank/blank_page.h"
#include "ocr/blank/page_shape.h"
#include "ocr/blank/print_anchors.h"
#include "ocr/image/page_image.h"
#include "ocr/place/page_codes.h"
#include "schemas/core/geometry.h"
#include "schemas/form/definition.h"

namespace indgang::ocr {

/// No page with a larger residual is read. Beyond this the characters at the walls of a comb's
/// cells (5 mm wide) begin to be read in the wrong cell.
constexpr double residual_most_mm = 0.4;

struct Registration {
    PageShape shape;
    double residual_mm = 0;  ///< root mean square, of marks and print
    /// What of the print was looked for at last, and how far from its place it was seen.
    std::vector<SeenAnchor> seen;
    double agreement = 0;  ///< share of the blank's print that is seen at its place
    double enlarged = 1;   ///< how many times larger the page must be drawn to be read
};

/// Registers an upright page of which the page code is known, by the code's corners, the black
/// squares and the print.
///
/// Takes: `corners` of the code on this page.
/// Gives: nothing when no transform with residual_most_mm is found.
[[nodiscard]] std::optional<Registration> register_by_code(const PageImage& page,
                                                           const form::PageLayout& layout,
                                                           const std::array<PointPx, 4>& corners,
                                                           const BlankPage& blank);

/// The black squares of a page of which nothing is known, within 18 mm of their places.
[[nodiscard]] std::vector<Sighting> find_squares(const PageImage& page,
                                                 const std::vector<BoxMm>& marks);

/// A page of ours shows at least so many squares at about their places; with fewer a search would
/// cost every letter and every attachment its time.
inline constexpr std::size_t squares_least = 3;

/// Registers a page without a code as the page of `blank`, by its squares and its print.
/// Takes: a page that lies as it should if it is that page; what find_squares gives for it.
/// Gives: nothing when it is another page, or with fewer than `squares_least`.
[[nodiscard]] std::optional<Registration> register_by_print(const PageImage& page,
                                                            const std::vector<Sighting>& squares,
                                                            const BlankPage& blank);

/// Registers a page as the page of `blank` by features that were seen of it.
/// A page of less than 100 dpi is looked at enlarged; `shape` is of the page as it is.
/// Takes: sightings as match_features gives them.
/// Gives: nothing when it is another page, or when no transform with residual_most_mm is found.
[[nodiscard]] std::optional<Registration> register_by_features(
    const PageImage& page, const std::vector<Sighting>& sightings, const BlankPage& blank);

}  // namespace indgang::ocr
