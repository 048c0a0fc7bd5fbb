// SPDX-License-Identifier: MPL-2.0
// From arrivals to applications, with all workers on all batches.
//
// The unit of work is a page (or a handful of XML documents). A thread takes the next page of the
// oldest open batch; only when no open batch has pages left is another arrival claimed. Pages come
// back in any order; the batch's Assembler gets them in the order of the scan, so the applications
// of a batch and their numbers do not depend on the number of workers. Every page reading is stored
// at once: after a crash only the pages in work are read again.
#include "pipeline/runner/head.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <variant>

#include "pipeline/stages/assemble.h"
#include "schemas/core/error.h"
#include "schemas/core/verify.h"
#include "schemas/record/json.h"

namespace indgang::runner {
namespace {

constexpr int claim_at_most = 64;          // arrivals at a time
constexpr std::size_t xml_at_a_time = 32;  // documents of one request to a worker
constexpr int attempts_at_most = 2;        // then a page or document is poison
constexpr std::chrono::milliseconds idle_wait{500};

/// One scanned arrival in work. `mutex` guards everything below it.
struct Batch {
    Batch(store::Arrival of, const form::FormCatalogue& catalogue)
        : arrival(std::move(of)),
          assembler(catalogue, {arrival.content.digest, arrival.received_at}) {}

    const store::Arrival arrival;
    int pages = 0;  // constant after the batch is opened

    std::mutex mutex;
    std::map<int, std::vector<stages::StoredReading>> read;  // by picture, in reading order
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
struct ReadDocuments {
    std::vector<store::Arrival> arrivals;
};
using Unit = std::variant<OpenScan, ReadOnePage, ReadDocuments>;

store::NewItem new_item(const record::ApplicationRecord& record) {
    return {record.ordinal, record.form.form, record.form.version, record::to_json(record)};
}

record::PageReading unreadable(int page, const std::string& reason) {
    record::PageReading reading;
    reading.page = page;
    reading.kind = record::PageKind::unreadable;
    reading.trouble = reason;
    return reading;
}

bool is_worker_trouble(const Error& error) {
    return error.reason() == "worker_died" || error.reason() == "worker_slow";
}

/// Whether the installation is broken, so that no input could be read. Everything else is the
/// trouble of the one input, which is rejected or kept as unreadable and holds up nothing.
bool blames_installation(const Error& error) {
    constexpr std::string_view reasons[] = {"worker_not_started",
                                            "model_missing",
                                            "tesseract_language_missing",
                                            "pdftoppm_missing",
                                            "heif_convert_missing",
                                            "scratch_unwritable",
                                            "disk_full",
                                            "disk_error"};
    return error.reason().starts_with("store_") || error.kind() == ErrorKind::conflict ||
           std::find(std::begin(reasons), std::end(reasons), error.reason()) != std::end(reasons);
}

/// Asks a worker, and once more when it died or hung: an idle worker may be gone for a reason that
/// has nothing to do with this input.
template <typename Ask>
auto ask_twice(const Ask& ask) {
    for (int attempt = 1;; ++attempt) {
        try {
            return ask();
        } catch (const Error& error) {
            if (!is_worker_trouble(error) || attempt == attempts_at_most) {
                throw;
            }
        }
    }
}

}  // namespace

struct Head::State {
    WorkerSettings workers;
    store::Store& store;
    store::Blobs& blobs;
    const form::FormCatalogue& catalogue;
    Bell& arrived;
    Bell& done;
    HeadCounts counts;
    std::atomic<bool> is_stopping{false};
    std::vector<std::thread> threads;

    Bell stopping;  // rung once; a thread that pauses waits for it

    mutable std::mutex mutex;
    std::deque<Unit> units;        // guarded by mutex
    std::optional<Error> trouble;  // guarded by mutex

    void run() {
        Worker worker(workers);
        std::uint64_t seen = 0;
        while (!is_stopping) {
            std::optional<Unit> unit;
            try {
                unit = take();
                if (unit) {
                    std::visit([&](auto& work) { handle(worker, work); }, *unit);
                    const std::lock_guard lock(mutex);
                    trouble.reset();
                    continue;
                }
                arrived.wait(seen, idle_wait);
            } catch (const Error& error) {
                note(error);
                if (unit) {
                    give_back(*unit);
                }
                std::uint64_t never_rung = 0;
                stopping.wait(never_rung, idle_wait);
            }
        }
    }

