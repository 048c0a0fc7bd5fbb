// SPDX-License-Identifier: MPL-2.0
#include <gmock/gmock.h>

#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::store {
namespace {

using ::testing::ElementsAre;
using Items = StoreTest;

constexpr auto conflict = "conflict:changed_meanwhile";

TEST_F(Items, RecordedItemIsClaimedOnce) {
    const auto id = recorded("a");
    const auto claimed = store->claim_items(10);
    ASSERT_EQ(claimed.size(), 1u);
    EXPECT_EQ(claimed.front().id, id);
    EXPECT_EQ(claimed.front().record, "{}");
    EXPECT_FALSE(claimed.front().is_settled);
    EXPECT_TRUE(store->claim_items(10).empty());
}

TEST_F(Items, AcceptedItemStandsInTheOutbox) {
    const auto id = ready("a", "key-1");
    EXPECT_EQ(state_of(id), ItemState::ready);
    const auto entries = store->claim_deliveries(10);
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries.front().item, id);
    EXPECT_EQ(entries.front().idempotency_key, "key-1");
    EXPECT_EQ(entries.front().body, accepted("").body);
    const auto item = store->item(id).value();
    EXPECT_TRUE(item.is_settled);
    EXPECT_EQ(item.record, accepted("").record);
}

TEST_F(Items, ParkedItemWaitsForAPersonAndIsNotDelivered) {
    const auto id = recorded("a");
    EXPECT_EQ(0, store->settle({{claim(id), parked("name_differs:fornavn")}}));
    EXPECT_EQ(state_of(id), ItemState::parked);
    EXPECT_EQ(store->item(id).value().reason, "name_differs:fornavn");
    EXPECT_TRUE(store->claim_deliveries(10).empty());
    EXPECT_TRUE(store->claim_items(10).empty());
    EXPECT_FALSE(store->has_open_work());
}

TEST_F(Items, HundredItemsAreSettledTogether) {
    recorded("a", 100);
    std::vector<Store::Settled> settled;
    for (auto& item : store->claim_items(1000)) {
        settled.push_back({item, accepted("key-" + item.id)});
    }
    ASSERT_EQ(settled.size(), 100u);
    EXPECT_EQ(store->settle(settled), 0);
    EXPECT_EQ(store->ledger().items.at("ready"), 100);
}

TEST_F(Items, ItemThatMovedOnIsLeftOutAndTheOthersStay) {
    recorded("a", 2);
    auto items = store->claim_items(10);
    ASSERT_EQ(items.size(), 2u);
    store->park(items[0], "by_hand");
    EXPECT_EQ(store->settle({{items[0], accepted("k0")}, {items[1], accepted("k1")}}), 1);
    EXPECT_EQ(state_of(items[0].id), ItemState::parked);
    EXPECT_EQ(state_of(items[1].id), ItemState::ready);
}

TEST_F(Items, EveryUpdateIsGuardedByTheRevision) {
    const auto id = recorded("a");
    const auto stale = claim(id);
    store->retry(
        [&] {
            store->postpone(stale, "cpr_down", UtcTime(std::chrono::milliseconds(now_ms + 1)));
            return id;
        }(),
        {"person-1", "operator", ""});
    EXPECT_EQ(store->settle({{stale, accepted("k")}}), 1);
    EXPECT_EQ(trouble_of([&] { store->park(stale, "r"); }), conflict);
    EXPECT_EQ(trouble_of([&] { store->postpone(stale, "r", UtcTime{}); }), conflict);
    EXPECT_EQ(state_of(id), ItemState::recorded);
}

TEST_F(Items, LateWorkerOfADeadClaimChangesNothing) {
    const auto id = recorded("a");
    const auto stale = claim(id);
    reopen();
    const auto fresh = claim(id);
    EXPECT_EQ(store->settle({{stale, accepted("old")}}), 1);
    EXPECT_EQ(store->settle({{fresh, accepted("new")}}), 0);
    EXPECT_EQ(store->claim_deliveries(1).front().idempotency_key, "new");
}

TEST_F(Items, ReleasedItemIsClaimedAgainAndThatIsNoAttempt) {
    (void)recorded("a");
    const auto claimed = store->claim_items(1);
    store->release_items(claimed);
    const auto again = store->claim_items(1);
    ASSERT_EQ(again.size(), 1u);
    EXPECT_EQ(again.front().attempts, 0);
}

