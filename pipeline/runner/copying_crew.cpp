// SPDX-License-Identifier: MPL-2.0
// A copy takes two steps, each safe to repeat: it is made, stored as a blob and its digest written
// down; then it is added to the case under a key of its own. A crash between the two, or an answer
// that is lost, leads to the same bytes under the same key, so the case holds the copy once.
#include "pipeline/runner/copying_crew.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/crew/backoff.h"
#include "pipeline/runner/stored_record.h"
#include "pipeline/stages/copy.h"
#include "pipeline/store/waiting.h"
#include "schemas/error/error.h"
#include "schemas/record/json.h"

namespace indgang::runner {
namespace {

constexpr std::chrono::milliseconds idle_wait{1000};

/// A worker that dies or hangs over the same pages so often does it for their sake.
constexpr int attempts_at_most = 5;

/// Pages of several scans have no order of their own: those of the form come as it counts them,
/// then the others.
void sort_as_the_form(ocr::CopyOrder& order, const record::ApplicationRecord& record) {
    std::map<PagePlace, int> ranks;
    for (const auto& page : record.pages) {
        ranks[page.page] = page.form_page == 0 ? std::numeric_limits<int>::max() : page.form_page;
    }
    std::stable_sort(order.pages.begin(), order.pages.end(), [&](const auto& a, const auto& b) {
        return ranks.at(a.page) < ranks.at(b.page);
    });
}

}  // namespace

std::optional<Bytes> make_copy(worker::Worker& worker, const store::Store& store,
                               const store::Blobs& blobs, const form::FormCatalogue& catalogue,
                               const store::Item& item) {
    const auto arrival = store.arrival(item.arrival);
    const auto record = record_of(item);
    if (!arrival || record.source != record::Source::paper) {
        return std::nullopt;
    }
    std::vector<record::PageReading> readings;
    std::map<PagePlace, const store::StoredPage*> stored;
    const auto pages = store.pages(item.arrival);
    for (const auto& page : pages) {
        readings.push_back(record::parse_page_reading(page.reading));
        stored.emplace(page.page, &page);
    }
    auto order = stages::order_copy(catalogue.find(record.form), record, readings, item.id);
    if (!order) {
        return std::nullopt;
    }
    if (std::any_of(pages.begin(), pages.end(),
                    [](const auto& page) { return !page.from_arrival.empty(); })) {
        sort_as_the_form(*order, record);
    }
    // A page that was brought here still stands in the scan that it came in.
    std::vector<worker::StoredFile> files;
    std::map<std::string, int> numbers;  // of the files, by arrival
    const auto number_of = [&](const store::Arrival& of) {
        const auto [known, is_new] = numbers.emplace(of.id, static_cast<int>(files.size()));
        if (is_new) {
            const auto& digest = of.content.digest;
            files.push_back({blobs.path_of(digest), digest});
        }
        return known->second;
    };
    for (auto& page : order->pages) {
        const auto& from = *stored.at(page.page);
        const auto origin = from.from_arrival.empty() ? arrival : store.arrival(from.from_arrival);
        if (!origin) {
            return std::nullopt;
        }
        page.file = number_of(*origin);
        page.page = from.from_arrival.empty() ? page.page : from.from_page;
    }
    return worker.make_copy(files, *order);
}

namespace {

class Copier : public crew::Trade<store::Copy> {
  public:
    Copier(const CopyingSettings& settings, worker::Worker& worker,
           const std::atomic<bool>& is_stopping)
        : settings_(settings), worker_(worker), is_stopping_(is_stopping) {
        for (const auto& [name, destination] : settings.destinations) {
            queues_.emplace(name, casequeue::queue_to(destination, settings.clock));
        }
    }

    std::optional<store::Copy> claim() override {
        auto paused = settings_.pauses.paused(settings_.clock());
        std::ranges::copy(resting_.paused(settings_.clock()), std::back_inserter(paused));
        auto copies = settings_.store.claim_copies(1, paused);
        return copies.empty() ? std::nullopt : std::optional(std::move(copies.front()));
    }

