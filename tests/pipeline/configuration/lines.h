// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <regex>
#include <string>

namespace indgang::configuration {

/// What is told of a file, with its lines and without the columns.
inline std::string lines_of(const std::string& problems) {
    static const std::regex place(R"((\.toml:\d+):\d+)");
    return std::regex_replace(problems, place, "$1");
}

}  // namespace indgang::configuration
