// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace indgang::crew {

/// Wakes waiting threads when there may be something to do. A ring between two waits is not lost.
/// Threads: any number.
class WakeUp {
  public:
    void ring() {
        {
            const std::lock_guard lock(mutex_);
            ++rings_;
        }
        rung_.notify_all();
    }
    /// Returns when it rang since `seen`, or after `at_most`; updates `seen`.
    void wait(std::uint64_t& seen, std::chrono::milliseconds at_most) {
        std::unique_lock lock(mutex_);
        rung_.wait_for(lock, at_most, [&] { return rings_ != seen; });
        seen = rings_;
    }

  private:
    std::condition_variable rung_;
    std::mutex mutex_;
    std::uint64_t rings_ = 0;  ///< guarded by mutex_
};

}  // namespace indgang::crew
