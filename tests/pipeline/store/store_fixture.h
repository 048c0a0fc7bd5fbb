// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

#include "pipeline/store/sql.h"
#include "pipeline/store/store.h"
#include "schemas/core/error.h"

namespace indgang::store {

/// A folder that goes with the test.
class Folder {
  public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "indgang-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw Error(ErrorKind::internal, "no_folder", "test: no temporary folder");
        }
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// Takes out what version 5 added to a store in which nothing is closed, but for the columns of
/// `pages`, which version 3 made anew.
inline void undo_version_5(Connection& connection) {
    for (const char* statement :
         {"DROP TRIGGER arrival_with_cases_stays_read",
          "ALTER TABLE arrivals DROP COLUMN only_pages", "DROP INDEX arrivals_told",
          "DROP TABLE listings", "DROP TABLE acts", "DROP TABLE past_pages"}) {
        connection.run(statement);
    }
}

/// Takes out what version 7 of the database brought.
inline void take_out_destinations(Connection& connection) {
    for (const char* statement :
         {"DROP TRIGGER item_keeps_its_destination", "DROP TRIGGER outbox_keeps_its_key",
          "DROP INDEX outbox_by_destination", "ALTER TABLE items DROP COLUMN destination",
          "ALTER TABLE outbox DROP COLUMN destination",
          "CREATE TRIGGER outbox_keeps_its_key BEFORE UPDATE OF item, idempotency_key ON outbox "
          "BEGIN SELECT RAISE(ABORT, 'the key of a delivery never changes'); END"}) {
        connection.run(statement);
    }
}

/// Takes out what versions 6 and 7 of the database brought.
inline void take_out_small_documents(Connection& connection) {
    take_out_destinations(connection);
    for (const char* trigger :
         {"borrowed_record_stays", "arrival_is_counted", "arrival_is_counted_anew",
          "arrival_without_application_is_counted", "arrival_without_application_is_read_again",
          "item_is_counted", "item_is_counted_anew", "copy_is_counted", "copy_is_counted_anew"}) {
        connection.run(std::string("DROP TRIGGER ") + trigger);
    }
    connection.run("DROP TABLE sums");
    connection.run("DROP TABLE documents");
    connection.run("ALTER TABLE payloads DROP COLUMN record_at");
}

/// A store in a folder of its own, with a clock that the test turns and ids that count.
class StoreTest : public ::testing::Test {
  protected:
    StoreTest() { open(); }

    void open() {
        store = std::make_unique<Store>(
            folder.path(), Store::Access::write,
            [this] { return UtcTime(std::chrono::milliseconds(now_ms.load())); },
            [this] { return "id" + std::to_string(++ids); });
    }
    /// What a start after a crash sees: claims are gone, everything else is there.
    void reopen() {
        store.reset();
        open();
    }
    static NewArrival arrival_of(const std::string& bytes, const std::string& key = {}) {
        return {.digest = Digest::of(view_of(bytes)),
                .size_bytes = static_cast<std::int64_t>(bytes.size()),
                .channel = "file",
                .name = "x.xml",
                .type = "xml",
                .sender_key = key};
    }
    static NewItem item_of(int ordinal = 1) {
        return {.ordinal = ordinal, .form = "boligstoette", .version = "1", .record = "{}"};
    }
    static Settlement accepted(const std::string& key) {
        return {.record = R"({"settled":1})",
                .is_parked = false,
                .reason = {},
                .idempotency_key = key,
                .body = R"({"format":"indgang-case/1"})",
                .documents = "[]"};
    }
    static Settlement parked(const std::string& reason) {
        Settlement settlement;
        settlement.record = R"({"settled":2})";
        settlement.is_parked = true;
        settlement.reason = reason;
        return settlement;
    }
    /// An arrival that was read and holds `items` applications. Gives the id of the first.
    std::string recorded(const std::string& bytes, int items = 1) {
        const auto arrival = store->receive(arrival_of(bytes)).arrival;
        for (int ordinal = 1; ordinal <= items; ++ordinal) {
            (void)store->add_item(arrival, item_of(ordinal));
        }
        store->finish_arrivals({{arrival, {}}});
        return arrival + "-1";
    }
    /// An application that stands in the outbox under `key`.
    std::string ready(const std::string& bytes, const std::string& key) {
        const auto id = recorded(bytes);
        EXPECT_EQ(0, store->settle({{claim(id), accepted(key)}}));
        return id;
    }
    Item claim(const std::string& id) {
        for (auto& item : store->claim_items(1000)) {
            if (item.id == id) {
                return item;
            }
        }
        throw Error(ErrorKind::not_found, "not_claimed", "test: the item was not to be had");
    }
    [[nodiscard]] ItemState state_of(const std::string& id) const {
        return store->item(id).value().state;
    }
    [[nodiscard]] std::vector<std::string> told(const std::string& subject) const {
        std::vector<std::string> what;
        for (const auto& event : store->events(subject)) {
            what.push_back(event.what);
        }
        return what;
    }
    /// The reason of the Error that `act` throws; "nothing" when it throws none.
    template <typename Act>
    static std::string trouble_of(Act act) {
        try {
            act();
        } catch (const Error& error) {
            return std::string(name_of(error.kind())) + ':' + error.reason();
        }
        return "nothing";
    }

    Folder folder;
    std::atomic<std::int64_t> now_ms = 1'000'000;
    std::atomic<int> ids = 0;
    std::unique_ptr<Store> store;
};

}  // namespace indgang::store
