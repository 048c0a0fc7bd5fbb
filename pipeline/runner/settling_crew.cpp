// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/tail.h"

#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "pipeline/runner/backoff.h"
#include "pipeline/runner/neighbours.h"
#include "pipeline/stages/paths.h"
#include "schemas/core/error.h"
#include "schemas/record/json.h"

namespace indgang::runner {
namespace {

constexpr int claim_at_most = 32;  // applications that share one transaction
constexpr std::chrono::milliseconds idle_wait{200};
constexpr std::chrono::milliseconds batch_look_every{2'000};  // a page is read in less

/// Pages of no known form: there are no rules to run, a person decides.
record::SettledRecord parked_unknown(record::ApplicationRecord record) {
    record::SettledRecord settled;
    settled.validated.findings = record.findings;
    settled.validated.inquired.record = std::move(record);
    settled.outcome = record::Outcome::parked;
    settled.reasons = {"unknown_form"};
    return settled;
}

store::Settlement settlement_of(const store::Item& item, stages::Delivery delivery) {
    store::Settlement settlement;
    settlement.record = std::move(delivery.record);
    settlement.is_parked = delivery.settled.outcome == record::Outcome::parked;
    if (settlement.is_parked) {
        settlement.reason =
            delivery.settled.reasons.empty() ? "parked" : delivery.settled.reasons.front();
    } else {
        // The item's id is random and never changes: one key for ever, without personal data.
        settlement.idempotency_key = "indgang-" + item.id;
        settlement.body = std::move(delivery.body);
        settlement.documents = stages::to_json(delivery.documents);
    }
    return settlement;
}

}  // namespace

struct Tail::State {
    store::Store& store;
    const form::FormCatalogue& catalogue;
    std::map<std::string, http::ClientSettings> registries;
    Clock clock;
    Bell& work;
    Bell& settled;
    std::atomic<bool> is_stopping{false};
    std::vector<std::thread> threads;

    void run() {
        registry::Registries ports(registries, clock);
        StoredNeighbours neighbours(store);
        stages::TailPath path{stages::Ask(catalogue, ports), stages::Validate(catalogue),
                              stages::Compare(catalogue, ports, neighbours),
                              stages::Settle(catalogue), stages::Deliver()};
        std::uint64_t seen = 0;
        while (!is_stopping) {
            std::vector<store::Item> items;
            try {
                items = store.claim_items(claim_at_most);
                if (items.empty()) {
                    work.wait(seen, idle_wait);
                    continue;
                }
                const auto batch = settle_all(path, neighbours, items);
                if (!batch.empty()) {
                    store.settle(batch);
                }
                settled.ring();
            } catch (const Error&) {
                // The store is in trouble. Its guards by state and revision make another try safe.
                store.release_items(items);
                work.wait(seen, idle_wait);
            }
        }
    }

    /// Those that are settled; the others wait or are parked by now, or are free again.
    std::vector<store::Store::Settled> settle_all(stages::TailPath& path,
                                                  StoredNeighbours& neighbours,
                                                  const std::vector<store::Item>& items) {
        std::vector<store::Store::Settled> batch;
        for (const auto& item : items) {
            if (is_stopping) {
                store.release_items({item});
                continue;
            }
            try {
                neighbours.look_beside(item);
                if (auto settlement = settle(path, item)) {
                    batch.push_back({item, std::move(*settlement)});
                }
            } catch (const Error&) {
                store.release_items({item});  // it could not even be postponed: tried again
            }
        }
        return batch;
    }

    std::optional<store::Settlement> settle(stages::TailPath& path, const store::Item& item) {
        try {
            auto record = record_of(item);
            if (catalogue.find(record.form) == nullptr) {
                return settlement_of(item,
                                     stages::Deliver().run(parked_unknown(std::move(record))));
            }
            return settlement_of(item, path.run(std::move(record)));
        } catch (const Error& error) {
            if (is_retryable(error.kind())) {
                const auto wait = error.reason() == batch_unread
                                      ? batch_look_every
                                      : backoff(item.attempts + 1, item.id);
                store.postpone(item, error.reason(), clock() + wait);
            } else {
                store.park(item, error.reason());
            }
            return std::nullopt;
        }
    }
};

Tail::Tail(int threads, store::Store& store, const form::FormCatalogue& catalogue,
           std::map<std::string, http::ClientSettings> registries, Clock clock, Bell& work,
           Bell& settled)
    : state_(new State{store, catalogue, std::move(registries), std::move(clock), work, settled}) {
    for (int i = 0; i < threads; ++i) {
        state_->threads.emplace_back([state = state_.get()] { state->run(); });
    }
}

Tail::~Tail() {
    state_->is_stopping = true;
    state_->work.ring();
    for (auto& thread : state_->threads) {
        thread.join();
    }
}

struct Deliverer::State {
    store::Store& store;
    store::Blobs& blobs;
    http::ClientSettings settings;
    Clock clock;
    Bell& settled;
    Bell& delivered;
    std::atomic<bool> is_stopping{false};
    std::vector<std::thread> threads;

    void run() {
        const auto queue = casequeue::http_case_queue(settings);
        std::uint64_t seen = 0;
        while (!is_stopping) {
            std::vector<store::OutboxEntry> entries;
            try {
                entries = store.claim_deliveries(1);
                if (entries.empty()) {
                    settled.wait(seen, idle_wait);
                    continue;
                }
                for (const auto& entry : entries) {
                    deliver(*queue, entry);
                }
                delivered.ring();
            } catch (const Error&) {
                // The store is in trouble; sending again under the same key is harmless.
                store.release_deliveries(entries);
                settled.wait(seen, idle_wait);
            }
        }
    }

    void deliver(casequeue::CaseQueue& queue, const store::OutboxEntry& entry) {
        std::optional<casequeue::CaseReceipt> receipt;
        try {
            receipt = queue.submit(
                {entry.idempotency_key, entry.body, stages::parse_documents(entry.documents)},
                [&](const Digest& digest) { return blobs.get(digest); });
        } catch (const Error& error) {
            if (is_retryable(error.kind())) {
                store.postpone_delivery(entry.item, error.reason(),
                                        clock() + backoff(entry.attempts + 1, entry.item));
            } else {
                store.dead_letter(entry.item, error.reason());
            }
            return;
        }
        store.delivered(entry.item, receipt->case_number);
    }
};

Deliverer::Deliverer(int threads, store::Store& store, store::Blobs& blobs,
                     http::ClientSettings casequeue, Clock clock, Bell& settled, Bell& delivered)
    : state_(new State{store, blobs, std::move(casequeue), std::move(clock), settled, delivered}) {
    for (int i = 0; i < threads; ++i) {
        state_->threads.emplace_back([state = state_.get()] { state->run(); });
    }
}

Deliverer::~Deliverer() {
    state_->is_stopping = true;
    state_->settled.ring();
    for (auto& thread : state_->threads) {
        thread.join();
    }
}

}  // namespace indgang::runner
