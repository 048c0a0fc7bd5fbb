// SPDX-License-Identifier: MPL-2.0
// Where one digit ends in a box without cells, on bars of ink of known sizes. The net says the same
// of every tile; only the cutting is asked.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "ocr/comb/free_digits.h"
#include "schemas/core/limits.h"
#include "tests/ocr/net/told_net.h"

namespace indgang::ocr {
namespace {

const CharacterNet& net() {
    static const CharacterNet one = told_net("digits.bin", {{"1", 0.9}});
    return one;
}

struct Bar {
    int x, y, width, height;
    std::uint8_t grey = 0;
};

/// A box of 75 x 10 mm at 12 px a mm with these bars in it.
WriterInk ink_of(const std::vector<Bar>& bars) {
    WriterInk ink;
    ink.patch = {900, 120, std::vector<std::uint8_t>(900 * 120, 255)};
    for (const Bar& bar : bars) {
        for (int y = bar.y; y < bar.y + bar.height; ++y) {
            std::fill_n(ink.patch.pixels.begin() + y * 900 + bar.x, bar.width, bar.grey);
        }
    }
    ink.box = {18, 18, 864, 84};
    return ink;
}

FreeDigits read(const std::vector<Bar>& bars) {
    return read_free_digits(ink_of(bars), net());
}

TEST(FreeBoxes, HaveACellForEachRunOfColumnsWithInk) {
    const FreeDigits digits = read({{100, 30, 10, 60}, {130, 30, 30, 60}, {161, 30, 10, 60}});
    ASSERT_EQ(digits.comb.cells.size(), 3u);
    EXPECT_FALSE(digits.is_guessed);
}

TEST(FreeBoxes, TakeInkThatStandsAboveOtherInkForOneDigit) {
    EXPECT_EQ(read({{100, 30, 30, 8}, {110, 45, 10, 45}}).comb.cells.size(), 1u);
}

TEST(FreeBoxes, KeepTheInkOfEachDigitToItsCell) {
    const FreeDigits digits = read({{100, 30, 10, 60}, {130, 30, 10, 40}});
    ASSERT_EQ(digits.comb.cells.size(), 2u);
    EXPECT_NEAR(digits.comb.cells[0].ink_mm2, 10 * 60 / 144.0, 0.1);
    EXPECT_NEAR(digits.comb.cells[1].ink_mm2, 10 * 40 / 144.0, 0.1);
}

TEST(FreeBoxes, LeaveOutSpecks) {
    // 0.15 mm2 are 21.6 pixels of full black.
    EXPECT_EQ(read({{100, 30, 10, 60}, {300, 80, 7, 3}}).comb.cells.size(), 1u);
    EXPECT_FALSE(read({{100, 30, 10, 60}, {300, 80, 7, 3}}).is_guessed);
    EXPECT_TRUE(read({{100, 30, 10, 60}, {300, 80, 6, 4}}).is_guessed);
}

TEST(FreeBoxes, DoubtAPieceBelowTwoFifthsOfTheHeight) {
    EXPECT_FALSE(read({{100, 30, 10, 60}, {130, 66, 10, 24}}).is_guessed);
    EXPECT_TRUE(read({{100, 30, 10, 60}, {130, 67, 10, 23}}).is_guessed);
}

TEST(FreeBoxes, CutWhatIsMuchWiderThanHigh) {
    // 60 px high: 69 px wide is the widest digit.
    const FreeDigits widest = read({{100, 30, 69, 60}});
    EXPECT_EQ(widest.comb.cells.size(), 1u);
    EXPECT_FALSE(widest.is_guessed);
    const FreeDigits wider = read({{100, 30, 70, 60}});
    EXPECT_EQ(wider.comb.cells.size(), 2u);
    EXPECT_TRUE(wider.is_guessed);
}

TEST(FreeBoxes, CutIntoAsManyAsUsualDigitsAreWide) {
    // 0.68 of 60 px are 40.8 px a digit.
    EXPECT_EQ(read({{100, 30, 101, 60}}).comb.cells.size(), 2u);
    EXPECT_EQ(read({{100, 30, 103, 60}}).comb.cells.size(), 3u);
    EXPECT_EQ(read({{100, 30, 142, 60}}).comb.cells.size(), 3u);
    EXPECT_EQ(read({{100, 30, 144, 60}}).comb.cells.size(), 4u);
}

/// Two digits of 60 px: a bar with a stem each, and a thin line that joins the bars at `joint`.
std::vector<Bar> joined_at(int joint) {
    return {{100, 30, joint - 100, 6},
            {100, 36, 6, 54},
            {joint, 30, 4, 3},
            {joint + 4, 30, 176 - joint, 6},
            {174, 36, 6, 54}};
}

TEST(FreeBoxes, CutWhereTheInkIsThinnest) {
    // The middle of 80 px is at 140; the thin line begins at 145.
    const FreeDigits digits = read(joined_at(145));
    ASSERT_EQ(digits.comb.cells.size(), 2u);
    EXPECT_NEAR(digits.comb.cells[0].ink_mm2, (45 * 6 + 6 * 54) / 144.0, 0.05);
    EXPECT_NEAR(digits.comb.cells[1].ink_mm2, (4 * 3 + 31 * 6 + 6 * 54) / 144.0, 0.05);
}

TEST(FreeBoxes, CutNoFurtherThanAThirdOfADigitFromItsEvenPart) {
    // Half of 80 px, a third of it: from 127 to 153.
    const int whole = 20 * 6 + 6 * 54 + 4 * 3;
    EXPECT_NEAR(read(joined_at(120)).comb.cells.at(0).ink_mm2, (whole + 16 * 6) / 144.0, 0.05);
    EXPECT_NEAR(read(joined_at(127)).comb.cells.at(0).ink_mm2, (27 * 6 + 6 * 54) / 144.0, 0.05);
    EXPECT_NEAR(read(joined_at(153)).comb.cells.at(0).ink_mm2, (53 * 6 + 6 * 54) / 144.0, 0.05);
}

TEST(FreeBoxes, TakeGreyBelow160ForInkThatJoins) {
    const auto bridged = [](std::uint8_t grey) {
        return read({{100, 30, 10, 60}, {110, 50, 2, 6, grey}, {112, 30, 10, 60}})
            .comb.cells.size();
    };
    EXPECT_EQ(bridged(159), 1u);
    EXPECT_EQ(bridged(160), 2u);
}

TEST(FreeBoxes, TakePaleInkThatHasNoCoreForNone) {
    EXPECT_EQ(read({{100, 30, 10, 60, 150}}).comb.cells.size(), 0u);
}

TEST(FreeBoxes, HaveACellForAStrokeOfOnePixel) {
    EXPECT_EQ(read({{100, 30, 1, 60}}).comb.cells.size(), 1u);
}

TEST(FreeBoxes, GiveNoCellsForMoreThanACombMayHave) {
    std::vector<Bar> bars;
    for (int i = 0; i < limits::comb_cells; ++i) {
        bars.push_back({20 + 12 * i, 30, 5, 40});
    }
    EXPECT_EQ(read(bars).comb.cells.size(), static_cast<std::size_t>(limits::comb_cells));
    bars.push_back({20 + 12 * limits::comb_cells, 30, 5, 40});
    EXPECT_TRUE(read(bars).comb.cells.empty());
}

TEST(FreeBoxes, SeeInkUpToTheEdges) {
    EXPECT_EQ(read({{0, 0, 10, 60}, {890, 60, 10, 60}}).comb.cells.size(), 2u);
}

}  // namespace
}  // namespace indgang::ocr
