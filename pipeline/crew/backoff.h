// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <string_view>

namespace indgang::crew {

/// The first step of `backoff`.
inline constexpr std::chrono::milliseconds first_wait{1'000};

/// How long to wait before attempt `attempts` + 1: 1 s, 2 s, 4 s, ... up to 10 minutes, of which a
/// share between a half and the whole is taken by the hash of `subject` and the attempt, so that
/// many waiting things do not knock together.
/// Takes: attempts >= 1.
[[nodiscard]] std::chrono::milliseconds backoff(int attempts, std::string_view subject);

}  // namespace indgang::crew
