// SPDX-License-Identifier: MPL-2.0
// What a scanner keeps of pale ink, single dots, is no proof that nothing is written.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "ocr/account/ink_account.h"
#include "tests/ocr/account/told.h"
#include "tests/ocr/read/read_page.h"

namespace indgang::ocr {
namespace {

using told::doubted;
using told::is_named;
using written::field;
using written::Paper;
using written::reader;

const form::FormKey boligstoette{"boligstoette", "1"};

/// Single pixels: dark ones, as a scan of one bit keeps of a pencil's stroke, or somewhat darker
/// than the paper, as grain leaves of pale ink in a grey scan.
void dot(MatchedPage& page, PointMm from, PointMm to, int dots) {
    constexpr l_uint32 dark = 1, darker = 190;
    const l_uint32 value = pixGetDepth(page.image.pix.get()) == 1 ? dark : darker;
    for (int i = 0; i < dots; ++i) {
        const double way = (i + 0.5) / dots;
        const PointPx at = page.match->to_page(
            PointMm{from.x + way * (to.x - from.x), from.y + way * (to.y - from.y)});
        pixSetPixel(page.image.pix.get(), static_cast<int>(at.x), static_cast<int>(at.y), value);
    }
}

/// What is left of a digit in the first cell.
void dot_in(MatchedPage& page, const BoxMm& box, int dots) {
    dot(page, {box.x + 1.2, box.y + 1.4}, {box.x + 3.2, box.y + 1.8}, dots);
    dot(page, {box.x + 3.2, box.y + 2.2}, {box.x + 1.4, box.y + 3.4}, dots);
}

TEST(LostPencil, IsNoEmptyComb) {
    Paper paper(boligstoette, 2);
    MatchedPage page = paper.scanned_as({1, 1, 1, 0, 300});
    dot_in(page, paper.zone("husleje_maaned").box, 5);
    const PageContent content = reader().read(page);
    EXPECT_EQ(field(content, "husleje_maaned").doubt, "faint_ink");
    EXPECT_TRUE(is_named(content, "husleje_maaned"));
    EXPECT_EQ(doubted(content), 1);
}

TEST(LostPencil, LeavesFewDotsToTheDirt) {
    Paper paper(boligstoette, 2);
    MatchedPage page = paper.scanned_as({1, 1, 1, 0, 300});
    dot_in(page, paper.zone("husleje_maaned").box, 2);
    EXPECT_EQ(doubted(reader().read(page)), 0);
}

TEST(LostPencil, InTwoBoxesMakesNothingOnThePageSurelyEmpty) {
    Paper paper(boligstoette, 2);
    paper.cross(paper.zone("boligform", "lejebolig").box);
    MatchedPage page = paper.scanned_as({1, 1, 1, 0, 300});
    dot_in(page, paper.zone("husleje_maaned").box, 5);
    dot_in(page, paper.zone("boligareal_m2").box, 5);
    const PageContent content = reader().read(page);
    EXPECT_EQ(field(content, "fremleje").doubt, "faint_ink");
    // What was read was seen.
    EXPECT_EQ(field(content, "boligform").doubt, "");
}

TEST(LostPencil, InTwoBoxesSaysNothingOfTheOthersWhereThePaperHasDots) {
    Paper paper(boligstoette, 2);
    MatchedPage page = paper.scanned_as({1, 1, 1, 0, 300});
    for (double y = 5; y < 290; y += 4) {
        dot(page, {5, y}, {205, y}, 50);
    }
    dot_in(page, paper.zone("husleje_maaned").box, 5);
    dot_in(page, paper.zone("boligareal_m2").box, 5);
    const PageContent content = reader().read(page);
    EXPECT_EQ(field(content, "husleje_maaned").doubt, "faint_ink");
    EXPECT_EQ(field(content, "fremleje").doubt, "");
}

TEST(LostPencil, IsNotSeenWhereThePaperHasAsManyDots) {
    Paper paper(boligstoette, 2);
    MatchedPage page = paper.scanned_as({1, 1, 1, 0, 300});
    for (double y = 5; y < 290; y += 0.9) {
        dot(page, {5, y}, {205, y}, 200);
    }
    const BoxMm box = paper.zone("husleje_maaned").box;
    dot_in(page, box, 5);
    EXPECT_EQ(field(reader().read(page), "husleje_maaned").doubt, "");
}

TEST(HiddenInGrain, IsNoEmptyCombAndSaysNothingOfTheOthers) {
    Paper paper(boligstoette, 2);
    MatchedPage page = paper.matched();
    ASSERT_EQ(pixGetDepth(page.image.pix.get()), 8);
    dot_in(page, paper.zone("husleje_maaned").box, 5);
    dot_in(page, paper.zone("boligareal_m2").box, 5);
    const PageContent content = reader().read(page);
    EXPECT_EQ(field(content, "husleje_maaned").doubt, "faint_ink");
    EXPECT_EQ(field(content, "boligareal_m2").doubt, "faint_ink");
    EXPECT_EQ(doubted(content), 2);
}

TEST(HiddenInGrain, IsNotSeenWhereThePaperHasAsManyDots) {
    Paper paper(boligstoette, 2);
    MatchedPage page = paper.matched();
    for (double y = 5; y < 290; y += 0.9) {
        dot(page, {5, y}, {205, y}, 200);
    }
    dot_in(page, paper.zone("husleje_maaned").box, 5);
    EXPECT_EQ(field(reader().read(page), "husleje_maaned").doubt, "");
}

TEST(LostPencil, MakesARowOfATableDoubtful) {
    Paper paper(boligstoette, 1);
    MatchedPage page = paper.scanned_as({1, 1, 1, 0, 300});
    dot_in(page, paper.zone("husstand.1.cpr").box, 5);
    const PageContent content = reader().read(page);
    EXPECT_EQ(content.tables.at(0).doubtful, std::vector<int>{1});
}

}  // namespace
}  // namespace indgang::ocr