TEST_F(Items, AttemptsAreThoseThatEndedInARowForTheSameReason) {
    const auto id = recorded("a");
    const auto put_off = [&](const std::string& reason) {
        store->postpone(claim(id), reason, UtcTime(std::chrono::milliseconds(now_ms.load())));
        return store->item(id).value().attempts;
    };
    EXPECT_EQ(put_off("batch_unread"), 1);
    EXPECT_EQ(put_off("batch_unread"), 2);
    EXPECT_EQ(put_off("cpr_down"), 1);
    reopen();
    (void)claim(id);
    reopen();  // a death says nothing of the register
    EXPECT_EQ(put_off("cpr_down"), 2);
    store->retry(id, {"p", "operator", ""});
    EXPECT_EQ(put_off("cpr_down"), 1);
}

TEST_F(Items, ReleasingWhatAnotherHasClaimedSinceFreesNothing) {
    (void)recorded("a");
    const auto claimed = store->claim_items(1);
    store->release_items(claimed);
    ASSERT_EQ(store->claim_items(1).size(), 1u);
    store->release_items(claimed);
    EXPECT_TRUE(store->claim_items(1).empty());
}

TEST_F(Items, ReleasingWhatWasNeverClaimedIsHarmless) {
    store->release_items({Item{}});
    store->release_items({});
    (void)recorded("a");
    EXPECT_EQ(store->claim_items(1).size(), 1u);
}

TEST_F(Items, WaitingItemComesBackWhenDue) {
    const auto id = recorded("a");
    const UtcTime due(std::chrono::milliseconds(now_ms + 5000));
    store->postpone(claim(id), "cpr_down", due);
    EXPECT_EQ(state_of(id), ItemState::waiting);
    EXPECT_EQ(store->next_due(), due);
    EXPECT_TRUE(store->has_open_work());
    EXPECT_TRUE(store->claim_items(1).empty());
    now_ms += 5000;
    ASSERT_EQ(store->claim_items(1).size(), 1u);
}

TEST_F(Items, WaitingHasNoLimitOfAttempts) {
    const auto id = recorded("a");
    for (int round = 0; round < 10 * claims_without_end; ++round) {
        store->postpone(claim(id), "cpr_down", UtcTime(std::chrono::milliseconds(now_ms.load())));
    }
    EXPECT_EQ(claim(id).attempts, 10 * claims_without_end);
}

TEST_F(Items, ItemThatKillsTheProcessIsParkedAsPoison) {
    const auto id = recorded("a");
    for (int death = 0; death < claims_without_end; ++death) {
        (void)claim(id);
        reopen();
    }
    EXPECT_TRUE(store->claim_items(1).empty());
    EXPECT_EQ(state_of(id), ItemState::parked);
    EXPECT_EQ(store->item(id).value().reason, "poison");
}

TEST_F(Items, PersonBringsAParkedItemBack) {
    const auto id = recorded("a");
    store->park(claim(id), "poison");
    store->retry(id, {"person-1", "operator", ""});
    EXPECT_EQ(state_of(id), ItemState::recorded);
    EXPECT_EQ(claim(id).id, id);
    EXPECT_THAT(told(id), ElementsAre("recorded", "parked", "retried"));
}

TEST_F(Items, RetryIsRefusedWhereThereIsNothingToRetry) {
    const auto id = recorded("a");
    EXPECT_EQ(trouble_of([&] { store->retry(id, {"p", "operator", ""}); }), conflict);
    const auto other = ready("b", "k");
    store->delivered(other, "2026-1");
    EXPECT_EQ(trouble_of([&] { store->retry(other, {"p", "operator", ""}); }), conflict);
}

TEST_F(Items, FilterSelectsByStateAndArrival) {
    const auto a = recorded("a", 2);
    const auto b = recorded("b");
    store->park(claim(b), "r");
    EXPECT_EQ(store->items({.state = ItemState::parked, .arrival = ""}).size(), 1u);
    EXPECT_EQ(store->items({.state = ItemState::recorded, .arrival = ""}).size(), 2u);
    EXPECT_EQ(store->items({.state = {}, .arrival = store->item(a).value().arrival}).size(), 2u);
    EXPECT_EQ(store->items({.state = ItemState::ready, .arrival = ""}).size(), 0u);
    EXPECT_EQ(store->items({.state = {}, .arrival = "", .limit = 2}).size(), 2u);
}

TEST_F(Items, StrangeIdsAreNotFound) {
    for (const auto* id : {"", "-", "x", "x-", "x-0", "x-01", "x-1x", "id1-2"}) {
        EXPECT_FALSE(store->item(id)) << id;
        EXPECT_EQ(trouble_of([&] {
                      store->retry(id, {"p", "operator", ""});
                  }),
                  "not_found:no_such_item")
            << id;
    }
}

}  // namespace
}  // namespace indgang::store
