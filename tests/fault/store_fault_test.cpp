// SPDX-License-Identifier: MPL-2.0
// What happens to a store beside kills: a clock that stands wrong, damaged and missing files, a
// case system that gives a number twice. Each is done INDGANG_FAULT_TIMES times (default 3; 100 in
// `./run test --fault`), and each tells a row.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <atomic>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "pipeline/store/blobs.h"
#include "pipeline/store/sqlite/database/sql.h"
#include "pipeline/store/sqlite/sqlite_store.h"
#include "pipeline/store/waiting.h"
#include "schemas/error/error.h"
#include "tests/fault/full_disk.h"
#include "tests/fault/ledgers.h"

namespace indgang::fault {
namespace {

using store::ItemState;
using store::Store;
using namespace std::chrono_literals;

constexpr std::chrono::hours far_ahead{400 * 24};

int times() {
    int times = 3;
    if (const char* asked = ::getenv("INDGANG_FAULT_TIMES")) {
        const std::string_view text = asked;
        std::from_chars(text.data(), text.data() + text.size(), times);
    }
    return times;
}

class StoreFault : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "indgang-XXXXXX").string();
        ASSERT_NE(::mkdtemp(name.data()), nullptr);
        folder_ = name;
        open();
    }
    void TearDown() override {
        store_.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    void open() {
        store_.reset();
        store_ = std::make_unique<store::sqlite::SqliteStore>(
            folder_, store::Access::write, [this] { return now(); },
            [this] { return "id" + std::to_string(++ids_); });
    }
    [[nodiscard]] UtcTime now() const { return UtcTime(std::chrono::milliseconds(now_ms_)); }
    void wait(std::chrono::milliseconds time) { now_ms_ += time.count(); }
    /// An application in the outbox. Gives its id.
    std::string ready() {
        const auto bytes = "document " + std::to_string(ids_);
        const auto arrival = receive(bytes);
        store_->finish_arrivals({{arrival, {{1, "f", "1", "{}"}}}});
        for (const auto& item : store_->claim_items(100)) {
            store::Settlement settlement;
            settlement.record = "{}";
            settlement.idempotency_key = "k" + item.id;
            settlement.body = "{}";
            settlement.documents = "[]";
            EXPECT_EQ(store_->settle({{item, settlement}}), 0);
        }
        return arrival + "-1";
    }
    /// `key`: of the sender; `document`: the bytes are stored beside the arrival.
    std::string receive(const std::string& bytes, const std::string& key = {},
                        const std::string& document = {}) {
        return store_
            ->receive({Digest::of(view_of(bytes)), static_cast<std::int64_t>(bytes.size()), "file",
                       "", "xml", key},
                      view_of(document))
            .arrival;
    }
    template <typename Act>
    static std::string reason_of(const Act& act) {
        try {
            act();
        } catch (const Error& error) {
            return error.reason();
        }
        return "";
    }

    std::filesystem::path folder_;
    std::atomic<std::int64_t> now_ms_ = 1'800'000'000'000;
    int ids_ = 0;
    std::unique_ptr<Store> store_;
};

/// While the clock stands 400 days ahead a delivery and an application are told to wait. Neither
/// may wait 400 days when the clock is right again, nor be tried at once without end.
TEST_F(StoreFault, AClockThatStoodWrongStrandsNothing) {
    FaultRow row{"clock 400 days ahead while work is told to wait", times()};
    for (int i = 0; i < times(); ++i) {
        const auto id = ready();
        const auto waiting = receive("waits " + std::to_string(i));
        store_->finish_arrivals({{waiting, {{1, "f", "1", "{}"}}}});
        wait(far_ahead);
        for (const auto& entry : store_->claim_deliveries(10)) {
            store_->postpone_delivery(entry.item, "down", now() + 1min);
        }
        for (const auto& item : store_->claim_items(10)) {
            store_->postpone(item, "down", now() + 1min);
        }
        wait(-far_ahead);
        EXPECT_TRUE(store_->claim_deliveries(10).empty()) << "hurried";
        EXPECT_TRUE(store_->claim_items(10).empty()) << "hurried";
        wait(store::longest_wait);
        const auto entries = store_->claim_deliveries(10);
        const auto items = store_->claim_items(10);
        row.lost += entries.size() == 1 && items.size() == 1 ? 0 : 1;
        store_->delivered(id, "case " + id);
        for (const auto& item : items) {
            store_->park(item, "done");
        }
    }
    EXPECT_EQ(row.lost, 0);
    tell(row);
}

