// SPDX-License-Identifier: MPL-2.0
// A store that an earlier program made is taken over whole.
#include <fstream>

#include "pipeline/store/sqlite/database/schema.h"
#include "tests/pipeline/store/sqlite/sqlite_fixture.h"

namespace indgang::store::sqlite {
namespace {

/// Makes the store that version_4.sql tells. A statement ends with a semicolon at a line's end; a
/// trigger with END; records hold neither there.
void make_version_4(const std::filesystem::path& folder) {
    Connection connection(folder / "indgang.sqlite", Connection::Mode::write);
    std::ifstream in(std::string(INDGANG_SOURCE_DIR) +
                     "/tests/pipeline/store/sqlite/version_4.sql");
    ASSERT_TRUE(in);
    std::string statement;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("--")) {
            continue;
        }
        statement += line + "\n";
        const bool is_trigger = statement.starts_with("CREATE TRIGGER");
        if (line.ends_with(is_trigger ? "END;" : ";")) {
            connection.run(statement);
            statement.clear();
        }
    }
    EXPECT_TRUE(statement.empty());
    connection.run("PRAGMA application_id=" + std::to_string(application_id));
    connection.run("PRAGMA user_version=4");
}

/// When everything that waits is due.
UtcTime later() {
    return UtcTime(std::chrono::milliseconds(1'900'000'000'000));
}

class Migration : public ::testing::Test {
  protected:
    void SetUp() override { make_version_4(folder_.path()); }
    SqliteStore open() {
        return {folder_.path(), Access::write, later, [] { return "new"; }};
    }
    Folder folder_;
};

TEST_F(Migration, KeepsEachApplicationWithItsStateAndRecord) {
    const auto store = open();
    const auto items = store.items({});
    ASSERT_EQ(items.size(), 3U);
    EXPECT_EQ(items[0].state, ItemState::ready);
    EXPECT_EQ(items[1].state, ItemState::ready);
    EXPECT_EQ(items[2].state, ItemState::parked);
    EXPECT_EQ(items[2].reason, "missing_page");
    for (const auto& item : items) {
        EXPECT_TRUE(item.is_settled);
        EXPECT_NE(item.record.find("\"outcome\""), std::string::npos);
    }
}

TEST_F(Migration, KeepsHistoryPagesAndTheOutbox) {
    auto store = open();
    const auto items = store.items({});
    ASSERT_EQ(store.past_records(items[1].id).size(), 1U);
    EXPECT_EQ(store.past_records(items[1].id)[0].replaced_by.by, "u1");
    EXPECT_FALSE(store.events(items[1].id).empty());
    ASSERT_EQ(store.pages(items[2].arrival).size(), 1U);
    EXPECT_TRUE(store.pages(items[2].arrival)[0].from_arrival.empty());
    EXPECT_EQ(store.claim_deliveries(10).size(), 2U);
    EXPECT_EQ(store.ledger().arrivals.at("rejected"), 1);
}

TEST_F(Migration, ListsWhatHadNoListing) {
    auto store = open();
    EXPECT_EQ(store.search({}).total, 3);
    EXPECT_EQ(store.unlisted(10).size(), 3U);
}

TEST_F(Migration, LetsARejectedArrivalOfBeforeBeClosed) {
    auto store = open();
    for (const auto& arrival : store.arrivals(10)) {
        if (arrival.state == ArrivalState::rejected) {
            store.close_arrival(arrival.id, {"u1", "operator", "sent again"});
            EXPECT_EQ(store.arrival(arrival.id)->state, ArrivalState::closed);
        }
    }
    EXPECT_EQ(store.ledger().arrivals.at("closed"), 1);
    EXPECT_EQ(store.ledger(), store.recount());
}

TEST_F(Migration, GuardsTheTablesThatItMadeAnew) {
    const auto id = open().items({}).at(0).id;
    Connection connection(folder_.path() / "indgang.sqlite", Connection::Mode::write);
    for (const char* sql : {"UPDATE items SET state = 'recorded' WHERE number = 1",
                            "UPDATE items SET state = 'closed' WHERE number = 1",
                            "UPDATE items SET arrival = 999 WHERE number = 1", "DELETE FROM outbox",
                            "UPDATE records SET record = 'other'",
                            "UPDATE arrivals SET state = 'received' WHERE number = 1"}) {
        EXPECT_THROW(connection.run(sql), Error) << sql;
    }
    EXPECT_EQ(open().item(id)->state, ItemState::ready);
}

}  // namespace
}  // namespace indgang::store::sqlite
