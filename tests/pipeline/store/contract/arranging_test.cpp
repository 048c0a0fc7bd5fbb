// SPDX-License-Identifier: MPL-2.0
// What a person closes, reads again and puts together in another way.
#include "tests/pipeline/store/contract/store_fixture.h"

namespace indgang::store {
namespace {

const Author ida{"u1", "operator", "as she said on the phone"};

class Arranging : public StoreTest {
  protected:
    std::string parked_item(const std::string& bytes) {
        const auto id = recorded(bytes);
        EXPECT_EQ(0, store->settle({{claim(id), parked("missing_page")}}));
        return id;
    }
    static StoredPage page(int number) {
        return {PagePlace(number), R"({"kind":"form"})", std::nullopt, "image/png"};
    }
};

TEST_F(Arranging, ClosedIsNoCaseAndCanBeOpenedAgain) {
    const auto id = parked_item("a");
    store->close(*store->item(id), ida);
    EXPECT_EQ(state_of(id), ItemState::closed);
    EXPECT_TRUE(store->claim_items(10).empty());
    EXPECT_EQ(store->ledger().items.at("closed"), 1);
    store->retry(id, ida);
    EXPECT_EQ(state_of(id), ItemState::recorded);
}

class Empty : public Arranging {
  protected:
    /// An arrival that was read and holds no application.
    std::string empty_arrival(const std::string& bytes = "letter") {
        const auto id = store->receive(arrival_of(bytes)).arrival;
        store->put_pages(id, {page(1)});
        store->finish_arrivals({{id, {}}});
        return id;
    }
};

TEST_F(Empty, ClosedArrivalWaitsForNobodyAndCanBeOpenedAgain) {
    const auto id = empty_arrival();
    ASSERT_EQ(store->search_arrivals({.is_without_application = true}).arrivals.size(), 1U);
    store->close_arrival(id, ida);
    EXPECT_EQ(store->arrival(id)->state, ArrivalState::closed);
    EXPECT_TRUE(store->search_arrivals({.is_without_application = true}).arrivals.empty());
    EXPECT_EQ(store->ledger().arrivals_without_application, 0);
    EXPECT_EQ(store->ledger().read_arrivals_without_item, 0);
    EXPECT_TRUE(store->claim_arrivals(10).empty());
    store->retry_arrival(id, ida);
    ASSERT_EQ(store->claim_arrivals(10).size(), 1U);
    EXPECT_EQ(store->pages(id).size(), 1U) << "what was read is not read again";
}

TEST_F(Empty, WhoClosedAnArrivalAndWhyIsKept) {
    const auto id = empty_arrival();
    store->close_arrival(id, ida);
    const auto acts = store->acts(id);
    ASSERT_EQ(acts.size(), 1U);
    EXPECT_EQ(acts[0].what, "closed");
    EXPECT_EQ(acts[0].author.by, "u1");
    EXPECT_EQ(acts[0].author.why, "as she said on the phone");
}

TEST_F(Empty, WhatIsNotReadYetOrHoldsAnApplicationIsNotClosed) {
    const auto received = store->receive(arrival_of("new")).arrival;
    EXPECT_EQ(trouble_of([&] { store->close_arrival(received, ida); }),
              "conflict:changed_meanwhile");
    const auto id = parked_item("a");
    const auto arrival = store->item(id)->arrival;
    EXPECT_EQ(trouble_of([&] { store->close_arrival(arrival, ida); }),
              "conflict:changed_meanwhile");
    store->close(*store->item(id), ida);
    EXPECT_EQ(trouble_of([&] { store->close_arrival(arrival, ida); }), "conflict:changed_meanwhile")
        << "closed applications are applications";
}

TEST_F(Empty, RejectedArrivalIsClosedOnce) {
    const auto id = store->receive(arrival_of("broken")).arrival;
    (void)store->claim_arrivals(1);
    store->reject_arrival(id, "pdf_broken", "", "");
    store->close_arrival(id, ida);
    EXPECT_EQ(store->arrival(id)->state, ArrivalState::closed);
    EXPECT_EQ(store->arrival(id)->reason, "pdf_broken") << "why it was rejected stays";
    EXPECT_EQ(trouble_of([&] { store->close_arrival(id, ida); }), "conflict:changed_meanwhile");
}

TEST_F(Empty, TurnedPageIsReadAgainAlone) {
    const auto id = empty_arrival();
    store->turn_pages({id, std::nullopt, {1}, 1, {PagePlace(1)}, ida});
    EXPECT_EQ(store->turns(id), (std::map<int, int>{{1, 1}}));
    EXPECT_TRUE(store->pages(id).empty());
    const auto claimed = store->claim_arrivals(10);
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed[0].only_pages, std::vector<PagePlace>{PagePlace(1)});
    EXPECT_EQ(store->acts(id).back().what, "turned");
}

TEST_F(Empty, TurnsAddUpAndAWholeTurnIsNone) {
    const auto id = empty_arrival();
    store->turn_pages({id, std::nullopt, {1, 2}, 3, {PagePlace(1), PagePlace(2)}, ida});
    (void)store->claim_arrivals(10);
    store->finish_arrivals({{id, {}}});
    store->turn_pages({id, std::nullopt, {1}, 1, {PagePlace(1)}, ida});
    EXPECT_EQ(store->turns(id), (std::map<int, int>{{2, 3}}));
}

TEST_F(Arranging, ApplicationWithATurnedPageIsReadAgainInItsPlace) {
    const auto id = parked_item("a");
    const auto arrival = store->item(id)->arrival;
    store->turn_pages({arrival, store->item(id), {1}, 2, {PagePlace(1)}, ida});
    EXPECT_EQ(state_of(id), ItemState::closed);
    EXPECT_EQ(store->acts(id).front().what, "turned");
    (void)store->claim_arrivals(10);
    store->finish_arrivals({{arrival, {item_of()}}});
    EXPECT_EQ(state_of(id), ItemState::recorded);
    EXPECT_EQ(store->turns(arrival), (std::map<int, int>{{1, 2}}));
}

TEST_F(Arranging, NoPageOfACaseIsTurned) {
    const auto id = ready("a", "k");
    const auto arrival = store->item(id)->arrival;
    EXPECT_EQ(trouble_of([&] {
                  store->turn_pages({arrival, store->item(id), {1}, 2, {PagePlace(1)}, ida});
              }),
              "conflict:changed_meanwhile");
    EXPECT_TRUE(store->turns(arrival).empty());
}

TEST_F(Arranging, WhatRestsIsClaimedWhenItHasRested) {
    const auto id = parked_item("a");
    store->correct(*store->item(id), "{}", {}, ida, std::chrono::seconds(20));
    EXPECT_TRUE(store->claim_items(10).empty());
    now_ms += 19'999;
    EXPECT_TRUE(store->claim_items(10).empty());
    now_ms += 1;
    EXPECT_EQ(store->claim_items(10).size(), 1U);
}

TEST_F(Arranging, WhatIsTakenBackWaitsForAPersonAgain) {
    const auto id = parked_item("a");
    store->correct(*store->item(id), "second", {}, ida, std::chrono::seconds(20));
    store->take_back(*store->item(id), ida);
    EXPECT_EQ(state_of(id), ItemState::parked);
    EXPECT_EQ(store->item(id)->reason, "taken_back");
    EXPECT_EQ(store->item(id)->record, "second");
    EXPECT_EQ(store->acts(id).back().what, "taken_back");
    now_ms += 60'000;
    EXPECT_TRUE(store->claim_items(10).empty());
}

TEST_F(Arranging, WhatIsClosedIsTakenBackAndWhatIsDecidedIsNot) {
    const auto closed = parked_item("a");
    store->close(*store->item(closed), ida);
    store->take_back(*store->item(closed), ida);
    EXPECT_EQ(state_of(closed), ItemState::parked);
    const auto decided = ready("b", "k");
    EXPECT_EQ(trouble_of([&] { store->take_back(*store->item(decided), ida); }),
              "conflict:changed_meanwhile");
    EXPECT_EQ(state_of(decided), ItemState::ready);
    const auto read_again = parked_item("c");
    store->reread_arrival(store->item(read_again)->arrival, ida);
    EXPECT_EQ(trouble_of([&] { store->take_back(*store->item(read_again), ida); }),
              "conflict:changed_meanwhile")
        << "its pages are being read";
}

TEST_F(Arranging, WhatHeldNoApplicationIsLostNoMoreWhenOneIsPutThere) {
    const auto id = parked_item("a");
    const auto empty = store->receive(arrival_of("empty")).arrival;
    store->finish_arrivals({{empty, {}}});
    EXPECT_EQ(store->ledger().read_arrivals_without_item, 1);
    Rearrangement split{.what = "split", .arrival = empty, .author = ida};
    split.changed.push_back({*store->item(id), "boligstoette", "1", "{}", {}});
    split.added.push_back(item_of());
    store->rearrange(split);
    EXPECT_EQ(store->ledger().read_arrivals_without_item, 0);
    EXPECT_EQ(store->ledger(), store->recount());
}

TEST_F(Arranging, WhoActedAndWhyIsKeptForEver) {
    const auto id = parked_item("a");
    store->close(*store->item(id), ida);
    const auto acts = store->acts(id);
    ASSERT_EQ(acts.size(), 1U);
    EXPECT_EQ(acts[0].what, "closed");
    EXPECT_EQ(acts[0].author.by, "u1");
    EXPECT_EQ(acts[0].author.role, "operator");
    EXPECT_EQ(acts[0].author.why, "as she said on the phone");
}

TEST_F(Arranging, WhatIsOnItsWayToTheCaseSystemIsNotClosed) {
    const auto id = ready("a", "k");
    EXPECT_EQ(trouble_of([&] { store->close(*store->item(id), ida); }),
              "conflict:changed_meanwhile");
    EXPECT_EQ(trouble_of([&] { store->reread_arrival(store->item(id)->arrival, ida); }),
              "conflict:changed_meanwhile");
    EXPECT_EQ(state_of(id), ItemState::ready);
}

TEST_F(Arranging, OneThatChangedMeanwhileIsNotClosed) {
    const auto id = parked_item("a");
    const auto seen = *store->item(id);
    store->retry(id, ida);
    EXPECT_EQ(trouble_of([&] { store->close(seen, ida); }), "conflict:changed_meanwhile");
}

TEST_F(Arranging, ReadAgainTakesThePlaceOfWhatWasRead) {
    const auto id = parked_item("a");
    const auto arrival = store->item(id)->arrival;
    store->reread_arrival(arrival, ida);
    EXPECT_EQ(store->arrival(arrival)->state, ArrivalState::received);
    EXPECT_EQ(state_of(id), ItemState::closed);
    EXPECT_EQ(trouble_of([&] { store->retry(id, ida); }), "conflict:changed_meanwhile")
        << "while it is read it is nobody's";
    ASSERT_EQ(store->claim_arrivals(10).size(), 1U);
    store->finish_arrivals({{arrival, {{1, "sp501", "1", "read anew"}}}});
    const auto item = *store->item(id);
    EXPECT_EQ(item.state, ItemState::recorded);
    EXPECT_EQ(item.form, "sp501");
    EXPECT_EQ(item.record, "read anew");
    EXPECT_FALSE(item.is_settled);
    ASSERT_EQ(store->past_records(id).size(), 1U);
    EXPECT_EQ(store->past_records(id)[0].record, R"({"settled":2})");
}

TEST_F(Arranging, WhatWasReadBeforeIsKept) {
    const auto arrival = store->receive(arrival_of("a")).arrival;
    store->put_pages(arrival, {page(1)});
    store->put_pages(arrival, {page(2)});
    store->finish_arrivals({{arrival, {item_of()}}});
    EXPECT_EQ(0, store->settle({{claim(arrival + "-1"), parked("missing_page")}}));
    EXPECT_TRUE(store->past_pages(arrival).empty());
    now_ms = 2'000'000;
    store->reread_arrival(arrival, ida);
    EXPECT_TRUE(store->pages(arrival).empty());
    const auto past = store->past_pages(arrival);
    ASSERT_EQ(past.size(), 2U);
    EXPECT_EQ(past[0].page, PagePlace(1));
    EXPECT_EQ(past[1].page, PagePlace(2));
    EXPECT_EQ(past[1].until, UtcTime(std::chrono::milliseconds(2'000'000)));
    EXPECT_EQ(past[1].reading, page(2).reading);
    EXPECT_TRUE(store->past_pages("another").empty());
}

TEST_F(Arranging, WhatIsNotFoundAgainStaysClosedAndCanBeOpened) {
    const auto id = parked_item("a");
    const auto arrival = store->item(id)->arrival;
    store->reread_arrival(arrival, ida);
    store->finish_arrivals({{arrival, {{2, "sp501", "1", "read anew"}}}});
    EXPECT_EQ(state_of(id), ItemState::closed);
    store->retry(id, ida);
    EXPECT_EQ(state_of(id), ItemState::recorded);
}

TEST_F(Arranging, OfABatchWithCasesOnlyTheNamedPagesAreReadAgain) {
    const auto arrival = store->receive(arrival_of("batch")).arrival;
    store->put_pages(arrival, {page(1)});
    store->put_pages(arrival, {page(2)});
    (void)store->add_item(arrival, item_of(1));
    (void)store->add_item(arrival, item_of(2));
    store->finish_arrivals({{arrival, {}}});
    auto items = store->claim_items(10);
    EXPECT_EQ(store->settle({{items[0], accepted("k")}, {items[1], parked("unknown_form")}}), 0);
    EXPECT_EQ(trouble_of([&] { store->reread_arrival(arrival, ida); }),
              "conflict:changed_meanwhile");
    store->reread_item(*store->item(arrival + "-2"), {PagePlace(2)}, ida);
    EXPECT_EQ(store->pages(arrival).size(), 1U);
    EXPECT_EQ(store->arrival(arrival)->only_pages, std::vector{PagePlace(2)});
    EXPECT_EQ(state_of(arrival + "-1"), ItemState::ready);
    store->finish_arrivals({{arrival, {{2, "sp501", "1", "read anew"}}}});
    EXPECT_TRUE(store->arrival(arrival)->only_pages.empty());
    EXPECT_EQ(store->item(arrival + "-2")->form, "sp501");
    EXPECT_EQ(store->item(arrival + "-1")->record, R"({"settled":1})");
}

TEST_F(Arranging, PagesThatAreBroughtTogetherSayWhereTheyCameFrom) {
    const auto one = parked_item("a"), other = parked_item("b");
    const auto from = store->item(other)->arrival, to = store->item(one)->arrival;
    auto borrowed = page(4);
    borrowed.from_arrival = from;
    borrowed.from_page = PagePlace(1, Half::left);
    store->rearrange({.what = "joined",
                      .changed = {{*store->item(one), "boligstoette", "1", "both", {}}},
                      .closed = {{*store->item(other), {.person = "Bo"}}},
                      .arrival = to,
                      .added = {},
                      .pages = {borrowed},
                      .author = ida});
    EXPECT_EQ(store->item(one)->record, "both");
    EXPECT_EQ(state_of(one), ItemState::recorded);
    EXPECT_EQ(state_of(other), ItemState::closed);
    EXPECT_EQ(store->search({.item = other}).items.front().listing.person, "Bo");
    ASSERT_EQ(store->pages(to).size(), 1U);
    EXPECT_EQ(store->pages(to)[0].from_arrival, from);
    EXPECT_EQ(store->pages(to)[0].from_page, PagePlace(1, Half::left));
    EXPECT_EQ(store->past_records(one).size(), 1U);
}

TEST_F(Arranging, AllOfItOrNothing) {
    const auto one = parked_item("a"), other = parked_item("b");
    const auto seen = *store->item(other);
    store->retry(other, ida);
    EXPECT_EQ(
        trouble_of([&] {
            store->rearrange({.what = "joined",
                              .changed = {{*store->item(one), "boligstoette", "1", "both", {}}},
                              .closed = {{seen, {}}},
                              .arrival = store->item(one)->arrival,
                              .added = {},
                              .pages = {},
                              .author = ida});
        }),
        "conflict:changed_meanwhile");
    EXPECT_EQ(state_of(one), ItemState::parked);
    EXPECT_EQ(store->item(one)->record, R"({"settled":2})");
}

}  // namespace
}  // namespace indgang::store
