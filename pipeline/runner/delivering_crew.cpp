// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/delivering_crew.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/crew/backoff.h"
#include "pipeline/stages/paths.h"
#include "schemas/error/error.h"

namespace indgang::runner {
namespace {

using Steady = std::chrono::steady_clock;
using Entries = std::vector<store::OutboxEntry>;

constexpr std::chrono::milliseconds idle_wait{200};
constexpr std::size_t most_at_a_time = 32;  // cases whose claims, and whose ends, share a commit
/// A handful that took less may be twice as large next time, one that took longer half as large: so
/// a slow case system is given one at a time, by as many threads as there are.
constexpr std::chrono::milliseconds soon{50};
/// No longer is a case number kept in memory alone, or is a case held back behind another one.
constexpr std::chrono::milliseconds held_at_most{1'000};

/// A handful at a time. What is sent and whose case number is not yet stored is sent again after a
/// crash, under the same key.
class Deliverer : public crew::Trade<Entries> {
  public:
    Deliverer(const DeliveringSettings& settings, const std::atomic<bool>& is_stopping)
        : settings_(settings),
          is_stopping_(is_stopping),
          queue_(casequeue::queue_to(settings.casequeue, settings.clock)) {}

    std::optional<Entries> claim() override {
        if (is_paused()) {
            return std::nullopt;
        }
        auto entries =
            settings_.store.claim_deliveries(static_cast<int>(at_a_time_), settings_.destination);
        return entries.empty() ? std::nullopt : std::optional(std::move(entries));
    }

    void work(Entries& entries) override {
        const auto start = Steady::now();
        std::vector<store::Store::Delivered> delivered;
        for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
            if (is_paused() || (entry != entries.begin() &&
                                (is_stopping_ || Steady::now() - start > held_at_most))) {
                settings_.store.release_deliveries({entry, entries.end()});
                break;
            }
            if (auto number = deliver(*entry)) {
                delivered.push_back({entry->item, std::move(*number)});
            }
        }
        if (!delivered.empty()) {
            // What a person or another process changed meanwhile has its end already.
            (void)settings_.store.delivered(delivered);
        }
        settings_.delivered.ring();
        const auto took = Steady::now() - start;
        if (took > 2 * soon) {
            at_a_time_ = std::max(at_a_time_ / 2, std::size_t{1});
        } else if (took < soon && entries.size() == at_a_time_) {
            at_a_time_ = std::min(2 * at_a_time_, most_at_a_time);
        }
    }

    /// Sending again under the same key is harmless.
    void give_back(const Entries& entries) noexcept override {
        settings_.store.release_deliveries(entries);
    }

  private:
    [[nodiscard]] bool is_paused() const {
        return settings_.pauses.is_paused(settings_.destination, settings_.clock());
    }

    /// Gives the case number; nothing when there is none, which is stored.
    std::optional<std::string> deliver(const store::OutboxEntry& entry) {
        try {
            auto receipt = queue_->submit(
                {entry.idempotency_key, entry.body, stages::parse_documents(entry.documents)},
                [&](const Digest& digest) { return settings_.blobs.get(digest); });
            settings_.dependencies.answered(crew::DependencyKind::casequeue, settings_.destination);
            return std::move(receipt.case_number);
        } catch (const Error& error) {
            settings_.dependencies.failed(crew::DependencyKind::casequeue, settings_.destination,
                                          error);
            if (is_retryable(error.kind()) || is_of_installation(error.kind())) {
                auto wait = crew::backoff(entry.attempts + 1, entry.item);
                const auto asked = queue_->asked_to_wait();
                if (asked && is_retryable(error.kind())) {
                    const auto pause = crew::pause_for(*asked);
                    settings_.pauses.pause(settings_.destination, settings_.clock() + pause);
                    wait = std::max(wait, pause);
                }
                settings_.store.postpone_delivery(entry.item, error.reason(),
                                                  settings_.clock() + wait);
            } else {
                settings_.store.dead_letter(entry.item, error.reason());
            }
        }
        return std::nullopt;
    }

    const DeliveringSettings& settings_;
    const std::atomic<bool>& is_stopping_;
    std::unique_ptr<casequeue::CaseQueue> queue_;
    std::size_t at_a_time_ = 1;
};

}  // namespace

struct DeliveringCrew::State {
    DeliveringSettings settings;
    crew::Crew<Entries> crew;

    explicit State(DeliveringSettings chosen)
        : settings(std::move(chosen)),
          crew(
              settings.threads,
              [this](const std::atomic<bool>& is_stopping) {
                  return std::make_unique<Deliverer>(settings, is_stopping);
              },
              settings.settled, idle_wait) {}
};

DeliveringCrew::DeliveringCrew(DeliveringSettings settings)
    : state_(std::make_unique<State>(std::move(settings))) {}

DeliveringCrew::~DeliveringCrew() = default;

std::optional<Error> DeliveringCrew::trouble() const {
    return state_->crew.trouble();
}

}  // namespace indgang::runner
