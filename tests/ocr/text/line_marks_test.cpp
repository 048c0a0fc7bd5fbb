// SPDX-License-Identifier: MPL-2.0
// Marks of lines of blocks: capitals are 50 pixels high and stand on row 80.
#include <gtest/gtest.h>

#include <vector>

#include "ocr/text/letter_marks.h"

namespace indgang::ocr {
namespace {

constexpr int width = 400, height = 130, base = 80, cap = 50, small = 35;

/// A block whose lower edge is so much above the base line.
BoxPx above(int x, int wide, int bottom, int high) {
    return {x, base - bottom - high, wide, high};
}
BoxPx capital(int x, int wide = 20) {
    return above(x, wide, 0, cap);
}
BoxPx low_letter(int x) {
    return above(x, 20, 0, small);
}

LineMarks marks_in(const std::vector<BoxPx>& blocks, double dropped_mm2 = 0) {
    WriterInk ink;
    ink.patch = {width, height, std::vector<std::uint8_t>(std::size_t{width} * height, 255)};
    ink.box = {0, 0, width, height};
    ink.dropped_mm2 = dropped_mm2;
    for (const BoxPx& each : blocks) {
        for (int y = each.y; y < each.y + each.height; ++y) {
            std::fill_n(ink.patch.pixels.begin() + y * width + each.x, each.width, std::uint8_t{0});
        }
    }
    return marks_of(ink, ink.box);
}

/// Two capitals, a low letter from 100 to 119, and a mark.
LineMarks with_mark(const BoxPx& mark) {
    return marks_in({capital(10), capital(40), low_letter(100), mark});
}

TEST(LineMarks, AreMeasuredByTheHeightOfACapital) {
    const LineMarks marks = with_mark(above(105, 10, 38, 8));
    ASSERT_EQ(marks.above.size(), 1U);
    EXPECT_EQ(marks.above[0].pieces, 1);
    EXPECT_DOUBLE_EQ(marks.above[0].width, 0.2);
    EXPECT_DOUBLE_EQ(marks.above[0].height, 0.16);
    EXPECT_NEAR(marks.above[0].slant, 0, 1e-9);
    EXPECT_TRUE(marks.is_known);
    EXPECT_FALSE(marks.is_dirty);
    EXPECT_TRUE(marks_in({capital(10)}, 0.1).is_dirty);
}

TEST(LineMarks, NeedALetterOf12TenthsOfAMillimetre) {
    EXPECT_TRUE(marks_in({above(10, 10, 0, 15)}).is_known);
    EXPECT_FALSE(marks_in({above(10, 10, 0, 14)}).is_known);
}

TEST(LineMarks, LieHigherThanASmallLetter) {
    // 0.62 of 50 are 31 rows above the base line, whose own row is the first.
    EXPECT_EQ(marks_in({capital(10), capital(40), above(100, 20, 0, 22), above(105, 8, 31, 6)})
                  .above.size(),
              1U);
    EXPECT_EQ(marks_in({capital(10), capital(40), above(100, 20, 0, 22), above(105, 8, 30, 6)})
                  .above.size(),
              0U);
}

TEST(LineMarks, AreNeitherHighNorThin) {
    EXPECT_EQ(with_mark(above(105, 8, 38, 22)).above.size(), 1U);
    EXPECT_EQ(with_mark(above(105, 8, 38, 23)).above.size(), 0U);
    EXPECT_EQ(with_mark(above(105, 4, 38, 8)).above.size(), 1U);
    EXPECT_EQ(with_mark(above(105, 3, 38, 8)).above.size(), 0U);
}

TEST(LineMarks, StandOverALetterWithMostOfTheirWidth) {
    // A mark may reach 6 pixels beyond its letter, and six tenths of it have to be there.
    EXPECT_EQ(with_mark(above(120, 10, 38, 8)).above.size(), 1U);
    EXPECT_EQ(with_mark(above(121, 10, 38, 8)).above.size(), 0U);
    EXPECT_EQ(with_mark(above(90, 10, 38, 8)).above.size(), 1U);
    EXPECT_EQ(with_mark(above(89, 10, 38, 8)).above.size(), 0U);
    EXPECT_EQ(with_mark(above(160, 10, 38, 8)).above.size(), 0U);
}

TEST(LineMarks, StandOverWhatIsHighEnoughForALetter) {
    const auto over = [](int high) {
        return marks_in({capital(10), capital(40), above(100, 20, 0, high), above(105, 8, 38, 8)})
            .above.size();
    };
    EXPECT_EQ(over(20), 1U);
    EXPECT_EQ(over(19), 0U);
}

TEST(LineMarks, OfTwoPiecesSideBySideArePairs) {
    const auto apart = [](int gap) {
        const int right = 100 + 4 + gap;
        return marks_in({capital(10), capital(40), above(96, 30, 0, small), above(98, 6, 38, 6),
                         above(right, 6, 38, 8)});
    };
    // Seventeen pixels from the last of one to the first of the next.
    LineMarks marks = apart(16);
    ASSERT_EQ(marks.above.size(), 1U);
    EXPECT_EQ(marks.above[0].pieces, 2);
    EXPECT_DOUBLE_EQ(marks.above[0].width, 28.0 / cap);
    EXPECT_DOUBLE_EQ(marks.above[0].height, 8.0 / cap);
    EXPECT_EQ(apart(17).above.size(), 2U);
    // Over two letters they are two.
    EXPECT_EQ(marks_in({capital(10), above(98, 6, 0, small), above(110, 6, 0, small),
                        above(98, 6, 38, 6), above(110, 6, 38, 6)})
                  .above.size(),
              2U);
}

TEST(LineMarks, OfTwoLettersBelongToTheOneWhoseMiddleIsNearer) {
    // The second dot hangs over the edge of its own letter towards the next one.
    const LineMarks marks =
        marks_in({capital(10), capital(40), above(96, 30, 0, small), above(127, 20, 0, small),
                  above(98, 6, 38, 6), above(120, 6, 38, 6)});
    ASSERT_EQ(marks.above.size(), 1U);
    EXPECT_EQ(marks.above[0].pieces, 2);
}

TEST(LineMarks, AreWholeWhereTheirPixelsTouchAtCornersOnly) {
    std::vector<BoxPx> blocks{capital(10), capital(40), low_letter(100)};
    for (int i = 0; i < 6; ++i) {
        blocks.push_back(above(102 + 2 * i, 2, 38 + i, 1));
    }
    const LineMarks marks = marks_in(blocks);
    ASSERT_EQ(marks.above.size(), 1U);
    EXPECT_EQ(marks.above[0].pieces, 1);
}

TEST(LineMarks, LeanAsTheirPixelsDo) {
    const auto slant = [](int way) {
        std::vector<BoxPx> blocks{capital(10), capital(40), low_letter(100)};
        for (int i = 0; i < 8; ++i) {
            blocks.push_back(above(way > 0 ? 102 + 2 * i : 116 - 2 * i, 3, 38 + i, 1));
        }
        return marks_in(blocks).above.at(0).slant;
    };
    EXPECT_GT(slant(1), 0.9);
    EXPECT_LT(slant(1), 1);
    EXPECT_NEAR(slant(-1), -slant(1), 1e-9);
    // A line of one row leans nowhere.
    EXPECT_EQ(with_mark(above(105, 8, 38, 1)).above.at(0).slant, 0);
}

TEST(LineMarks, CountFromTheRowOnWhichMostLettersEndToWithinTwoRows) {
    // Capitals that end so many rows below row 79, and a tail to row 86: six rows below row 79
    // begin what counts, and six below row 81 do not.
    const auto below = [](const std::vector<int>& ends) {
        std::vector<BoxPx> blocks;
        for (std::size_t i = 0; i < ends.size(); ++i) {
            blocks.push_back(above(10 + 30 * static_cast<int>(i), 20, -ends[i], cap));
        }
        const int x = blocks.back().x + 30;
        blocks.push_back(above(x, 20, 0, cap));
        blocks.push_back({x + 4, base, 4, 7});
        return marks_in(blocks).below;
    };
    EXPECT_EQ(below({0, 2, 2}), 1) << "row 79 has three to within two rows";
    EXPECT_EQ(below({0, 2, 3, 3}), 0) << "row 81 has four of them, and row 79 two";
    EXPECT_EQ(below({2, 2, 2}), 0);
    EXPECT_EQ(below({0, 3}), 1) << "of two rows with as many the upper";
}

TEST(LineMarks, AreMeasuredByTheLettersThatEndWithinThreeRowsOfTheBaseLine) {
    // One that is higher and ends lower is the highest of the line, or is not asked.
    const auto width = [](int below) {
        const LineMarks marks = marks_in({low_letter(10), low_letter(40), low_letter(70),
                                          above(130, 20, -below, 45 + below), above(75, 9, 38, 6)});
        return marks.above.at(0).width;
    };
    EXPECT_DOUBLE_EQ(width(3), 9.0 / 45);
    EXPECT_DOUBLE_EQ(width(4), 9.0 / small);
    EXPECT_DOUBLE_EQ(width(6), 9.0 / small);
}

TEST(LineMarks, ReachBelowTheBaseLineByAnEighthOfACapital) {
    // The base line is row 79; six rows below it begin what counts.
    const auto tail = [](int rows, int wide = 4, double dropped_mm2 = 0) {
        return marks_in({capital(10), capital(40), {104, base, wide, rows}, low_letter(100)},
                        dropped_mm2)
            .below;
    };
    EXPECT_EQ(tail(7), 1);
    EXPECT_EQ(tail(6), 0);
    EXPECT_EQ(tail(12, 3), 1);
    EXPECT_EQ(tail(12, 2), 0);
    EXPECT_EQ(tail(12, 4, 0.1), 1);
}

TEST(LineMarks, BelowADirtyLineHangOnIt) {
    const std::vector<BoxPx> apart{capital(10), capital(40), {104, base + 8, 4, 6}};
    EXPECT_EQ(marks_in(apart).below, 1);
    EXPECT_EQ(marks_in(apart, 0.1).below, 0);
    // Two places, and one however wide.
    EXPECT_EQ(marks_in({capital(10), capital(40), {104, base, 4, 10}, {120, base, 4, 10}}).below,
              2);
    EXPECT_EQ(marks_in({capital(10), capital(40), {104, base, 30, 10}}).below, 1);
}

/// Capitals, low letters and a letter of another height.
int tall(int high, int wide = 20, int below = 0) {
    return marks_in({capital(10), capital(40), low_letter(100), low_letter(130), low_letter(160),
                     above(200, wide, -below, high + below)})
               .tall -
           2;
}

TEST(LineMarks, AreTallLettersAsHighAsACapital) {
    // Small letters are 35 high, a fifth more than these is tall.
    EXPECT_EQ(tall(42), 1);
    EXPECT_EQ(tall(41), 0);
    EXPECT_EQ(tall(50, 60), 1);
    EXPECT_EQ(tall(50, 61), 0);
    // Where all letters are as high none is.
    EXPECT_EQ(marks_in({capital(10), capital(40), capital(70)}).tall, 0);
}

TEST(LineMarks, AreTallLettersThatReachBelow) {
    const auto both = [](int below, int high = cap) {
        return marks_in({capital(10), capital(40), low_letter(100), low_letter(130),
                         low_letter(160), low_letter(230), low_letter(260),
                         above(200, 10, -below, high + below)})
            .tall_and_below;
    };
    EXPECT_EQ(both(8), 1);
    EXPECT_EQ(both(7), 0);
    EXPECT_EQ(both(12, 42), 1);
    EXPECT_EQ(both(12, 41), 0);
}

/// A letter with a bar so far out of its left edge, so thick, and this far above the base line.
int bars(int out, int thick, int bottom, int high = cap, int wide = 20) {
    return marks_in({capital(10), capital(40), above(200, wide, 0, high),
                     above(200 - out, out, bottom, thick)})
        .bars;
}

TEST(LineMarks, AreBarsThatStickOut) {
    // 0.07 of 50 are four pixels.
    EXPECT_EQ(bars(4, 5, 25), 1);
    EXPECT_EQ(bars(3, 5, 25), 0);
    // A fifth of a capital is ten rows, and its rim may have one more on each side.
    EXPECT_EQ(bars(5, 12, 20), 1);
    EXPECT_EQ(bars(5, 13, 20), 0);
    EXPECT_EQ(bars(5, 2, 25), 1);
    EXPECT_EQ(bars(5, 1, 25), 0);
    // In the first five rows, a tenth of a capital, are serifs.
    EXPECT_EQ(bars(5, 2, 43), 1);
    EXPECT_EQ(bars(5, 2, 44), 0);
}

TEST(LineMarks, AreBarsNoHigherThanACapital) {
    // The middle of a bar lies at most 0.93 of 50 rows above the base line.
    const auto high_bars = [](int bottom) {
        return marks_in(
                   {capital(10), capital(40), above(200, 20, -5, 70), above(195, 5, bottom, 4)})
            .bars;
    };
    EXPECT_EQ(high_bars(40), 1);
    EXPECT_EQ(high_bars(52), 0);
}

TEST(LineMarks, AreBarsOfCapitalsAndAscenders) {
    EXPECT_EQ(bars(5, 5, 20, 46), 1);
    EXPECT_EQ(bars(5, 5, 20, 45), 0);
    EXPECT_EQ(bars(5, 5, 25, cap, 55), 1);
    EXPECT_EQ(bars(5, 5, 25, cap, 56), 0);
}

TEST(LineMarks, AreNoSerifs) {
    EXPECT_EQ(bars(5, 4, 0), 0);
    EXPECT_EQ(bars(5, 4, cap - 4), 0);
    // The middle of a bar lies a quarter of a capital above the base line, or more.
    EXPECT_EQ(bars(5, 4, 11), 1);
    EXPECT_EQ(bars(5, 4, 10), 0);
    EXPECT_EQ(bars(5, 4, 38), 1);
}

TEST(LineMarks, StandOnTheLineOfMostLetters) {
    // Two hang two pixels lower, which is the same line; one lies lower by ten.
    const LineMarks marks =
        marks_in({capital(10), capital(40), above(70, 20, -2, cap), above(100, 20, -10, cap)});
    EXPECT_EQ(marks.below, 1);
}

TEST(LineMarks, AreBarsOfThreePixelsHoweverSmallTheLetters) {
    const auto small_bars = [](int out) {
        return marks_in({above(10, 8, 0, 20), above(40, 8, 0, 20), above(200, 8, 0, 20),
                         above(200 - out, out, 10, 3)})
            .bars;
    };
    EXPECT_EQ(small_bars(3), 1);
    EXPECT_EQ(small_bars(2), 0);
}

}  // namespace
}  // namespace indgang::ocr
