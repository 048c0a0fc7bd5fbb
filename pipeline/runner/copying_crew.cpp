// SPDX-License-Identifier: MPL-2.0
// A copy takes two steps, each safe to repeat: it is made, stored as a blob and its digest written
// down; then it is added to the case under a key of its own. A crash between the two, or an answer
// that is lost, leads to the same bytes under the same key, so the case holds the copy once.
#include "pipeline/runner/copier.h"

#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/casequeue/case_queue.h"
#include "pipeline/runner/backoff.h"
#include "pipeline/stages/copy.h"
#include "schemas/core/error.h"
#include "schemas/record/json.h"

namespace indgang::runner {
namespace {

constexpr std::chrono::milliseconds idle_wait{1000};

record::ApplicationRecord record_of(const store::Item& item) {
    if (item.is_settled) {
        return record::parse_settled_record(item.record).validated.inquired.record;
    }
    return record::parse_application_record(item.record);
}

/// A worker that dies or hangs over the same pages so often does it for their sake.
constexpr int attempts_at_most = 5;

}  // namespace

std::optional<Bytes> make_copy(Worker& worker, const store::Store& store, const store::Blobs& blobs,
                               const form::FormCatalogue& catalogue, const store::Item& item) {
    const auto arrival = store.arrival(item.arrival);
    const auto record = record_of(item);
    if (!arrival || record.source != record::Source::paper) {
        return std::nullopt;
    }
    std::vector<record::PageReading> readings;
    for (const auto& page : store.pages(item.arrival)) {
        readings.push_back(record::parse_page_reading(page.reading));
    }
    const auto order = stages::order_copy(catalogue.find(record.form), record, readings, item.id);
    if (!order) {
        return std::nullopt;
    }
    const auto& digest = arrival->content.digest;
    return worker.make_copy(blobs.path_of(digest), digest, *order);
}

struct Copier::State {
    Worker worker;
    store::Store& store;
    store::Blobs& blobs;
    const form::FormCatalogue& catalogue;
    http::ClientSettings casequeue;
    Clock clock;
    Bell& delivered;
    Bell& done;
    std::atomic<bool> is_stopping{false};
    std::thread thread;

    void run() {
        const auto queue = casequeue::http_case_queue(casequeue);
        std::uint64_t seen = 0;
        while (!is_stopping) {
            std::vector<store::Copy> copies;
            try {
                copies = store.claim_copies(1);
                if (copies.empty()) {
                    worker.rest();
                    delivered.wait(seen, idle_wait);
                    continue;
                }
                for (const auto& copy : copies) {
                    advance(*queue, copy);
                }
                done.ring();
            } catch (const Error&) {
                // The store is in trouble; both steps are safe to repeat.
                store.release_copies(copies);
                delivered.wait(seen, idle_wait);
            }
        }
    }

    /// One step of one copy.
    void advance(casequeue::CaseQueue& queue, const store::Copy& copy) {
        try {
            if (copy.digest) {
                add(queue, copy);
                return;
            }
            const auto item = store.item(copy.item);
            const auto pdf =
                item ? make_copy(worker, store, blobs, catalogue, *item) : std::nullopt;
            if (!pdf) {
                store.copy_impossible(copy.item);
                return;
            }
            store.copy_made(copy.item, blobs.put(*pdf));
        } catch (const Error& error) {
            if (error.reason().starts_with("store_") || error.kind() == ErrorKind::conflict) {
                throw;
            }
            if (is_stopping) {
                store.give_copy_back(copy);
            } else if (is_retryable(error.kind()) &&
                       (copy.digest || copy.attempts < attempts_at_most)) {
                store.postpone_copy(copy.item, error.reason(),
                                    clock() + backoff(copy.attempts, copy.item));
            } else {
                store.copy_failed(copy.item, error.reason());
            }
        }
    }

    void add(casequeue::CaseQueue& queue, const store::Copy& copy) {
        // One key for ever, like the case's own; the item's id is random and never changes.
        queue.add({"indgang-" + copy.item + "-copy",
                   copy.case_number,
                   {*copy.digest, "application/pdf", "application.pdf"}},
                  [&](const Digest& digest) { return blobs.get(digest); });
        store.copy_added(copy.item);
    }
};

Copier::Copier(WorkerSettings workers, store::Store& store, store::Blobs& blobs,
               const form::FormCatalogue& catalogue, http::ClientSettings casequeue, Clock clock,
               Bell& delivered, Bell& done, Pace pace) {
    workers.is_background = pace == Pace::gives_way;
    state_.reset(new State{Worker(std::move(workers)), store, blobs, catalogue,
                           std::move(casequeue), std::move(clock), delivered, done});
    state_->thread = std::thread([state = state_.get()] { state->run(); });
}

Copier::~Copier() {
    state_->is_stopping = true;
    state_->worker.interrupt();
    state_->delivered.ring();
    state_->thread.join();
}

}  // namespace indgang::runner
