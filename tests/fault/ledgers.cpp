// SPDX-License-Identifier: MPL-2.0
#include "tests/fault/ledgers.h"

#include <algorithm>

namespace indgang::fault {

Joined join(const std::vector<Acknowledged>& acknowledged, const std::vector<std::string>& cases) {
    std::map<std::string, int> owners;  // of each case that the case system knows
    for (const auto& number : cases) {
        owners[number] = 0;
    }
    Joined joined;
    for (const auto& arrival : acknowledged) {
        bool has_case = false;
        for (const auto& number : arrival.case_numbers) {
            if (const auto found = owners.find(number); found != owners.end()) {
                ++found->second;
                has_case = true;
            }
        }
        joined.lost += has_case ? 0 : 1;
    }
    for (const auto& [number, count] : owners) {
        joined.duplicated += count == 0 ? 1 : 0;
        joined.shared += count > 1 ? 1 : 0;
    }
    return joined;
}

Copied count_copies(const std::map<std::string, std::vector<std::string>>& additions) {
    Copied copied;
    for (const auto& [number, digests] : additions) {
        copied.lost += digests.empty() ? 1 : 0;
        copied.doubled += digests.empty() ? 0 : static_cast<int>(digests.size()) - 1;
    }
    return copied;
}

}  // namespace indgang::fault
