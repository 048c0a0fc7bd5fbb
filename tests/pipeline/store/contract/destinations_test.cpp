// SPDX-License-Identifier: MPL-2.0
#include <gmock/gmock.h>

#include "schemas/error/reason.h"
#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::store {
namespace {

using ::testing::ElementsAre;
using Names = std::vector<std::string>;

class Destinations : public StoreTest {
  protected:
    void know(const Names& names) { store->know_destinations(names); }
    /// A delivered application of paper, whose copy is made.
    std::string copied(const std::string& destination, const std::string& bytes) {
        auto arrival = arrival_of(bytes);
        arrival.type = "tiff";
        const auto id = store->receive(arrival).arrival;
        (void)store->add_item(id, item_of());
        store->finish_arrivals({{id, {}}});
        auto settlement = accepted("key of " + bytes);
        settlement.destination = destination;
        EXPECT_EQ(0, store->settle({{claim(id + "-1"), settlement}}));
        store->delivered(id + "-1", "case of " + bytes);
        store->copy_made(id + "-1", Digest::of(view_of(bytes)));
        return id + "-1";
    }
};

TEST_F(Destinations, StandWithTheDeliveryAndStayWithTheCase) {
    const auto id = ready_for("odense", "a");
    EXPECT_EQ(store->item(id)->destination, "odense");
    const auto claimed = store->claim_deliveries(1, "odense");
    ASSERT_EQ(claimed.size(), 1u);
    EXPECT_EQ(claimed[0].destination, "odense");
    store->delivered(id, "2026-1");
    EXPECT_EQ(store->item(id)->destination, "odense");
    EXPECT_EQ(store->search({}).items.at(0).destination, "odense");
}

TEST_F(Destinations, HaveNoneWhileNothingIsAccepted) {
    const auto id = recorded("a");
    EXPECT_EQ(store->item(id)->destination, "");
    EXPECT_EQ(0, store->settle({{claim(id), parked("missing_page")}}));
    EXPECT_EQ(store->item(id)->destination, "");
}

TEST_F(Destinations, AreClaimedEachForItself) {
    for (int i = 0; i < 50; ++i) {
        (void)ready_for("dead", "d" + std::to_string(i));
    }
    const auto id = ready_for("odense", "a");
    const auto claimed = store->claim_deliveries(10, "odense");
    ASSERT_EQ(claimed.size(), 1u);
    EXPECT_EQ(claimed[0].item, id);
    EXPECT_TRUE(store->claim_deliveries(10).empty());
}

TEST_F(Destinations, MayUseTheSameCaseNumber) {
    const auto one = ready_for("odense", "a");
    const auto two = ready_for("svendborg", "b");
    store->delivered(one, "2026-1");
    store->delivered(two, "2026-1");
    EXPECT_EQ(state_of(two), ItemState::delivered);
    EXPECT_EQ(store->ledger().case_numbers_twice, 0);
    const auto three = ready_for("odense", "c");
    store->delivered(three, "2026-1");
    EXPECT_EQ(state_of(three), ItemState::dead);
    EXPECT_EQ(store->item(three)->reason, "case_number_twice");
}

TEST_F(Destinations, ThatNobodyKnowsAnyMoreAreToldAndGoOnWhenTheyAreBack) {
    const auto lost = ready_for("svendborg", "a");
    const auto known = ready_for("odense", "b");
    know({"odense"});
    EXPECT_EQ(state_of(lost), ItemState::ready);
    EXPECT_EQ(store->item(lost)->reason, code_of(Reason::destination_unknown));
    EXPECT_EQ(store->item(known)->reason, "");
    know({"odense"});
    EXPECT_THAT(told(lost), ElementsAre("recorded", "settled", "delivery_postponed"));
    know({"odense", "svendborg"});
    EXPECT_EQ(store->item(lost)->reason, "");
    EXPECT_THAT(told(lost),
                ElementsAre("recorded", "settled", "delivery_postponed", "delivery_resumed"));
    EXPECT_EQ(store->claim_deliveries(1, "svendborg").size(), 1u);
}

TEST_F(Destinations, ThatAreBackAreDueAtOnce) {
    const auto id = ready_for("svendborg", "a");
    (void)store->claim_deliveries(1, "svendborg");
    store->postpone_delivery(id, "http_503", UtcTime(std::chrono::milliseconds(now_ms + 500'000)));
    know({});
    reopen();
    know({"svendborg"});
    EXPECT_EQ(store->claim_deliveries(1, "svendborg").size(), 1u);
}

TEST_F(Destinations, OfWhatIsDeadAreLeftAlone) {
    const auto id = ready_for("svendborg", "a");
    store->dead_letter(id, "refused");
    know({"odense"});
    EXPECT_EQ(store->item(id)->reason, "refused");
}

TEST_F(Destinations, ThatArePausedKeepTheirCopiesAndNoOthers) {
    const auto one = copied("odense", "a");
    const auto two = copied("svendborg", "b");
    const auto claimed = store->claim_copies(10, {"odense", "dead"});
    ASSERT_EQ(claimed.size(), 1u);
    EXPECT_EQ(claimed[0].item, two);
    EXPECT_EQ(claimed[0].destination, "svendborg");
    EXPECT_EQ(store->claim_copies(10).size(), 1u);
    EXPECT_EQ(store->copy(one)->destination, "odense");
}

TEST_F(Destinations, ThatArePausedHoldUpNoMakingOfCopies) {
    auto arrival = arrival_of("a");
    arrival.type = "tiff";
    const auto id = store->receive(arrival).arrival;
    (void)store->add_item(id, item_of());
    store->finish_arrivals({{id, {}}});
    EXPECT_EQ(0, store->settle({{claim(id + "-1"), accepted("k")}}));
    store->delivered(id + "-1", "2026-1");
    EXPECT_EQ(store->claim_copies(1, {"casequeue"}).size(), 1u);
}

}  // namespace
}  // namespace indgang::store
