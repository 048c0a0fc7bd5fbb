// SPDX-License-Identifier: MPL-2.0
// A small document is settled in memory and stored once, as it will stay.
#include <gmock/gmock.h>

#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class SettledArrivals : public StoreTest {
  protected:
    /// An arrival that this process has claimed.
    std::string claimed(const std::string& bytes) {
        const auto id = store->receive(arrival_of(bytes)).arrival;
        EXPECT_THAT(store->claim_arrivals(1), SizeIs(1));
        return id;
    }
};

TEST_F(SettledArrivals, AreReadAndInTheOutboxAtOnce) {
    const auto id = claimed("a");
    EXPECT_EQ(store->finish_settled({{id, item_of(), accepted("k")}}), 0);
    EXPECT_EQ(store->arrival(id)->state, ArrivalState::read);
    const auto item = *store->item(id + "-1");
    EXPECT_EQ(item.state, ItemState::ready);
    EXPECT_TRUE(item.is_settled);
    EXPECT_EQ(item.record, R"({"settled":1})");
    EXPECT_EQ(item.destination, first_destination);
    EXPECT_THAT(told(id), ElementsAre("received", "read"));
    EXPECT_THAT(told(id + "-1"), ElementsAre("settled"));
    const auto entries = store->claim_deliveries(5);
    ASSERT_THAT(entries, SizeIs(1));
    EXPECT_EQ(entries[0].idempotency_key, "k");
    EXPECT_EQ(entries[0].body, R"({"format":"indgang-case/1"})");
    EXPECT_THAT(store->claim_items(5), IsEmpty());
}

TEST_F(SettledArrivals, AreParkedWithTheirReasonAndListed) {
    const auto id = claimed("a");
    auto settlement = parked("name_differs");
    settlement.listing.person = "Ib Bo";
    EXPECT_EQ(store->finish_settled({{id, item_of(), settlement}}), 0);
    const auto found = store->search({.state = ItemState::parked});
    ASSERT_THAT(found.items, SizeIs(1));
    EXPECT_EQ(found.items[0].reason, "name_differs");
    EXPECT_EQ(found.items[0].listing.person, "Ib Bo");
    EXPECT_THAT(store->claim_deliveries(5), IsEmpty());
    EXPECT_THAT(told(id + "-1"), ElementsAre("parked"));
}

TEST_F(SettledArrivals, AreCountedLikeAllOthers) {
    EXPECT_EQ(store->finish_settled({{claimed("a"), item_of(), accepted("k")}}), 0);
    EXPECT_EQ(store->ledger(), store->recount());
    EXPECT_EQ(store->ledger().items.at("ready"), 1);
}

TEST_F(SettledArrivals, AreCorrectedAndDeliveredLikeAllOthers) {
    const auto id = claimed("a");
    EXPECT_EQ(store->finish_settled({{id, item_of(), parked("r")}}), 0);
    store->correct(*store->item(id + "-1"), R"({"corrected":1})", {}, {"u7", "operator", "w"});
    EXPECT_EQ(store->settle({{claim(id + "-1"), accepted("k")}}), 0);
    (void)store->claim_deliveries(1);
    store->delivered(id + "-1", "2026-1");
    EXPECT_EQ(state_of(id + "-1"), ItemState::delivered);
    ASSERT_THAT(store->past_records(id + "-1"), SizeIs(1));
    EXPECT_EQ(store->past_records(id + "-1")[0].record, R"({"settled":2})");
}

TEST_F(SettledArrivals, OfTwoThatSayTheSameOneIsRecorded) {
    const auto one = claimed("a"), other = claimed("b");
    auto first = accepted("k1"), second = accepted("k2");
    first.listing = second.listing = {.cpr = "7001011234", .content = "c"};
    first.looked_until = second.looked_until = store->glance({}, "", "").moment;
    EXPECT_EQ(store->finish_settled({{one, item_of(), first}, {other, item_of(), second}}), 1);
    EXPECT_EQ(state_of(one + "-1"), ItemState::ready);
    EXPECT_EQ(store->arrival(other)->state, ArrivalState::read);
    EXPECT_EQ(claim(other + "-1").record, "{}") << "as it was read";
}

TEST_F(SettledArrivals, WhatIsReadAgainIsRecordedInItsPlace) {
    const auto id = claimed("a");
    EXPECT_EQ(store->finish_settled({{id, item_of(), parked("r")}}), 0);
    store->reread_arrival(id, {"u7", "operator", "w"});
    ASSERT_THAT(store->claim_arrivals(1), SizeIs(1));
    EXPECT_EQ(store->finish_settled({{id, item_of(), accepted("k")}}), 1);
    EXPECT_EQ(state_of(id + "-1"), ItemState::recorded);
    EXPECT_EQ(store->past_records(id + "-1")[0].record, R"({"settled":2})");
}

TEST_F(SettledArrivals, EndOnceThoughTheEndIsToldTwice) {
    const auto id = claimed("a");
    EXPECT_EQ(store->finish_settled({{id, item_of(), accepted("k")}}), 0);
    EXPECT_EQ(store->finish_settled({{id, item_of(), accepted("k2")}}), 0);
    ASSERT_THAT(store->claim_deliveries(5), SizeIs(1));
}

TEST_F(SettledArrivals, OfAnotherProcessAreAConflictAndNothingIsStored) {
    const auto mine = claimed("a");
    const auto other = another();
    (void)other->receive(arrival_of("b"));
    const auto theirs = other->claim_arrivals(1);
    ASSERT_THAT(theirs, SizeIs(1));
    EXPECT_EQ(trouble_of([&] {
                  (void)store->finish_settled({{mine, item_of(), accepted("k1")},
                                               {theirs[0].id, item_of(), accepted("k2")}});
              }),
              "conflict:changed_meanwhile");
    EXPECT_EQ(store->arrival(mine)->state, ArrivalState::received);
    EXPECT_FALSE(store->item(mine + "-1"));
    EXPECT_THAT(store->claim_arrivals(5), SizeIs(1)) << "free to be tried again";
}

}  // namespace
}  // namespace indgang::store
