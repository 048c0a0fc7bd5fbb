// SPDX-License-Identifier: MPL-2.0
#include "pipeline/store/feeds.h"

#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::store {
namespace {

class FeedsTest : public StoreTest {
  protected:
    /// A feed that this process has claimed.
    std::string claimed_feed() {
        const auto id = store->receive(arrival_of("<alle/>")).arrival;
        EXPECT_EQ(store->claim_arrivals(1, Lane::documents).size(), 1U);
        store->take_for_feed(id);
        EXPECT_EQ(store->claim_arrivals(1, Lane::feeds).size(), 1U);
        return id;
    }
    [[nodiscard]] static NewPart part_of(std::int64_t number, const std::string& document) {
        return {.number = number,
                .line = 10 * number,
                .name = {},
                .arrival = arrival_of(document),
                .document = view_of(document),
                .refusal = {}};
    }
    void take(const std::string& feed, std::int64_t first, std::vector<std::string> documents) {
        std::vector<NewPart> parts;
        for (const auto& document : documents) {
            parts.push_back(part_of(first++, document));
        }
        store->take_parts(feed, parts);
    }
    void read_all() {
        for (const auto& arrival : store->claim_arrivals(100, Lane::documents)) {
            store->finish_arrivals({{arrival.id, {item_of()}}});
        }
    }
};

TEST_F(FeedsTest, ADocumentThatIsAFeedIsClaimedAsOne) {
    const auto id = store->receive(arrival_of("<alle/>")).arrival;
    ASSERT_EQ(store->claim_arrivals(1, Lane::documents).size(), 1U);
    store->take_for_feed(id);
    EXPECT_TRUE(store->claim_arrivals(5, Lane::documents).empty());
    EXPECT_TRUE(store->claim_arrivals(5, Lane::scans).empty());
    EXPECT_TRUE(store->has_open_work());
    EXPECT_TRUE(store->has_arrivals_to_read());
    EXPECT_EQ(store->oldest().lanes.count("feeds"), 1U);
    const auto claimed = store->claim_arrivals(5, Lane::feeds);
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed[0].id, id);
    EXPECT_EQ(claimed[0].attempts, 1);
    EXPECT_EQ(claimed[0].content.type, feed_type);
}

TEST_F(FeedsTest, ItsPartsAreArrivalsOfTheirOwn) {
    const auto feed = claimed_feed();
    EXPECT_EQ(store->last_part(feed), 0);
    take(feed, 1, {"<a>1</a>", "<a>2</a>"});
    EXPECT_EQ(store->last_part(feed), 2);
    EXPECT_EQ(store->waiting(Lane::documents, 10), 2);
    EXPECT_EQ(store->waiting(Lane::documents, 1), 1);
    EXPECT_EQ(store->waiting(Lane::scans, 10), 0);
    const auto parts = store->parts(feed, 0, 10);
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[1].number, 2);
    EXPECT_EQ(parts[1].line, 20);
    EXPECT_EQ(parts[1].state, "received");
    EXPECT_FALSE(parts[1].came_before);
    const auto second = Digest::of(view_of("<a>2</a>"));
    EXPECT_EQ(store->documents({&second, 1}).front(), bytes_of("<a>2</a>"));
    EXPECT_EQ(store->arrival(parts[1].arrival).value().content.digest, second);
    EXPECT_EQ(store->parts(feed, 1, 10).size(), 1U);
    EXPECT_EQ(store->parts(feed, 0, 1).size(), 1U);
}

TEST_F(FeedsTest, TellsWhatBecameOfEach) {
    const auto feed = claimed_feed();
    take(feed, 1, {"<a>1</a>", "<a>2</a>", "<a>3</a>"});
    auto refused = part_of(4, "");
    refused.refusal = "xml_too_large";
    store->take_parts(feed, std::vector{refused});
    for (const auto& arrival : store->claim_arrivals(2, Lane::documents)) {
        if (arrival.content.digest == Digest::of(view_of("<a>1</a>"))) {
            store->finish_arrivals({{arrival.id, {item_of()}}});
        } else {
            store->reject_arrival(arrival.id, "xml_invalid", "line 7", "no");
        }
    }
    const auto parts = store->parts(feed, 0, 10);
    ASSERT_EQ(parts.size(), 4U);
    EXPECT_EQ(parts[0].state, "recorded");
    EXPECT_EQ(parts[1].state, "rejected");
    EXPECT_EQ(parts[1].reason, "xml_invalid");
    EXPECT_EQ(parts[1].place, "line 7");
    EXPECT_EQ(parts[2].state, "received");
    EXPECT_EQ(parts[3].state, "rejected");
    EXPECT_EQ(parts[3].reason, "xml_too_large");
    EXPECT_EQ(parts[3].arrival, "");
    EXPECT_EQ(store->feed_counts(feed), (FeedCounts{.parts = 4,
                                                    .open = 1,
                                                    .taken = 1,
                                                    .delivered = 0,
                                                    .parked = 0,
                                                    .refused = 2,
                                                    .passed_over = 0,
                                                    .empty = 0}));
}

