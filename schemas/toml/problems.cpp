// SPDX-License-Identifier: MPL-2.0
#include "schemas/toml/problems.h"

namespace indgang {

std::string Problems::text() const {
    std::string text;
    for (const auto& [at, problem] : problems_) {
        text += (text.empty() ? "" : "\n") + place(at) + ": " + problem;
    }
    return text;
}

std::string Problems::first_place() const {
    return place(problems_.empty() ? SourcePlace{} : problems_.begin()->first);
}

}  // namespace indgang
