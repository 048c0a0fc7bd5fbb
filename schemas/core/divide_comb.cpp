// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/divide_comb.h"

#include <string>

#include "schemas/core/limits.h"
#include "schemas/error/error.h"

namespace indgang {

std::vector<BoxMm> divide_comb(const BoxMm& box, int cells, double gap_mm) {
    if (cells < 1 || cells > limits::comb_cells) {
        throw Error(Reason::comb_cells, "comb: " + std::to_string(cells) + " cells, at most " +
                                            std::to_string(limits::comb_cells) + " can be read");
    }
    std::vector<BoxMm> result;
    const double width = (box.width - (cells - 1) * gap_mm) / cells;
    for (int i = 0; i < cells; ++i) {
        result.push_back({box.x + i * (width + gap_mm), box.y, width, box.height});
    }
    return result;
}

}  // namespace indgang
