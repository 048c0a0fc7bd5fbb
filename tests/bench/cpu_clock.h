// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>

#include <chrono>

namespace indgang::bench {

[[nodiscard]] inline double seconds_of(const rusage& usage) {
    constexpr double micro = 1e-6;
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           micro * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/// CPU seconds (user and system) of all threads of this process and of its ended children.
[[nodiscard]] inline double cpu_seconds() {
    rusage self{}, children{};
    ::getrusage(RUSAGE_SELF, &self);
    ::getrusage(RUSAGE_CHILDREN, &children);
    return seconds_of(self) + seconds_of(children);
}

/// CPU seconds of all threads of this process, without its children; for short times.
[[nodiscard]] inline double own_cpu_seconds() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    constexpr double nano = 1e-9;
    return static_cast<double>(now.tv_sec) + nano * static_cast<double>(now.tv_nsec);
}

[[nodiscard]] inline double wall_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

}  // namespace indgang::bench
