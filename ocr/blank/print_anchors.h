// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <vector>

#include "ocr/blank/page_shape.h"
#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// A printed point of a blank and, beside it, a white one.
struct PrintPoint {
    PointMm dark;
    PointMm light;
};

/// The print of one tile of a blank: what is looked for on a page to see where the tile lies.
struct PrintAnchor {
    PointMm centre;
    std::vector<PrintPoint> points;
};

/// The tiles of a blank that have enough print to be found again.
[[nodiscard]] std::vector<PrintAnchor> anchors_of(const PageImage& blank, const MmToPx& to_image);

/// Where an anchor is seen, as the way from where it was expected. A line alone says nothing about
/// the direction along it, hence two flags.
struct SeenAnchor {
    PointMm at;
    bool is_found = false;
    bool is_x_known = false;
    bool is_y_known = false;
    double x_mm = 0;
    double y_mm = 0;

    /// In the directions that are known.
    [[nodiscard]] double distance_mm() const;
};

/// Looks for every anchor within `reach_mm` (0.3 to 3) of where the shape puts it.
[[nodiscard]] std::vector<SeenAnchor> see_anchors(const PageImage& page, const PageShape& shape,
                                                  const std::vector<PrintAnchor>& anchors,
                                                  double px_per_mm, double reach_mm);

/// How badly a shape fits what was seen: the mean distance in mm, where an anchor that was not
/// found counts as far away. Comparable between surveys of the same reach.
[[nodiscard]] double misfit_mm(const std::vector<SeenAnchor>& seen);
[[nodiscard]] double found_share(const std::vector<SeenAnchor>& seen);

/// Bends the shape towards what was seen; anchors far off the rest are left out.
/// Takes: `terms` of PageShape::bend_terms, 3 (affine), 6 or 10.
/// Gives: nothing when too few anchors are known.
[[nodiscard]] std::optional<PageShape> bend_towards(const PageShape& shape,
                                                    const std::vector<SeenAnchor>& seen,
                                                    double px_per_mm, std::size_t terms);

}  // namespace indgang::ocr
