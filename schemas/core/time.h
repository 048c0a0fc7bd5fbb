// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace indgang {

/// A moment, to the millisecond. Time enters the program only through a Clock.
using UtcTime = std::chrono::sys_time<std::chrono::milliseconds>;
using Clock = std::function<UtcTime()>;

/// The machine's clock; only pipeline/program and the tests' programs hand it out.
[[nodiscard]] Clock system_clock();

/// "2026-11-22T00:37:19.250Z".
[[nodiscard]] std::string format_utc(UtcTime time);
[[nodiscard]] std::optional<UtcTime> parse_utc(std::string_view text);

}  // namespace indgang
