// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/runner.h"

#include <atomic>
#include <memory>
#include <utility>

#include "pipeline/reading/document_crew.h"
#include "pipeline/reading/feed_crew.h"
#include "pipeline/reading/scan_crew.h"
#include "pipeline/runner/copying_crew.h"
#include "pipeline/runner/delivering_crew.h"
#include "pipeline/runner/listing.h"
#include "pipeline/runner/settling_crew.h"

namespace indgang::runner {
namespace {

constexpr std::chrono::milliseconds look_every{250};

/// What moves when work gets further.
std::pair<std::int64_t, std::int64_t> sums_of(const store::Ledger& sums) {
    std::int64_t open = 0, closed = 0;
    for (const auto& [state, count] : sums.arrivals) {
        (state == "received" ? open : closed) += count;
    }
    for (const auto& [state, count] : sums.items) {
        const bool is_open = state == "recorded" || state == "waiting" || state == "ready";
        (is_open ? open : closed) += count;
    }
    return {open, closed};
}

/// Whoever asks others gives up when the runner stops.
RunnerSettings heeding(RunnerSettings settings,
                       const std::shared_ptr<const std::atomic<bool>>& is_stopping) {
    for (auto& [name, client] : settings.registries) {
        client.is_stopping = is_stopping;
    }
    for (auto& [name, destination] : settings.destinations) {
        destination.server.is_stopping = is_stopping;
    }
    return settings;
}

}  // namespace

struct Runner::State {
    std::shared_ptr<std::atomic<bool>> is_stopping = std::make_shared<std::atomic<bool>>(false);
    const RunnerSettings settings;
    store::Store& store;
    const bool delivers;
    crew::WakeUp arrived, recorded, settled, delivered, copied;
    crew::Pauses pauses;
    crew::Dependencies dependencies;
    crew::Handover read;
    std::unique_ptr<reading::DocumentCrew> documents;
    std::unique_ptr<reading::FeedCrew> feeds;
    std::unique_ptr<reading::ScanCrew> scans;
    std::unique_ptr<SettlingCrew> settling;
    std::vector<std::unique_ptr<DeliveringCrew>> delivering;  ///< one for each destination
    /// Empty: no copies are made.
    std::function<std::unique_ptr<CopyingCrew>(worker::WorkerSettings)> new_copying;
    std::unique_ptr<CopyingCrew> copying;

    State(RunnerSettings chosen, store::Store& the_store, const Clock& clock)
        : settings(heeding(std::move(chosen), is_stopping)),
          store(the_store),
          delivers(!settings.destinations.empty()),
          dependencies(clock, settings.say),
          read(the_store) {
        for (const auto& [name, client] : settings.registries) {
            dependencies.know(crew::DependencyKind::registry, name);
        }
        for (const auto& [name, destination] : settings.destinations) {
            dependencies.know(crew::DependencyKind::casequeue, name);
        }
    }

