// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace indgang::bench {

/// An answer of HTTP/1.1 at the beginning of what came in.
struct Answer {
    enum class State { partial, whole, broken };
    State state = State::partial;
    int status = 0;         ///< of a whole one
    std::size_t bytes = 0;  ///< of a whole one: how many of what came in it is
};

/// Answers with a Content-Length, as this program sends them, and those without a body by their
/// status; everything else is broken.
[[nodiscard]] Answer first_answer(std::string_view bytes);

}  // namespace indgang::bench
