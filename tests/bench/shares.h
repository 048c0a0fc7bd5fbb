// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

namespace indgang::bench {

/// So many of so many.
struct Share {
    int part = 0;
    int whole = 0;

    /// 0..1; null for none of none.
    [[nodiscard]] nlohmann::json value() const;
    /// The largest true share that would still give so few in 5 of 100 samples, if each came by
    /// itself: the exact (Clopper and Pearson) one-sided bound. 0 of n gives about 3 / n. Null for
    /// none of none.
    [[nodiscard]] nlohmann::json at_most() const;
    Share& operator+=(const Share& other);
};

/// What a reader said, and whether it was right.
struct Said {
    double probability = 0;
    bool is_right = false;
};

/// How far what is said can be relied on.
///
/// Gives: {"n", "ece", "bins": [{"from", "to", "n", "said", "right"}]}: bins that are empty are
/// left
///        out; the expected calibration error is the mean distance of "said" and "right" over
///        all, by the numbers in the bins. Bins get narrow towards 1, where it is decided.
[[nodiscard]] nlohmann::ordered_json reliability(const std::vector<Said>& said);

}  // namespace indgang::bench
