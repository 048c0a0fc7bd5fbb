// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

#include "pipeline/crew/crew.h"
#include "pipeline/crew/handover.h"
#include "pipeline/reading/reading_trouble.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/store.h"
#include "pipeline/worker/worker.h"
#include "schemas/error/error.h"

namespace indgang::reading {

/// Reads small documents, XML and JSON, with a worker process of its own: a citizen who waits
/// before a form is never behind a batch of paper.
///
/// A document that kills or hangs its worker twice is rejected ("poison").
/// Threads: its own.
class DocumentCrew {
  public:
    /// All references outlive the crew. `read` gets what was read; `done` rings after each handful.
    DocumentCrew(worker::NewWorker new_worker, store::Store& store, store::Blobs& blobs,
                 crew::Handover& read, crew::WakeUp& arrived, crew::WakeUp& done, Say say = {});
    ~DocumentCrew();  ///< gives back what takes too long
    /// How many were read or rejected.
    [[nodiscard]] std::int64_t documents() const;
    /// As Crew::trouble.
    [[nodiscard]] std::optional<Error> trouble() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::reading
