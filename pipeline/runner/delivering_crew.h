// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <optional>

#include "adapters/http/client.h"
#include "pipeline/runner/crew.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/store.h"
#include "schemas/core/time.h"

namespace indgang::runner {

/// All references outlive the crew.
struct DeliveringSettings {
    int threads = 2;
    store::Store& store;
    store::Blobs& blobs;
    http::ClientSettings casequeue;
    Clock clock;
    WakeUp& settled;    ///< rings when something was written to the outbox
    WakeUp& delivered;  ///< rung after each delivery
};

/// Empties the outbox into the case system, for ever and with the same key, until it says yes or
/// refuses the application. Where it refuses us (a wrong password, a wrong address), or a stored
/// document cannot be read, the delivery waits and goes on by itself after mending.
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
