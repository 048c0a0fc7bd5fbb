// SPDX-License-Identifier: MPL-2.0
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include "pipeline/store/sqlite/database/file_lock.h"
#include "pipeline/store/sqlite/database/schema.h"
#include "pipeline/store/sqlite/database/sql.h"
#include "tests/pipeline/store/sqlite/sqlite_fixture.h"

namespace indgang::store::sqlite {
namespace {

using Opening = SqliteTest;

std::string trouble_of_opening(const Folder& folder, Access access) {
    try {
        const SqliteStore store(
            folder.path(), access, [] { return UtcTime{}; }, [] { return ""; });
    } catch (const Error& error) {
        return error.reason();
    }
    return "nothing";
}

TEST_F(Opening, SeveralProcessesWriteAtTheSameTime) {
    EXPECT_EQ(trouble_of_opening(folder, Access::write), "nothing");
}

TEST_F(Opening, NobodyChangesTheLayoutUnderAnothersHands) {
    run("PRAGMA user_version=6");
    EXPECT_EQ(trouble_of_opening(folder, Access::write), "store_in_use");
    EXPECT_EQ(number("PRAGMA user_version"), 6);
    run("PRAGMA user_version=" + std::to_string(schema_version()));
}

TEST_F(Opening, AProgramThatKnowsNoLeasesWorksAlone) {
    store.reset();
    FileLock earlier(folder.path() / "lock");
    ASSERT_TRUE(earlier.take());
    EXPECT_EQ(trouble_of_opening(folder, Access::write), "store_in_use");
}

TEST(OpeningTogether, MakesOneStore) {
    const Folder folder;
    constexpr int processes = 6;
    std::vector<std::thread> opening;
    std::vector<std::string> troubles(processes);
    for (auto& trouble : troubles) {
        opening.emplace_back([&] { trouble = trouble_of_opening(folder, Access::write); });
    }
    for (auto& one : opening) {
        one.join();
    }
    EXPECT_EQ(troubles, std::vector<std::string>(processes, "nothing"));
}

TEST_F(Opening, ReaderLooksBesideTheWriter) {
    const auto id = store->receive(arrival_of("a")).arrival;
    const SqliteStore reader(
        folder.path(), Access::read, [] { return UtcTime{}; }, [] { return ""; });
    EXPECT_TRUE(reader.arrival(id));
    const auto later = store->receive(arrival_of("b")).arrival;
    EXPECT_TRUE(reader.arrival(later));
}

TEST_F(Opening, ReaderCannotWrite) {
    SqliteStore reader(
        folder.path(), Access::read, [] { return UtcTime{}; }, [] { return ""; });
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

TEST_F(Opening, OfVersionOneCopiesAreWantedFromTheMigrationOn) {
    const auto delivered = [&](const std::string& bytes) {
        auto given = arrival_of(bytes);
        given.type = "tiff";
        const auto arrival = store->receive(given).arrival;
        (void)store->add_item(arrival, item_of(1));
        store->finish_arrivals({{arrival, {}}});
        EXPECT_EQ(0, store->settle({{claim(arrival + "-1"), accepted("k-" + bytes)}}));
        store->delivered(arrival + "-1", "2026-" + bytes);
        return arrival + "-1";
    };
    const auto before = delivered("a");
    store.reset();
    {
        // What version 2 added goes, so that this is a store as version 1 left it.
        Connection connection(database_in(folder), Connection::Mode::write);
        take_out_small_documents(connection);
        connection.run("DROP TABLE copies");
        connection.run("DROP TRIGGER record_is_kept");
        connection.run("DROP TABLE past_records");
        undo_version_5(connection);
        connection.run("PRAGMA user_version=1");
    }
    open();
    EXPECT_FALSE(store->copy(before));
    EXPECT_EQ(store->item(before).value().case_number, "2026-a");
    EXPECT_EQ(store->copy(delivered("b")).value().state, CopyState::wanted);
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
    EXPECT_EQ(store->ledger(), store->recount());
    EXPECT_EQ(store->ledger().arrivals_without_application, 1);
    EXPECT_EQ(store->claim_deliveries(1).front().body, R"({"format":"indgang-case/1"})");
}

TEST_F(Opening, OfVersion9TheLedgerIsCountedOnceMore) {
    const auto second = ready("b", "k2");
    store->delivered(ready("a", "k1"), "2026-1");
    store->finish_arrivals({{store->receive(arrival_of("lost")).arrival, {}}});
    store.reset();
    {
        Connection connection(database_in(folder), Connection::Mode::write);
        take_out_kept_ledger(connection);
        connection.run(
            "UPDATE items SET state = 'delivered', case_number = '2026-1' "
            "WHERE state = 'ready'");
        connection.run("PRAGMA user_version=9");
    }
    open();
    EXPECT_EQ(store->ledger(), store->recount());
    EXPECT_EQ(store->ledger().read_arrivals_without_item, 1);
    EXPECT_EQ(store->ledger().case_numbers_twice, 1);
    EXPECT_EQ(state_of(second), ItemState::delivered);
    (void)store->receive(arrival_of("c"));
    EXPECT_EQ(store->ledger().arrivals.at("received"), 1);
}

TEST_F(Opening, OfVersion14PartsOfFeedsStayAndHaveNoNames) {
    const auto feed = store->receive(arrival_of("<alle/>")).arrival;
    ASSERT_EQ(store->claim_arrivals(1, Lane::documents).size(), 1U);
    store->take_for_feed(feed);
    ASSERT_EQ(store->claim_arrivals(1, Lane::feeds).size(), 1U);
    const NewPart part{.number = 1,
                       .line = 3,
                       .name = {},
                       .arrival = arrival_of("scan"),
                       .document = {},
                       .refusal = {}};
    store->take_parts(feed, {&part, 1});
    store.reset();
    {
        Connection connection(database_in(folder), Connection::Mode::write);
        take_out_zips(connection);
        connection.run("PRAGMA user_version=14");
    }
    open();
    const auto parts = store->parts(feed, 0, 10);
    ASSERT_EQ(parts.size(), 1U);
    EXPECT_EQ(parts[0].line, 3);
    EXPECT_EQ(parts[0].name, "");
    EXPECT_EQ(store->claim_arrivals(1, Lane::feeds).size(), 1U);
    auto zip = arrival_of("PK");
    zip.type = zip_type;
    (void)store->receive(zip);
    EXPECT_TRUE(store->claim_arrivals(5, Lane::scans).empty());
    EXPECT_EQ(store->claim_arrivals(5, Lane::feeds).size(), 1U);
}

TEST_F(Opening, OfVersion15JsonIsReadInTheLaneOfDocuments) {
    auto given = arrival_of("{}");
    given.type = "json";
    (void)store->receive(given);
    store.reset();
    {
        Connection connection(database_in(folder), Connection::Mode::write);
        take_out_json(connection);
        connection.run("PRAGMA user_version=15");
    }
    open();
    EXPECT_EQ(store->waiting(Lane::documents, 5), 1);
    EXPECT_EQ(store->waiting(Lane::scans, 5), 0);
    EXPECT_TRUE(store->has_arrivals_to_read());
    EXPECT_TRUE(store->has_open_work());
    EXPECT_TRUE(store->claim_arrivals(5, Lane::scans).empty());
    EXPECT_EQ(store->claim_arrivals(5, Lane::documents).size(), 1U);
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
    SqliteStore store(
        folder.path() / "store", Access::write, [] { return UtcTime{}; }, [] { return "id"; });
    (void)store.has_open_work();
    ::umask(before);
    EXPECT_EQ(open_to_others(folder.path()), std::vector<std::string>{});
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "store" / "indgang.sqlite-wal"));
    EXPECT_EQ(open_to_others(folder.path() / "store"), std::vector<std::string>{});
}

TEST(OpeningOthers, DatabaseThatWasOpenToOthersIsClosedToThem) {
    const Folder folder;
    EXPECT_EQ(trouble_of_opening(folder, Access::write), "nothing");
    std::filesystem::permissions(database_in(folder), std::filesystem::perms::all);
    EXPECT_EQ(trouble_of_opening(folder, Access::write), "nothing");
    EXPECT_EQ(open_to_others(folder.path()), std::vector<std::string>{});
}

TEST(OpeningOthers, NewerDatabaseIsRefused) {
    const Folder folder;
    EXPECT_EQ(trouble_of_opening(folder, Access::write), "nothing");
    {
        Connection connection(database_in(folder), Connection::Mode::write);
        connection.run("PRAGMA user_version=" + std::to_string(schema_version() + 1));
    }
    EXPECT_EQ(trouble_of_opening(folder, Access::write), "store_newer");
    EXPECT_EQ(trouble_of_opening(folder, Access::read), "store_newer");
}

TEST(OpeningOthers, ForeignDatabaseIsRefusedAndNotTouched) {
    const Folder folder;
    {
        Connection connection(database_in(folder), Connection::Mode::write);
        connection.run("CREATE TABLE somebody_elses (x)");
    }
    EXPECT_EQ(trouble_of_opening(folder, Access::write), "store_foreign");
    Connection connection(database_in(folder), Connection::Mode::read);
    EXPECT_EQ(connection.number("SELECT count(*) FROM sqlite_master"), 1);
}

/// The names of all that is in a folder.
std::vector<std::string> names_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        names.push_back(entry.path().lexically_relative(folder).string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// What a lost or damaged store says to whoever opens it: the same to all, with the place of the
/// database and what to do.
void expect_refused(const Folder& folder, const std::string& reason) {
    const auto before = names_in(folder.path());
    for (const auto access : {Access::write, Access::amend, Access::read}) {
        try {
            const SqliteStore store(
                folder.path(), access, [] { return UtcTime{}; }, [] { return ""; });
            FAIL() << "was opened";
        } catch (const Error& error) {
            EXPECT_EQ(error.reason(), reason);
            EXPECT_THAT(error.what(), ::testing::HasSubstr(database_in(folder).string()));
            EXPECT_THAT(error.what(), ::testing::HasSubstr("back from a backup"));
        }
        EXPECT_EQ(names_in(folder.path()), before) << "left as it was found";
    }
}

TEST(OpeningOthers, FileThatIsNoDatabaseIsRefused) {
    const Folder folder;
    std::ofstream(database_in(folder)) << std::string(5000, 'x');
    expect_refused(folder, "store_corrupt");
}

TEST(OpeningOthers, ADatabaseThatIsGoneBesideItsFilesIsLost) {
    const Folder folder;
    std::filesystem::create_directories(folder.path() / "blobs" / "ab");
    std::ofstream(folder.path() / "blobs" / "ab" / "abcd") << "a scan";
    expect_refused(folder, "database_lost");
}

TEST(OpeningOthers, AnEmptyDatabaseBesideAFolderOfFilesIsLost) {
    const Folder folder;
    std::filesystem::create_directories(folder.path() / "blobs" / "writing");
    std::ofstream(database_in(folder)).flush();
    expect_refused(folder, "database_lost");
}

TEST(OpeningOthers, AnEmptyDatabaseIsNothingToLookAt) {
    const Folder folder;
    std::ofstream(database_in(folder)).flush();
    EXPECT_EQ(trouble_of_opening(folder, Access::read), "store_corrupt");
    EXPECT_EQ(trouble_of_opening(folder, Access::write), "nothing") << "of a start that was ended";
}

TEST(OpeningOthers, ADatabaseThatIsCutOffIsDamaged) {
    const Folder folder;
    EXPECT_EQ(trouble_of_opening(folder, Access::write), "nothing");
    std::filesystem::resize_file(database_in(folder),
                                 std::filesystem::file_size(database_in(folder)) / 2);
    for (const auto access : {Access::write, Access::read}) {
        EXPECT_EQ(trouble_of_opening(folder, access), "store_corrupt");
    }
}

TEST(OpeningOthers, AbsentStoreCannotBeLookedAt) {
    const Folder folder;
    EXPECT_EQ(trouble_of_opening(folder, Access::read), "store_absent");
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace indgang::store::sqlite
