// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <optional>
#include <string>
#include <vector>

#include "pipeline/watching/metrics.h"
#include "pipeline/watching/metrics_writer.h"
#include "tests/pipeline/service/installation.h"

namespace indgang::watching {

/// An installation and all that is watched of it, with what the test says of the rest.
struct Watched {
    service::Installation at;
    std::filesystem::path probe = at.folder / "probe";
    std::vector<crew::DependencyState> dependencies;
    WorkCounts work;
    std::chrono::milliseconds steady{0};
    Health health{
        {probe, {}, [this] { return dependencies; }}, at.store, [this] { return at.now; }};
    Traffic traffic;
    std::optional<Traffic> desk;
    ClockWatch clock_watch{[this] { return at.now; }, [this] { return steady; }};
    FolderBook folders;

    Watched() { std::filesystem::create_directory(probe); }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

    [[nodiscard]] MetricsSources sources() {
        return {at.store,
                health,
                traffic,
                desk ? &*desk : nullptr,
                clock_watch,
                folders,
                at.folder,
                [] { return http::ServerCounts{}; },
                [this] { return dependencies; },
                [this] { return work; },
                [] { return std::int64_t{0}; }};
    }
    void receive(const std::string& bytes, const std::string& type) {
        (void)at.store.receive({.digest = Digest::of(view_of(bytes)),
                                .size_bytes = static_cast<std::int64_t>(bytes.size()),
                                .channel = "http",
                                .name = "",
                                .type = type,
                                .sender_key = ""});
    }
    /// The database loses a table.
    void break_store() const {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open((at.folder / "indgang.sqlite").c_str(), &database), SQLITE_OK);
        EXPECT_EQ(
            sqlite3_exec(database, "ALTER TABLE outbox RENAME TO gone", nullptr, nullptr, nullptr),
            SQLITE_OK);
        sqlite3_close(database);
    }
};

}  // namespace indgang::watching
