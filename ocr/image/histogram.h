// SPDX-License-Identifier: MPL-2.0
// What lies at a given share of a count by levels.
#pragma once

#include <cstdint>
#include <numeric>
#include <span>

namespace indgang::ocr {

/// Gives: the lowest level with more than `share` (0 to 1) of everything counted at it or below it;
/// the highest level where nothing was counted. `counts` has one place a level, and one at least.
[[nodiscard]] inline int level_at(std::span<const int> counts, double share) {
    const auto all = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    const int highest = static_cast<int>(counts.size()) - 1;
    std::int64_t seen = 0;
    for (int level = 0; level < highest; ++level) {
        seen += counts[static_cast<std::size_t>(level)];
        if (static_cast<double>(seen) > share * static_cast<double>(all)) {
            return level;
        }
    }
    return highest;
}

}  // namespace indgang::ocr
