// SPDX-License-Identifier: MPL-2.0
#include "schemas/toml/problems.h"

namespace indgang {

std::string Problems::text() const {
    std::string text;
    for (const auto& [line, problem] : lines_) {
        text += (text.empty() ? "" : "\n") + place(line) + ": " + problem;
    }
    return text;
}

std::string Problems::first_place() const {
    return place(lines_.empty() ? 1 : lines_.begin()->first);
}

}  // namespace indgang