TEST_F(StoreFault, DamagedBytesAreMendedByTheSameBytes) {
    const std::string what = "a stored file damaged, then the same bytes again";
    FaultRow row{what, times()};
    int seen_damaged = 0;  // by who does not check the bytes
    store::Blobs blobs(folder_ / "blobs", store_.get());
    for (int i = 0; i < times(); ++i) {
        const auto bytes = "a scan " + std::to_string(i);
        const auto digest = blobs.put(view_of(bytes));
        std::filesystem::permissions(blobs.path_of(digest), std::filesystem::perms::owner_write,
                                     std::filesystem::perm_options::add);
        std::ofstream(blobs.path_of(digest)) << (i % 2 == 0 ? "" : "a scar 0");
        EXPECT_EQ(reason_of([&] { (void)blobs.get(digest); }), "blob_corrupt");
        std::ifstream stored(blobs.path_of(digest), std::ios::binary);
        seen_damaged += std::string(std::istreambuf_iterator<char>(stored), {}) == bytes ? 0 : 1;
        (void)blobs.put(view_of(bytes));
        row.lost += reason_of([&] { (void)blobs.get(digest); }).empty() ? 0 : 1;
        row.altered += blobs.get(digest) == bytes_of(bytes) ? 0 : 1;
    }
    EXPECT_EQ(row.lost + row.altered, 0);
    EXPECT_EQ(seen_damaged, times());
    tell(row);
    tell_control(what, seen_damaged);
}

TEST_F(StoreFault, ADamagedSmallDocumentIsMendedByTheSameBytes) {
    const std::string what = "a document within the database damaged, then the same bytes again";
    FaultRow row{what, times()};
    int seen_damaged = 0;  // by who does not check the bytes
    store::Blobs blobs(folder_ / "blobs", store_.get());
    for (int i = 0; i < times(); ++i) {
        const auto bytes = "<a>" + std::to_string(i) + "</a>";
        const std::vector digest{Digest::of(view_of(bytes))};
        const auto arrival = receive(bytes, "", bytes);
        store::sqlite::Connection(folder_ / "indgang.sqlite",
                                  store::sqlite::Connection::Mode::write)
            .run(
                "UPDATE documents SET bytes = x'00' WHERE arrival = "
                "(SELECT max(arrival) FROM documents)");
        EXPECT_EQ(reason_of([&] { (void)blobs.get(digest[0]); }), "blob_corrupt");
        seen_damaged += store_->documents(digest).at(0) == bytes_of(bytes) ? 0 : 1;
        row.doubled += receive(bytes, "", bytes) == arrival ? 0 : 1;
        row.lost += reason_of([&] { (void)blobs.get(digest[0]); }).empty() ? 0 : 1;
        row.altered += blobs.get(digest[0]) == bytes_of(bytes) ? 0 : 1;
    }
    EXPECT_EQ(row.lost + row.doubled + row.altered, 0);
    EXPECT_EQ(seen_damaged, times());
    tell(row);
    tell_control(what, seen_damaged);
}

/// The same application under two keys, settled by two threads at once: neither has seen the other.
/// The control arm does not say until when it looked for twins.
TEST_F(StoreFault, TheSameBytesUnderAnotherKeyAreNoSecondCaseUnseen) {
    const std::string what = "the same bytes under another key at the same time";
    FaultRow row{what, times()};
    const auto doubled_when = [&](bool looks) {
        const auto bytes = "same " + std::to_string(ids_);
        const auto first = receive(bytes, "k1 " + bytes), second = receive(bytes, "k2 " + bytes);
        EXPECT_NE(first, second);
        store_->finish_arrivals({{first, {{1, "f", "1", "{}"}}}, {second, {{1, "f", "1", "{}"}}}});
        const auto moment = store_->glance({}, "", "").moment;
        std::vector<store::Store::Settled> both;
        for (const auto& item : store_->claim_items(10)) {
            store::Settlement settlement;
            settlement.record = settlement.body = "{}";
            settlement.documents = "[]";
            settlement.idempotency_key = "k" + item.id;
            settlement.listing.cpr = "7001011234";
            settlement.listing.content = bytes;
            settlement.looked_until = looks ? std::optional(moment) : std::nullopt;
            both.push_back({item, settlement});
        }
        const int left_out = store_->settle(both);
        for (const auto& item : store_->claim_items(10)) {
            store_->park(item, "came_before");
        }
        for (const auto& entry : store_->claim_deliveries(10)) {
            store_->delivered(entry.item, "case " + entry.item);
        }
        return both.size() == 2 && left_out == 1 ? 0 : 1;
    };
    int control = 0;
    for (int i = 0; i < times(); ++i) {
        row.doubled += doubled_when(true);
        control += doubled_when(false);
    }
    EXPECT_EQ(row.doubled, 0);
    EXPECT_EQ(control, times());
    tell(row);
    tell_control(what, control);
}

