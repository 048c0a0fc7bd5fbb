// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <optional>

#include "adapters/http/client.h"
#include "schemas/core/time.h"

namespace indgang::http {

/// How long a server that answers 429 or 503 asks to be left alone, from now on.
///
/// Takes:  `now` by our clock. An HTTP date is counted from the answer's own `Date`, if it has one,
///         so that clocks that differ shorten or lengthen nothing.
/// Gives:  0 for a moment that has passed, at most a day; nothing for another status, and for a
///         header that is absent or neither seconds nor an HTTP date.
/// Source: RFC 9110, 10.2.3: "Retry-After = HTTP-date / delay-seconds".
[[nodiscard]] std::optional<std::chrono::milliseconds> retry_after(const Response& response,
                                                                   UtcTime now);

}  // namespace indgang::http
