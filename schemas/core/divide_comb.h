// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "schemas/core/geometry.h"

namespace indgang {

/// Cells of equal width, `gap_mm` apart, that fill `box`; 1 <= cells <= limits::comb_cells, else
/// the Error is limit.
[[nodiscard]] std::vector<BoxMm> divide_comb(const BoxMm& box, int cells, double gap_mm = 0);

}  // namespace indgang
