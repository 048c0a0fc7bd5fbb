// SPDX-License-Identifier: MPL-2.0
#include <gmock/gmock.h>

#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::store {
namespace {

using ::testing::ElementsAre;
using Outbox = StoreTest;

constexpr auto conflict = "conflict:changed_meanwhile";

TEST_F(Outbox, DeliveredItemHasItsCaseNumberAndLeavesTheOutbox) {
    const auto id = ready("a", "k");
    (void)store->claim_deliveries(1);
    store->delivered(id, "2026-1");
    EXPECT_EQ(state_of(id), ItemState::delivered);
    EXPECT_EQ(store->item(id).value().case_number, "2026-1");
    EXPECT_TRUE(store->claim_deliveries(1).empty());
    EXPECT_FALSE(store->has_open_work());
    EXPECT_THAT(told(id), ElementsAre("recorded", "settled", "sending", "delivered"));
}

TEST_F(Outbox, DeliveredTwiceWithTheSameCaseIsHarmless) {
    const auto id = ready("a", "k");
    store->delivered(id, "2026-1");
    store->delivered(id, "2026-1");
    EXPECT_EQ(store->ledger().cases, 1);
}

TEST_F(Outbox, AnotherCaseForADeliveredItemIsAConflict) {
    const auto id = ready("a", "k");
    store->delivered(id, "2026-1");
    EXPECT_EQ(trouble_of([&] { store->delivered(id, "2026-2"); }), conflict);
    EXPECT_EQ(store->item(id).value().case_number, "2026-1");
}

TEST_F(Outbox, DeliveredIsFinal) {
    const auto id = ready("a", "k");
    store->delivered(id, "2026-1");
    EXPECT_EQ(trouble_of([&] { store->dead_letter(id, "r"); }), conflict);
    EXPECT_EQ(trouble_of([&] { store->retry(id, {"p", "operator", ""}); }), conflict);
    EXPECT_EQ(trouble_of([&] { store->postpone_delivery(id, "r", UtcTime{}); }), conflict);
}

TEST_F(Outbox, WithoutACaseNumberNothingIsDelivered) {
    const auto id = ready("a", "k");
    EXPECT_EQ(trouble_of([&] { store->delivered(id, ""); }), "bad_input:no_case_number");
    EXPECT_EQ(state_of(id), ItemState::ready);
}

TEST_F(Outbox, RecordedItemCannotBeDelivered) {
    const auto id = recorded("a");
    EXPECT_EQ(trouble_of([&] { store->delivered(id, "2026-1"); }), conflict);
}

TEST_F(Outbox, ClaimedDeliveryIsClaimedOnceAndFreedByAReopening) {
    (void)ready("a", "k");
    EXPECT_EQ(store->claim_deliveries(5).size(), 1u);
    EXPECT_TRUE(store->claim_deliveries(5).empty());
    reopen();
    const auto again = store->claim_deliveries(5);
    ASSERT_EQ(again.size(), 1u);
    EXPECT_EQ(again.front().attempts, 1) << "a death says nothing of the case system";
    EXPECT_EQ(again.front().idempotency_key, "k");
}

TEST_F(Outbox, ReleasedDeliveryIsClaimedAgainWithTheSameBytes) {
    (void)ready("a", "k");
    const auto claimed = store->claim_deliveries(1);
    store->release_deliveries(claimed);
    const auto again = store->claim_deliveries(1);
    ASSERT_EQ(again.size(), 1u);
    EXPECT_EQ(again.front().attempts, 2);
    EXPECT_EQ(again.front().body, claimed.front().body);
}

TEST_F(Outbox, ReleasingADeliveryThatIsAnothersByNowFreesNothing) {
    (void)ready("a", "k");
    const auto claimed = store->claim_deliveries(1);
    store->release_deliveries(claimed);
    ASSERT_EQ(store->claim_deliveries(1).size(), 1u);
    store->release_deliveries(claimed);
    store->release_deliveries({OutboxEntry{}});
    EXPECT_TRUE(store->claim_deliveries(1).empty());
}

TEST_F(Outbox, PostponedDeliveryComesBackWhenDue) {
    const auto id = ready("a", "k");
    (void)store->claim_deliveries(1);
    const UtcTime due(std::chrono::milliseconds(now_ms + 1000));
    store->postpone_delivery(id, "http_503", due);
    EXPECT_TRUE(store->claim_deliveries(1).empty());
    EXPECT_EQ(store->next_due(), due);
    EXPECT_EQ(store->item(id).value().reason, "http_503");
    now_ms += 1000;
    EXPECT_EQ(store->claim_deliveries(1).size(), 1u);
}

TEST_F(Outbox, WhatIsBeingSentIsNotDue) {
    (void)ready("a", "k");
    EXPECT_TRUE(store->next_due());
    (void)store->claim_deliveries(1);
    EXPECT_FALSE(store->next_due());
}

TEST_F(Outbox, DeadLetterIsNotSentAndIsNoOpenWork) {
    const auto id = ready("a", "k");
    (void)store->claim_deliveries(1);
    store->dead_letter(id, "refused");
    EXPECT_EQ(state_of(id), ItemState::dead);
    EXPECT_TRUE(store->claim_deliveries(1).empty());
    EXPECT_FALSE(store->next_due());
    EXPECT_FALSE(store->has_open_work());
    EXPECT_EQ(trouble_of([&] { store->postpone_delivery(id, "r", UtcTime{}); }), conflict);
}

TEST_F(Outbox, RetriedDeadLetterIsSentWithTheSameKeyAndBytes) {
    const auto id = ready("a", "k");
    const auto first = store->claim_deliveries(1);
    store->dead_letter(id, "refused");
    reopen();
    store->retry(id, {"person-1", "operator", ""});
    EXPECT_EQ(state_of(id), ItemState::ready);
    EXPECT_TRUE(store->claim_items(1).empty());
    const auto again = store->claim_deliveries(1);
    ASSERT_EQ(again.size(), 1u);
    EXPECT_EQ(again.front().idempotency_key, first.front().idempotency_key);
    EXPECT_EQ(again.front().body, first.front().body);
    EXPECT_EQ(again.front().documents, first.front().documents);
    EXPECT_EQ(again.front().attempts, 2);
    store->delivered(id, "2026-1");
    EXPECT_THAT(told(id), ElementsAre("recorded", "settled", "sending", "dead", "retried",
                                      "sending", "delivered"));
}

TEST_F(Outbox, OneKeyIsOneDelivery) {
    (void)ready("a", "k");
    const auto second = recorded("b");
    EXPECT_EQ(trouble_of([&] {
                  (void)store->settle({{claim(second), accepted("k")}});
              }),
              "conflict:not_allowed");
    EXPECT_EQ(state_of(second), ItemState::recorded);
}

TEST_F(Outbox, LedgerCountsEverythingOnce) {
    store->delivered(ready("a", "k1"), "2026-1");
    (void)ready("b", "k2");
    store->finish_arrivals({{store->receive(arrival_of("blank")).arrival, {}}});
    store->reject_arrival(store->receive(arrival_of("bad")).arrival, "r", "", "");
    (void)store->receive(arrival_of("new"));
    const auto ledger = store->ledger();
    EXPECT_EQ(ledger.arrivals.at("read"), 3);
    EXPECT_EQ(ledger.arrivals.at("rejected"), 1);
    EXPECT_EQ(ledger.arrivals.at("received"), 1);
    EXPECT_EQ(ledger.items.at("delivered"), 1);
    EXPECT_EQ(ledger.items.at("ready"), 1);
    EXPECT_EQ(ledger.cases, 1);
    EXPECT_EQ(ledger.arrivals_without_application, 1);
    EXPECT_EQ(ledger.items_without_arrival, 0);
    EXPECT_EQ(ledger.read_arrivals_without_item, 1);
    EXPECT_EQ(ledger.case_numbers_twice, 0);
}

TEST_F(Outbox, LedgerThatIsKeptIsWhatARecountGives) {
    const auto second = ready("b", "k2");
    store->delivered(ready("a", "k1"), "2026-1");
    store->dead_letter(second, "refused");
    const auto blank = store->receive(arrival_of("blank")).arrival;
    store->finish_arrivals({{blank, {}}});
    const auto bad = store->receive(arrival_of("bad")).arrival;
    store->reject_arrival(bad, "r", "", "");
    store->retry_arrival(bad, {"u1", "operator", ""});
    const auto waiting = recorded("c", 2);
    EXPECT_EQ(store->settle({{claim(waiting), parked("doubt")}}), 0);
    const auto ledger = store->ledger();
    EXPECT_EQ(ledger, store->recount());
    EXPECT_EQ(ledger.arrivals.at("received"), 1);
    EXPECT_EQ(ledger.items.at("dead"), 1);
    EXPECT_EQ(ledger.items.at("parked"), 1);
    EXPECT_EQ(ledger.cases, 1);
    EXPECT_EQ(ledger.read_arrivals_without_item, 1);
    store->reread_arrival(blank, {"u1", "operator", ""});
    EXPECT_EQ(store->ledger().read_arrivals_without_item, 0);
    EXPECT_EQ(store->ledger().arrivals_without_application, 0);
}

TEST_F(Outbox, TellsSinceWhenTheOldestOfEachKindWaits) {
    const auto began = now_ms.load();
    const auto at = [&](int minutes) {
        return UtcTime(std::chrono::milliseconds(began + minutes * 60'000));
    };
    const auto delivered = ready("delivered", "k0");
    now_ms = began + 60'000;
    const auto dead = ready("dead", "k1");
    now_ms = began + 2 * 60'000;
    (void)ready("ready", "k2");
    now_ms = began + 3 * 60'000;
    const auto doubtful = recorded("doubtful");
    EXPECT_EQ(store->settle({{claim(doubtful), parked("doubt")}}), 0);
    now_ms = began + 4 * 60'000;
    auto scan = arrival_of("scan");
    scan.type = "tiff";
    (void)store->receive(scan);
    now_ms = began + 5 * 60'000;
    (void)store->receive(arrival_of("document"));
    (void)store->receive(arrival_of("younger"));
    store->delivered(delivered, "2026-1");
    store->dead_letter(dead, "refused");
    const auto oldest = store->oldest();
    EXPECT_EQ(oldest.lanes,
              (std::map<std::string, UtcTime>{{"documents", at(5)}, {"scans", at(4)}}));
    EXPECT_EQ(oldest.items, (std::map<std::string, UtcTime>{
                                {"dead", at(1)}, {"parked", at(3)}, {"ready", at(2)}}));
    EXPECT_EQ(oldest.destinations,
              (std::map<std::string, UtcTime>{{std::string(first_destination), at(2)}}));
}

/// A settlement whose body holds its record, as those of the program do.
Settlement whole(const std::string& key) {
    Settlement settlement;
    settlement.record = R"({"outcome":"accepted"})";
    settlement.idempotency_key = key;
    settlement.body = R"({"format":"indgang-case/1","application":{"outcome":"accepted"},"d":[]})";
    settlement.documents = "[]";
    return settlement;
}

TEST_F(Outbox, BodyComesBackByteForByte) {
    const auto id = recorded("a");
    EXPECT_EQ(store->settle({{claim(id), whole("k")}}), 0);
    EXPECT_EQ(store->claim_deliveries(1).front().body, whole("k").body);
    reopen();
    EXPECT_EQ(store->claim_deliveries(1).front().body, whole("k").body);
}

TEST_F(Outbox, SeveralDeliveriesEndTogetherAndWhatChangedIsLeftOut) {
    const auto one = ready("a", "k1"), other = ready("b", "k2"), dead = ready("c", "k3");
    store->dead_letter(dead, "refused");
    const std::vector<Store::Delivered> all{{one, "1"}, {dead, "2"}, {other, "3"}};
    EXPECT_EQ(store->delivered(all), 1);
    EXPECT_EQ(state_of(one), ItemState::delivered);
    EXPECT_EQ(state_of(dead), ItemState::dead);
    EXPECT_EQ(store->item(other).value().case_number, "3");
}

TEST_F(Outbox, APersonSendsAtOnceWhatWaits) {
    const auto id = ready("a", "k");
    (void)store->claim_deliveries(1);
    store->postpone_delivery(id, "down", UtcTime(std::chrono::milliseconds(now_ms + 60'000)));
    EXPECT_TRUE(store->claim_deliveries(1).empty());
    store->retry(id, {"u1", "operator", ""});
    ASSERT_EQ(store->claim_deliveries(1).size(), 1U);
    EXPECT_EQ(store->acts(id).at(0).what, "sent_at_once");
}

TEST_F(Outbox, OneCaseNumberIsOneApplications) {
    const auto first = ready("a", "k1"), second = ready("b", "k2");
    store->delivered(first, "2026-1");
    store->delivered(second, "2026-1");
    EXPECT_EQ(state_of(first), ItemState::delivered);
    EXPECT_EQ(state_of(second), ItemState::dead);
    EXPECT_EQ(store->item(second)->reason, "case_number_twice");
    store->retry(second, {"u1", "operator", ""});
    store->delivered(second, "2026-2");
    EXPECT_EQ(state_of(second), ItemState::delivered);
}

}  // namespace
}  // namespace indgang::store
