// SPDX-License-Identifier: MPL-2.0
#include "pipeline/reading/feed_crew.h"

#include <string>
#include <utility>
#include <vector>

#include "pipeline/crew/release.h"
#include "pipeline/worker/in_work.h"

namespace indgang::reading {
namespace {

/// So many documents may wait to be read, of all senders, before a feed adds to them: a tenth of a
/// second of reading, and more than one request to the worker takes.
constexpr int waiting_at_most = 256;
constexpr std::chrono::milliseconds look_every{20};
constexpr std::chrono::milliseconds idle_wait{500};
constexpr std::chrono::milliseconds grace{1'000};  // of a piece, when the program stops

}  // namespace

struct FeedCrew::State {
    worker::NewWorker new_worker;
    store::Store& store;
    store::Blobs& blobs;
    crew::WakeUp& arrived;
    crew::WakeUp& read;
    Say say;
    worker::InWork in_work;
    std::optional<crew::Crew<store::Arrival>> crew;

    class Taker;
};

/// The one thread with its worker process.
class FeedCrew::State::Taker : public crew::Trade<store::Arrival> {
  public:
    Taker(State& state, const std::atomic<bool>& is_stopping)
        : state_(state), is_stopping_(is_stopping), worker_(state.new_worker()) {}

    std::optional<store::Arrival> claim() override {
        auto feeds = state_.store.claim_arrivals(1, store::Lane::feeds);
        return feeds.empty() ? std::nullopt : std::optional(std::move(feeds.front()));
    }

    void work(store::Arrival& feed) override {
        try {
            take(feed);
        } catch (const Error& error) {
            if (is_damage(error)) {
                put_off_damaged(state_.store, feed, error, state_.say);
            } else if (blames_input(error)) {
                reject(feed, error);
            } else {
                throw;
            }
        }
    }

    void give_back(const store::Arrival& feed) noexcept override {
        crew::release(state_.store, feed);
    }

    void rest() override { worker_->rest(); }

  private:
    void take(const store::Arrival& feed) {
        const worker::StoredFile file{file_of(feed), feed.content.digest};
        auto last = state_.store.last_part(feed.id);
        while (has_room()) {
            worker::FeedPiece piece;
            {
                const worker::InWork::Turn turn(state_.in_work, *worker_);
                piece = ask_twice([&] { return worker_->take_apart(file, last); });
            }
            if (!piece.parts.empty()) {
                receive(feed, piece.parts);
                last = piece.parts.back().number;
            }
            if (piece.trouble) {
                throw *piece.trouble;
            }
            if (piece.is_last) {
                state_.store.finish_feed(feed.id);
                state_.read.ring();
                return;
            }
        }
        crew::release(state_.store, feed);
    }

    /// A small feed stands in the database, where no worker can open it.
    std::filesystem::path file_of(const store::Arrival& feed) {
        const auto& digest = feed.content.digest;
        if (!state_.blobs.has(digest)) {
            static_cast<void>(state_.blobs.put(state_.blobs.get(digest)));
        }
        return state_.blobs.path_of(digest);
    }

    /// Waits until few documents wait to be read. Gives false when the program stops.
    bool has_room() {
        std::uint64_t seen = 0;
        while (!is_stopping_ &&
               state_.store.waiting_documents(waiting_at_most) >= waiting_at_most) {
            state_.read.wait(seen, look_every);
        }
        return !is_stopping_;
    }

    void receive(const store::Arrival& feed, const std::vector<xml::FeedPart>& parts) {
        std::vector<store::NewPart> all;
        for (const auto& part : parts) {
            const auto document = view_of(part.document);
            store::NewPart taken{.number = part.number,
                                 .line = part.line,
                                 .arrival = {.digest = feed.content.digest},
                                 .document = {},
                                 .refusal = {}};
            if (part.is_too_large) {
                taken.refusal = code_of(Reason::xml_too_large);
            } else {
                const bool is_small = document.size() <= store::document_bytes;
                taken.arrival = {
                    .digest = is_small ? Digest::of(document) : state_.blobs.put(document),
                    .size_bytes = static_cast<std::int64_t>(document.size()),
                    .channel = feed.content.channel,
                    .name = feed.content.name + " #" + std::to_string(part.number),
                    .type = "xml",
                    .sender_key = {}};
                taken.document = is_small ? document : BytesView{};
            }
            all.push_back(std::move(taken));
        }
        state_.store.take_parts(feed.id, all);
        state_.arrived.ring();
    }

    void reject(const store::Arrival& feed, const Error& error) {
        const auto taken = state_.store.last_part(feed.id);
        state_.store.reject_arrival(
            feed.id,
            is_worker_trouble(error) ? std::string(code_of(Reason::poison)) : error.reason(),
            error.place(),
            std::string(error.what()) + "; the " + std::to_string(taken) +
                " applications before it are taken");
        state_.read.ring();
    }

    State& state_;
    const std::atomic<bool>& is_stopping_;
    std::unique_ptr<worker::Worker> worker_;
};

FeedCrew::FeedCrew(worker::NewWorker new_worker, store::Store& store, store::Blobs& blobs,
                   crew::WakeUp& arrived, crew::WakeUp& read, Say say)
    : state_(new State{.new_worker = std::move(new_worker),
                       .store = store,
                       .blobs = blobs,
                       .arrived = arrived,
                       .read = read,
                       .say = std::move(say)}) {
    state_->crew.emplace(
        1,
        [state = state_.get()](const std::atomic<bool>& is_stopping) {
            return std::make_unique<State::Taker>(*state, is_stopping);
        },
        arrived, idle_wait);
}

FeedCrew::~FeedCrew() {
    state_->crew->stop();
    state_->in_work.end(grace);
}

std::optional<Error> FeedCrew::trouble() const {
    return state_->crew->trouble();
}

}  // namespace indgang::reading
