// SPDX-License-Identifier: MPL-2.0
// Nothing that a record said is lost, whoever changes it.
#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::store {
namespace {

using PastRecords = StoreTest;

std::string park(Store& store, const Item& item, const std::string& record) {
    Settlement settlement;
    settlement.record = record;
    settlement.is_parked = true;
    settlement.reason = "name_differs";
    EXPECT_EQ(store.settle({{item, settlement}}), 0);
    return item.id;
}

TEST_F(PastRecords, AreNoneOfWhatWentStraight) {
    const auto id = ready("a", "k");
    EXPECT_TRUE(store->past_records(id).empty());
}

TEST_F(PastRecords, TellWhoCorrectedWhatAndWhy) {
    const auto id = park(*store, claim(recorded("a")), "first");
    now_ms = 2'000'000;
    store->correct(*store->item(id), "second", {}, {"u1", "operator", "read it again"});
    now_ms = 3'000'000;
    park(*store, claim(id), "second, settled");
    store->correct(*store->item(id), "third", {}, {"u2", "case_worker", ""});
    const auto past = store->past_records(id);
    ASSERT_EQ(past.size(), 2U);
    EXPECT_EQ(past[0].record, "first");
    EXPECT_TRUE(past[0].is_settled);
    EXPECT_EQ(past[0].until, UtcTime(std::chrono::milliseconds(2'000'000)));
    EXPECT_EQ(past[0].replaced_by.by, "u1");
    EXPECT_EQ(past[0].replaced_by.role, "operator");
    EXPECT_EQ(past[0].replaced_by.why, "read it again");
    EXPECT_EQ(past[1].record, "second, settled");
    EXPECT_EQ(past[1].replaced_by.by, "u2");
    EXPECT_EQ(store->item(id)->record, "third");
}

TEST_F(PastRecords, KeepWhatWasSettledTheTimeBefore) {
    const auto id = park(*store, claim(recorded("a")), "what registers said on Monday");
    store->retry(id, {"u1", "operator", ""});
    park(*store, claim(id), "what registers said on Tuesday");
    const auto past = store->past_records(id);
    ASSERT_EQ(past.size(), 1U);
    EXPECT_EQ(past[0].record, "what registers said on Monday");
    EXPECT_EQ(past[0].replaced_by.role, "program");
}

TEST_F(PastRecords, KeepNothingOfACorrectionThatCameTooLate) {
    const auto id = park(*store, claim(recorded("a")), "first");
    const auto seen = *store->item(id);
    store->retry(id, {"u1", "operator", ""});
    EXPECT_EQ(trouble_of([&] {
                  store->correct(seen, "late", {}, {"u2", "operator", ""});
              }),
              "conflict:changed_meanwhile");
    EXPECT_TRUE(store->past_records(id).empty());
    EXPECT_EQ(store->item(id)->record, "first");
}

}  // namespace
}  // namespace indgang::store
