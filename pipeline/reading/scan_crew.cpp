// SPDX-License-Identifier: MPL-2.0
// From arrivals to applications, with all workers on all batches.
//
// The unit of work is a page. Several arrivals are open at a time, the oldest, and a thread takes a
// page of each in turn. So that a small one is never behind large ones, however many these are,
// only so many large ones are open, what is large beyond that goes back to wait with its pages
// counted, and every second page is one of those that have few left. Pages come back in any order;
// the batch's Assembler gets them in the order of the scan, so the applications of a batch and
// their numbers do not depend on the number of workers. Every page reading is stored at once: after
// a crash only the pages in work are read again.
#include "pipeline/reading/scan_crew.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>

#include "pipeline/crew/release.h"
#include "pipeline/reading/reading_trouble.h"
#include "pipeline/stages/assemble.h"
#include "pipeline/store/item_name.h"
#include "pipeline/worker/in_work.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"
#include "schemas/record/json.h"

namespace indgang::reading {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t open_at_most = 16;  // arrivals whose pages are read in turn, of each size
constexpr std::chrono::milliseconds look_every{200};
constexpr std::chrono::milliseconds grace{1'000};  // of a page, when the program stops
constexpr std::chrono::milliseconds idle_wait{500};

const std::string over_time(code_of(Reason::arrival_over_time));
constexpr auto few_pages = static_cast<std::size_t>(store::small_scan_pages);

/// One scanned arrival in work. `mutex` guards everything below it.
struct Batch {
    Batch(store::Arrival of, const form::FormCatalogue& catalogue)
        : arrival(std::move(of)),
          assembler(catalogue, {arrival.content.digest, arrival.received_at}) {}

    const store::Arrival arrival;
    int pages = 0;              // constant after the batch is opened
    std::map<int, int> turns;   // how a person turned pictures, by number
    std::vector<int> ordinals;  // of applications that are read again, in order; else empty
    std::deque<int> unread;     // pages that nobody has taken; guarded by the crew's mutex

    std::mutex mutex;
    Steady::duration spent{};                                 // by workers on its pages
    std::map<int, std::vector<segment::StoredReading>> read;  // by picture, in reading order
    stages::Assembler assembler;
    int next_to_assemble = 1;
    std::vector<store::NewItem> items;  // all so far: handed over again when the batch ends
    bool is_given_back = false;         // its claim is gone; another thread may have it by now
};

struct OpenScan {
    store::Arrival arrival;
};
struct ReadOnePage {
    std::shared_ptr<Batch> batch;
    int page = 1;
};
using Unit = std::variant<OpenScan, ReadOnePage>;

store::NewItem new_item(const record::ApplicationRecord& record) {
    return {record.ordinal, record.form.form, record.form.version, record::to_json(record)};
}

/// Whether a page is read for its applications: of an arrival that is read again perhaps not. What
/// was one page may be two by now.
bool is_wanted(const store::Arrival& arrival, const PagePlace& page) {
    const auto& only = arrival.only_pages;
    return only.empty() || std::ranges::any_of(only, [&](const PagePlace& each) {
               return each == page || each == PagePlace(page.number);
           });
}

}  // namespace

struct ScanCrew::State {
    worker::NewWorker new_worker;
    store::Store& store;
    store::Blobs& blobs;
    const form::FormCatalogue& catalogue;
    crew::WakeUp& arrived;
    crew::WakeUp& done;
    Say say;
    ArrivalTime time;
    ReadingCounts counts;
    mutable std::mutex mutex;
    std::deque<store::Arrival> unopened;  // guarded by mutex, as all below
    /// Whose next page is read next, first: those with few pages left, and the others.
    std::deque<std::shared_ptr<Batch>> nearly_read, large;
    bool was_large = false;  ///< the last page that was taken was of a large one
    Steady::time_point claimed_at;
    worker::InWork in_work;
    std::optional<crew::Crew<Unit>> crew;

    std::optional<Unit> take() {
        const std::lock_guard lock(mutex);
        const bool is_idle = unopened.empty() && nearly_read.empty() && large.empty();
        if (unopened.empty() && nearly_read.size() < open_at_most &&
            (is_idle || Steady::now() - claimed_at >= look_every)) {
            claimed_at = Steady::now();
            const auto lane =
                large.size() < open_at_most ? store::Lane::scans : store::Lane::small_scans;
            for (auto& arrival : store.claim_arrivals(static_cast<int>(open_at_most), lane)) {
                unopened.push_back(std::move(arrival));
            }
        }
        if (!unopened.empty()) {
            OpenScan unit{std::move(unopened.front())};
            unopened.pop_front();
            return unit;
        }
        if (nearly_read.empty() && large.empty()) {
            return std::nullopt;
        }
        was_large = nearly_read.empty() || (!large.empty() && !was_large);
        auto& turns = was_large ? large : nearly_read;
        auto batch = std::move(turns.front());
        turns.pop_front();
        const int page = batch->unread.front();
        batch->unread.pop_front();
        queue(batch);
        return ReadOnePage{std::move(batch), page};
    }

