// SPDX-License-Identifier: MPL-2.0
#include "pipeline/reading/document_crew.h"

#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "pipeline/crew/release.h"
#include "pipeline/reading/reading_trouble.h"
#include "pipeline/worker/in_work.h"

namespace indgang::reading {
namespace {

using Arrivals = std::vector<store::Arrival>;

constexpr int claim_at_most = 32;  // documents of one request to the worker
constexpr std::chrono::milliseconds idle_wait{500};
constexpr std::chrono::milliseconds grace{1'000};  // of a handful, when the program stops

}  // namespace

struct DocumentCrew::State {
    worker::NewWorker new_worker;
    store::Store& store;
    store::Blobs& blobs;
    crew::Handover& read;
    crew::WakeUp& arrived;
    crew::WakeUp& done;
    Say say;
    std::atomic<std::int64_t> documents{0};
    worker::InWork in_work;
    std::optional<crew::Crew<Arrivals>> crew;

    class Reader;
};

/// The one thread with its worker process.
class DocumentCrew::State::Reader : public crew::Trade<Arrivals> {
  public:
    explicit Reader(State& state) : state_(state), worker_(state.new_worker()) {}

    std::optional<Arrivals> claim() override {
        auto arrivals = state_.store.claim_arrivals(claim_at_most, store::Lane::documents);
        return arrivals.empty() ? std::nullopt : std::optional(std::move(arrivals));
    }

    void work(Arrivals& arrivals) override {
        const worker::InWork::Turn turn(state_.in_work, *worker_);
        handle(arrivals);
    }

    void give_back(const Arrivals& arrivals) noexcept override {
        for (const auto& arrival : arrivals) {
            crew::release(state_.store, arrival);
        }
    }

  private:
    std::vector<worker::DocumentWork> work_of(const Arrivals& arrivals) const {
        std::vector<Digest> digests;
        for (const auto& arrival : arrivals) {
            digests.push_back(arrival.content.digest);
        }
        auto documents = state_.blobs.documents(digests);
        std::vector<worker::DocumentWork> work;
        for (std::size_t i = 0; i < digests.size(); ++i) {
            work.push_back(
                {documents[i] ? std::filesystem::path() : state_.blobs.path_of(digests[i]),
                 digests[i], arrivals[i].received_at, std::move(documents[i])});
        }
        return work;
    }

    /// Leaves in `arrivals` what came to no end, when it throws.
    void handle(Arrivals& arrivals) {
        const auto work = work_of(arrivals);
        std::vector<worker::DocumentResult> results;
        try {
            results = ask_twice([&] { return worker_->read_documents(work); });
        } catch (const Error& error) {
            if (!blames_input(error) && !is_damage(error)) {
                throw;
            }
            one_by_one(arrivals, error);
            return;
        }
        crew::Handover::Batch batch;
        std::vector<store::Arrival> unread;
        std::optional<Error> trouble;
        for (std::size_t i = 0; i < results.size(); ++i) {
            const auto& arrival = arrivals[i];
            if (auto* read = std::get_if<worker::DocumentRecord>(&results[i])) {
                batch.push_back({arrival,
                                 {1, std::move(read->form), std::move(read->version),
                                  std::move(read->record)}});
                continue;
            }
            if (std::holds_alternative<worker::DocumentFeed>(results[i])) {
                state_.store.take_for_feed(arrival.id);
                state_.arrived.ring();
                continue;
            }
            const auto& error = std::get<Error>(results[i]);
            if (blames_input(error)) {
                reject(arrival, error);
                continue;
            }
            if (is_damage(error)) {
                put_off_damaged(state_.store, arrival, error, state_.say);
            } else {
                unread.push_back(arrival);
                trouble = error;
            }
        }
        const auto documents = static_cast<std::int64_t>(batch.size());
        state_.read.put(std::move(batch));
        state_.documents += documents;
        state_.done.ring();
        if (trouble) {
            arrivals = std::move(unread);
            throw *trouble;
        }
    }

    /// Some document of the handful kills the worker, or is not there any more: find out which;
    /// alone it is rejected, or waits.
    void one_by_one(Arrivals& arrivals, const Error& error) {
        if (arrivals.size() == 1 && is_damage(error)) {
            put_off_damaged(state_.store, arrivals.front(), error, state_.say);
            return;
        }
        if (arrivals.size() == 1) {
            reject(arrivals.front(), error);
            return;
        }
        while (!arrivals.empty()) {
            Arrivals alone{arrivals.back()};
            handle(alone);
            arrivals.pop_back();
        }
    }

    void reject(const store::Arrival& arrival, const Error& error) {
        state_.store.reject_arrival(
            arrival.id,
            is_worker_trouble(error) ? std::string(code_of(Reason::poison)) : error.reason(),
            error.place(), error.what());
        ++state_.documents;
        state_.done.ring();
    }

    State& state_;
    std::unique_ptr<worker::Worker> worker_;
};

DocumentCrew::DocumentCrew(worker::NewWorker new_worker, store::Store& store, store::Blobs& blobs,
                           crew::Handover& read, crew::WakeUp& arrived, crew::WakeUp& done, Say say)
    : state_(new State{.new_worker = std::move(new_worker),
                       .store = store,
                       .blobs = blobs,
                       .read = read,
                       .arrived = arrived,
                       .done = done,
                       .say = std::move(say)}) {
    state_->crew.emplace(
        1,
        [state = state_.get()](const std::atomic<bool>&) {
            return std::make_unique<State::Reader>(*state);
        },
        arrived, idle_wait);
}

DocumentCrew::~DocumentCrew() {
    state_->crew->stop();
    state_->in_work.end(grace);
}

std::int64_t DocumentCrew::documents() const {
    return state_->documents;
}

std::optional<Error> DocumentCrew::trouble() const {
    return state_->crew->trouble();
}

}  // namespace indgang::reading
