// SPDX-License-Identifier: MPL-2.0
// What no method of the store does, and no later defect of it may do either: the last walls stand
// in the database itself.
#include "tests/pipeline/store/sqlite/sqlite_fixture.h"

namespace indgang::store::sqlite {
namespace {

using Triggers = SqliteTest;

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
    has_true_ledger = false;
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

TEST_F(Triggers, DigestOfACopyNeverChangesAndItIsMadeBeforeItIsAdded) {
    auto given = arrival_of("a");
    given.type = "tiff";
    const auto arrival = store->receive(given).arrival;
    (void)store->add_item(arrival, item_of(1));
    store->finish_arrivals({{arrival, {}}});
    const auto id = arrival + "-1";
    EXPECT_EQ(0, store->settle({{claim(id), accepted("k")}}));
    store->delivered(id, "2026-1");
    EXPECT_EQ(trouble_of_sql("UPDATE copies SET state = 'added', digest = item"),
              "conflict:not_allowed");
    store->copy_made(id, Digest::of(view_of("pdf")));
    EXPECT_EQ(
        trouble_of_sql("UPDATE copies SET digest = '" + Digest::of(view_of("other")).hex() + "'"),
        "conflict:not_allowed");
}

TEST_F(Triggers, ArrivalWithApplicationsIsNeverClosed) {
    (void)recorded("a");
    EXPECT_EQ(trouble_of_sql("UPDATE arrivals SET state = 'closed'"), "conflict:not_allowed");
}

TEST_F(Triggers, TurnsStay) {
    const auto id = store->receive(arrival_of("a")).arrival;
    store->finish_arrivals({{id, {}}});
    store->turn_pages({id, std::nullopt, {1}, 1, {PagePlace(1)}, {"u1", "operator", ""}});
    EXPECT_EQ(trouble_of_sql("UPDATE turns SET quarters = 2"), "conflict:not_allowed");
    EXPECT_EQ(trouble_of_sql("DELETE FROM turns"), "conflict:not_allowed");
}

TEST_F(Triggers, ActsStay) {
    const auto id = recorded("a");
    store->close(*store->item(id), {"u1", "operator", ""});
    EXPECT_EQ(trouble_of_sql("DELETE FROM acts"), "conflict:not_allowed");
    EXPECT_EQ(trouble_of_sql("UPDATE acts SET by = 'other'"), "conflict:not_allowed");
}

TEST_F(Triggers, RecordIsNeitherForgottenNorChanged) {
    const auto id = recorded("a");
    EXPECT_EQ(store->settle({{claim(id), parked("r")}}), 0);
    store->correct(*store->item(id), "second", {}, {"u1", "operator", ""});
    auto last = parked("r");
    last.record = "last";
    EXPECT_EQ(store->settle({{claim(id), last}}), 0);
    for (const char* sql :
         {"UPDATE records SET record = 'other'", "DELETE FROM past_records",
          "UPDATE past_records SET record = 'other'", "UPDATE past_records SET by = 'other'"}) {
        EXPECT_EQ(trouble_of_sql(sql), "conflict:not_allowed") << sql;
    }
}

TEST_F(Triggers, LeaseThatEndedNeverComesBack) {
    run("UPDATE owners SET is_ended = 1");
    EXPECT_EQ(trouble_of_sql("UPDATE owners SET is_ended = 0"), "conflict:not_allowed");
    EXPECT_EQ(trouble_of_sql("UPDATE owners SET beats = beats + 1"), "conflict:not_allowed");
}

TEST_F(Triggers, RecordOfADeliveryIsStoredOnceAndStays) {
    const auto id = recorded("a");
    auto settlement = accepted("k");
    settlement.record = R"({"outcome":"accepted"})";
    settlement.body = R"({"format":"indgang-case/1","record":)" + settlement.record + "}";
    EXPECT_EQ(store->settle({{claim(id), settlement}}), 0);
    EXPECT_EQ(number("SELECT count(*) FROM payloads WHERE instr(body, 'accepted')"), 0);
    EXPECT_EQ(trouble_of_sql("UPDATE records SET record = 'x'"), "conflict:not_allowed");
    EXPECT_EQ(store->claim_deliveries(1).front().body, settlement.body);
}

TEST_F(Triggers, CaseNumberIsGivenOnce) {
    store->delivered(ready("a", "k1"), "2026-1");
    (void)ready("b", "k2");
    EXPECT_EQ(trouble_of_sql("UPDATE items SET state = 'delivered', case_number = '2026-1' "
                             "WHERE state = 'ready'"),
              "conflict:not_allowed");
}

TEST_F(Triggers, NothingThatTheLedgerCountsIsDeleted) {
    (void)ready("a", "k1");
    run("PRAGMA foreign_keys=OFF");
    EXPECT_EQ(trouble_of_sql("DELETE FROM items"), "conflict:not_allowed");
    (void)store->receive(arrival_of("b"));
    EXPECT_EQ(trouble_of_sql("DELETE FROM arrivals WHERE state = 'received'"),
              "conflict:not_allowed");
}

/// What somebody changes by hand: only who counts the rows sees it.
class BehindTheStore : public SqliteTest {
  protected:
    BehindTheStore() { has_true_ledger = false; }
};

TEST_F(BehindTheStore, LedgerCountsNoRowsAndARecountEach) {
    (void)ready("a", "k1");
    run("UPDATE items SET state = 'delivered', case_number = '2026-1'");
    EXPECT_EQ(store->ledger().items.at("ready"), 1);
    EXPECT_EQ(store->ledger().cases, 0);
    EXPECT_EQ(store->recount().items.at("delivered"), 1);
    EXPECT_EQ(store->recount().cases, 1);
}

TEST_F(BehindTheStore, RecountShowsACaseNumberThatCameTwice) {
    store->delivered(ready("a", "k1"), "2026-1");
    store->delivered(ready("b", "k2"), "2026-2");
    EXPECT_EQ(store->recount().case_numbers_twice, 0);
    run("DROP TRIGGER delivered_is_final");
    run("DROP TRIGGER case_number_is_given_once");
    run("UPDATE items SET case_number = '2026-1'");
    EXPECT_EQ(store->recount().case_numbers_twice, 1);
}

TEST_F(BehindTheStore, TotalOfAStateIsNotCountedRowByRow) {
    constexpr int kept = 7;
    (void)ready("a", "k1");
    run("UPDATE sums SET number = " + std::to_string(kept) +
        " WHERE subject = 'items' AND state = 'ready'");
    EXPECT_EQ(store->search({.state = ItemState::ready}).total, kept);
    EXPECT_EQ(store->search({}).total, kept);
    EXPECT_EQ(store->search({.state = ItemState::ready, .form = "boligstoette"}).total, 1);
}

TEST_F(BehindTheStore, WhatSomebodySaidIsNeitherChangedNorForgotten) {
    const auto id = recorded("a");
    const auto seen = store->item(id).value();
    (void)desk_book_of(*store).enter(seen, 0, {.question = "fornavn", .user = "op1"});
    EXPECT_THROW(run("UPDATE entries SET value = 'x'"), Error);
    EXPECT_THROW(run("DELETE FROM entries"), Error);
    EXPECT_THROW(run("UPDATE entries SET kind = 'perhaps'"), Error);
    desk_book_of(*store).note({seen.id, "fornavn", "op1", true, false});
    EXPECT_THROW(run("UPDATE known_answers SET is_right = 1"), Error);
    EXPECT_THROW(run("DELETE FROM known_answers"), Error);
}

}  // namespace
}  // namespace indgang::store::sqlite
