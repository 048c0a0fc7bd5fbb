// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "schemas/core/time.h"

namespace indgang::crew {

/// How long a destination that asks for it is left alone: what it asks, but at least the first step
/// of `backoff`, and no longer than anything ever waits.
[[nodiscard]] std::chrono::milliseconds pause_for(std::chrono::milliseconds asked);

/// Which destinations are left alone for now. In memory alone: a program that starts again asks
/// each of them once, and is told again. Threads: any number.
class Pauses {
  public:
    /// The later end of two pauses holds.
    void pause(const std::string& destination, UtcTime until);
    [[nodiscard]] bool is_paused(const std::string& destination, UtcTime now) const;
    [[nodiscard]] std::vector<std::string> paused(UtcTime now) const;

  private:
    mutable std::mutex mutex_;
    std::map<std::string, UtcTime> ends_;  ///< by destination
};

}  // namespace indgang::crew
