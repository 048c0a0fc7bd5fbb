// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>

namespace indgang::store {

/// Nothing is ever told to wait longer. A row that waits longer was written while the clock stood
/// wrong, and waits this long from now on: it is neither stranded nor hurried.
inline constexpr std::chrono::milliseconds longest_wait{600'000};

}  // namespace indgang::store
