// SPDX-License-Identifier: MPL-2.0
#include <sys/stat.h>

#include <fstream>

#include "pipeline/store/schema.h"
#include "pipeline/store/sql.h"
#include "tests/pipeline/store/store_fixture.h"

namespace indgang::store {
namespace {

using Opening = StoreTest;

std::filesystem::path database_in(const Folder& folder) {
    return folder.path() / "indgang.sqlite";
}

std::string trouble_of_opening(const Folder& folder, Store::Access access) {
    try {
        const Store store(
            folder.path(), access, [] { return UtcTime{}; }, [] { return ""; });
    } catch (const Error& error) {
        return error.reason();
    }
    return "nothing";
}

TEST_F(Opening, SecondWriterIsRefused) {
    EXPECT_EQ(trouble_of_opening(folder, Store::Access::write), "store_in_use");
}

TEST_F(Opening, ReaderLooksBesideTheWriter) {
    const auto id = store->receive(arrival_of("a")).arrival;
    const Store reader(
        folder.path(), Store::Access::read, [] { return UtcTime{}; }, [] { return ""; });
    EXPECT_TRUE(reader.arrival(id));
    const auto later = store->receive(arrival_of("b")).arrival;
    EXPECT_TRUE(reader.arrival(later));
}

TEST_F(Opening, ReaderCannotWrite) {
    Store reader(
        folder.path(), Store::Access::read, [] { return UtcTime{}; }, [] { return ""; });
    EXPECT_EQ(trouble_of([&] { (void)reader.receive(arrival_of("a")); }),
              "internal:store_read_only");
}

TEST_F(Opening, WritesAreFullySynchronousAndForgetSecurely) {
    Connection connection(database_in(folder), Connection::Mode::write);
    constexpr int full = 2;
    EXPECT_EQ(connection.number("PRAGMA synchronous"), full);
    EXPECT_EQ(connection.number("PRAGMA secure_delete"), 1);
    EXPECT_EQ(connection.number("PRAGMA foreign_keys"), 1);
    EXPECT_EQ(std::get<0>(connection.rows<std::string>("PRAGMA journal_mode").front()), "wal");
}

TEST_F(Opening, DatabaseSaysWhoseItIsAndItsVersion) {
    Connection connection(database_in(folder), Connection::Mode::read);
    EXPECT_EQ(connection.number("PRAGMA application_id"), application_id);
    EXPECT_EQ(connection.number("PRAGMA user_version"), schema_version());
}

/// Makes the table of pages what it was in version 2, and takes out what came later.
void go_back_to_version_2(const Folder& folder) {
    Connection connection(database_in(folder), Connection::Mode::write);
    take_out_small_documents(connection);
    for (const char* statement :
         {"DROP TABLE pages",
          "CREATE TABLE pages (arrival INTEGER NOT NULL REFERENCES arrivals (number), "
          "page INTEGER NOT NULL CHECK (page >= 1), reading TEXT NOT NULL, image TEXT NOT NULL, "
          "media_type TEXT NOT NULL, UNIQUE (arrival, page))",
          "INSERT INTO pages SELECT number, 2, 'two', '', '' FROM arrivals",
          "INSERT INTO pages SELECT number, 1, 'one', '', 'image/png' FROM arrivals",
          "DROP TRIGGER record_is_kept", "DROP TABLE past_records", "PRAGMA user_version=2"}) {
        connection.run(statement);
    }
    undo_version_5(connection);
}

TEST_F(Opening, PagesOfVersion2AreWholePictures) {
    const auto id = store->receive(arrival_of("a")).arrival;
    store.reset();
    go_back_to_version_2(folder);
    open();
    const auto pages = store->pages(id);
    ASSERT_EQ(pages.size(), 2u);
    EXPECT_EQ(pages[0].page, PagePlace(1));
    EXPECT_EQ(pages[0].reading, "one");
    EXPECT_EQ(pages[0].media_type, "image/png");
    EXPECT_EQ(pages[1].page, PagePlace(2));
}

TEST_F(Opening, OfVersion5WhatThereIsIsCountedAndDeliveredAsItStands) {
    store->dead_letter(ready("a", "k1"), "refused");
    store->retry("id1-1", {"u1", "operator", ""});
    store->delivered(ready("b", "k2"), "2026-1");
    store->finish_arrivals({{store->receive(arrival_of("blank")).arrival, {}}});
    store.reset();
    {
        Connection connection(database_in(folder), Connection::Mode::write);
        take_out_small_documents(connection);
        connection.run("PRAGMA user_version=5");
    }
    open();
    const auto sums = store->sums();
    const auto ledger = store->ledger();
    EXPECT_EQ(sums.arrivals, ledger.arrivals);
    EXPECT_EQ(sums.items, ledger.items);
    EXPECT_EQ(sums.copies, ledger.copies);
    EXPECT_EQ(sums.arrivals_without_application, 1);
    EXPECT_EQ(store->claim_deliveries(1).front().body, R"({"format":"indgang-case/1"})");
}

/// Everything in the folder that somebody else than the owner may touch.
std::vector<std::string> open_to_others(const std::filesystem::path& folder) {
    using std::filesystem::perms;
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if ((entry.status().permissions() & (perms::group_all | perms::others_all)) !=
            perms::none) {
            found.push_back(entry.path().filename().string());
        }
    }
    return found;
}

TEST(OpeningOthers, FolderAndDatabaseAreForTheOwnerAlone) {
    const Folder folder;
    const auto before = ::umask(0);
    Store store(
        folder.path() / "store", Store::Access::write, [] { return UtcTime{}; },
        [] { return "id"; });
    (void)store.has_open_work();
    ::umask(before);
    EXPECT_EQ(open_to_others(folder.path()), std::vector<std::string>{});
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "store" / "indgang.sqlite-wal"));
    EXPECT_EQ(open_to_others(folder.path() / "store"), std::vector<std::string>{});
}

