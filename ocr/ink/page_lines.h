// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// A straight line from edge to edge of the page: a fold, a streak of a dirty glass, a cut.
struct PageLine {
    bool is_upright = false;
    double offset_mm = 0;  ///< of its middle, from the left or from the top of the form
    double slope = 0;      ///< by how much the offset grows on the way down or to the right
    [[nodiscard]] bool is_on(const PointMm& point) const;
};

/// The lines through points with ink, each once. Takes: the points and the page's size in mm.
[[nodiscard]] std::vector<PageLine> find_lines(const std::vector<PointMm>& points, double width_mm,
                                               double height_mm);

}  // namespace indgang::ocr
