// SPDX-License-Identifier: MPL-2.0
#include "ocr/mark/mark_reader.h"

#include <gtest/gtest.h>

#include "tests/ocr/ink/marked_page.h"

namespace indgang::ocr {
namespace {

using marked::MarkedPage;

// A box of 48 x 48 pixels. Its inside, which shares are of, is 40 x 40, from 4 to 44; the middle
// half is 24 x 24, from 12 to 36.
constexpr BoxMm box{20, 20, 4, 4};

MarkReading read(const MarkedPage& page) {
    return page.read(
        [](const PageOnBlank& at, const BoxMm& where) { return read_mark(at, where); });
}
MarkedPage page() {
    return MarkedPage(box);
}
MarkState state(const MarkedPage& page) {
    return read(page).state;
}
double probability(const MarkedPage& page) {
    return read(page).marked_probability;
}

TEST(MarkReader, TakesAnEmptyBoxForEmpty) {
    EXPECT_EQ(state(page()), MarkState::empty);
    EXPECT_EQ(probability(page()), 0.0004);
}

TEST(MarkReader, TakesAStrokeThatHardlyComesInForNone) {
    // Three pixels wide: seven rows of it within the lines are 21 pixels, of which 24 are a trace.
    EXPECT_EQ(state(page().draw(22, -10, 3, 21)), MarkState::empty);
    EXPECT_EQ(state(page().draw(22, -10, 3, 22)), MarkState::unclear);
    EXPECT_EQ(probability(page().draw(22, -10, 3, 22)), 24.0 / 96);
}

TEST(MarkReader, DoubtsAStrokeThatDoesNotComeToTheMiddle) {
    // Seven rows in the middle half are 21 pixels of the 23 that a mark has there.
    EXPECT_EQ(probability(page().draw(22, -10, 3, 29)), 0.4);
    EXPECT_GT(probability(page().draw(22, -10, 5, 36)), 0.9);
    EXPECT_EQ(probability(page().draw(22, 4, 3, 15)), 0.4);
    EXPECT_NEAR(probability(page().draw(22, 4, 3, 16)), 0.333, 0.001);
}

TEST(MarkReader, DoubtsInkAtOneSideOfTheMiddle) {
    // Two columns or rows of eleven pixels in the middle half are 22, of which a mark has 24.
    EXPECT_EQ(state(page().draw(-10, 18, 24, 11)), MarkState::unclear);
    EXPECT_EQ(state(page().draw(-10, 18, 26, 11)), MarkState::marked);
    EXPECT_EQ(state(page().draw(34, 18, 24, 11)), MarkState::unclear);
    EXPECT_EQ(state(page().draw(32, 18, 26, 11)), MarkState::marked);
    EXPECT_EQ(state(page().draw(18, -10, 11, 24)), MarkState::unclear);
    EXPECT_EQ(state(page().draw(18, -10, 11, 26)), MarkState::marked);
    EXPECT_EQ(state(page().draw(18, 34, 11, 24)), MarkState::unclear);
    EXPECT_EQ(state(page().draw(18, 32, 11, 26)), MarkState::marked);
}

TEST(MarkReader, TakesMoreInkForLikelierMeant) {
    EXPECT_NEAR(probability(page().draw(21, 21, 7, 7)), 0.347, 0.001);
    EXPECT_NEAR(probability(page().draw(20, 20, 8, 8)), 0.555, 0.001);
    EXPECT_NEAR(probability(page().draw(20, 20, 9, 9)), 0.790, 0.001);
    EXPECT_EQ(state(page().draw(20, 20, 5, 19)), MarkState::unclear);
    EXPECT_EQ(state(page().draw(20, 20, 6, 16)), MarkState::marked);
    EXPECT_EQ(probability(page().draw(20, 20, 6, 16)), 0.998);
}

TEST(MarkReader, TellsABlackBoxFromAMarkedOne) {
    EXPECT_EQ(state(page().draw(8, 8, 32, 32)), MarkState::marked);
    EXPECT_EQ(state(page().draw(8, 8, 32, 33)), MarkState::filled);
    EXPECT_EQ(probability(page().draw(8, 8, 32, 33)), 0.93);
}

TEST(MarkReader, TakesAScribbleBeyondBothSidesForTakenBack) {
    // A column of 36 pixels on each side, a third of a millimetre beyond the lines.
    const auto scribble = [](int left, int right, int height) {
        return page().draw(3, 3, 42, 42).draw(left, 5, right - left, height);
    };
    EXPECT_EQ(state(scribble(-5, 53, 36)), MarkState::struck_out);
    EXPECT_EQ(probability(scribble(-5, 53, 36)), 0.03);
    EXPECT_EQ(state(scribble(-5, 53, 35)), MarkState::filled);
    EXPECT_EQ(state(scribble(-5, 52, 36)), MarkState::filled);
    EXPECT_EQ(state(scribble(-4, 53, 36)), MarkState::filled);
    EXPECT_EQ(state(scribble(-4, 52, 36)), MarkState::filled);
}

TEST(MarkReader, LooksForAScribbleNextToTheBoxOnly) {
    // The patch that is looked at ends 14 pixels beyond the lines; a thin line leads further.
    const auto apart = [](int by) {
        return page()
            .draw(3, 3, 42, 42)
            .draw(-by, 20, 48 + 2 * by, 2)
            .draw(-by, 5, 4, 40)
            .draw(44 + by, 5, 4, 40);
    };
    EXPECT_EQ(state(apart(14)), MarkState::struck_out);
    EXPECT_EQ(state(apart(18)), MarkState::filled);
}

TEST(MarkReader, DoubtsADash) {
    EXPECT_EQ(state(page().draw(14, 20, 20, 10)), MarkState::unclear);
    EXPECT_EQ(probability(page().draw(14, 20, 20, 10)), 0.4);
    EXPECT_EQ(state(page().draw(14, 20, 19, 10)), MarkState::marked);
    EXPECT_EQ(state(page().draw(8, 20, 30, 11)), MarkState::marked);
}

TEST(MarkReader, DoubtsAStrokeThroughTheBoxAndOutOfIt) {
    EXPECT_EQ(state(page().draw(10, 14, 44, 20)), MarkState::unclear);
    EXPECT_EQ(state(page().draw(-6, 14, 44, 20)), MarkState::unclear);
    EXPECT_EQ(probability(page().draw(10, 14, 44, 20)), 0.4);
    // It does not go out, does not go through, or is no stroke by its height.
    EXPECT_EQ(state(page().draw(10, 14, 42, 20)), MarkState::marked);
    EXPECT_EQ(state(page().draw(11, 14, 43, 20)), MarkState::marked);
    EXPECT_EQ(state(page().draw(10, 11, 44, 26)), MarkState::unclear);
    EXPECT_EQ(state(page().draw(10, 11, 44, 27)), MarkState::marked);
}

TEST(MarkReader, LetsAStrokeGoOutByMoreThanItsRim) {
    // Two columns beyond the lines' surroundings are 14 and 15 pixels of a tenth of a mm2.
    EXPECT_EQ(state(page().draw(10, 16, 43, 14)), MarkState::marked);
    EXPECT_EQ(state(page().draw(10, 16, 43, 15)), MarkState::unclear);
}

TEST(MarkReader, TakesGrainForNoMark) {
    const auto three = [](int width, int height) {
        return page()
            .draw(8, 8, width, height)
            .draw(20, 20, width, height)
            .draw(32, 32, width, height);
    };
    EXPECT_EQ(state(three(8, 8)), MarkState::empty);
    EXPECT_EQ(probability(three(8, 8)), 0.001);
    EXPECT_EQ(state(three(9, 8)), MarkState::marked);
    // Of two pieces one is half of the ink: a pen's.
    EXPECT_NE(state(page().draw(15, 15, 8, 8).draw(26, 26, 8, 8)), MarkState::empty);
}

TEST(MarkReader, SeesAMarkLeaningOut) {
    // 72 pixels are half a square millimetre.
    EXPECT_FALSE(read(page().draw(20, -11, 6, 34)).leans_up);
    EXPECT_TRUE(read(page().draw(20, -12, 6, 34)).leans_up);
    EXPECT_FALSE(read(page().draw(20, -12, 6, 34)).leans_down);
    EXPECT_FALSE(read(page().draw(20, 25, 6, 34)).leans_down);
    EXPECT_TRUE(read(page().draw(20, 26, 6, 34)).leans_down);
    EXPECT_FALSE(read(page().draw(20, 26, 6, 34)).leans_up);
    EXPECT_TRUE(read(page().draw(20, -14, 6, 28)).leans_up);
    // Of all its ink three tenths have to.
    EXPECT_TRUE(read(page().draw(20, -14, 6, 40)).leans_up);
    EXPECT_FALSE(read(page().draw(20, -14, 6, 56)).leans_up);
    EXPECT_TRUE(read(page().draw(20, 22, 6, 40)).leans_down);
    EXPECT_FALSE(read(page().draw(20, 6, 6, 56)).leans_down);
    // A box that is painted black is meant, or taken back, whatever is above it.
    const auto black = page().draw(3, 3, 42, 42).draw(-14, -14, 76, 14);
    EXPECT_EQ(state(black), MarkState::filled);
    EXPECT_FALSE(read(black).leans_up);
}

TEST(MarkReader, TakesNoBoxForEmptyOrMarkedWhoseLinesItDoesNotSee) {
    const auto elsewhere = [] { return MarkedPage(box, MarkedPage::Lines::on_blank); };
    EXPECT_EQ(state(elsewhere().draw(14, 14, 20, 20)), MarkState::unclear);
    EXPECT_EQ(probability(elsewhere().draw(14, 14, 20, 20)), 0.4);
    EXPECT_EQ(state(elsewhere().draw(22, 22, 3, 3)), MarkState::empty);
    EXPECT_EQ(probability(elsewhere().draw(22, 22, 3, 3)), 0.02);
    const auto unprinted = [] { return MarkedPage(box, MarkedPage::Lines::on_none); };
    EXPECT_EQ(probability(unprinted().draw(14, 14, 20, 20)), 0.998);
}

TEST(MarkReader, DoubtsAnEmptyBoxWithPiecesOfItsLinesInIt) {
    // 44 pixels are 0.3 mm2.
    EXPECT_EQ(probability(page().draw(5, 5, 6, 7)), 0.0004);
    EXPECT_EQ(probability(page().draw(5, 5, 6, 8)), 0.02);
    EXPECT_EQ(state(page().draw(5, 5, 6, 8)), MarkState::empty);
}

}  // namespace
}  // namespace indgang::ocr
