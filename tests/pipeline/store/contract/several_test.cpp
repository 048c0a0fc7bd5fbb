// SPDX-License-Identifier: MPL-2.0
// Several processes work with one store. Two stores on one folder stand to each other as two
// processes do; one that is closed stands for one that ended.
#include <gmock/gmock.h>

#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::store {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

/// `store` is one, `other` another.
class Several : public StoreTest {
  protected:
    std::unique_ptr<Store> other = another();
};

TEST_F(Several, NeverWorkOnTheSame) {
    const auto arrival = store->receive(arrival_of("a")).arrival;
    ASSERT_THAT(store->claim_arrivals(5), SizeIs(1));
    EXPECT_THAT(other->claim_arrivals(5), IsEmpty());
    store->finish_arrivals({{arrival, {item_of()}}});
    const auto item = claim(arrival + "-1");
    EXPECT_THAT(other->claim_items(5), IsEmpty());
    EXPECT_EQ(store->settle({{item, accepted("k")}}), 0);
    ASSERT_THAT(other->claim_deliveries(5), SizeIs(1));
    EXPECT_THAT(store->claim_deliveries(5), IsEmpty());
}

TEST_F(Several, ShareTheWork) {
    for (const char* bytes : {"a", "b", "c", "d"}) {
        (void)store->receive(arrival_of(bytes));
    }
    EXPECT_THAT(store->claim_arrivals(2), SizeIs(2));
    EXPECT_THAT(other->claim_arrivals(5), SizeIs(2));
    EXPECT_THAT(store->claim_arrivals(5), IsEmpty());
}

TEST_F(Several, WhatOneEndedAnotherGoesOnWith) {
    const auto id = recorded("a");
    EXPECT_EQ(store->settle({{claim(id), accepted("k")}}), 0);
    ASSERT_THAT(other->claim_deliveries(1), SizeIs(1));
    other->postpone_delivery(id, "down", clock()());
    ASSERT_THAT(store->claim_deliveries(1), SizeIs(1));
    store->delivered(id, "2026-1");
    EXPECT_EQ(other->item(id)->case_number, "2026-1");
}

TEST_F(Several, WhatOneGaveBackInMemoryItClaimsAgainAndNobodyElseDoes) {
    (void)recorded("a");
    const auto claimed = store->claim_items(1);
    store->release_items(claimed);
    EXPECT_THAT(other->claim_items(1), IsEmpty());
    EXPECT_THAT(store->claim_items(1), SizeIs(1));
}

TEST_F(Several, AnArrivalThatOneReleasedIsAnothers) {
    const auto arrival = store->receive(arrival_of("a")).arrival;
    (void)store->claim_arrivals(1);
    store->release_arrival(arrival);
    EXPECT_THAT(other->claim_arrivals(1), SizeIs(1));
    EXPECT_EQ(other->arrival(arrival)->attempts, 1);
}

TEST_F(Several, WhatTheDeadClaimedIsTakenOverByTheLiving) {
    (void)ready("c", "k");
    (void)recorded("b");
    (void)store->receive(arrival_of("a"));
    ASSERT_THAT(other->claim_arrivals(5), SizeIs(1));
    ASSERT_THAT(other->claim_items(5), SizeIs(1));
    ASSERT_THAT(other->claim_deliveries(5), SizeIs(1));
    other.reset();
    EXPECT_THAT(store->claim_arrivals(5), SizeIs(1));
    EXPECT_THAT(store->claim_items(5), SizeIs(1));
    EXPECT_THAT(store->claim_deliveries(5), SizeIs(1));
}

TEST_F(Several, ADeathCountsNoAttemptAtADelivery) {
    (void)ready("a", "k");
    ASSERT_THAT(other->claim_deliveries(1), SizeIs(1));
    for (int death = 0; death < 5; ++death) {
        other.reset();
        other = another();
        ASSERT_THAT(other->claim_deliveries(1), SizeIs(1));
    }
    other.reset();
    EXPECT_EQ(store->claim_deliveries(1).at(0).attempts, 1);
}

TEST_F(Several, NoClockThatJumpsTakesWorkFromTheLiving) {
    (void)recorded("a");
    ASSERT_THAT(store->claim_items(1), SizeIs(1));
    constexpr std::int64_t year_ms = 366LL * 24 * 3'600'000;
    now_ms += year_ms;
    EXPECT_THAT(other->claim_items(1), IsEmpty());
    now_ms -= 2 * year_ms;
    EXPECT_THAT(other->claim_items(1), IsEmpty());
}

TEST_F(Several, APersonsStepEndsTheClaimOfWhomever) {
    const auto id = recorded("a");
    store->postpone(claim(id), "cpr_down", clock()());
    const auto late = other->claim_items(1);
    ASSERT_THAT(late, SizeIs(1));
    store->retry(id, {"u1", "operator", ""});
    ASSERT_THAT(store->claim_items(1), SizeIs(1));
    EXPECT_EQ(other->settle({{late.front(), accepted("k")}}), 1);
}

}  // namespace
}  // namespace indgang::store
