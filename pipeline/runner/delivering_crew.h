// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "adapters/casequeue/protocols.h"
#include "pipeline/crew/crew.h"
#include "pipeline/crew/dependencies.h"
#include "pipeline/crew/pauses.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/store.h"
#include "schemas/core/time.h"

namespace indgang::runner {

/// All references outlive the crew.
struct DeliveringSettings {
    int threads = 2;
    store::Store& store;
    store::Blobs& blobs;
    std::string destination;  ///< the only one that this crew delivers to
    casequeue::Destination casequeue;
    crew::Pauses& pauses;
    Clock clock;
    crew::WakeUp& settled;    ///< rings when something was written to the outbox
    crew::WakeUp& delivered;  ///< rung after each delivery
    crew::Dependencies& dependencies;
};

/// Empties the outbox into one case system, for ever and with the same key, until it says yes or
/// refuses the application. Where it refuses us (a wrong password, a wrong address), or a stored
/// document cannot be read, the delivery waits and goes on by itself after mending. While the case
/// system asks to be left alone (Retry-After), nothing is sent to it. Each destination has a crew
/// of its own, so that one that is slow or down takes no thread from another.
/// Threads: its own; each has its own connection.
class DeliveringCrew {
  public:
    explicit DeliveringCrew(DeliveringSettings settings);
    ~DeliveringCrew();
    /// As Crew::trouble: of the store.
    [[nodiscard]] std::optional<Error> trouble() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::runner
