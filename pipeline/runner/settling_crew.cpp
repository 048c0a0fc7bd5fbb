// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/settling_crew.h"

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "pipeline/crew/backoff.h"
#include "pipeline/runner/earlier.h"
#include "pipeline/runner/listing.h"
#include "pipeline/runner/neighbours.h"
#include "pipeline/runner/rearranging.h"
#include "pipeline/runner/stored_record.h"
#include "pipeline/stages/paths.h"
#include "schemas/error/error.h"
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
    settled.reasons = {std::string(code_of(Reason::unknown_form))};
    return settled;
}

bool lacks_pages(const record::ApplicationRecord& record) {
    return std::any_of(record.findings.begin(), record.findings.end(),
                       [](const auto& finding) { return finding.rule == "missing_page"; });
}

store::Settlement settlement_of(const store::Item& item, stages::Delivery delivery,
                                const form::FormCatalogue& catalogue) {
    store::Settlement settlement;
    settlement.listing = listing_of(catalogue, delivery.settled);
    settlement.record = std::move(delivery.record);
    settlement.is_parked = delivery.settled.outcome == record::Outcome::parked;
    if (settlement.is_parked) {
        settlement.reason = delivery.settled.reasons.empty() ? std::string(code_of(Reason::parked))
                                                             : delivery.settled.reasons.front();
    } else {
        // The item's id is random and never changes: one key for ever, without personal data.
        settlement.idempotency_key = "indgang-" + item.id;
        settlement.body = std::move(delivery.body);
        settlement.documents = stages::to_json(delivery.documents);
        settlement.destination = std::move(delivery.destination);
    }
    return settlement;
}

/// One thread's way from records to settlements.
class Settler : public crew::Trade<std::vector<store::Item>> {
  public:
    Settler(const SettlingSettings& settings, const std::atomic<bool>& is_stopping)
        : settings_(settings),
          is_stopping_(is_stopping),
          ports_(settings.registries, settings.clock),
          neighbours_(settings.store),
          earlier_(settings.store, settings.clock),
          path_{stages::Ask(settings.catalogue, ports_),
                stages::Validate(settings.catalogue),
                stages::Compare(settings.catalogue, ports_, neighbours_),
                stages::Recall(settings.catalogue, earlier_),
                stages::Settle(settings.catalogue),
                stages::Choose(settings.catalogue, settings.routes),
                stages::Deliver()} {}

    std::optional<std::vector<store::Item>> claim() override {
        auto items = settings_.store.claim_items(claim_at_most);
        return items.empty() ? std::nullopt : std::optional(std::move(items));
    }

    void work(std::vector<store::Item>& items) override {
        const auto settled = settle_all(items);
        if (!settled.empty()) {
            settings_.store.settle(settled);
        }
        settings_.settled.ring();
    }

    /// The store's guards by state and revision make another try safe.
    void give_back(const std::vector<store::Item>& items) noexcept override {
        settings_.store.release_items(items);
    }

  private:
    /// Those that are settled; the others wait or are parked by now, or are free again.
    std::vector<store::Store::Settled> settle_all(const std::vector<store::Item>& items) {
        std::vector<store::Store::Settled> batch;
        for (const auto& item : items) {
            if (is_stopping_) {
                settings_.store.release_items({item});
                continue;
            }
            try {
                neighbours_.look_beside(item);
                earlier_.look_from(item);
                if (auto settlement = settle(item)) {
                    batch.push_back({item, std::move(*settlement)});
                }
            } catch (const Error&) {
                settings_.store.release_items(
                    {item});  // it could not even be postponed: tried again
            }
        }
        return batch;
    }

    std::optional<store::Settlement> settle(const store::Item& item) {
        std::optional<store::Listing> listing;
        try {
            auto settled = settled_of(item);
            listing = listing_of(settings_.catalogue, settled);
            auto record = std::move(settled.validated.inquired.record);
            if (settings_.catalogue.find(record.form) == nullptr) {
                return settlement_of(item,
                                     stages::Deliver().run({parked_unknown(std::move(record)), {}}),
                                     settings_.catalogue);
            }
            if (joins_late(item, record)) {
                return std::nullopt;
            }
            auto settlement =
                settlement_of(item, path_.run(std::move(record)), settings_.catalogue);
            settlement.looked_until = earlier_.moment();
            return settlement;
        } catch (const Error& error) {
            if (is_retryable(error.kind()) || is_of_installation(error.kind())) {
                const auto wait = error.why() == Reason::batch_unread
                                      ? batch_look_every
                                      : crew::backoff(item.attempts + 1, item.id);
                settings_.store.postpone(item, error.reason(), settings_.clock() + wait, listing);
            } else {
                settings_.store.park(item, error.reason());
            }
            return std::nullopt;
        }
    }

    /// A late page of a set completes the application that waits for it.
    bool joins_late(const store::Item& item, const record::ApplicationRecord& record) {
        const auto waiting =
            lacks_pages(record) ? waiting_for(settings_.store, item, record) : std::nullopt;
        if (waiting) {
            join_late(settings_.store, settings_.catalogue, *waiting, item);
            settings_.work.ring();
        }
        return waiting.has_value();
    }

    const SettlingSettings& settings_;
    const std::atomic<bool>& is_stopping_;
    registry::Registries ports_;
    StoredNeighbours neighbours_;
    StoredEarlier earlier_;
    stages::TailPath path_;
};

}  // namespace

struct SettlingCrew::State {
    SettlingSettings settings;
    crew::Crew<std::vector<store::Item>> crew;

    explicit State(SettlingSettings chosen)
        : settings(std::move(chosen)),
          crew(
              settings.threads,
              [this](const std::atomic<bool>& is_stopping) {
                  return std::make_unique<Settler>(settings, is_stopping);
              },
              settings.work, idle_wait) {}
};

SettlingCrew::SettlingCrew(SettlingSettings settings)
    : state_(std::make_unique<State>(std::move(settings))) {}

SettlingCrew::~SettlingCrew() = default;

std::optional<Error> SettlingCrew::trouble() const {
    return state_->crew.trouble();
}

}  // namespace indgang::runner
