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
    /// SHA-256 of the bytes that were sent, where they must come out as a document of the case;
    /// empty: they need not (paper).
    std::string digest = {};
};

/// What the case system holds: digests of the documents of each case, by its number.
using Cases = std::map<std::string, std::vector<std::string>>;

struct Joined {
    int lost = 0;        ///< acknowledged arrivals without a case that the case system knows
    int duplicated = 0;  ///< cases of the case system that no application owns
    int shared = 0;      ///< cases that more than one application claims
    int altered = 0;     ///< arrivals whose case does not hold the bytes that were sent
};

/// What the case system says of the copies: digests of what was added to each case.
struct Copied {
    int lost = 0;     ///< cases without one
    int doubled = 0;  ///< copies beyond the first of their case, of whatever bytes
};
[[nodiscard]] Copied count_copies(const std::map<std::string, std::vector<std::string>>& additions);

/// Holds the two ledgers against each other: each acknowledged arrival must own exactly one case,
/// and each case must be owned.
[[nodiscard]] Joined join(const std::vector<Acknowledged>& acknowledged, const Cases& cases);

/// What one kind of fault did, for the reader of `./run test --fault --json FILE`.
struct FaultRow {
    std::string what;
    int times = 0;
    int lost = 0, doubled = 0, altered = 0;
};
/// Adds a row to the JSON array in the file that INDGANG_FAULT_JSON names; without it, nothing.
void tell(const FaultRow& row);
/// Adds to the row `what` what was doubled where the guard was taken out on purpose.
void tell_control(const std::string& what, int doubled);

}  // namespace indgang::fault
