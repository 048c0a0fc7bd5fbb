// SPDX-License-Identifier: MPL-2.0
#include "pipeline/runner/delivering_crew.h"

#include <utility>

#include "adapters/casequeue/case_queue.h"
#include "pipeline/runner/backoff.h"
#include "pipeline/stages/paths.h"
#include "schemas/core/error.h"

namespace indgang::runner {
namespace {

constexpr std::chrono::milliseconds idle_wait{200};

class Deliverer : public Trade<store::OutboxEntry> {
  public:
    explicit Deliverer(const DeliveringSettings& settings)
        : settings_(settings), queue_(casequeue::http_case_queue(settings.casequeue)) {}

    std::optional<store::OutboxEntry> claim() override {
        auto entries = settings_.store.claim_deliveries(1);
        return entries.empty() ? std::nullopt : std::optional(std::move(entries.front()));
    }

    void work(store::OutboxEntry& entry) override {
        std::optional<casequeue::CaseReceipt> receipt;
        try {
            receipt = queue_->submit(
                {entry.idempotency_key, entry.body, stages::parse_documents(entry.documents)},
                [&](const Digest& digest) { return settings_.blobs.get(digest); });
        } catch (const Error& error) {
            if (is_retryable(error.kind()) || is_of_installation(error.kind())) {
                settings_.store.postpone_delivery(
                    entry.item, error.reason(),
                    settings_.clock() + backoff(entry.attempts + 1, entry.item));
            } else {
                settings_.store.dead_letter(entry.item, error.reason());
            }
        }
        if (receipt) {
            settings_.store.delivered(entry.item, receipt->case_number);
        }
        settings_.delivered.ring();
    }

    /// Sending again under the same key is harmless.
    void give_back(const store::OutboxEntry& entry) noexcept override {
        settings_.store.release_deliveries({entry});
    }

  private:
    const DeliveringSettings& settings_;
    std::unique_ptr<casequeue::CaseQueue> queue_;
};

}  // namespace

struct DeliveringCrew::State {
    DeliveringSettings settings;
    Crew<store::OutboxEntry> crew;

    explicit State(DeliveringSettings chosen)
        : settings(std::move(chosen)),
          crew(
              settings.threads,
              [this](const std::atomic<bool>&) { return std::make_unique<Deliverer>(settings); },
              settings.settled, idle_wait) {}
};

DeliveringCrew::DeliveringCrew(DeliveringSettings settings)
    : state_(std::make_unique<State>(std::move(settings))) {}

DeliveringCrew::~DeliveringCrew() = default;

std::optional<Error> DeliveringCrew::trouble() const {
    return state_->crew.trouble();
}

}  // namespace indgang::runner