    /// Takes: the crew's mutex locked. At the end of the turns, if a page of it is left.
    void queue(const std::shared_ptr<Batch>& batch) {
        if (!batch->unread.empty()) {
            (batch->unread.size() > few_pages ? large : nearly_read).push_back(batch);
        }
    }

    /// The claims go back: the installation is broken (disk, models), or the program stops.
    void give_back(const Unit& unit) {
        if (const auto* scan = std::get_if<OpenScan>(&unit)) {
            crew::release(store, scan->arrival);
        } else {
            give_back(*std::get<ReadOnePage>(unit).batch);
        }
    }

    /// The batch as a whole, once: its other pages are dropped from the work, and who still reads
    /// one of them does not store it.
    void give_back(Batch& batch) {
        if (leave(batch)) {
            crew::release(store, batch.arrival);
        }
    }

    /// Gives false when it was left before.
    bool leave(Batch& batch) {
        {
            const std::lock_guard lock(batch.mutex);
            if (std::exchange(batch.is_given_back, true)) {
                return false;
            }
        }
        const std::lock_guard lock(mutex);
        for (auto* turns : {&nearly_read, &large}) {
            std::erase_if(*turns, [&](const auto& each) { return each.get() == &batch; });
        }
        return true;
    }

    /// Takes: no thread works any more.
    void give_back_all() {
        for (const auto& arrival : unopened) {
            crew::release(store, arrival);
        }
        for (auto* turns : {&nearly_read, &large}) {
            for (const auto& batch : std::exchange(*turns, {})) {
                give_back(*batch);
            }
        }
    }

    void handle(worker::Worker& worker, const OpenScan& unit) {
        const auto& arrival = unit.arrival;
        auto batch = std::make_shared<Batch>(arrival, catalogue);
        try {
            const auto& digest = arrival.content.digest;
            batch->pages =
                ask_twice([&] { return worker.look(blobs.path_of(digest), digest); }).pages;
        } catch (const Error& error) {
            if (is_damage(error)) {
                put_off_damaged(store, arrival, error, say);
                return;
            }
            if (!blames_input(error)) {
                throw;
            }
            reject(arrival, error);
            return;
        }
        store.set_pages(arrival.id, batch->pages);
        batch->turns = store.turns(arrival.id);
        for (auto& page : store.pages(arrival.id)) {
            if (page.from_arrival.empty()) {
                batch->read[page.page.number].push_back(
                    {record::parse_page_reading(page.reading), page.image, page.media_type});
            }
        }
        if (!arrival.only_pages.empty()) {
            batch->ordinals = ordinals_again(arrival);
        }
        const bool has_some = !batch->read.empty();
        for (int page = 1; page <= batch->pages; ++page) {
            if (!batch->read.contains(page)) {
                batch->unread.push_back(page);
            }
        }
        {
            // A resumed batch starts with its stored pages, before any thread adds to them.
            const std::lock_guard lock(mutex);
            const bool has_room = large.size() < open_at_most || batch->unread.size() <= few_pages;
            if (!has_room) {
                crew::release(store, arrival);
                return;
            }
            queue(batch);
        }
        arrived.ring();
        if (has_some) {
            const std::lock_guard lock(batch->mutex);
            assemble(*batch);
        }
    }

    /// Ordinals for what is found in pages that are read again: that of the application that they
    /// were, then new ones.
    std::vector<int> ordinals_again(const store::Arrival& arrival) {
        std::vector<int> ordinals;
        int last = 0;
        for (const auto& listed :
             store.search({.arrival = arrival.id, .per_page = limits::scan_pages}).items) {
            const int ordinal = store::ordinal_of(listed.id);
            last = std::max(last, ordinal);
            if (listed.state == store::ItemState::closed &&
                listed.reason == code_of(Reason::read_again)) {
                ordinals.push_back(ordinal);
            }
        }
        constexpr std::size_t most_of_a_picture = 2;  // its halves
        for (std::size_t page = 0; page < most_of_a_picture * arrival.only_pages.size(); ++page) {
            ordinals.push_back(++last);
        }
        return ordinals;
    }

    void handle(worker::Worker& worker, const ReadOnePage& unit) {
        auto& batch = *unit.batch;
        const auto begun = Steady::now();
        const auto results = has_time(batch) ? read_page(worker, batch, unit.page)
                                             : std::vector{unreadable(unit.page, over_time)};
        add_time(batch, Steady::now() - begun);
        if (results.empty()) {
            return;  // its arrival was rejected, as its only page was, or waits
        }
        std::vector<segment::StoredReading> read;
        std::vector<store::StoredPage> pages;
        for (const auto& result : results) {
            auto& stored = read.emplace_back(
                segment::StoredReading{result.reading, std::nullopt, result.media_type});
            if (!result.image.empty() && stored.reading.kind != record::PageKind::blank &&
                stored.reading.kind != record::PageKind::separator) {
                stored.image = blobs.put(result.image);
            }
            pages.push_back({stored.reading.page, result.json, stored.image, stored.media_type});
        }
        const std::lock_guard lock(batch.mutex);
        if (batch.is_given_back) {
            return;
        }
        store.put_pages(batch.arrival.id, pages);
        ++counts.pages;
        batch.read[unit.page] = std::move(read);
        assemble(batch);
    }