TEST(OpeningOthers, DatabaseThatWasOpenToOthersIsClosedToThem) {
    const Folder folder;
    EXPECT_EQ(trouble_of_opening(folder, Store::Access::write), "nothing");
    std::filesystem::permissions(database_in(folder), std::filesystem::perms::all);
    EXPECT_EQ(trouble_of_opening(folder, Store::Access::write), "nothing");
    EXPECT_EQ(open_to_others(folder.path()), std::vector<std::string>{});
}

TEST(OpeningOthers, NewerDatabaseIsRefused) {
    const Folder folder;
    EXPECT_EQ(trouble_of_opening(folder, Store::Access::write), "nothing");
    {
        Connection connection(database_in(folder), Connection::Mode::write);
        connection.run("PRAGMA user_version=" + std::to_string(schema_version() + 1));
    }
    EXPECT_EQ(trouble_of_opening(folder, Store::Access::write), "store_newer");
    EXPECT_EQ(trouble_of_opening(folder, Store::Access::read), "store_newer");
}

TEST(OpeningOthers, ForeignDatabaseIsRefusedAndNotTouched) {
    const Folder folder;
    {
        Connection connection(database_in(folder), Connection::Mode::write);
        connection.run("CREATE TABLE somebody_elses (x)");
    }
    EXPECT_EQ(trouble_of_opening(folder, Store::Access::write), "store_foreign");
    Connection connection(database_in(folder), Connection::Mode::read);
    EXPECT_EQ(connection.number("SELECT count(*) FROM sqlite_master"), 1);
}

TEST(OpeningOthers, FileThatIsNoDatabaseIsRefused) {
    const Folder folder;
    std::ofstream(database_in(folder)) << std::string(5000, 'x');
    EXPECT_NE(trouble_of_opening(folder, Store::Access::write), "nothing");
}

TEST(OpeningOthers, AbsentStoreCannotBeLookedAt) {
    const Folder folder;
    EXPECT_EQ(trouble_of_opening(folder, Store::Access::read), "store_absent");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

/// What no method of the store does, and no later defect of it may do either.
class Triggers : public StoreTest {
  protected:
    std::string trouble_of_sql(const std::string& sql) {
        Connection connection(database_in(folder), Connection::Mode::write);
        return trouble_of([&] { connection.run(sql); });
    }
};

TEST_F(Triggers, DeliveredApplicationNeverChanges) {
    store->delivered(ready("a", "k"), "2026-1");
    EXPECT_EQ(trouble_of_sql("UPDATE items SET reason = 'x'"), "conflict:not_allowed");
    EXPECT_EQ(trouble_of_sql("UPDATE items SET state = 'recorded', case_number = ''"),
              "conflict:not_allowed");
}

TEST_F(Triggers, OnlyKnownStepsAreTaken) {
    (void)recorded("a");
    EXPECT_EQ(trouble_of_sql("UPDATE items SET state = 'dead'"), "conflict:not_allowed");
    EXPECT_EQ(trouble_of_sql("UPDATE items SET state = 'delivered', case_number = 'x'"),
              "conflict:not_allowed");
    EXPECT_EQ(trouble_of_sql("UPDATE items SET state = 'waiting'"), "nothing");
}

TEST_F(Triggers, EndedArrivalAndItsBytesNeverChange) {
    (void)recorded("a");
    EXPECT_EQ(trouble_of_sql("UPDATE arrivals SET state = 'received'"), "conflict:not_allowed");
    EXPECT_EQ(trouble_of_sql("UPDATE arrivals SET digest = digest"), "conflict:not_allowed");
}

TEST_F(Triggers, KeyAndBytesOfADeliveryNeverChangeAndStayUntilItIsDelivered) {
    store->dead_letter(ready("a", "k"), "refused");
    EXPECT_EQ(trouble_of_sql("UPDATE outbox SET idempotency_key = 'x'"), "conflict:not_allowed");
    EXPECT_EQ(trouble_of_sql("UPDATE payloads SET body = 'x'"), "conflict:not_allowed");
    EXPECT_EQ(trouble_of_sql("DELETE FROM outbox"), "conflict:not_allowed");
    EXPECT_EQ(trouble_of_sql("UPDATE items SET state = 'recorded'"), "conflict:not_allowed");
}

TEST_F(Triggers, EventsNeverChange) {
    (void)recorded("a");
    EXPECT_EQ(trouble_of_sql("UPDATE events SET detail = 'x'"), "conflict:not_allowed");
}

}  // namespace
}  // namespace indgang::store
