// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>

#include "pipeline/worker/worker.h"

namespace indgang::worker {

/// Which workers are in work, so that whoever stops need not wait for a slow page: what it was read
/// from is given back and read again another time. Threads: any number.
class InWork {
  public:
    /// One worker's work, from begin to end.
    class Turn {
      public:
        Turn(InWork& all, Worker& worker);
        ~Turn();
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

      private:
        InWork& all_;
        Worker& worker_;
    };

    /// Waits until nobody is in work, no longer than `grace`; then ends the processes of those that
    /// still are, and of whoever begins later.
    void end(std::chrono::milliseconds grace);

  private:
    std::mutex mutex_;
    std::condition_variable ended_;
    std::set<Worker*> busy_;  ///< guarded by mutex_, as `is_over_`
    bool is_over_ = false;
};

}  // namespace indgang::worker
