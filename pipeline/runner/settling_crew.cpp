// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/settling_crew.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "pipeline/crew/backoff.h"
#include "pipeline/runner/earlier.h"
#include "pipeline/runner/listing.h"
#include "pipeline/runner/neighbours.h"
#include "pipeline/runner/rearranging.h"
#include "pipeline/runner/stored_record.h"
#include "pipeline/stages/paths.h"
#include "pipeline/store/item_name.h"
#include "schemas/error/error.h"
#include "schemas/record/json.h"

namespace indgang::runner {
namespace {

constexpr int claim_at_most = 32;  // applications that share one transaction
constexpr std::chrono::milliseconds idle_wait{200};
constexpr std::int64_t newest = std::numeric_limits<std::int64_t>::max();  // of a row to come
constexpr std::chrono::milliseconds batch_look_every{2'000};               // a page is read in less

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

/// What one thread claims: items of the store, or documents that were just read.
using Claim = std::variant<std::vector<store::Item>, crew::Handover::Batch>;

/// One thread's way from records to settlements.
class Settler : public crew::Trade<Claim> {
  public:
    Settler(const SettlingSettings& settings, const std::atomic<bool>& is_stopping)
        : settings_(settings),
          is_stopping_(is_stopping),
          ports_(settings.registries, settings.clock,
                 [&dependencies = settings.dependencies](const std::string& name,
                                                         const Error* trouble) {
                     if (trouble == nullptr) {
                         dependencies.answered(crew::DependencyKind::registry, name);
                     } else {
                         dependencies.failed(crew::DependencyKind::registry, name, *trouble);
                     }
                 }),
          neighbours_(settings.store),
          earlier_(settings.store, settings.clock),
          path_{stages::Ask(settings.catalogue, ports_),
                stages::Validate(settings.catalogue),
                stages::Compare(settings.catalogue, ports_, neighbours_),
                stages::Recall(settings.catalogue, earlier_),
                stages::Settle(settings.catalogue),
                stages::Choose(settings.catalogue, settings.routes),
                stages::Deliver()} {}

    /// What was just read comes first, because readers wait for it; but what the store holds never
    /// waits longer than it would when there was nothing to do.
    std::optional<Claim> claim() override {
        const auto now = Steady::now();
        if (now - looked_at_ < idle_wait) {
            if (auto read = settings_.read.take()) {
                return Claim(std::move(*read));
            }
        }
        looked_at_ = now;
        if (auto items = settings_.store.claim_items(claim_at_most); !items.empty()) {
            return Claim(std::move(items));
        }
        auto read = settings_.read.take();
        return read ? std::optional<Claim>(std::move(*read)) : std::nullopt;
    }

    void work(Claim& claim) override {
        std::visit([this](auto& one) { settle_all(one); }, claim);
        settings_.settled.ring();
    }

    /// The store's guards by state and revision make another try safe.
    void give_back(const Claim& claim) noexcept override {
        if (const auto* items = std::get_if<std::vector<store::Item>>(&claim)) {
            settings_.store.release_items(*items);
        } else {
            settings_.read.give_back(std::get<crew::Handover::Batch>(claim));
        }
    }

  private:
    using Steady = std::chrono::steady_clock;

    /// Those that come to no end here wait or are parked by now, or are free again.
    void settle_all(const std::vector<store::Item>& items) {
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
        if (!batch.empty()) {
            settings_.store.settle(batch);
        }
    }

    /// What has no settlement yet is recorded, and settled like what was read from paper: it waits
    /// for a register there, or is parked.
    void settle_all(crew::Handover::Batch& batch) {
        std::vector<store::Store::SettledArrival> settled;
        std::vector<store::Store::ReadArrival> recorded;
        auto records = records_of(batch);
        std::vector<store::Store::Sought> sought;
        for (const auto& record : records) {
            sought.push_back(sought_of(settings_.catalogue, record, newest));
        }
        const auto glances = settings_.store.glances(sought);
        for (std::size_t i = 0; i < batch.size(); ++i) {
            auto& [arrival, item] = batch[i];
            if (auto settlement = settle_read(arrival, item, std::move(records[i]), glances[i])) {
                settled.push_back({arrival.id, std::move(item), std::move(*settlement)});
            } else {
                recorded.push_back({arrival.id, {std::move(item)}});
            }
        }
        int again = static_cast<int>(recorded.size());
        if (!settled.empty()) {
            again += settings_.store.finish_settled(settled);
        }
        if (!recorded.empty()) {
            settings_.store.finish_arrivals(recorded);
        }
        if (again > 0) {
            settings_.work.ring();
        }
    }

    /// Of what cannot be taken apart an empty one.
    static std::vector<record::ApplicationRecord> records_of(const crew::Handover::Batch& batch) {
        std::vector<record::ApplicationRecord> records;
        for (const auto& document : batch) {
            try {
                records.push_back(record::parse_application_record(document.item.record));
            } catch (const Error&) {
                records.emplace_back();
            }
        }
        return records;
    }

    std::optional<store::Settlement> settle_read(const store::Arrival& arrival,
                                                 const store::NewItem& read,
                                                 record::ApplicationRecord record,
                                                 const store::Store::Glance& glance) {
        if (is_stopping_ || settings_.catalogue.find(record.form) == nullptr) {
            return std::nullopt;
        }
        store::Item item;
        item.id = store::item_id(arrival.id, read.ordinal);
        item.number = newest;
        try {
            return settlement_of(item, std::move(record), glance);
        } catch (const Error&) {
            return std::nullopt;
        }
    }

    store::Settlement settlement_of(const store::Item& item, record::ApplicationRecord record,
                                    const std::optional<store::Store::Glance>& glance = {}) {
        neighbours_.look_beside(item);
        earlier_.look_from(item, glance);
        auto settlement =
            runner::settlement_of(item.id, path_.run(std::move(record)), settings_.catalogue);
        settlement.looked_until = earlier_.moment();
        return settlement;
    }

    std::optional<store::Settlement> settle(const store::Item& item) {
        std::optional<store::Listing> listing;
        try {
            auto settled = settled_of(item);
            listing = listing_of(settings_.catalogue, settled);
            auto record = std::move(settled.validated.inquired.record);
            if (settings_.catalogue.find(record.form) == nullptr) {
                return runner::settlement_of(
                    item.id, stages::Deliver().run({parked_unknown(std::move(record)), {}}),
                    settings_.catalogue);
            }
            if (joins_late(item, record)) {
                return std::nullopt;
            }
            return settlement_of(item, std::move(record));
        } catch (const Error& error) {
            if (is_retryable(error.kind()) || is_of_installation(error.kind())) {
                const int before = item.reason == error.reason() ? item.attempts : 0;
                const auto wait = error.why() == Reason::batch_unread
                                      ? batch_look_every
                                      : crew::backoff(before + 1, item.id);
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
    Steady::time_point looked_at_;
};

}  // namespace

struct SettlingCrew::State {
    SettlingSettings settings;
    crew::Crew<Claim> crew;

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
