// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace indgang::fault {

/// What the entrance says of one acknowledged arrival.
struct Acknowledged {
    std::string arrival;
    std::vector<std::string> case_numbers;  ///< of its applications; empty ones are not delivered
};

struct Joined {
    int lost = 0;        ///< acknowledged arrivals without a case that the case system knows
    int duplicated = 0;  ///< cases of the case system that no application owns
    int shared = 0;      ///< cases that more than one application claims
};

/// What the case system says of the copies: digests of what was added to each case.
struct Copied {
    int lost = 0;     ///< cases without one
    int doubled = 0;  ///< copies beyond the first of their case, of whatever bytes
};
[[nodiscard]] Copied count_copies(const std::map<std::string, std::vector<std::string>>& additions);

/// Holds the two ledgers against each other: each acknowledged arrival must own exactly one case,
/// and each case must be owned.
[[nodiscard]] Joined join(const std::vector<Acknowledged>& acknowledged,
                          const std::vector<std::string>& cases);

}  // namespace indgang::fault
