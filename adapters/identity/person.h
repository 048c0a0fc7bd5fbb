// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <vector>

namespace indgang::identity {

/// Somebody who has shown who they are, and what they were given. What the words mean is for whoever
/// gives rights by them.
struct Person {
    std::string user;                ///< user id, never a name; what acts are written down under
    std::string name;                ///< for the person's own screen
    std::vector<std::string> roles;  ///< "operator", "case_worker", ...
    std::vector<std::string> units;  ///< of the authority; empty: all
    bool operator==(const Person&) const = default;
};

}  // namespace indgang::identity
