// SPDX-License-Identifier: MPL-2.0
#include <gmock/gmock.h>

#include "pipeline/store/waiting.h"
#include "schemas/error/reason.h"
#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::store {
namespace {

using ::testing::ElementsAre;
using Arrivals = StoreTest;

TEST_F(Arrivals, OneWithoutAnApplicationIsReadAndSaysSo) {
    const auto id = store->receive(arrival_of("blank")).arrival;
    store->finish_arrivals({{id, {}}});
    EXPECT_EQ(store->arrival(id)->state, ArrivalState::read);
    EXPECT_EQ(store->arrival(id)->reason, code_of(Reason::no_application_found));
}

/// The runner adds them one by one while the batch is read.
TEST_F(Arrivals, OneWhoseApplicationsWereAddedBeforeItsEndIsNotWithout) {
    const auto id = store->receive(arrival_of("a")).arrival;
    (void)store->add_item(id, item_of());
    store->finish_arrivals({{id, {}}});
    EXPECT_EQ(store->arrival(id)->reason, "");
}

TEST_F(Arrivals, ReceiptNamesANewArrival) {
    const auto receipt = store->receive(arrival_of("a"));
    EXPECT_FALSE(receipt.was_known);
    const auto found = store->arrival(receipt.arrival).value();
    EXPECT_EQ(found.state, ArrivalState::received);
    EXPECT_EQ(found.content.digest, Digest::of(view_of("a")));
    EXPECT_EQ(found.received_at, receipt.at);
}

TEST_F(Arrivals, SameBytesWithoutKeyAreTheSameArrival) {
    const auto one = store->receive(arrival_of("a"));
    const auto two = store->receive(arrival_of("a"));
    EXPECT_TRUE(two.was_known);
    EXPECT_EQ(one.arrival, two.arrival);
    EXPECT_EQ(store->arrivals(10).size(), 1u);
}

TEST_F(Arrivals, SameKeyAndBytesAreTheSameArrival) {
    const auto one = store->receive(arrival_of("a", "k"));
    EXPECT_EQ(store->receive(arrival_of("a", "k")).arrival, one.arrival);
}

TEST_F(Arrivals, SameBytesUnderANewKeyAreANewArrival) {
    const auto one = store->receive(arrival_of("a", "k1"));
    const auto two = store->receive(arrival_of("a", "k2"));
    EXPECT_FALSE(two.was_known);
    EXPECT_NE(one.arrival, two.arrival);
}

TEST_F(Arrivals, SameKeyWithOtherBytesIsRefused) {
    (void)store->receive(arrival_of("a", "k"));
    EXPECT_EQ(trouble_of([&] { (void)store->receive(arrival_of("b", "k")); }),
              "conflict:key_reused");
    // Who asks before the bytes are kept is told the same.
    EXPECT_EQ(trouble_of([&] { store->check_key("k", arrival_of("b").digest); }),
              "conflict:key_reused");
    EXPECT_NO_THROW(store->check_key("k", arrival_of("a").digest));
    EXPECT_NO_THROW(store->check_key("other", arrival_of("b").digest));
    EXPECT_EQ(store->arrivals(10).size(), 1u);
}

TEST_F(Arrivals, DuplicateIsKnownAfterAReopening) {
    const auto one = store->receive(arrival_of("a"));
    reopen();
    EXPECT_EQ(store->receive(arrival_of("a")).arrival, one.arrival);
}

TEST_F(Arrivals, NamesMayHoldAnything) {
    auto arrival = arrival_of("a");
    arrival.name = "'); DROP TABLE arrivals; --\n\"æøå\xff";
    const auto id = store->receive(arrival).arrival;
    EXPECT_EQ(store->arrival(id).value().content.name, arrival.name);
}

TEST_F(Arrivals, OldestAreClaimedFirstAndOnce) {
    const auto one = store->receive(arrival_of("a")).arrival;
    ++now_ms;
    const auto two = store->receive(arrival_of("b")).arrival;
    const auto first = store->claim_arrivals(1);
    const auto second = store->claim_arrivals(5);
    ASSERT_EQ(first.size(), 1u);
    ASSERT_EQ(second.size(), 1u);
    EXPECT_EQ(first.front().id, one);
    EXPECT_EQ(second.front().id, two);
    EXPECT_TRUE(store->claim_arrivals(5).empty());
}

TEST_F(Arrivals, AttemptIsCountedWhenClaimed) {
    const auto id = store->receive(arrival_of("a")).arrival;
    EXPECT_EQ(store->claim_arrivals(1).front().attempts, 1);
    EXPECT_EQ(store->arrival(id).value().attempts, 1);
}

TEST_F(Arrivals, ReopeningFreesWhatADeadProcessClaimed) {
    (void)store->receive(arrival_of("a"));
    (void)store->claim_arrivals(1);
    reopen();
    EXPECT_EQ(store->claim_arrivals(1).size(), 1u);
}

TEST_F(Arrivals, PoisonIsQuarantined) {
    const auto id = store->receive(arrival_of("a")).arrival;
    for (int death = 0; death < claims_without_end; ++death) {
        EXPECT_EQ(store->claim_arrivals(1).size(), 1u);
        reopen();
    }
    EXPECT_TRUE(store->claim_arrivals(1).empty());
    const auto found = store->arrival(id).value();
    EXPECT_EQ(found.state, ArrivalState::quarantined);
    EXPECT_EQ(found.reason, "poison");
    EXPECT_EQ(store->oldest().arrivals,
              (std::map<std::string, UtcTime>{{"quarantined", found.received_at}}));
}

TEST_F(Arrivals, PoisonDoesNotDragItsNeighboursAlong) {
    const auto poison = store->receive(arrival_of("poison")).arrival;
    for (int good = 0; good < 5; ++good) {
        (void)store->receive(arrival_of("good" + std::to_string(good)));
    }
    for (int start = 0; start < 3 * claims_without_end; ++start) {
        for (auto batch = store->claim_arrivals(10); !batch.empty();
             batch = store->claim_arrivals(10)) {
            for (const auto& arrival : batch) {
                if (arrival.id == poison) {
                    reopen();  // the process dies of it, and its batch with it
                    batch.clear();
                    break;
                }
                store->finish_arrivals({{arrival.id, {item_of()}}});
            }
            if (batch.empty()) {
                break;
            }
        }
    }
    const auto ledger = store->ledger();
    EXPECT_EQ(ledger.arrivals.at("read"), 5);
    EXPECT_EQ(ledger.arrivals.at("quarantined"), 1);
}

TEST_F(Arrivals, BatchThatGetsOnIsNoPoison) {
    const auto id = store->receive(arrival_of("a")).arrival;
    for (int page = 1; page <= 3 * claims_without_end; ++page) {
        ASSERT_EQ(store->claim_arrivals(1).size(), 1u);
        store->put_pages(id, {{page, "reading", std::nullopt, ""}});
        reopen();
    }
    EXPECT_EQ(store->arrival(id).value().state, ArrivalState::received);
}

TEST_F(Arrivals, PersonBringsARejectedArrivalBack) {
    const auto id = store->receive(arrival_of("a")).arrival;
    (void)store->claim_arrivals(1);
    store->reject_arrival(id, "unknown_form", "page 1", "m");
    store->retry_arrival(id, {"person-1", "operator", ""});
    const auto found = store->arrival(id).value();
    EXPECT_EQ(found.state, ArrivalState::received);
    EXPECT_EQ(found.reason + found.place + found.message, "");
    EXPECT_EQ(store->claim_arrivals(1).size(), 1u);
    store->finish_arrivals({{id, {item_of()}}});
    EXPECT_THAT(told(id), ElementsAre("received", "rejected", "retried", "read"));
}

TEST_F(Arrivals, PersonBringsAQuarantinedArrivalBackWithAllItsAttempts) {
    const auto id = store->receive(arrival_of("a")).arrival;
    for (int death = 0; death < claims_without_end; ++death) {
        (void)store->claim_arrivals(1);
        reopen();
    }
    EXPECT_TRUE(store->claim_arrivals(1).empty());
    store->retry_arrival(id, {"person-1", "operator", ""});
    EXPECT_EQ(store->arrival(id).value().attempts, 0);
    ASSERT_EQ(store->claim_arrivals(1).size(), 1u);
}

TEST_F(Arrivals, ArrivalThatIsOpenOrReadIsNotRetried) {
    const auto id = store->receive(arrival_of("a")).arrival;
    EXPECT_EQ(trouble_of([&] {
                  store->retry_arrival(id, {"p", "operator", ""});
              }),
              "conflict:changed_meanwhile");
    store->finish_arrivals({{id, {item_of()}}});
    EXPECT_EQ(trouble_of([&] {
                  store->retry_arrival(id, {"p", "operator", ""});
              }),
              "conflict:changed_meanwhile");
    EXPECT_EQ(trouble_of([&] {
                  store->retry_arrival("x", {"p", "operator", ""});
              }),
              "not_found:no_such_arrival");
}

TEST_F(Arrivals, ReleaseGivesTheAttemptBack) {
    const auto id = store->receive(arrival_of("a")).arrival;
    (void)store->claim_arrivals(1);
    store->release_arrival(id);
    EXPECT_EQ(store->arrival(id).value().attempts, 0);
    EXPECT_EQ(store->claim_arrivals(1).size(), 1u);
}

class DamagedArrivals : public Arrivals {
  protected:
    /// One that waits because what is stored of it is damaged.
    std::string waiting(const std::string& key = {}) {
        const auto id = store->receive(arrival_of("a", key)).arrival;
        EXPECT_EQ(store->claim_arrivals(1).size(), 1u);
        store->postpone_arrival(id, "blob_corrupt");
        return id;
    }
    [[nodiscard]] bool is_claimed() { return !store->claim_arrivals(1).empty(); }
};

TEST_F(DamagedArrivals, WaitWithoutCountingTheAttemptAndHoldUpNobody) {
    const auto id = waiting();
    EXPECT_FALSE(is_claimed());
    EXPECT_FALSE(store->has_arrivals_to_read());
    EXPECT_TRUE(store->has_open_work());
    const auto arrival = store->arrival(id).value();
    EXPECT_EQ(arrival.state, ArrivalState::received);
    EXPECT_EQ(arrival.reason, "blob_corrupt");
    EXPECT_EQ(arrival.attempts, 0);
    (void)store->receive(arrival_of("b"));
    EXPECT_TRUE(store->has_arrivals_to_read());
    EXPECT_TRUE(is_claimed());
}

TEST_F(DamagedArrivals, AreTriedAgainAfterTheLongestWait) {
    (void)waiting();
    now_ms += longest_wait.count() - 1;
    EXPECT_FALSE(is_claimed());
    now_ms += 1;
    EXPECT_TRUE(store->has_arrivals_to_read());
    EXPECT_TRUE(is_claimed());
}

TEST_F(DamagedArrivals, AreNotStrandedByAClockThatJumpsBack) {
    (void)waiting();
    now_ms -= 1;
    EXPECT_TRUE(is_claimed());
}

TEST_F(DamagedArrivals, AreDueWhenTheSameBytesComeAgain) {
    const auto id = waiting();
    EXPECT_TRUE(store->receive(arrival_of("a")).was_known);
    EXPECT_EQ(store->arrival(id).value().reason, "");
    EXPECT_TRUE(is_claimed());
}

TEST_F(DamagedArrivals, AreDueWhenTheSameBytesComeUnderAnotherKey) {
    const auto id = waiting("k1");
    EXPECT_FALSE(store->receive(arrival_of("a", "k2")).was_known);
    EXPECT_EQ(store->arrival(id).value().reason, "");
    EXPECT_EQ(store->claim_arrivals(5).size(), 2u);
}

TEST_F(DamagedArrivals, AreDueWhenAPersonSaysSo) {
    const auto id = waiting();
    store->retry_arrival(id, {"p", "operator", ""});
    EXPECT_TRUE(is_claimed());
}

TEST_F(DamagedArrivals, AreOfWhoHasThemByThen) {
    const auto id = store->receive(arrival_of("a")).arrival;
    EXPECT_EQ(store->claim_arrivals(1).size(), 1u);
    store->reject_arrival(id, "r", "", "");
    EXPECT_EQ(trouble_of([&] { store->postpone_arrival(id, "blob_corrupt"); }),
              "conflict:changed_meanwhile");
    EXPECT_EQ(store->arrival(id).value().state, ArrivalState::rejected);
}

TEST_F(Arrivals, WaitForNoClock) {
    (void)store->receive(arrival_of("a"));
    now_ms -= 5'000;
    EXPECT_EQ(store->claim_arrivals(1).size(), 1u);
}

TEST_F(Arrivals, HalvesOfAPictureAreKeptInTheOrderOfReadingInPlaceOfIt) {
    const auto id = store->receive(arrival_of("a")).arrival;
    store->put_pages(id, {{2, "after", {}, ""}});
    store->put_pages(id, {{1, "whole", {}, ""}});
    store->put_pages(id, {{{1, Half::right}, "one", {}, ""}, {{1, Half::left}, "two", {}, ""}});
    const auto pages = store->pages(id);
    ASSERT_EQ(pages.size(), 3u);
    EXPECT_EQ(pages[0].reading, "one");
    EXPECT_EQ(pages[0].page, PagePlace(1, Half::right));
    EXPECT_EQ(pages[1].page, PagePlace(1, Half::left));
    EXPECT_EQ(pages[2].reading, "after");
}

TEST_F(Arrivals, PagesAreKeptInOrderAndReadTwiceIsTheSame) {
    const auto id = store->receive(arrival_of("a")).arrival;
    store->set_pages(id, 2);
    store->put_pages(id, {{2, "two", std::nullopt, ""}});
    store->put_pages(id, {{1, "one", Digest::of(view_of("image")), "image/tiff"}});
    store->put_pages(id, {{2, "two", std::nullopt, ""}});
    const auto pages = store->pages(id);
    ASSERT_EQ(pages.size(), 2u);
    EXPECT_EQ(pages[0].reading, "one");
    EXPECT_EQ(pages[0].image, Digest::of(view_of("image")));
    EXPECT_EQ(pages[1].reading, "two");
    EXPECT_FALSE(pages[1].image);
    EXPECT_EQ(store->arrival(id).value().pages, 2);
}

TEST_F(Arrivals, ItemIsAddedOncePerOrdinal) {
    const auto id = store->receive(arrival_of("a")).arrival;
    EXPECT_EQ(store->add_item(id, item_of(1)), store->add_item(id, item_of(1)));
    EXPECT_NE(store->add_item(id, item_of(1)), store->add_item(id, item_of(2)));
    EXPECT_EQ(store->items({.state = {}, .arrival = id}).size(), 2u);
}

TEST_F(Arrivals, FinishingTwiceChangesNothing) {
    const auto id = store->receive(arrival_of("a")).arrival;
    store->finish_arrivals({{id, {item_of()}}});
    store->finish_arrivals({{id, {item_of()}}});
    EXPECT_EQ(store->items({}).size(), 1u);
    EXPECT_THAT(told(id), ElementsAre("received", "read"));
}

TEST_F(Arrivals, BatchWithARejectedArrivalChangesNothing) {
    const auto good = store->receive(arrival_of("a")).arrival;
    const auto bad = store->receive(arrival_of("b")).arrival;
    store->reject_arrival(bad, "xml_malformed", "line 1", "not XML");
    EXPECT_EQ(trouble_of([&] {
                  store->finish_arrivals({{good, {item_of()}}, {bad, {}}});
              }),
              "conflict:changed_meanwhile");
    EXPECT_EQ(store->arrival(good).value().state, ArrivalState::received);
    EXPECT_TRUE(store->items({}).empty());
}

TEST_F(Arrivals, RejectionSaysWhyAndWhere) {
    const auto id = store->receive(arrival_of("a")).arrival;
    store->reject_arrival(id, "xml_malformed", "line 12", "not XML");
    const auto found = store->arrival(id).value();
    EXPECT_EQ(found.state, ArrivalState::rejected);
    EXPECT_EQ(found.reason, "xml_malformed");
    EXPECT_EQ(found.place, "line 12");
    EXPECT_EQ(found.message, "not XML");
}

TEST_F(Arrivals, EndedArrivalTakesNothingMore) {
    const auto id = store->receive(arrival_of("a")).arrival;
    store->finish_arrivals({{id, {}}});
    const std::string conflict = "conflict:changed_meanwhile";
    EXPECT_EQ(trouble_of([&] { store->reject_arrival(id, "r", "", ""); }), conflict);
    EXPECT_EQ(trouble_of([&] { store->set_pages(id, 1); }), conflict);
    EXPECT_EQ(trouble_of([&] { store->put_pages(id, {{1, "x", {}, ""}}); }), conflict);
    EXPECT_EQ(trouble_of([&] { (void)store->add_item(id, item_of()); }), conflict);
}

TEST_F(Arrivals, UnknownArrivalIsNotFound) {
    EXPECT_FALSE(store->arrival("nobody"));
    EXPECT_EQ(trouble_of([&] { store->set_pages("nobody", 1); }), "not_found:no_such_arrival");
}

TEST_F(Arrivals, AreClaimedByTheirLane) {
    auto scan = arrival_of("scan");
    scan.type = "tiff";
    const auto paper = store->receive(scan).arrival;
    const auto document = store->receive(arrival_of("<a/>")).arrival;
    auto json = arrival_of("{}");
    json.type = "json";
    const auto second = store->receive(json).arrival;
    EXPECT_EQ(store->waiting(Lane::documents, 5), 2);
    EXPECT_EQ(store->waiting(Lane::scans, 5), 1);
    auto claimed = store->claim_arrivals(5, Lane::documents);
    ASSERT_EQ(claimed.size(), 2U);
    EXPECT_EQ(claimed[0].id, document);
    EXPECT_EQ(claimed[1].id, second);
    EXPECT_TRUE(store->claim_arrivals(5, Lane::documents).empty());
    EXPECT_TRUE(store->has_open_work());
    claimed = store->claim_arrivals(5, Lane::scans);
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed[0].id, paper);
}

}  // namespace
}  // namespace indgang::store
