// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/casequeue/protocols.h"
#include "adapters/http/client.h"
#include "pipeline/crew/dependencies.h"
#include "pipeline/stages/route.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/store.h"
#include "pipeline/worker/worker.h"
#include "schemas/error/error.h"
#include "schemas/form/definition.h"

namespace indgang::runner {

struct RunnerSettings {
    worker::WorkerSettings workers;
    int worker_processes = 2;
    int settling_threads = 4;  ///< they wait for registers
    int delivery_threads = 8;  ///< for each destination; they wait for the case system
    std::map<std::string, http::ClientSettings> registries;
    std::map<std::string, casequeue::Destination> destinations;  ///< none: the outbox only fills
    std::vector<stages::Route> routes = stages::everything_to(store::first_destination);
    bool makes_copies = true;  ///< searchable copies, when there is a case system
    /// Gets a line when a register or a case system goes away, and one when it is back; from any
    /// thread, one at a time. May be left out.
    std::function<void(const std::string&)> say;
};

struct Progress {
    std::int64_t pages = 0;      ///< read since the start
    std::int64_t documents = 0;  ///< files done since the start
};

/// Moves everything in the store onward until it is stopped: arrivals are read, records
/// settled, the outbox delivered and copies made, each by a crew of its own.
/// Threads: its own. The destructor stops them; what they had claimed is taken up again later.
class Runner {
  public:
    Runner(RunnerSettings settings, store::Store& store, store::Blobs& blobs,
           const form::FormCatalogue& catalogue, Clock clock);
    ~Runner();

    /// Something new was stored.
    void wake();
    [[nodiscard]] Progress progress() const;
    /// A failure of the installation that stands in the way now, or nothing.
    [[nodiscard]] std::optional<Error> trouble() const;
    /// Every register and case system of the settings.
    [[nodiscard]] std::vector<crew::DependencyState> dependencies() const;

    enum class Idle {
        done,     ///< nothing is left that would go on by itself
        waiting,  ///< only things that wait for a register or the case system are left
        stopped,  ///< `go_on` said no
        broken,   ///< the installation cannot work: see `trouble`
    };
    /// Waits until there is nothing to do. Things that wait for another attempt count as something
    /// to do until `patience` has passed without any of them getting further. `go_on` is asked
    /// about four times a second.
    [[nodiscard]] Idle wait_until_idle(std::chrono::milliseconds patience,
                                       const std::function<bool()>& go_on);

    /// Waits until every copy that is wanted stands in its case or has failed, as
    /// `wait_until_idle` does; `done` at once when no copies are made. From here on they are made
    /// at full pace: call it when the rest is done.
    [[nodiscard]] Idle wait_for_copies(std::chrono::milliseconds patience,
                                       const std::function<bool()>& go_on);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace indgang::runner
