// SPDX-License-Identifier: MPL-2.0
#include "pipeline/reading/feed_crew.h"

#include <string>
#include <utility>
#include <vector>

#include "pipeline/crew/release.h"
#include "pipeline/feed/part.h"
#include "pipeline/store/document_type.h"
#include "pipeline/worker/in_work.h"

namespace indgang::reading {
namespace {

/// So many documents may wait to be read, of all senders, before a feed adds to them: a tenth of a
/// second of reading, and more than one request to the worker takes.
constexpr int waiting_documents = 256;
/// The same of scans: more than there are workers, so that none of them waits for a zip.
constexpr int waiting_scans = 16;
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
        feed::Place place{state_.store.last_part(feed.id), 0};
        large_.reset();
        while (has_room(feed)) {
            worker::FeedPiece piece;
            {
                const worker::InWork::Turn turn(state_.in_work, *worker_);
                piece = ask_twice([&] { return worker_->take_apart(file, place); });
            }
            receive(feed, piece.parts);
            for (const auto& part : piece.parts) {
                place = feed::behind(part, place);
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

    /// Waits until few documents, and of a zip few scans, wait to be read. Gives false when the
    /// program stops.
    bool has_room(const store::Arrival& feed) {
        const auto is_full = [&](store::Lane lane, int most) {
            return state_.store.waiting(lane, most) >= most;
        };
        const bool has_scans = feed.content.type == store::zip_type;
        std::uint64_t seen = 0;
        while (!is_stopping_ && (is_full(store::Lane::documents, waiting_documents) ||
                                 (has_scans && is_full(store::Lane::scans, waiting_scans)))) {
            state_.read.wait(seen, look_every);
        }
        return !is_stopping_;
    }

    void receive(const store::Arrival& feed, const std::vector<feed::Part>& parts) {
        std::vector<store::NewPart> all;
        for (const auto& part : parts) {
            if (!part.is_whole) {
                if (!large_) {
                    large_.emplace(state_.blobs);
                }
                large_->add(view_of(part.bytes));
                continue;
            }
            all.push_back(new_part(feed, part));
            large_.reset();
        }
        if (!all.empty()) {
            state_.store.take_parts(feed.id, all);
            state_.arrived.ring();
        }
    }

    /// Takes: the part, or its last portion.
    store::NewPart new_part(const store::Arrival& feed, const feed::Part& part) {
        store::NewPart taken{.number = part.number,
                             .line = part.line,
                             .name = part.name,
                             .arrival = {.digest = feed.content.digest},
                             .document = {},
                             .refusal = {}};
        if (part.refusal) {
            taken.refusal = code_of(*part.refusal);
            return taken;
        }
        const auto bytes = view_of(part.bytes);
        auto& arrival = taken.arrival;
        arrival.channel = feed.content.channel;
        arrival.name = name_of(feed, part);
        arrival.type = part.type;
        if (large_) {
            large_->add(bytes);
            arrival.size_bytes = large_->size_bytes();
            arrival.digest = large_->finish();
            return taken;
        }
        // A document that is small goes into the database with its arrival.
        const bool is_document =
            store::is_document(part.type) && bytes.size() <= store::document_bytes;
        arrival.size_bytes = static_cast<std::int64_t>(bytes.size());
        arrival.digest = is_document ? Digest::of(bytes) : state_.blobs.put(bytes);
        taken.document = is_document ? bytes : BytesView{};
        return taken;
    }

    /// What comes by HTTP has no name of its own.
    static std::string name_of(const store::Arrival& feed, const feed::Part& part) {
        const auto& file = feed.content.name;
        if (part.name.empty()) {
            return file + " #" + std::to_string(part.number);
        }
        return file.empty() ? part.name : file + "/" + part.name;
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
    std::optional<store::BlobWriter> large_;  ///< a part that comes in portions
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
