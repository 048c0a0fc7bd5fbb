// SPDX-License-Identifier: MPL-2.0
#include "tests/pipeline/store/sqlite/sqlite_fixture.h"

namespace indgang::store::sqlite {
namespace {

/// Several case systems.
using DestinationWalls = SqliteTest;

TEST_F(DestinationWalls, CountACaseNumberTwiceOnlyWithinOne) {
    store->delivered(ready_for("odense", "a"), "2026-1");
    store->delivered(ready_for("odense", "b"), "2026-2");
    store->delivered(ready_for("svendborg", "c"), "2026-1");
    has_true_ledger = false;
    run("DROP TRIGGER delivered_is_final");
    run("DROP TRIGGER case_number_is_given_once");
    run("UPDATE items SET case_number = '2026-1'");
    EXPECT_EQ(store->recount().case_numbers_twice, 1);
}

TEST_F(DestinationWalls, NeverChange) {
    const auto id = ready_for("odense", "a");
    for (const char* statement : {"UPDATE outbox SET destination = 'casequeue'",
                                  "UPDATE items SET destination = 'casequeue'"}) {
        EXPECT_THROW(run(statement), Error) << statement;
    }
    store->dead_letter(id, "refused");
    EXPECT_THROW(run("UPDATE items SET destination = 'casequeue'"), Error);
    store->retry(id, {"u1", "operator", ""});
    EXPECT_EQ(store->claim_deliveries(1, "odense").size(), 1u);
}

TEST_F(DestinationWalls, OfVersion7AreTheOneThatThereWas) {
    const auto open_one = ready("a", "k1");
    const auto done = ready("b", "k2");
    store->delivered(done, "2026-1");
    const auto undecided = recorded("c");
    store.reset();
    {
        Connection connection(database_in(folder), Connection::Mode::write);
        take_out_destinations(connection);
        connection.run("PRAGMA user_version=7");
    }
    open();
    EXPECT_EQ(store->item(open_one)->destination, first_destination);
    EXPECT_EQ(store->item(done)->destination, first_destination);
    EXPECT_EQ(store->item(undecided)->destination, "");
    EXPECT_EQ(store->claim_deliveries(5).size(), 1u);
    EXPECT_THROW(run("UPDATE items SET case_number = 'x' WHERE state = 'delivered'"), Error);
    EXPECT_THROW(run("UPDATE outbox SET idempotency_key = 'x'"), Error);
}

}  // namespace
}  // namespace indgang::store::sqlite