    void work(store::Copy& copy) override {
        advance(copy);
        settings_.done.ring();
    }

    /// Both steps are safe to repeat.
    void give_back(const store::Copy& copy) noexcept override {
        settings_.store.release_copies({copy});
    }

    void rest() override { worker_.rest(); }

  private:
    /// One step of one copy.
    void advance(const store::Copy& copy) {
        try {
            if (copy.digest && !queues_.contains(copy.destination)) {
                const auto until = settings_.clock() + store::longest_wait;
                resting_.pause(copy.destination, until);
                settings_.store.postpone_copy(
                    copy.item, std::string(code_of(Reason::destination_unknown)), until);
                return;
            }
            if (copy.digest) {
                add(copy);
                settings_.dependencies.answered(crew::DependencyKind::casequeue, copy.destination);
                failures_.erase(copy.destination);
                return;
            }
            const auto item = settings_.store.item(copy.item);
            const auto pdf = item ? make_copy(worker_, settings_.store, settings_.blobs,
                                              settings_.catalogue, *item)
                                  : std::nullopt;
            if (!pdf) {
                settings_.store.copy_impossible(copy.item);
                return;
            }
            settings_.store.copy_made(copy.item, settings_.blobs.put(*pdf));
        } catch (const Error& error) {
            if (error.reason().starts_with("store_") || error.kind() == ErrorKind::conflict) {
                throw;
            }
            if (copy.digest) {
                settings_.dependencies.failed(crew::DependencyKind::casequeue, copy.destination,
                                              error);
            }
            if (is_stopping_) {
                settings_.store.give_copy_back(copy);
            } else if (is_retryable(error.kind()) &&
                       (copy.digest || copy.attempts < attempts_at_most)) {
                if (copy.digest) {
                    rest_from(copy.destination);
                }
                settings_.store.postpone_copy(
                    copy.item, error.reason(),
                    settings_.clock() + crew::backoff(copy.attempts, copy.item));
            } else {
                settings_.store.copy_failed(copy.item, error.reason());
            }
        }
    }

    /// One thread adds to all case systems: one that does not answer is not waited for once for
    /// each copy.
    void rest_from(const std::string& destination) {
        const auto now = settings_.clock();
        resting_.pause(destination, now + crew::backoff(++failures_[destination], destination));
        if (const auto asked = queues_.at(destination)->asked_to_wait()) {
            settings_.pauses.pause(destination, now + crew::pause_for(*asked));
        }
    }

    void add(const store::Copy& copy) {
        // One key for ever, like the case's own; the item's id is random and never changes.
        queues_.at(copy.destination)
            ->add({"indgang-" + copy.item + "-copy",
                   copy.case_number,
                   {*copy.digest, "application/pdf", "application.pdf"}},
                  [&](const Digest& digest) { return settings_.blobs.get(digest); });
        settings_.store.copy_added(copy.item);
    }

    const CopyingSettings& settings_;
    worker::Worker& worker_;
    const std::atomic<bool>& is_stopping_;
    std::map<std::string, std::unique_ptr<casequeue::CaseQueue>> queues_;  ///< by destination
    crew::Pauses resting_;                 ///< destinations that did not answer
    std::map<std::string, int> failures_;  ///< in a row, by destination
};

}  // namespace

struct CopyingCrew::State {
    CopyingSettings settings;
    std::unique_ptr<worker::Worker> worker;
    crew::Crew<store::Copy> crew;

    explicit State(CopyingSettings chosen)
        : settings(std::move(chosen)),
          worker(settings.new_worker()),
          crew(
              1,
              [this](const std::atomic<bool>& is_stopping) {
                  return std::make_unique<Copier>(settings, *worker, is_stopping);
              },
              settings.delivered, idle_wait) {}
};

CopyingCrew::CopyingCrew(CopyingSettings settings)
    : state_(std::make_unique<State>(std::move(settings))) {}

CopyingCrew::~CopyingCrew() {
    // Its call for a copy ends with an error; by then the crew has to be stopping.
    state_->crew.stop();
    state_->worker->interrupt();
}

}  // namespace indgang::runner