    [[nodiscard]] bool has_open_work() const {
        if (delivers) {
            return store.has_open_work();
        }
        const auto sums = store.ledger();
        const auto count = [](const auto& states, const char* state) {
            const auto at = states.find(state);
            return at == states.end() ? 0 : at->second;
        };
        return count(sums.arrivals, "received") + count(sums.items, "recorded") +
                   count(sums.items, "waiting") >
               0;
    }
};

Runner::Runner(RunnerSettings chosen, store::Store& store, store::Blobs& blobs,
               const form::FormCatalogue& catalogue, Clock clock)
    : state_(std::make_unique<State>(std::move(chosen), store, clock)) {
    auto& state = *state_;
    const auto& settings = state.settings;
    list_unlisted(store, catalogue);
    const auto processes = worker::processes_of(settings.workers);
    state.documents = std::make_unique<reading::DocumentCrew>(
        processes, store, blobs, state.read, state.arrived, state.recorded, settings.say);
    state.feeds = std::make_unique<reading::FeedCrew>(processes, store, blobs, state.arrived,
                                                      state.recorded, settings.say);
    state.scans =
        std::make_unique<reading::ScanCrew>(processes, settings.worker_processes, store, blobs,
                                            catalogue, state.arrived, state.recorded, settings.say);
    state.settling = std::make_unique<SettlingCrew>(SettlingSettings{
        settings.settling_threads, store, catalogue, settings.registries, settings.routes, clock,
        state.read, state.recorded, state.settled, state.dependencies});
    if (!state.delivers) {
        return;
    }
    std::vector<std::string> names;
    for (const auto& [name, destination] : settings.destinations) {
        names.push_back(name);
    }
    store.know_destinations(names);
    for (const auto& [name, destination] : settings.destinations) {
        state.delivering.push_back(std::make_unique<DeliveringCrew>(DeliveringSettings{
            settings.delivery_threads, store, blobs, name, destination, state.pauses, clock,
            state.settled, state.delivered, state.dependencies}));
    }
    if (settings.makes_copies) {
        state.new_copying = [&state, &store, &blobs, &catalogue,
                             clock](worker::WorkerSettings workers) {
            return std::make_unique<CopyingCrew>(CopyingSettings{
                worker::processes_of(workers), store, blobs, catalogue, state.settings.destinations,
                state.pauses, clock, state.delivered, state.copied, state.dependencies});
        };
        // Nobody waits for copies: they get the time that all others leave over.
        auto workers = settings.workers;
        workers.is_background = true;
        state.copying = state.new_copying(std::move(workers));
    }
}

Runner::~Runner() {
    *state_->is_stopping = true;
}

void Runner::wake() {
    state_->arrived.ring();
    state_->recorded.ring();
    state_->settled.ring();
}

Progress Runner::progress() const {
    const auto& counts = state_->scans->counts();
    return {counts.pages, counts.documents + state_->documents->documents()};
}

std::vector<crew::DependencyState> Runner::dependencies() const {
    return state_->dependencies.states();
}

std::optional<Error> Runner::trouble() const {
    auto trouble = state_->documents->trouble();
    if (!trouble) {
        trouble = state_->feeds->trouble();
    }
    if (!trouble) {
        trouble = state_->scans->trouble();
    }
    if (!trouble) {
        trouble = state_->settling->trouble();
    }
    for (const auto& crew : state_->delivering) {
        if (!trouble) {
            trouble = crew->trouble();
        }
    }
    return trouble;
}

Runner::Idle Runner::wait_until_idle(std::chrono::milliseconds patience,
                                     const std::function<bool()>& go_on) {
    auto moved_at = std::chrono::steady_clock::now();
    auto sums = sums_of(state_->store.ledger());
    auto seen_progress = progress();
    std::uint64_t seen = 0;
    while (state_->has_open_work()) {
        if (!go_on()) {
            return Idle::stopped;
        }
        (state_->delivers ? state_->delivered : state_->settled).wait(seen, look_every);
        const auto now_sums = sums_of(state_->store.ledger());
        const auto now_progress = progress();
        const auto now = std::chrono::steady_clock::now();
        const bool has_moved = now_sums != sums || now_progress.pages != seen_progress.pages ||
                               now_progress.documents != seen_progress.documents;
        const bool is_reading = state_->store.has_arrivals_to_read();
        const bool is_broken = trouble().has_value();
        if (has_moved || (is_reading && !is_broken)) {
            sums = now_sums;
            seen_progress = now_progress;
            moved_at = now;
        } else if (is_broken) {
            return Idle::broken;
        } else if (now - moved_at > patience) {
            return Idle::waiting;
        }
    }
    return Idle::done;
}

Runner::Idle Runner::wait_for_copies(std::chrono::milliseconds patience,
                                     const std::function<bool()>& go_on) {
    if (state_->copying) {
        // Reading and delivery are over, and the caller waits: no reason left to give way.
        state_->copying.reset();
        state_->copying = state_->new_copying(state_->settings.workers);
    }
    auto moved_at = std::chrono::steady_clock::now();
    auto copies = state_->store.ledger().copies;
    std::uint64_t seen = 0;
    while (state_->copying && state_->store.has_open_copies()) {
        if (!go_on()) {
            return Idle::stopped;
        }
        state_->copied.wait(seen, look_every);
        const auto now = std::chrono::steady_clock::now();
        if (auto now_copies = state_->store.ledger().copies; now_copies != copies) {
            copies = std::move(now_copies);
            moved_at = now;
        } else if (now - moved_at > patience) {
            return Idle::waiting;
        }
    }
    return Idle::done;
}

}  // namespace indgang::runner
