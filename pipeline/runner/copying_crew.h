// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "adapters/casequeue/protocols.h"
#include "pipeline/crew/crew.h"
#include "pipeline/crew/dependencies.h"
#include "pipeline/crew/pauses.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/store.h"
#include "pipeline/worker/worker.h"
#include "schemas/core/bytes.h"
#include "schemas/core/time.h"
#include "schemas/form/definition.h"

namespace indgang::runner {

/// The searchable copy of an application, made now. Nothing when it has no pages to show.
/// Errors: as Worker::make_copy; not_found, internal (the arrival's bytes).
[[nodiscard]] std::optional<Bytes> make_copy(worker::Worker& worker, const store::Store& store,
                                             const store::Blobs& blobs,
                                             const form::FormCatalogue& catalogue,
                                             const store::Item& item);

/// All references outlive the crew.
struct CopyingSettings {
    worker::NewWorker new_worker;
    store::Store& store;
    store::Blobs& blobs;
    const form::FormCatalogue& catalogue;
    std::map<std::string, casequeue::Destination> destinations;
    crew::Pauses&
        pauses;  ///< shared with the deliveries: who asks to be left alone means all of us
    Clock clock;
    crew::WakeUp& delivered;  ///< rings when there may be another copy to make
    crew::WakeUp& done;       ///< rung after each step
    crew::Dependencies& dependencies;
};

/// Makes the searchable copies of delivered applications and adds each to its case, once, where the
/// case is. What is not done when the program ends is done after the next start.
/// Threads: its own.
class CopyingCrew {
  public:
    explicit CopyingCrew(CopyingSettings settings);
    ~CopyingCrew();  ///< ends at once: a copy in work is begun again after the next start

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::runner
