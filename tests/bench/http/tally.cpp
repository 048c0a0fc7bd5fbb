// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/http/tally.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace indgang::bench {

int Tally::failures() const {
    int all = 0;
    for (const auto& [what, count] : failed) {
        all += count;
    }
    return all;
}

double Tally::quantile_ms(double share) const {
    if (ms.empty()) {
        return 0;
    }
    auto sorted = ms;
    std::sort(sorted.begin(), sorted.end());
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(ms.size())));
    return sorted[std::clamp<std::size_t>(rank, 1, ms.size()) - 1];
}

nlohmann::ordered_json Tally::row() const {
    constexpr double half = 0.5, nearly_all = 0.99;
    nlohmann::ordered_json row{{"requests", ms.size()},
                               {"failed", failures()},
                               {"p50_ms", quantile_ms(half)},
                               {"p99_ms", quantile_ms(nearly_all)},
                               {"most_ms", quantile_ms(1)}};
    if (!failed.empty()) {
        row["failures"] = failed;
    }
    if (repeated > 0) {
        row["repeated"] = repeated;
    }
    return row;
}

Tally& Tally::operator+=(const Tally& other) {
    ms.insert(ms.end(), other.ms.begin(), other.ms.end());
    for (const auto& [what, count] : other.failed) {
        failed[what] += count;
    }
    repeated += other.repeated;
    return *this;
}

}  // namespace indgang::bench
