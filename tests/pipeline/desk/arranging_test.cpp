// SPDX-License-Identifier: MPL-2.0
// What a person says of pages is data: whatever it is, it is done or refused, and nobody else's
// work ends for it.
#include "pipeline/desk/desk.h"
#include "tests/pipeline/desk/waiting_applications.h"

namespace indgang::desk {
namespace {

class ArrangingTest : public WaitingApplications {
  protected:
    ArrangingTest() {
        page = true;
        one = waiting("a", {"missing_page"});
        other = waiting("b", {"missing_page"});
        for (const auto& id : {one, other}) {
            store->finish_arrivals({{store->item(id)->arrival, {}}});
        }
    }
    Desk desk() { return {*store, catalogue(), clock()}; }
    /// One that was read and holds a page, but no application.
    std::string empty_arrival(const std::string& bytes) {
        const auto id = store->receive(arrival_of("empty " + bytes)).arrival;
        (void)store->claim_arrivals(10);
        record::PageReading reading;
        reading.kind = record::PageKind::attachment;
        store->put_pages(id, {{1, record::to_json(reading), std::nullopt, ""}});
        store->finish_arrivals({{id, {}}});
        return id;
    }

    const Actor person{"op1", Role::mailroom_operator};
    const Actor with_why{"op1", Role::mailroom_operator, "a letter"};
    std::string one, other;
};

TEST_F(ArrangingTest, NoPageAtAllIsRefused) {
    EXPECT_EQ(trouble_of([&] { (void)desk().split(person, one, {}); }),
              "bad_input:nothing_to_change");
    EXPECT_EQ(trouble_of([&] { desk().move(person, one, {}, other); }),
              "bad_input:nothing_to_change");
    EXPECT_EQ(trouble_of([&] { desk().join(person, one, {}); }), "bad_input:nothing_to_join");
}

TEST_F(ArrangingTest, WhatIsNamedTwiceIsRefused) {
    EXPECT_EQ(trouble_of([&] {
                  (void)desk().split(person, one, {1, 1});
              }),
              "bad_input:no_such_page");
    EXPECT_EQ(trouble_of([&] {
                  desk().join(person, one, {other, other});
              }),
              "bad_input:same_application");
    EXPECT_EQ(trouble_of([&] { desk().join(person, one, {one}); }), "bad_input:same_application");
    EXPECT_EQ(trouble_of([&] { desk().move(person, one, {1}, one); }),
              "bad_input:same_application");
}

TEST_F(ArrangingTest, TheLastPageStays) {
    EXPECT_EQ(trouble_of([&] { (void)desk().split(person, one, {1}); }), "bad_input:nothing_left");
    EXPECT_EQ(trouble_of([&] { desk().move(person, one, {1}, other); }), "bad_input:nothing_left");
}

TEST_F(ArrangingTest, WhatCameAsXmlHasNoPagesToArrange) {
    page = false;
    const auto xml = waiting("c", {"missing_page"}), more = waiting("d", {"missing_page"});
    EXPECT_EQ(trouble_of([&] { desk().join(person, xml, {more}); }), "bad_input:not_on_paper");
    EXPECT_EQ(trouble_of([&] { (void)desk().split(person, xml, {}); }), "bad_input:not_on_paper");
}

TEST_F(ArrangingTest, WhoClosesSaysWhy) {
    for (const char* why : {"", " \t\n"}) {
        const Actor silent{"op1", Role::mailroom_operator, why};
        EXPECT_EQ(trouble_of([&] { desk().close(silent, one); }), "bad_input:reason_missing");
        EXPECT_EQ(trouble_of([&] { desk().close(silent, empty_arrival(why)); }),
                  "bad_input:reason_missing");
    }
    EXPECT_EQ(state_of(one), store::ItemState::parked);
    desk().close(with_why, one);
    EXPECT_EQ(state_of(one), store::ItemState::closed);
}

TEST_F(ArrangingTest, ArrivalWithoutAnApplicationIsClosed) {
    const auto letter = empty_arrival("letter");
    desk().close(with_why, letter);
    EXPECT_EQ(store->arrival(letter)->state, store::ArrivalState::closed);
    EXPECT_EQ(store->acts(letter).back().author.why, "a letter");
    EXPECT_EQ(trouble_of([&] { desk().close(with_why, letter); }), "bad_input:not_open");
    EXPECT_EQ(trouble_of([&] { desk().close(with_why, store->item(one)->arrival); }),
              "bad_input:holds_applications");
    const auto fresh = store->receive(arrival_of("fresh")).arrival;
    EXPECT_EQ(trouble_of([&] { desk().close(with_why, fresh); }), "bad_input:not_read");
    EXPECT_EQ(trouble_of([&] {
                  desk().close({"v1", Role::verifier, "a letter"}, empty_arrival("other"));
              }),
              "refused:not_permitted");
}

TEST_F(ArrangingTest, ClosedArrivalIsReadAgainFromTheBeginning) {
    const auto letter = empty_arrival("letter");
    desk().close(with_why, letter);
    desk().reread(person, letter);
    EXPECT_EQ(store->arrival(letter)->state, store::ArrivalState::received);
    EXPECT_TRUE(store->pages(letter).empty());
}

TEST_F(ArrangingTest, WhatHasNothingToTryAgainIsToldSo) {
    const auto words_of = [&](const std::string& id) {
        try {
            desk().retry(person, id);
        } catch (const Error& error) {
            EXPECT_EQ(error.why(), Reason::not_allowed);
            return std::string(error.what());
        }
        return std::string();
    };
    EXPECT_NE(words_of(store->item(one)->arrival).find("`indgang queue reread "),
              std::string::npos);
    EXPECT_EQ(words_of(one), "");
    EXPECT_NE(words_of(one).find("goes on by itself"), std::string::npos);
    EXPECT_EQ(store->settle({{claim(one), accepted("k")}}), 0);
    (void)store->claim_deliveries(1);
    store->delivered(one, "2026-1");
    EXPECT_NE(words_of(one).find("delivered as case 2026-1"), std::string::npos);
}

TEST_F(ArrangingTest, WhatIsBeingReadIsNotReadAgain) {
    const auto third = waiting("c", {"missing_page"});  // its arrival is not read to its end
    EXPECT_EQ(trouble_of([&] { desk().reread(person, third); }), "bad_input:not_read");
}

TEST_F(ArrangingTest, WhereNothingCanBeAgreedToTheWayOnIsNamed) {
    try {
        (void)desk().say(person, one, {.agrees_to_all = true});
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("`indgang queue correct ID --pass REASON`"),
                  std::string::npos)
            << error.what();
    }
}

TEST_F(ArrangingTest, APageIsTurnedWithItsApplication) {
    desk().turn(person, one, {1}, 2);
    const auto arrival = store->item(one)->arrival;
    EXPECT_EQ(store->turns(arrival), (std::map<int, int>{{1, 2}}));
    EXPECT_EQ(store->item(one)->reason, "read_again");
    EXPECT_EQ(store->arrival(arrival)->only_pages, std::vector<PagePlace>{1});
    EXPECT_EQ(store->acts(one).front().author.by, "op1");
}

TEST_F(ArrangingTest, APageOfNoApplicationIsTurnedAlone) {
    const auto letter = empty_arrival("letter");
    desk().turn(person, letter, {1}, 1);
    EXPECT_EQ(store->turns(letter), (std::map<int, int>{{1, 1}}));
    EXPECT_EQ(trouble_of([&] { desk().turn(person, letter, {1}, 1); }), "bad_input:not_read");
}

TEST_F(ArrangingTest, ATurnThatIsNoneIsRefused) {
    const auto arrival = store->item(one)->arrival;
    const auto turn = [&](const std::string& id, const std::vector<PagePlace>& pages,
                          int quarters) {
        return trouble_of([&] { desk().turn(person, id, pages, quarters); });
    };
    EXPECT_EQ(turn(one, {}, 1), "bad_input:nothing_to_change");
    EXPECT_EQ(turn(one, {1}, 0), "bad_input:nothing_to_change");
    EXPECT_EQ(turn(one, {1}, 4), "bad_input:nothing_to_change");
    EXPECT_EQ(turn(one, {2}, 1), "bad_input:no_such_page");
    EXPECT_EQ(turn(one, {PagePlace(1, Half::left)}, 1), "bad_input:no_such_page");
    EXPECT_EQ(turn(arrival, {1}, 1), "bad_input:pages_of_others")
        << "a page of an application is turned with it";
    EXPECT_EQ(trouble_of([&] {
                  desk().turn({"v1", Role::verifier}, one, {1}, 1);
              }),
              "refused:not_permitted");
    page = false;
    EXPECT_EQ(turn(waiting("c", {"missing_page"}), {1}, 1), "bad_input:not_on_paper");
    EXPECT_TRUE(store->turns(arrival).empty());
}

TEST_F(ArrangingTest, APictureWithTheHalfOfAnotherIsNotTurned) {
    const auto arrival = store->item(one)->arrival;
    desk().reread(person, one);
    (void)store->claim_arrivals(10);
    record::PageReading reading;
    reading.kind = record::PageKind::attachment;
    const auto json = record::to_json(reading);
    store->put_pages(arrival, {{PagePlace(1, Half::left), json, std::nullopt, ""},
                               {PagePlace(1, Half::right), json, std::nullopt, ""}});
    auto record = sample();
    record.source = record::Source::paper;
    record.pages = {{PagePlace(1, Half::left), 1, std::nullopt, ""}};
    store->finish_arrivals(
        {{arrival, {{1, record.form.form, record.form.version, record::to_json(record)}}}});
    EXPECT_EQ(trouble_of([&] { desk().turn(person, one, {PagePlace(1, Half::left)}, 1); }),
              "bad_input:pages_of_others");
}

}  // namespace
}  // namespace indgang::desk
