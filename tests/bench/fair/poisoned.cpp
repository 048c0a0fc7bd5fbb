// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/fair/poisoned.h"

#include <chrono>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

#include "pipeline/runner/runner.h"
#include "pipeline/service/door.h"
#include "pipeline/store/blobs.h"
#include "pipeline/store/sqlite/sqlite_store.h"
#include "schemas/core/random.h"
#include "tests/bench/cpu_clock.h"
#include "tests/bench/folder.h"
#include "tests/bench/xml/xml_running.h"

namespace indgang::bench {
namespace {

constexpr int good_files = 1'000, poisoned_files = 100;

Bytes sample_page() {
    std::ifstream file(std::string(INDGANG_SOURCE_DIR) + "/samples/paper/page-sp501-2.png",
                       std::ios::binary);
    Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    if (bytes.empty()) {
        throw std::runtime_error("the sample page is not there");
    }
    return bytes;
}

/// The same picture in a file of its own: what follows a PNG's end is not looked at.
Bytes numbered(Bytes bytes, int number) {
    const auto text = std::to_string(number);
    bytes.insert(bytes.end(), text.begin(), text.end());
    return bytes;
}

Bytes damaged(Bytes bytes, int number, std::mt19937& random) {
    constexpr std::size_t signature_bytes = 8;
    std::uniform_int_distribution<std::size_t> at(signature_bytes, bytes.size() - 1);
    if (number % 2 == 0) {
        bytes.resize(at(random));
    } else {
        for (int i = 0; i < 8; ++i) {
            bytes[at(random)] ^= static_cast<std::uint8_t>(1U << (random() % 8));
        }
    }
    return numbered(std::move(bytes), number);
}

struct Settled {
    double seconds = 0;
    std::int64_t applications = 0;
};

Settled settle(const XmlOptions& options, const form::FormCatalogue& catalogue, bool with_poison) {
    const Folder folder;
    store::sqlite::SqliteStore store(folder.path(), store::Access::write, system_clock(),
                                     random_ids());
    store::Blobs blobs(folder.path() / "blobs", &store);
    const service::Door door{store, blobs, [](BytesView) { return std::string("png"); }, {}};
    const auto page = sample_page();
    std::mt19937 random(options.seed);
    for (int i = 0; i < good_files; ++i) {
        (void)service::take_in(door, numbered(page, i), "folder", "", "");
        if (with_poison && i % (good_files / poisoned_files) == 0) {
            (void)service::take_in(door, damaged(page, good_files + i, random), "folder", "", "");
        }
    }
    const double started = wall_seconds();
    runner::Runner runner(runner_settings(options, folder.path()), store, blobs, catalogue,
                          system_clock());
    constexpr double patience_s = 900;
    while (store.has_open_work()) {
        if (wall_seconds() - started > patience_s) {
            throw std::runtime_error("the scans are never settled");
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    Settled settled{wall_seconds() - started, 0};
    for (const auto& [state, count] : store.ledger().items) {
        settled.applications += count;
    }
    return settled;
}

}  // namespace

nlohmann::ordered_json measure_poisoned(const XmlOptions& options,
                                        const form::FormCatalogue& catalogue) {
    const auto alone = settle(options, catalogue, false);
    const auto beside = settle(options, catalogue, true);
    return {{"good_files", good_files},
            {"poisoned_files", poisoned_files},
            {"good_files_read_alone", alone.applications},
            {"good_files_read", beside.applications},
            {"throughput_with_poison", alone.seconds / beside.seconds}};
}

}  // namespace indgang::bench
