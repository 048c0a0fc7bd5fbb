// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "schemas/core/time.h"

namespace indgang::watching {

/// Time that only goes on, and goes on while the machine sleeps.
using SteadySource = std::function<std::chrono::milliseconds()>;
[[nodiscard]] SteadySource machine_time();

/// Sees that the time of day was set: leases of time, ages and retention would be wrong by as much.
///
/// Threads: one looks, any number read.
class ClockWatch {
  public:
    /// A time service corrects smaller differences all the time.
    static constexpr std::chrono::milliseconds least_jump{5'000};

    ClockWatch(Clock wall, SteadySource steady);
    /// How far the time of day jumped since the last look, if it did; ahead is positive.
    [[nodiscard]] std::optional<std::chrono::milliseconds> look();
    [[nodiscard]] std::int64_t jumps() const { return jumps_; }
    [[nodiscard]] std::chrono::milliseconds last_jump() const {
        return std::chrono::milliseconds(last_jump_ms_);
    }

  private:
    const Clock wall_;
    const SteadySource steady_;
    UtcTime seen_wall_;
    std::chrono::milliseconds seen_steady_;
    std::atomic<std::int64_t> jumps_{0};
    std::atomic<std::int64_t> last_jump_ms_{0};
};

}  // namespace indgang::watching