/// The control arm counts what a store would have lost that said yes before the disk did.
TEST_F(StoreFault, AFullDiskRefusesAndLosesNothing) {
    const std::string what = "the disk takes nothing while documents come in";
    FaultRow row{what, times()};
    const auto stored = [&](const std::string& bytes) {
        return store::Blobs(folder_ / "blobs", store_.get()).get(Digest::of(view_of(bytes)));
    };
    int refused = 0;
    for (int i = 0; i < times(); ++i) {
        const auto before = "<before>" + std::to_string(i) + "</before>";
        const auto during = "<during>" + std::to_string(i) + "</during>";
        const auto arrival = receive(before, "", before);
        {
            const FullDisk disk;
            refused += reason_of([&] { (void)receive(during, "", during); }).empty() ? 0 : 1;
        }
        open();  // a write that failed in the middle ends the writer: somebody looks at the disk
        row.lost += store_->arrival(arrival) ? 0 : 1;
        row.altered += stored(before) == bytes_of(before) ? 0 : 1;
        row.lost += store_->arrival(receive(during, "", during)) ? 0 : 1;
        row.altered += stored(during) == bytes_of(during) ? 0 : 1;
    }
    row.doubled += static_cast<int>(store_->search_arrivals({}).total) == 2 * times() ? 0 : 1;
    EXPECT_EQ(row.lost + row.doubled + row.altered, 0);
    EXPECT_EQ(refused, times());
    tell(row);
    tell_control(what, refused);
}

TEST_F(StoreFault, AStoreWithoutItsDatabaseIsNotTakenForANewOne) {
    FaultRow row{"the database gone beside its files", times()};
    (void)store::Blobs(folder_ / "blobs", store_.get()).put(view_of(std::string("a scan")));
    store_.reset();
    for (int i = 0; i < times(); ++i) {
        for (const char* end : {"", "-wal", "-shm"}) {
            std::filesystem::remove((folder_ / "indgang.sqlite").string() + end);
        }
        if (i % 2 == 1) {
            std::ofstream(folder_ / "indgang.sqlite").flush();  // there, and empty
        }
        row.lost += reason_of([&] { open(); }) == "database_lost" ? 0 : 1;
    }
    EXPECT_EQ(row.lost, 0);
    tell(row);
}

TEST_F(StoreFault, AStoreWithoutItsFilesIsNotTakenForAWholeOne) {
    FaultRow row{"the files gone beside their database", times()};
    const std::filesystem::path blobs = folder_ / "blobs";
    for (int i = 0; i < times(); ++i) {
        const auto bytes = "a scan " + std::to_string(i);
        (void)store::Blobs(blobs, store_.get()).put(view_of(bytes));
        (void)receive(bytes);
        EXPECT_EQ(reason_of([&] { store_->check_files(blobs); }), "");
        std::filesystem::rename(blobs, folder_ / "elsewhere");
        row.lost += reason_of([&] { store_->check_files(blobs); }) == "blobs_lost" ? 0 : 1;
        std::filesystem::rename(folder_ / "elsewhere", blobs);
    }
    EXPECT_EQ(row.lost, 0);
    tell(row);
}

TEST_F(StoreFault, ACaseNumberThatIsGivenTwiceIsNoSecondCase) {
    FaultRow row{"one case number for two applications", times()};
    for (int i = 0; i < times(); ++i) {
        const auto first = ready(), second = ready();
        const auto number = "case " + std::to_string(i);
        (void)store_->claim_deliveries(10);
        store_->delivered(first, number);
        store_->delivered(second, number);
        row.doubled += store_->item(second)->state == ItemState::delivered ? 1 : 0;
        row.lost += store_->item(second)->reason == "case_number_twice" ? 0 : 1;
        EXPECT_EQ(store_->item(first)->case_number, number);
    }
    EXPECT_EQ(row.lost + row.doubled, 0);
    tell(row);
}

}  // namespace
}  // namespace indgang::fault
