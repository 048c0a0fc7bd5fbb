// SPDX-License-Identifier: MPL-2.0
// From arrivals to applications, with all workers on all batches.
//
// The unit of work is a page (or a handful of XML documents). A thread takes the next page of the
// oldest open batch; only when no open batch has pages left is another arrival claimed. Pages come
// back in any order; the batch's Assembler gets them in the order of the scan, so the applications
// of a batch and their numbers do not depend on the number of workers. Every page reading is stored
// at once: after a crash only the pages in work are read again.
#include "pipeline/runner/head.h"

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
constexpr int page_attempts = 2;           // then the page is poison
constexpr std::chrono::milliseconds idle_wait{500};

/// One scanned arrival in work. `mutex` guards everything below it.
struct Batch {
    Batch(store::Arrival of, const form::FormCatalogue& catalogue)
        : arrival(std::move(of)),
          assembler(catalogue, {arrival.content.digest, arrival.received_at}) {}

    const store::Arrival arrival;
    int pages = 0;  // constant after the batch is opened

    std::mutex mutex;
    std::map<int, stages::StoredReading> read;
    stages::Assembler assembler;
    int next_to_assemble = 1;
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

bool blames_input(const Error& error) {
    return error.kind() == ErrorKind::bad_input || error.kind() == ErrorKind::limit;
}

bool is_worker_trouble(const Error& error) {
    return error.reason() == "worker_died" || error.reason() == "worker_slow";
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

    mutable std::mutex mutex;
    std::deque<Unit> units;  // guarded by mutex
    std::string trouble;     // guarded by mutex

    void run() {
        Worker worker(workers);
        std::uint64_t seen = 0;
        while (!is_stopping) {
            auto unit = take();
            if (!unit) {
                arrived.wait(seen, idle_wait);
                continue;
            }
            try {
                std::visit([&](auto& work) { handle(worker, work); }, *unit);
            } catch (const Error& error) {
                give_back(*unit, error);
            }
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

    /// The installation is broken (disk, models): what was claimed goes back and the thread waits.
    void give_back(const Unit& unit, const Error& error) {
        {
            const std::lock_guard lock(mutex);
            if (trouble.empty()) {
                trouble = error.what();
            }
        }
        const auto release = [&](const store::Arrival& arrival) {
            try {
                store.release_arrival(arrival.id);
            } catch (const Error&) {
                // The store itself is broken; a new process frees all claims.
            }
        };
        if (const auto* scan = std::get_if<OpenScan>(&unit)) {
            release(scan->arrival);
        } else if (const auto* page = std::get_if<ReadOnePage>(&unit)) {
            release(page->batch->arrival);
        } else {
            for (const auto& arrival : std::get<ReadDocuments>(unit).arrivals) {
                release(arrival);
            }
        }
        std::uint64_t seen = 0;
        arrived.wait(seen, idle_wait);
    }

    void handle(Worker& worker, const OpenScan& unit) {
        const auto& arrival = unit.arrival;
        auto batch = std::make_shared<Batch>(arrival, catalogue);
        try {
            batch->pages =
                worker.look(blobs.path_of(arrival.content.digest), arrival.content.digest).pages;
        } catch (const Error& error) {
            if (!blames_input(error) && !is_worker_trouble(error)) {
                throw;
            }
            reject(arrival, error);
            return;
        }
        store.set_pages(arrival.id, batch->pages);
        for (auto& page : store.pages(arrival.id)) {
            batch->read[page.page] = {record::parse_page_reading(page.reading), page.image,
                                      page.media_type};
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
        auto result = read_page(worker, batch, unit.page);
        if (!result) {
            return;  // the only page of its file: the arrival was rejected
        }
        stages::StoredReading stored{std::move(result->reading), std::nullopt,
                                     std::move(result->media_type)};
        if (!result->image.empty() && stored.reading.kind != record::PageKind::blank &&
            stored.reading.kind != record::PageKind::separator) {
            stored.image = blobs.put(result->image);
        }
        store.put_page(batch.arrival.id, {unit.page, record::to_json(stored.reading), stored.image,
                                          stored.media_type});
        ++counts.pages;
        const std::lock_guard lock(batch.mutex);
        batch.read[unit.page] = std::move(stored);
        assemble(batch);
    }

    std::optional<PageResult> read_page(Worker& worker, const Batch& batch, int page) {
        const auto& digest = batch.arrival.content.digest;
        for (int attempt = 1;; ++attempt) {
            try {
                return worker.read_page(blobs.path_of(digest), digest, page);
            } catch (const Error& error) {
                if (is_worker_trouble(error) && attempt < page_attempts) {
                    continue;
                }
                if (!blames_input(error) && !is_worker_trouble(error)) {
                    throw;
                }
                if (batch.pages == 1) {
                    reject(batch.arrival, error);
                    return std::nullopt;
                }
                return PageResult{
                    unreadable(page, is_worker_trouble(error) ? "poison_page" : error.reason()),
                    {},
                    {}};
            }
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
            auto page = batch.read.extract(batch.next_to_assemble);
            take_over(batch.assembler.add(std::move(page.mapped())));
            ++batch.next_to_assemble;
        }
        const bool is_read = batch.next_to_assemble == batch.pages + 1;
        if (is_read) {
            ++batch.next_to_assemble;  // finished once
            take_over(batch.assembler.finish());
        }
        std::vector<store::NewItem> items;
        for (const auto& record : records) {
            items.push_back(new_item(record));
        }
        if (is_read) {
            store.finish_arrivals({{batch.arrival.id, std::move(items)}});
            ++counts.documents;
        } else {
            for (const auto& item : items) {
                store.add_item(batch.arrival.id, item);
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
            results = worker.read_xml(work);
        } catch (const Error& error) {
            if (!is_worker_trouble(error)) {
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
            const auto& error = std::get<Error>(results[i]);
            if (!blames_input(error)) {
                throw error;
            }
            reject(arrival, error);
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
    for (auto& thread : state_->threads) {
        thread.join();
    }
}

const HeadCounts& Head::counts() const {
    return state_->counts;
}

std::string Head::trouble() const {
    const std::lock_guard lock(state_->mutex);
    return state_->trouble;
}

}  // namespace indgang::runner
