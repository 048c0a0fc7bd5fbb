// SPDX-License-Identifier: MPL-2.0
#include "pipeline/watching/clock_watch.h"

#include <ctime>
#include <utility>

#include "schemas/error/verify.h"

namespace indgang::watching {

SteadySource machine_time() {
    return [] {
        timespec now{};
        VERIFY(::clock_gettime(CLOCK_BOOTTIME, &now) == 0);
        return std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
    };
}

ClockWatch::ClockWatch(Clock wall, SteadySource steady)
    : wall_(std::move(wall)),
      steady_(std::move(steady)),
      seen_wall_(wall_()),
      seen_steady_(steady_()) {}

std::optional<std::chrono::milliseconds> ClockWatch::look() {
    const auto wall = wall_();
    const auto steady = steady_();
    const auto jump = (wall - seen_wall_) - (steady - seen_steady_);
    seen_wall_ = wall;
    seen_steady_ = steady;
    if (jump < least_jump && jump > -least_jump) {
        return std::nullopt;
    }
    ++jumps_;
    last_jump_ms_ = jump.count();
    return jump;
}

}  // namespace indgang::watching