    /// A conflict is no trouble of the installation: somebody else has the arrival by now.
    void note(const Error& error) {
        const std::lock_guard lock(mutex);
        if (!trouble && error.kind() != ErrorKind::conflict) {
            trouble = error;
        }
    }

    std::optional<Unit> take() {
        const std::lock_guard lock(mutex);
        if (units.empty()) {
            claim();
        }
        if (units.empty()) {
            return std::nullopt;
        }
        auto unit = std::move(units.front());
        units.pop_front();
        return unit;
    }

    void claim() {
        std::vector<store::Arrival> documents;
        for (auto& arrival : store.claim_arrivals(claim_at_most)) {
            if (arrival.content.type != "xml") {
                units.emplace_back(OpenScan{std::move(arrival)});
                continue;
            }
            documents.push_back(std::move(arrival));
            if (documents.size() == xml_at_a_time) {
                units.emplace_back(ReadDocuments{std::exchange(documents, {})});
            }
        }
        if (!documents.empty()) {
            units.emplace_back(ReadDocuments{std::move(documents)});
        }
    }

    void release(const store::Arrival& arrival) {
        try {
            store.release_arrival(arrival.id);
        } catch (const Error& error) {
            note(error);  // the store itself is broken; a new process frees all claims
        }
    }

    /// The claims go back: the installation is broken (disk, models), or the program stops.
    void give_back(const Unit& unit) {
        if (const auto* scan = std::get_if<OpenScan>(&unit)) {
            release(scan->arrival);
        } else if (const auto* page = std::get_if<ReadOnePage>(&unit)) {
            give_back(*page->batch);
        } else {
            for (const auto& arrival : std::get<ReadDocuments>(unit).arrivals) {
                release(arrival);
            }
        }
    }

    /// The batch as a whole, once: its other pages are dropped from the work, and who still reads
    /// one of them does not store it.
    void give_back(Batch& batch) {
        {
            const std::lock_guard lock(batch.mutex);
            if (std::exchange(batch.is_given_back, true)) {
                return;
            }
        }
        {
            const std::lock_guard lock(mutex);
            std::erase_if(units, [&](const Unit& unit) {
                const auto* page = std::get_if<ReadOnePage>(&unit);
                return page != nullptr && page->batch.get() == &batch;
            });
        }
        release(batch.arrival);
    }

    void give_back_all() {
        while (!units.empty()) {
            const auto unit = std::move(units.front());
            units.pop_front();
            give_back(unit);
        }
    }

    void handle(Worker& worker, const OpenScan& unit) {
        const auto& arrival = unit.arrival;
        auto batch = std::make_shared<Batch>(arrival, catalogue);
        try {
            const auto& digest = arrival.content.digest;
            batch->pages =
                ask_twice([&] { return worker.look(blobs.path_of(digest), digest); }).pages;
        } catch (const Error& error) {
            if (blames_installation(error)) {
                throw;
            }
            reject(arrival, error);
            return;
        }
        store.set_pages(arrival.id, batch->pages);
        for (auto& page : store.pages(arrival.id)) {
            batch->read[page.page.number].push_back(
                {record::parse_page_reading(page.reading), page.image, page.media_type});
        }
        const bool has_some = !batch->read.empty();
        {
            // A resumed batch starts with its stored pages, before any thread adds to them.
            const std::lock_guard lock(mutex);
            for (int page = batch->pages; page >= 1; --page) {
                if (!batch->read.contains(page)) {
                    units.emplace_front(ReadOnePage{batch, page});
                }
            }
        }
        arrived.ring();
        if (has_some) {
            const std::lock_guard lock(batch->mutex);
            assemble(*batch);
        }
    }

