// SPDX-License-Identifier: MPL-2.0
// Where one pile ends and another begins.
#include <gtest/gtest.h>

#include "schemas/core/limits.h"
#include "tests/pipeline/segment/drawn_pages.h"

namespace indgang::segment {
namespace {

using drawn::findings;
using drawn::Findings;
using drawn::other;
using drawn::page;
using drawn::piles_of;
using drawn::places;
using drawn::Places;

const drawn::Of of_a{"f", 2, "a"}, of_b{"f", 2, "b"}, two{"f", 2};

TEST(SegmentStates, APileGoesOnWithPagesThatFit) {
    EXPECT_EQ(places(piles_of({page(1, 1), other(2), page(3, 2), page(4, 3)})),
              (Places{{1, 2, 3, 4}}));
    EXPECT_EQ(places(piles_of({})), Places{});
    EXPECT_EQ(places(piles_of({other(1), page(2, 1)})), (Places{{1, 2}}));
}

TEST(SegmentStates, AnotherFormBeginsAnotherPile) {
    EXPECT_EQ(places(piles_of({page(1, 1), page(2, 2, {"g"}), page(3, 3, {"g"})})),
              (Places{{1}, {2, 3}}));
}

TEST(SegmentStates, ThePageThatIsThereWithOtherWritingBeginsAnotherPile) {
    EXPECT_EQ(places(piles_of({page(1, 1, two), page(2, 1, {"f", 2, "", "y"})})),
              (Places{{1}, {2}}));
}

TEST(SegmentStates, ThePageThatIsThereWithTheSameWritingIsDoubled) {
    const auto piles = piles_of({page(1, 1, two), page(2, 1, two), page(3, 2, two)});
    ASSERT_EQ(places(piles), (Places{{1, 2, 3}}));
    ASSERT_EQ(findings(piles[0]), (Findings{"doubled_page:doubt@2"}));
    EXPECT_EQ(piles[0].findings[0].evidence.at("page_of_form"), "1");
}

TEST(SegmentStates, TwoPagesWithNothingWrittenAreOfTwo) {
    for (const char* nothing : {"", "absent"}) {
        const drawn::Of bare{"f", 2, "", nothing};
        EXPECT_EQ(places(piles_of({page(1, 1, bare), page(2, 1, bare)})), (Places{{1}, {2}}));
    }
    auto more = page(2, 1, two);
    more.reading.fields.push_back(more.reading.fields.front());
    EXPECT_EQ(places(piles_of({page(1, 1, two), more})), (Places{{1}, {2}}));
}

TEST(SegmentStates, AnEarlierPageOfTheFormIsOutOfOrder) {
    EXPECT_EQ(findings(piles_of({page(1, 2, two), page(2, 1, two)})[0]),
              (Findings{"page_order:doubt@2"}));
    // Where the set says that it belongs there, it is worth a remark.
    EXPECT_EQ(findings(piles_of({page(1, 2, of_a), page(2, 1, of_a)})[0]),
              (Findings{"page_order:remark@2"}));
    EXPECT_EQ(findings(piles_of({page(1, 2, of_a), page(2, 1, two)})[0]),
              (Findings{"page_order:doubt@2"}));
    EXPECT_EQ(findings(piles_of({page(1, 1, two), page(2, 2, two)})[0]), Findings{});
}

TEST(SegmentStates, AnotherSetBeginsAnotherPileAlthoughItsNumberFits) {
    EXPECT_EQ(places(piles_of({page(1, 1, of_a), page(2, 2, of_b)})), (Places{{1}, {2}}));
    EXPECT_EQ(places(piles_of({page(1, 1, of_a), page(2, 2, two)})), (Places{{1, 2}}));
}

TEST(SegmentStates, APileOfASetIsTakenUpAgain) {
    const auto piles =
        piles_of({page(1, 1, of_a), page(2, 1, of_b), page(3, 2, of_a), page(4, 2, of_b)});
    ASSERT_EQ(places(piles), (Places{{1, 3}, {2, 4}}));
    EXPECT_TRUE(piles[0].is_gathered && piles[1].is_gathered);
    // Foreign pages that lie between go with it.
    EXPECT_EQ(places(piles_of({page(1, 1, of_a), page(2, 1, {"g"}), page(3, 2, of_a), other(4),
                               page(5, 2, {"g"})})),
              (Places{{1, 3, 4}, {2}, {5}}));
}

TEST(SegmentStates, APileWithoutASetIsOver) {
    EXPECT_EQ(places(piles_of({page(1, 1, two), page(2, 1, {"f", 2, "b", "y"}), page(3, 2, two)})),
              (Places{{1}, {2, 3}}));
    EXPECT_EQ(
        places(piles_of({page(1, 1, of_a), page(2, 2, of_a), page(3, 1, of_b), page(4, 1, of_a)})),
        (Places{{1, 2}, {3}, {4}}))
        << "whole and of one print: no page can come";
}

TEST(SegmentStates, ThePageThatTwoPilesOfASetLackGoesToNeither) {
    const drawn::Of first{"f", 2, "a", "x"}, second{"f", 2, "a", "y"};
    const auto piles =
        piles_of({page(1, 1, first), page(2, 1, second), page(3, 1, of_b), page(4, 2, first)});
    EXPECT_EQ(places(piles), (Places{{1}, {2}, {3}, {4}}));
}

TEST(SegmentStates, AFullPileIsOver) {
    std::vector<StoredReading> pages;
    for (int i = 1; i <= limits::application_pages + 1; ++i) {
        pages.push_back(other(i));
    }
    const auto piles = piles_of(std::move(pages));
    ASSERT_EQ(piles.size(), 2U);
    EXPECT_EQ(piles[0].pages.size(), static_cast<std::size_t>(limits::application_pages));
    EXPECT_EQ(piles[1].pages.size(), 1U);
}

TEST(SegmentStates, KnowWhichPageIsNext) {
    Segment segment(SegmentStart::batch);
    EXPECT_FALSE(segment.is_next(page(1, 1).reading));
    EXPECT_FALSE(segment.begins_another(page(1, 1).reading));
    segment.take(page(1, 1));
    EXPECT_TRUE(segment.is_next(page(2, 2).reading));
    EXPECT_FALSE(segment.is_next(page(2, 3).reading));
    EXPECT_FALSE(segment.is_next(page(2, 1).reading));
    EXPECT_FALSE(segment.is_next(page(2, 2, {"g"}).reading));
    EXPECT_TRUE(segment.begins_another(page(2, 2, {"g"}).reading));
    EXPECT_FALSE(segment.begins_another(page(2, 2).reading));
}

TEST(SegmentStates, ASegmentIsEmptyAfterItsEnd) {
    Segment segment(SegmentStart::batch);
    segment.take(page(1, 1, of_a));
    segment.take(page(2, 1, of_b));
    segment.note(page_finding("noted", record::Severity::remark, 2));
    const auto piles = segment.end();
    ASSERT_EQ(places(piles), (Places{{1}, {2}}));
    EXPECT_EQ(findings(piles[1])[0], "noted:remark@2");
    EXPECT_TRUE(segment.end().empty());
}

}  // namespace
}  // namespace indgang::segment
