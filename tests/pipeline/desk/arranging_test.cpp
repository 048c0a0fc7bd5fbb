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
    }
    Desk desk() { return {*store, catalogue(), clock()}; }

    const Actor person{"op1", Role::mailroom_operator};
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

}  // namespace
}  // namespace indgang::desk