TEST_F(FeedsTest, CasesOfPartsAreTold) {
    const auto feed = claimed_feed();
    take(feed, 1, {"<a>1</a>", "<a>2</a>"});
    read_all();
    const auto items = store->claim_items(10);
    ASSERT_EQ(items.size(), 2U);
    ASSERT_EQ(store->settle({{items[0], accepted("k")}, {items[1], parked("why")}}), 0);
    ASSERT_EQ(store->claim_deliveries(10).size(), 1U);
    store->delivered(items[0].id, "CASE-1");
    EXPECT_EQ(store->parts(feed, 0, 10)[0].case_number, "CASE-1");
    const auto counts = store->feed_counts(feed);
    EXPECT_EQ(counts.delivered, 1);
    EXPECT_EQ(counts.parked, 1);
    EXPECT_EQ(counts.taken, 2);
}

// Nothing is doubled: what came before, in this feed or otherwise, is the same application.
TEST_F(FeedsTest, TheSameBytesAreOneApplication) {
    const auto feed = claimed_feed();
    (void)store->receive(arrival_of("<a>2</a>"), view_of("<a>2</a>"));
    take(feed, 1, {"<a>1</a>", "<a>2</a>", "<a>1</a>"});
    const auto parts = store->parts(feed, 0, 10);
    EXPECT_FALSE(parts[0].came_before);
    EXPECT_TRUE(parts[1].came_before);
    EXPECT_TRUE(parts[2].came_before);
    EXPECT_EQ(parts[2].arrival, parts[0].arrival);
}

TEST_F(FeedsTest, GoesOnWhereItEnded) {
    const auto feed = claimed_feed();
    take(feed, 1, {"<a>1</a>"});
    reopen();
    const auto again = store->claim_arrivals(5, Lane::feeds);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(store->last_part(feed), 1);
    take(feed, 2, {"<a>2</a>"});
    EXPECT_EQ(store->arrival(feed).value().attempts, 1);  // it got on: no poison
    store->finish_feed(feed);
    EXPECT_EQ(store->arrival(feed).value().state, ArrivalState::read);
    EXPECT_TRUE(store->claim_arrivals(5, Lane::feeds).empty());
    EXPECT_EQ(store->feed_counts(feed).parts, 2);
}

TEST_F(FeedsTest, AFeedThatIsReadIsNotLost) {
    const auto feed = claimed_feed();
    take(feed, 1, {"<a>1</a>"});
    store->finish_feed(feed);
    EXPECT_EQ(store->ledger().read_arrivals_without_item, 0);
    EXPECT_EQ(store->recount().read_arrivals_without_item, 0);
    EXPECT_TRUE(store->search_arrivals({.is_without_application = true}).arrivals.size() ==
                1U);  // the part that waits
}

TEST_F(FeedsTest, AnEndedFeedTakesNoParts) {
    const auto feed = claimed_feed();
    store->finish_feed(feed);
    const std::string conflict = "conflict:changed_meanwhile";
    EXPECT_EQ(trouble_of([&] { take(feed, 1, {"<a/>"}); }), conflict);
    EXPECT_EQ(trouble_of([&] { store->finish_feed(feed); }), conflict);
    EXPECT_EQ(trouble_of([&] { store->take_for_feed(feed); }), conflict);
    EXPECT_EQ(trouble_of([&] { (void)store->last_part("nobody"); }), "not_found:no_such_arrival");
}

/// A zip that this process has claimed.
class ZipsTest : public FeedsTest {
  protected:
    void SetUp() override {
        FeedsTest::SetUp();
        auto arrival = arrival_of("PK");
        arrival.type = zip_type;
        zip_ = store->receive(arrival).arrival;
        ASSERT_TRUE(store->claim_arrivals(5, Lane::scans).empty());
        ASSERT_TRUE(store->has_open_work());
        ASSERT_TRUE(store->has_arrivals_to_read());
        ASSERT_EQ(store->waiting(Lane::scans, 5), 0);
        ASSERT_EQ(store->oldest().lanes.count("feeds"), 1U);
        ASSERT_EQ(store->oldest().lanes.count("scans"), 0U);
        ASSERT_EQ(store->claim_arrivals(5, Lane::feeds).size(), 1U);
    }
    [[nodiscard]] static NewPart named(std::int64_t number, const std::string& type) {
        auto part = part_of(number, "scan " + std::to_string(number));
        part.line = 0;
        part.name = "b/" + std::to_string(number);
        part.arrival.type = type;
        part.document = {};
        return part;
    }
    [[nodiscard]] static NewPart passed_over(std::int64_t number) {
        auto part = named(number, "");
        part.refusal = "zip_entry_passed_over";
        return part;
    }
    std::string zip_;
};

