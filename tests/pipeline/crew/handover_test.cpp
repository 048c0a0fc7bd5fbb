// SPDX-License-Identifier: MPL-2.0
#include "pipeline/crew/handover.h"

#include <gmock/gmock.h>

#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::crew {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class HandoverTest : public store::StoreTest {
  protected:
    /// What was read of arrivals that are claimed.
    Handover::Batch batch(const std::vector<std::string>& documents) {
        for (const auto& bytes : documents) {
            (void)store->receive(arrival_of(bytes));
        }
        Handover::Batch read;
        for (auto& arrival : store->claim_arrivals(static_cast<int>(documents.size()))) {
            read.push_back({std::move(arrival), item_of()});
        }
        return read;
    }
};

TEST_F(HandoverTest, GivesWhatItWasGivenInOrderAndStoresNothing) {
    Handover handover(*store);
    handover.put(batch({"a", "b"}));
    handover.put(batch({"c"}));
    EXPECT_THAT(*handover.take(), SizeIs(2));
    EXPECT_THAT(*handover.take(), SizeIs(1));
    EXPECT_FALSE(handover.take());
    EXPECT_EQ(store->ledger().arrivals.at("received"), 3);
    EXPECT_THAT(store->claim_arrivals(5), IsEmpty()) << "they stay claimed";
}

TEST_F(HandoverTest, RecordsWhatThereIsNoRoomFor) {
    Handover handover(*store);
    for (std::size_t i = 0; i < Handover::most; ++i) {
        handover.put(batch({"document " + std::to_string(i)}));
    }
    handover.put(batch({"one too many"}));
    EXPECT_EQ(store->ledger().items.at("recorded"), 1);
    (void)handover.take();
    handover.put(batch({"again there is room"}));
    EXPECT_EQ(store->ledger().items.at("recorded"), 1);
}

/// What ended the process before may end it again: that it was read is kept.
TEST_F(HandoverTest, RecordsWhatWasClaimedBeforeAndCameToNoEnd) {
    (void)batch({"a"});
    reopen();
    auto again = store->claim_arrivals(1);
    ASSERT_THAT(again, SizeIs(1));
    ASSERT_EQ(again[0].attempts, 2);
    Handover handover(*store);
    handover.put({{again[0], item_of()}});
    EXPECT_EQ(store->ledger().items.at("recorded"), 1);
    EXPECT_FALSE(handover.take());
}

TEST_F(HandoverTest, GivesBackWhatNobodyTookAndCountsNoAttempt) {
    {
        Handover handover(*store);
        handover.put(batch({"a"}));
    }
    const auto again = store->claim_arrivals(1);
    ASSERT_THAT(again, SizeIs(1));
    EXPECT_EQ(again[0].attempts, 1);
}

}  // namespace
}  // namespace indgang::crew