    void handle(Worker& worker, const ReadOnePage& unit) {
        auto& batch = *unit.batch;
        const auto results = read_page(worker, batch, unit.page);
        if (results.empty()) {
            return;  // the only page of its file: the arrival was rejected
        }
        std::vector<stages::StoredReading> read;
        std::vector<store::StoredPage> pages;
        for (const auto& result : results) {
            auto& stored = read.emplace_back(
                stages::StoredReading{result.reading, std::nullopt, result.media_type});
            if (!result.image.empty() && stored.reading.kind != record::PageKind::blank &&
                stored.reading.kind != record::PageKind::separator) {
                stored.image = blobs.put(result.image);
            }
            pages.push_back({stored.reading.page, record::to_json(stored.reading), stored.image,
                             stored.media_type});
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

    /// The pages of one picture; none when its arrival was rejected.
    std::vector<PageResult> read_page(Worker& worker, const Batch& batch, int page) {
        const auto& digest = batch.arrival.content.digest;
        try {
            return ask_twice([&] { return worker.read_page(blobs.path_of(digest), digest, page); });
        } catch (const Error& error) {
            if (blames_installation(error)) {
                throw;
            }
            if (batch.pages == 1) {
                reject(batch.arrival, error);
                return {};
            }
            return {{unreadable(page, is_worker_trouble(error) ? "poison_page" : error.reason()),
                     {},
                     {}}};
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
                take_over(batch.assembler.add(std::move(page)));
            }
            ++batch.next_to_assemble;
        }
        const bool is_read = batch.next_to_assemble == batch.pages + 1;
        if (is_read) {
            ++batch.next_to_assemble;  // finished once
            take_over(batch.assembler.finish());
        }
        const auto first_new = static_cast<std::ptrdiff_t>(batch.items.size());
        for (const auto& record : records) {
            batch.items.push_back(new_item(record));
        }
        if (is_read) {
            // All of them: what a failed write left out before is made up for here.
            store.finish_arrivals({{batch.arrival.id, batch.items}});
            ++counts.documents;
        } else {
            for (auto item = batch.items.begin() + first_new; item != batch.items.end(); ++item) {
                store.add_item(batch.arrival.id, *item);
            }
        }
        if (is_read || !records.empty()) {
            done.ring();
        }
    }

    void handle(Worker& worker, const ReadDocuments& unit) {
        std::vector<XmlWork> work;
        for (const auto& arrival : unit.arrivals) {
            work.push_back({blobs.path_of(arrival.content.digest), arrival.content.digest,
                            arrival.received_at});
        }
        std::vector<XmlResult> results;
        try {
            results = ask_twice([&] { return worker.read_xml(work); });
        } catch (const Error& error) {
            if (blames_installation(error)) {
                throw;
            }
            one_by_one(worker, unit, error);
            return;
        }
        VERIFY(results.size() == unit.arrivals.size());
        std::vector<store::Store::ReadArrival> read;
        for (std::size_t i = 0; i < results.size(); ++i) {
            const auto& arrival = unit.arrivals[i];
            if (auto* xml = std::get_if<XmlRecord>(&results[i])) {
                read.push_back(
                    {arrival.id,
                     {{1, std::move(xml->form), std::move(xml->version), std::move(xml->record)}}});
                continue;
            }
            reject(arrival, std::get<Error>(results[i]));
        }
        store.finish_arrivals(read);
        counts.documents += static_cast<std::int64_t>(read.size());
        done.ring();
    }

    /// Some document of the handful kills the worker: find out which, alone it is rejected.
    void one_by_one(Worker& worker, const ReadDocuments& unit, const Error& error) {
        if (unit.arrivals.size() == 1) {
            reject(unit.arrivals.front(), error);
            return;
        }
        for (const auto& arrival : unit.arrivals) {
            handle(worker, ReadDocuments{{arrival}});
        }
    }

    void reject(const store::Arrival& arrival, const Error& error) {
        store.reject_arrival(arrival.id, is_worker_trouble(error) ? "poison" : error.reason(),
                             error.place(), error.what());
        ++counts.documents;
        done.ring();
    }
};

Head::Head(WorkerSettings workers, int threads, store::Store& store, store::Blobs& blobs,
           const form::FormCatalogue& catalogue, Bell& arrived, Bell& done)
    : state_(new State{std::move(workers), store, blobs, catalogue, arrived, done}) {
    for (int i = 0; i < threads; ++i) {
        state_->threads.emplace_back([state = state_.get()] { state->run(); });
    }
}

Head::~Head() {
    state_->is_stopping = true;
    state_->arrived.ring();
    state_->stopping.ring();
    for (auto& thread : state_->threads) {
        thread.join();
    }
    state_->give_back_all();
}

const HeadCounts& Head::counts() const {
    return state_->counts;
}

std::optional<Error> Head::trouble() const {
    const std::lock_guard lock(state_->mutex);
    return state_->trouble;
}

}  // namespace indgang::runner
