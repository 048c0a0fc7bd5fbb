// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <optional>

#include "pipeline/crew/crew.h"
#include "pipeline/reading/reading_trouble.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/store.h"
#include "pipeline/worker/worker.h"
#include "schemas/error/error.h"

namespace indgang::reading {

/// Takes feeds and zips apart: each of their applications becomes an arrival of its own, which is
/// read, settled and delivered like any other. It takes no more out of a feed than is soon read, so
/// that who sends one application waits behind a few hundred of a feed and not behind a million. A
/// large scan of a zip is handed over in portions, and never held.
///
/// A feed that breaks off is rejected; what stood before that place is taken.
/// Threads: its own.
class FeedCrew {
  public:
    /// All references outlive the crew. `arrived` rings when there are parts to read; `read` is
    /// rung by others when some were.
    FeedCrew(worker::NewWorker new_worker, store::Store& store, store::Blobs& blobs,
             crew::WakeUp& arrived, crew::WakeUp& read, Say say = {});
    ~FeedCrew();
    /// As Crew::trouble.
    [[nodiscard]] std::optional<Error> trouble() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::reading
