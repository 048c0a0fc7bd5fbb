// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <compare>
#include <string>

namespace indgang {

/// Where something stands in a text file that a person wrote; both count from 1.
struct SourcePlace {
    int line = 1;
    int column = 1;
    auto operator<=>(const SourcePlace&) const = default;
    /// "14:9"
    [[nodiscard]] std::string text() const {
        return std::to_string(line) + ":" + std::to_string(column);
    }
};

}  // namespace indgang
