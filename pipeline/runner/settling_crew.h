// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "adapters/casequeue/case_queue.h"
#include "adapters/http/client.h"
#include "pipeline/runner/bell.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/store.h"
#include "schemas/form/definition.h"

namespace indgang::runner {

/// The second half: applications are asked about, validated, settled, and written to the outbox.
/// A register that is down lets the application wait; nothing is parked for it.
/// Threads: its own; each has its own connections to the registers.
class Tail {
  public:
    Tail(int threads, store::Store& store, const form::FormCatalogue& catalogue,
         std::map<std::string, http::ClientSettings> registries, Clock clock, Bell& work,
         Bell& settled);
    ~Tail();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Empties the outbox into the case system, for ever and with the same key, until it says yes or
/// refuses. Threads: its own; each has its own connection.
class Deliverer {
  public:
    Deliverer(int threads, store::Store& store, store::Blobs& blobs, http::ClientSettings casequeue,
              Clock clock, Bell& settled, Bell& delivered);
    ~Deliverer();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::runner
