// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace indgang::bench {

/// What became of requests.
struct Tally {
    std::vector<double> ms;             ///< how long each took; a failed one all of its patience
    std::map<std::string, int> failed;  ///< by what happened: "503", "closed", "late"
    int repeated = 0;                   ///< on a new connection, as the kept one was closed

    [[nodiscard]] int failures() const;
    /// The time within which so large a share of the requests was answered; 0 without any.
    [[nodiscard]] double quantile_ms(double share) const;
    /// {"requests", "failed", "p50_ms", "p99_ms", "most_ms"} and, where there are any, "failures"
    /// by what happened and "repeated".
    [[nodiscard]] nlohmann::ordered_json row() const;
    Tally& operator+=(const Tally& other);
};

}  // namespace indgang::bench
