// SPDX-License-Identifier: MPL-2.0
// A person's steps beside the process that works: two stores on one folder.
#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::store {
namespace {

constexpr auto conflict = "conflict:changed_meanwhile";
const Author person_1{"person-1", "case_worker", "rang the citizen"};
constexpr auto read_only = "internal:store_read_only";

/// `store` is the one that works, `person` the one that amends.
class Amend : public StoreTest {
  protected:
    std::unique_ptr<Store> person =
        open_store(folder.path(), Access::amend, clock(), [] { return std::string("never"); });
};

TEST_F(Amend, RetriedParkedItemIsClaimedByTheWorkingStore) {
    const auto id = recorded("a");
    store->park(claim(id), "poison");
    person->retry(id, {"person-1", "operator", ""});
    EXPECT_EQ(claim(id).state, ItemState::recorded);
}

TEST_F(Amend, CorrectedItemIsClaimedWithItsNewRecord) {
    const auto id = recorded("a");
    EXPECT_EQ(0, store->settle({{claim(id), parked("name_differs")}}));
    person->correct(person->item(id).value(), R"({"corrected":1})", {}, person_1);
    const auto claimed = claim(id);
    EXPECT_EQ(claimed.record, R"({"corrected":1})");
    EXPECT_FALSE(claimed.is_settled);
    EXPECT_EQ(store->settle({{claimed, accepted("k")}}), 0);
}

TEST_F(Amend, CorrectionOfAnItemThatMovedOnIsAConflict) {
    const auto id = recorded("a");
    store->park(claim(id), "r");
    const auto seen = person->item(id).value();
    store->retry(id, {"person-2", "operator", ""});
    EXPECT_EQ(trouble_of([&] { person->correct(seen, "{}", {}, person_1); }), conflict);
}

TEST_F(Amend, RetriedDeadLetterIsSentByTheWorkingStore) {
    const auto id = ready("a", "k");
    (void)store->claim_deliveries(1);
    store->dead_letter(id, "refused");
    person->retry(id, {"person-1", "operator", ""});
    const auto entries = store->claim_deliveries(1);
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries.front().idempotency_key, "k");
}

TEST_F(Amend, RetriedArrivalIsClaimedByTheWorkingStore) {
    const auto id = store->receive(arrival_of("a")).arrival;
    (void)store->claim_arrivals(1);
    store->reject_arrival(id, "r", "", "");
    person->retry_arrival(id, {"person-1", "operator", ""});
    EXPECT_EQ(store->claim_arrivals(1).size(), 1u);
}

TEST_F(Amend, RetryUnderTheWorkersHandsEndsItsClaimAndNothingIsLost) {
    const auto id = recorded("a");
    store->postpone(claim(id), "cpr_down", UtcTime(std::chrono::milliseconds(now_ms.load())));
    const auto outdated = claim(id);
    person->retry(id, {"person-1", "operator", ""});
    const auto fresh = claim(id);  // though the first claim is still in memory
    EXPECT_EQ(store->settle({{outdated, accepted("old")}}), 1);
    EXPECT_TRUE(store->claim_items(1).empty()) << "the late worker freed another's claim";
    EXPECT_EQ(store->settle({{fresh, accepted("new")}}), 0);
}

TEST_F(Amend, OpeningFreesNoClaimOfTheWorkingStore) {
    (void)recorded("a");
    ASSERT_EQ(store->claim_items(1).size(), 1u);
    const auto another = open_store(
        folder.path(), Access::amend, [] { return UtcTime{}; }, [] { return ""; });
    EXPECT_TRUE(store->claim_items(1).empty());
}

TEST_F(Amend, NothingButAPersonsStepsIsAllowed) {
    const auto id = ready("a", "k");
    EXPECT_EQ(trouble_of([&] { (void)person->receive(arrival_of("b")); }), read_only);
    EXPECT_EQ(trouble_of([&] { (void)person->claim_arrivals(1); }), read_only);
    EXPECT_EQ(trouble_of([&] { (void)person->claim_items(1); }), read_only);
    EXPECT_EQ(trouble_of([&] { (void)person->claim_deliveries(1); }), read_only);
    EXPECT_EQ(trouble_of([&] { person->delivered(id, "2026-1"); }), read_only);
}

TEST(AmendAlone, WorksWithoutAWorkingStoreAndDoesNotMakeOne) {
    const Folder folder;
    const auto opening = [&] {
        const auto person = open_store(
            folder.path(), Access::amend, [] { return UtcTime{}; }, [] { return ""; });
    };
    EXPECT_THROW(opening(), Error);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    {
        const auto working = open_store(
            folder.path(), Access::write, [] { return UtcTime{}; }, [] { return ""; });
    }
    EXPECT_NO_THROW(opening());
}

}  // namespace
}  // namespace indgang::store