TEST_F(ZipsTest, ItsPartsHaveNamesAndAreReadInTheirLanes) {
    auto refused = named(2, "");
    refused.refusal = "zip_entry_damaged";
    store->take_parts(zip_, std::vector{named(1, "tiff"), refused, passed_over(3)});
    const auto parts = store->parts(zip_, 0, 10);
    ASSERT_EQ(parts.size(), 3U);
    EXPECT_EQ(parts[0].name, "b/1");
    EXPECT_EQ(parts[0].state, "received");
    EXPECT_EQ(parts[1].name, "b/2");
    EXPECT_EQ(parts[1].state, "rejected");
    EXPECT_EQ(parts[2].state, "passed_over");
    EXPECT_EQ(parts[2].reason, "zip_entry_passed_over");
    EXPECT_EQ(store->waiting(Lane::scans, 10), 1);
    EXPECT_EQ(store->claim_arrivals(5, Lane::scans).size(), 1U);
    const auto counts = store->feed_counts(zip_);
    EXPECT_EQ(counts.parts, 2);
    EXPECT_EQ(counts.open, 1);
    EXPECT_EQ(counts.refused, 1);
    EXPECT_EQ(counts.passed_over, 1);
}

TEST_F(ZipsTest, EachApplicationOfAScanIsCounted) {
    store->take_parts(zip_, std::vector{named(1, "tiff"), named(2, "tiff")});
    const auto scans = store->claim_arrivals(5, Lane::scans);
    for (const auto& scan : scans) {
        store->finish_arrivals({{scan.id, {item_of(), item_of(2)}}});
    }
    const auto counts = store->feed_counts(zip_);
    EXPECT_EQ(counts.parts, 2);
    EXPECT_EQ(counts.open, 0);
    EXPECT_EQ(counts.taken, 4);
    const auto parts = store->parts(zip_, 0, 10);
    ASSERT_EQ(parts.size(), 2U);
    EXPECT_EQ(parts[0].applications, 2);
}

TEST_F(ZipsTest, AScanWithoutAnApplicationIsNoRefusal) {
    store->take_parts(zip_, std::vector{named(1, "tiff")});
    store->finish_arrivals({{store->claim_arrivals(1, Lane::scans).front().id, {}}});
    const auto counts = store->feed_counts(zip_);
    EXPECT_EQ(counts.parts, 1);
    EXPECT_EQ(counts.empty, 1);
    EXPECT_EQ(counts.refused, 0);
    EXPECT_EQ(counts.taken, 0);
}

TEST_F(ZipsTest, OneWithoutAnythingToReadIsSeenByAPerson) {
    store->take_parts(zip_, std::vector{passed_over(1)});
    store->finish_feed(zip_);
    EXPECT_EQ(store->arrival(zip_).value().state, ArrivalState::read);
    EXPECT_EQ(store->arrival(zip_).value().reason, "no_application_found");
    EXPECT_EQ(store->ledger(), store->recount());
    EXPECT_EQ(store->ledger().read_arrivals_without_item, 0);
}

TEST_F(ZipsTest, OneWithSomethingToReadIsNot) {
    store->take_parts(zip_, std::vector{named(1, "tiff")});
    store->finish_feed(zip_);
    EXPECT_EQ(store->arrival(zip_).value().reason, "");
    EXPECT_EQ(store->ledger().read_arrivals_without_item, 0);
    EXPECT_EQ(store->recount().read_arrivals_without_item, 0);
}

TEST_F(FeedsTest, AnotherProcessTakesNoPartsOfAClaimedFeed) {
    const auto feed = claimed_feed();
    const auto other = another();
    EXPECT_TRUE(other->claim_arrivals(5, Lane::feeds).empty());
    EXPECT_EQ(trouble_of([&] {
                  const auto part = part_of(1, "<a/>");
                  other->take_parts(feed, {&part, 1});
              }),
              "conflict:changed_meanwhile");
}

}  // namespace
}  // namespace indgang::store
