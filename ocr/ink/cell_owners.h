// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <vector>

#include "ocr/ink/ink_components.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// The cell of the column `x`: -1 left of the first, size() right of the last.
[[nodiscard]] int cell_at(std::span<const BoxPx> cells, int x);

/// Per cell: the ids of components that it owns whole, and those that it owns within its walls.
struct Ownership {
    std::vector<std::vector<int>> whole;
    std::vector<std::vector<int>> cut;
};

/// Gives each component to the cell that holds most of it, with all its overshoot; one that reaches
/// deep into a second cell is two characters, and each cell gets what lies within its walls.
[[nodiscard]] Ownership share_out(const InkComponents& ink, std::span<const BoxPx> cells,
                                  double px_per_mm);

}  // namespace indgang::ocr