    [[nodiscard]] bool has_time(Batch& batch) const {
        const std::lock_guard lock(batch.mutex);
        return batch.pages == 1 || batch.spent < time.once + batch.pages * time.each_page;
    }

    static void add_time(Batch& batch, Steady::duration spent) {
        const std::lock_guard lock(batch.mutex);
        batch.spent += spent;
    }

    /// The pages of one picture; none when its arrival was rejected, or waits.
    std::vector<worker::PageResult> read_page(worker::Worker& worker, Batch& batch, int page) {
        const auto& digest = batch.arrival.content.digest;
        try {
            const auto turn = batch.turns.find(page);
            const int quarters = turn == batch.turns.end() ? 0 : turn->second;
            return ask_twice(
                [&] { return worker.read_page(blobs.path_of(digest), digest, page, quarters); });
        } catch (const Error& error) {
            if (is_damage(error)) {
                if (leave(batch)) {
                    put_off_damaged(store, batch.arrival, error, say);
                }
                return {};
            }
            if (!blames_input(error)) {
                throw;
            }
            if (batch.pages == 1) {
                reject(batch.arrival, error);
                return {};
            }
            return {unreadable(page, is_worker_trouble(error)
                                         ? std::string(code_of(Reason::poison_page))
                                         : error.reason())};
        }
    }

    /// Takes: the batch locked. Hands over the pages that are next in the order of the scan.
    void assemble(Batch& batch) {
        std::vector<record::ApplicationRecord> records;
        const auto take_over = [&](std::vector<record::ApplicationRecord> some) {
            std::move(some.begin(), some.end(), std::back_inserter(records));
        };
        while (batch.next_to_assemble <= batch.pages &&
               batch.read.contains(batch.next_to_assemble)) {
            auto pages = batch.read.extract(batch.next_to_assemble);
            for (auto& page : pages.mapped()) {
                if (is_wanted(batch.arrival, page.reading.page)) {
                    take_over(batch.assembler.add(std::move(page)));
                }
            }
            ++batch.next_to_assemble;
        }
        const bool is_read = batch.next_to_assemble == batch.pages + 1;
        if (is_read) {
            ++batch.next_to_assemble;  // finished once
            take_over(batch.assembler.finish());
        }
        const auto first_new = static_cast<std::ptrdiff_t>(batch.items.size());
        for (auto& record : records) {
            if (!batch.ordinals.empty()) {
                record.ordinal = batch.ordinals.at(static_cast<std::size_t>(record.ordinal) - 1);
            }
            batch.items.push_back(new_item(record));
        }
        if (is_read) {
            // All of them: what a failed write left out before is made up for here.
            store.finish_arrivals({{batch.arrival.id, batch.items}});
            ++counts.documents;
        } else if (batch.ordinals.empty()) {
            for (auto item = batch.items.begin() + first_new; item != batch.items.end(); ++item) {
                store.add_item(batch.arrival.id, *item);
            }
        }
        if (is_read || !records.empty()) {
            done.ring();
        }
    }

    void reject(const store::Arrival& arrival, const Error& error) {
        store.reject_arrival(
            arrival.id,
            is_worker_trouble(error) ? std::string(code_of(Reason::poison)) : error.reason(),
            error.place(), error.what());
        ++counts.documents;
        done.ring();
    }

    /// One thread with its worker process.
    class Reader : public crew::Trade<Unit> {
      public:
        explicit Reader(State& state) : state_(state), worker_(state.new_worker()) {}
        std::optional<Unit> claim() override { return state_.take(); }
        void work(Unit& unit) override {
            const worker::InWork::Turn turn(state_.in_work, *worker_);
            std::visit([&](auto& work) { state_.handle(*worker_, work); }, unit);
        }
        void give_back(const Unit& unit) noexcept override { state_.give_back(unit); }
        bool is_proof(const Unit& unit) const override {
            return std::holds_alternative<ReadOnePage>(unit);
        }

      private:
        State& state_;
        std::unique_ptr<worker::Worker> worker_;
    };
};

ScanCrew::ScanCrew(worker::NewWorker new_worker, int threads, store::Store& store,
                   store::Blobs& blobs, const form::FormCatalogue& catalogue, crew::WakeUp& arrived,
                   crew::WakeUp& done, Say say, ArrivalTime time)
    : state_(new State{std::move(new_worker), store, blobs, catalogue, arrived, done,
                       std::move(say), time}) {
    state_->crew.emplace(
        threads,
        [state = state_.get()](const std::atomic<bool>&) {
            return std::make_unique<State::Reader>(*state);
        },
        arrived, idle_wait);
}

ScanCrew::~ScanCrew() {
    state_->crew->stop();
    state_->in_work.end(grace);
    state_->crew.reset();
    state_->give_back_all();
}

const ReadingCounts& ScanCrew::counts() const {
    return state_->counts;
}

std::optional<Error> ScanCrew::trouble() const {
    return state_->crew->trouble();
}

}  // namespace indgang::reading
