// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "pipeline/crew/crew.h"
#include "pipeline/reading/reading_trouble.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/store.h"
#include "pipeline/worker/worker.h"
#include "schemas/error/error.h"
#include "schemas/form/definition.h"

namespace indgang::reading {

/// What was read, for progress lines.
struct ReadingCounts {
    std::atomic<std::int64_t> pages{0};
    std::atomic<std::int64_t> documents{0};
};

/// How long the pages of one arrival may be read, all together: `once` and `each_page` for every
/// page it has. A page takes a second; one that hangs its worker takes minutes, twice.
struct ArrivalTime {
    std::chrono::milliseconds once{600'000};
    std::chrono::milliseconds each_page{10'000};
};

/// The first half of the way of paper: arrivals become applications. Each thread drives one worker
/// process; all take pages from the same batches, so that one large batch uses all cores.
/// Applications are stored as soon as they are complete, long before the batch has been read to the
/// end.
///
/// A page that kills or hangs its worker twice is kept as an unreadable page ("poison_page"), and
/// what an arrival's time does not suffice for is kept unread ("arrival_over_time"): a file of a
/// thousand such pages does not take a worker from all others for days.
/// Threads: its own.
class ScanCrew {
  public:
    /// All references outlive the crew. `done` rings after each stored application.
    ScanCrew(worker::NewWorker new_worker, int threads, store::Store& store, store::Blobs& blobs,
             const form::FormCatalogue& catalogue, crew::WakeUp& arrived, crew::WakeUp& done,
             Say say = {}, ArrivalTime time = {});
    ~ScanCrew();  ///< lets each thread finish its page, for a second, then gives claims back
    [[nodiscard]] const ReadingCounts& counts() const;
    /// The first failure of the installation (worker cannot start, disk full) since something
    /// worked, or nothing.
    [[nodiscard]] std::optional<Error> trouble() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::reading
