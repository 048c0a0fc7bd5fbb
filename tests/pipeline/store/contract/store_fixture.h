// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/store/desk_book.h"
#include "pipeline/store/store.h"
#include "schemas/core/random.h"
#include "schemas/error/error.h"
#include "tests/pipeline/store/folder.h"

/// What every implementation of the store does. These tests are linked into the test program of
/// each, which says what to open.
namespace indgang::store {

/// A store of the implementation under test. Errors: as its own opening.
[[nodiscard]] std::unique_ptr<Store> open_store(const std::filesystem::path& folder, Access access,
                                                Clock clock, IdSource ids);
/// The desk's book of a store that `open_store` gave.
[[nodiscard]] DeskBook& desk_book_of(Store& store);

/// A store in a folder of its own, with a clock that the test turns and ids that count.
class StoreTest : public ::testing::Test {
  protected:
    StoreTest() { open(); }
    /// Whatever a test did: what is kept of the ledger is what stands in the rows.
    void TearDown() override {
        if (store && has_true_ledger) {
            EXPECT_EQ(store->ledger(), store->recount());
        }
    }

    void open() {
        store = open_store(folder.path(), Access::write, clock(),
                           [this] { return "id" + std::to_string(++ids); });
    }
    [[nodiscard]] Clock clock() const {
        return [this] { return UtcTime(std::chrono::milliseconds(now_ms.load())); };
    }
    /// Another process that works with the same store.
    [[nodiscard]] std::unique_ptr<Store> another() {
        return open_store(folder.path(), Access::write, clock(),
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
    /// The same, for a destination, under a key of its own.
    std::string ready_for(const std::string& destination, const std::string& bytes) {
        const auto id = recorded(bytes);
        auto settlement = accepted("key of " + bytes);
        settlement.destination = destination;
        EXPECT_EQ(0, store->settle({{claim(id), settlement}}));
        return id;
    }
    Item claim(const std::string& id) {
        for (auto& item : store->claim_items(1000)) {
            if (item.id == id) {
                return item;
            }
        }
        throw Error(Reason::no_such_item, "test: the item was not to be had");
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
    bool has_true_ledger = true;  ///< false: rows were changed behind the store's back
};

}  // namespace indgang::store
