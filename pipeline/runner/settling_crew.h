// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/http/client.h"
#include "pipeline/crew/crew.h"
#include "pipeline/crew/dependencies.h"
#include "pipeline/crew/handover.h"
#include "pipeline/stages/route.h"
#include "pipeline/store/store.h"
#include "schemas/form/definition.h"

namespace indgang::runner {

/// All references outlive the crew.
struct SettlingSettings {
    int threads = 4;
    store::Store& store;
    const form::FormCatalogue& catalogue;
    std::map<std::string, http::ClientSettings> registries;
    const std::vector<stages::Route>& routes;
    Clock clock;
    crew::Handover& read;   ///< what is settled without being recorded
    crew::WakeUp& work;     ///< rings when something was recorded or handed over
    crew::WakeUp& settled;  ///< rung after each settlement
    crew::Dependencies& dependencies;
};

/// Applications are asked about, validated, settled, and written to the outbox. A register that is
/// down, or that refuses us, lets the application wait, and it goes on by itself; nothing is parked
/// for it.
/// Threads: its own; each has its own connections to the registers.
class SettlingCrew {
  public:
    explicit SettlingCrew(SettlingSettings settings);
    ~SettlingCrew();
    /// As Crew::trouble: of the store.
    [[nodiscard]] std::optional<Error> trouble() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::runner
