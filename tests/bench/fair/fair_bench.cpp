// SPDX-License-Identifier: MPL-2.0
// What a hostile batch costs the others: an application in XML that comes while 2,000 pages of 98
// million pixels are read, and how long the program takes to stop in the middle of such a page.
#include <chrono>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "pipeline/runner/runner.h"
#include "pipeline/service/door.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/sqlite/sqlite_store.h"
#include "schemas/core/random.h"
#include "tests/bench/bench.h"
#include "tests/bench/cpu_clock.h"
#include "tests/bench/fair/bomb.h"
#include "tests/bench/fair/poisoned.h"
#include "tests/bench/folder.h"
#include "tests/bench/xml/xml_documents.h"
#include "tests/bench/xml/xml_running.h"

namespace indgang::bench {

nlohmann::ordered_json fair_bench(const XmlOptions& options) {
    using namespace std::chrono_literals;
    constexpr int pages = 2000, side = 9899;
    constexpr auto until_all_read = 5s;  // workers have started, and each has a page
    const auto catalogue = form::FormCatalogue::load({options.forms});
    const auto document = make_documents(catalogue, options).front();
    const Folder folder;
    const Clock clock = system_clock();
    store::sqlite::SqliteStore store(folder.path(), store::Access::write, clock,
                                     ordered_ids(clock));
    store::Blobs blobs(folder.path() / "blobs", &store);
    auto runner = std::make_unique<runner::Runner>(runner_settings(options, folder.path()), store,
                                                   blobs, catalogue, clock);
    const auto wake = [&] { runner->wake(); };
    const service::Door scans{store, blobs, [](BytesView) { return std::string("tiff"); }, wake};
    const service::Door documents{store, blobs, [](BytesView) { return std::string("xml"); }, wake};
    const auto file = bomb(pages, side);
    (void)service::take_in(scans, file, "http", "", "");
    std::this_thread::sleep_for(until_all_read);
    const auto pages_before = runner->progress().pages;

    const double posted = wall_seconds();
    (void)service::take_in(documents, view_of(document.xml), "http", "", "");
    const auto settled = [&] {
        const auto items = store.ledger().items;
        return items.contains("ready") || items.contains("parked");
    };
    constexpr double patience_s = 120;
    while (!settled()) {
        if (wall_seconds() - posted > patience_s) {
            throw std::runtime_error("the application beside the batch is never settled");
        }
        std::this_thread::sleep_for(1ms);
    }
    const double settled_at = wall_seconds();
    std::this_thread::sleep_for(1s);
    const auto pages_read = runner->progress().pages;
    const double stopping = wall_seconds();
    runner.reset();
    const double stopped = wall_seconds();
    nlohmann::ordered_json figures{{"bomb_bytes", file.size()},
                                   {"bomb_pages", pages},
                                   {"bomb_pages_read", pages_read},
                                   {"bomb_pages_read_before", pages_before},
                                   {"xml_seconds_beside_bomb", settled_at - posted},
                                   {"stop_seconds", stopped - stopping}};
    figures.update(measure_poisoned(options, catalogue));
    return figures;
}

}  // namespace indgang::bench
