// SPDX-License-Identifier: MPL-2.0
#include "pipeline/segment/pile.h"

#include <gtest/gtest.h>

#include "tests/pipeline/segment/drawn_pages.h"

namespace indgang::segment {
namespace {

using drawn::other;
using drawn::page;
using drawn::pile;

const drawn::Of of_a{"f", 3, "a"}, of_b{"f", 3, "b"};

TEST(Pile, OfNoFormHasNoNumbersAndLacksNothing) {
    const Pile none = pile({other(1)});
    EXPECT_EQ(none.form_page(), nullptr);
    EXPECT_EQ(none.set(), "");
    EXPECT_EQ(none.last_number(), 0);
    EXPECT_FALSE(none.has(0));
    EXPECT_FALSE(none.has(1));
    EXPECT_TRUE(none.missing().empty());
    EXPECT_FALSE(none.is_one_print());
    EXPECT_FALSE(none.rests_on_its_set());
}

TEST(Pile, KnowsItsNumbers) {
    const Pile some = pile({other(1), page(2, 3), page(3, 1), other(4)});
    EXPECT_EQ(some.form_page()->page, 3);
    EXPECT_TRUE(some.has(3) && some.has(1));
    EXPECT_FALSE(some.has(2));
    EXPECT_EQ(some.missing(), std::vector<int>{2});
    EXPECT_EQ(some.last_number(), 1);
    EXPECT_EQ(pile({page(1, 2)}).missing(), (std::vector<int>{1, 3}));
    EXPECT_TRUE(pile({page(1, 1), page(2, 2), page(3, 3)}).missing().empty());
}

TEST(Pile, HasTheFirstSetThatAPageSays) {
    EXPECT_EQ(pile({other(1), page(2, 1), page(3, 2, of_a), page(4, 3, of_b)}).set(), "a");
}

TEST(Pile, IsOfAPrintOfTheSameFormAndSet) {
    const Pile own = pile({page(1, 1, of_a)});
    const auto match = [](const drawn::Of& of) { return *page(1, 2, of).reading.match; };
    EXPECT_TRUE(own.is_of_print(match(of_a)));
    EXPECT_FALSE(own.is_of_print(match(of_b)));
    EXPECT_FALSE(own.is_of_print(match({"g", 3, "a"})));
    EXPECT_FALSE(pile({other(1)}).is_of_print(match({"", 3, ""})));
}

TEST(Pile, IsOnePrintWhereEachPageOfTheFormSaysTheSet) {
    EXPECT_TRUE(pile({page(1, 1, of_a), other(2), page(3, 2, of_a)}).is_one_print());
    EXPECT_FALSE(pile({page(1, 1, of_a), page(2, 2)}).is_one_print());
    EXPECT_FALSE(pile({page(1, 1), page(2, 2)}).is_one_print());
}

TEST(Pile, RestsOnItsSetWhereOnlyThatBroughtItTogether) {
    Pile own = pile({page(1, 1, of_a), page(2, 2, of_a)});
    EXPECT_FALSE(own.rests_on_its_set());
    own.is_gathered = true;
    EXPECT_TRUE(own.rests_on_its_set());
    EXPECT_TRUE(pile({page(1, 1, of_a), page(2, 2)}).rests_on_its_set());
    Pile bare = pile({page(1, 1), page(2, 2)});
    bare.is_gathered = true;
    EXPECT_FALSE(bare.rests_on_its_set());
}

TEST(AreTwo, SetsThatDiffer) {
    EXPECT_TRUE(are_two("a", "b"));
    EXPECT_FALSE(are_two("a", "a"));
    EXPECT_FALSE(are_two("", "b"));
    EXPECT_FALSE(are_two("a", ""));
}

TEST(BestText, IsTheFirstCandidates) {
    EXPECT_EQ(best_text({}), "");
    record::FieldReading reading;
    reading.candidates = {{"12", 0.6}, {"13", 0.3}};
    EXPECT_EQ(best_text(reading), "12");
}

TEST(PageFinding, SaysWhichPageOfTheArrival) {
    const auto finding = page_finding("page_order", record::Severity::doubt, {7, Half::left});
    EXPECT_EQ(finding.rule, "page_order");
    EXPECT_EQ(finding.severity, record::Severity::doubt);
    EXPECT_EQ(finding.evidence.at("page_in_batch"), "7-left");
}

}  // namespace
}  // namespace indgang::segment
