// SPDX-License-Identifier: MPL-2.0
// Which pieces of ink above a character clean_comb calls a mark, each limit from both sides.
#include <gtest/gtest.h>

#include <vector>

#include "tests/ocr/ink/comb_sheet.h"

namespace indgang::ocr {
namespace {

using comb::clean;
using comb::Sheet;

/// In the second cell; 1,200 pixels, the columns 93 to 122, the rows from 56 on.
const std::vector<BoxPx> block{{93, 56, 30, 40}};
/// As an N or a U has: the same box with a gap in the middle. 588 pixels.
const std::vector<BoxPx> stems{{93, 56, 6, 40}, {117, 56, 6, 40}, {93, 90, 30, 6}};

int marks_above(const std::vector<BoxPx>& marks, const std::vector<BoxPx>& letter = block) {
    Sheet sheet;
    for (const auto* boxes : {&letter, &marks}) {
        for (const BoxPx& box : *boxes) {
            sheet.fill(box.x, box.y, box.width, box.height, 0);
        }
    }
    const auto cells = clean(sheet);
    EXPECT_EQ(cells[0].marks_above + cells[2].marks_above, 0);
    return cells[1].marks_above;
}

TEST(MarksAbove, AreCounted) {
    EXPECT_EQ(marks_above({}), 0);
    EXPECT_EQ(marks_above({{103, 44, 6, 6}}), 1);
    EXPECT_EQ(marks_above({{98, 44, 5, 5}, {112, 44, 5, 5}}), 2);
}

TEST(MarksAbove, NeedALetterBelowThem) {
    EXPECT_EQ(marks_above({{98, 44, 5, 5}, {112, 44, 5, 5}}, {}), 0);
    EXPECT_EQ(marks_above({{103, 48, 6, 6}}, {{93, 60, 30, 15}}), 1);
    EXPECT_EQ(marks_above({{103, 48, 6, 6}}, {{93, 60, 30, 14}}), 0);
}

TEST(MarksAbove, HaveMoreInkTogetherThanSpecksHave) {
    EXPECT_EQ(marks_above({{103, 44, 5, 6}}), 1);
    EXPECT_EQ(marks_above({{103, 44, 4, 7}}), 0);
    EXPECT_EQ(marks_above({{98, 44, 4, 4}, {112, 44, 4, 4}}), 2);
    EXPECT_EQ(marks_above({{98, 44, 3, 4}, {112, 44, 4, 4}}), 0);
}

TEST(MarksAbove, AreNoDirtThatTogetherHasAsMuchInk) {
    std::vector<BoxPx> specks, smaller;
    for (int i = 0; i < 4; ++i) {
        const int x = 95 + 7 * i;
        specks.push_back({x, 46, 3, 3});
        smaller.push_back({x, 46, 3, 2});
        smaller.push_back({x, 48, 2, 1});
    }
    EXPECT_EQ(marks_above(specks), 4);
    EXPECT_EQ(marks_above(smaller), 0);
}

TEST(MarksAbove, AreNoStreaksOfTheGlass) {
    EXPECT_EQ(marks_above({{105, 40, 3, 10}}), 1);
    EXPECT_EQ(marks_above({{105, 38, 2, 15}}), 0);
    EXPECT_EQ(marks_above({{100, 44, 15, 2}}), 0);
}

TEST(MarksAbove, AreNoPartOfALetterInTwoPieces) {
    EXPECT_EQ(marks_above({{100, 30, 16, 21}}), 1);
    EXPECT_EQ(marks_above({{100, 30, 17, 20}}), 0);
    EXPECT_EQ(marks_above({{95, 44, 25, 4}}), 1);
    EXPECT_EQ(marks_above({{95, 44, 26, 4}}), 0);
}

TEST(MarksAbove, HaveTheirMiddleAboveTheLetter) {
    EXPECT_EQ(marks_above({{91, 44, 6, 6}}), 1);
    EXPECT_EQ(marks_above({{90, 44, 6, 6}}), 0);
    EXPECT_EQ(marks_above({{120, 44, 6, 6}}), 1);
    EXPECT_EQ(marks_above({{121, 44, 6, 6}}), 0);
}

TEST(MarksAbove, MayReachDownBetweenTheStems) {
    EXPECT_EQ(marks_above({{105, 51, 6, 12}}, stems), 1);
    EXPECT_EQ(marks_above({{105, 52, 6, 12}}, stems), 0);
}

TEST(MarksAbove, AreNearTheLetter) {
    EXPECT_EQ(marks_above({{103, 39, 6, 6}}), 1);
    EXPECT_EQ(marks_above({{103, 38, 6, 6}}), 0);
}

TEST(MarksAbove, MayLieBeyondTheLineOfTheCell) {
    EXPECT_EQ(marks_above({{103, 4, 6, 6}}, {{93, 20, 30, 60}}), 1);
}

}  // namespace
}  // namespace indgang::ocr
