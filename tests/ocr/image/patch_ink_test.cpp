// SPDX-License-Identifier: MPL-2.0
#include "ocr/image/patch_ink.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace indgang::ocr {
namespace {

/// One row of `dark` pixels of one grey, then of paper.
GreyPatch patch(int size, int dark, std::uint8_t grey, std::uint8_t paper) {
    GreyPatch made{size, 1, {}};
    made.pixels.assign(static_cast<std::size_t>(size), paper);
    std::fill_n(made.pixels.begin(), dark, grey);
    return made;
}

TEST(PatchInk, IsHowMuchDarkerThanWhitePaper) {
    // Whole lanes and rests of them.
    for (const int size : {1, 15, 16, 17, 40, 5000}) {
        const int dark = size / 3;
        const auto ink = ink_of(patch(size, dark, 55, 255));
        ASSERT_EQ(ink.size(), static_cast<std::size_t>(size));
        EXPECT_EQ(std::count(ink.begin(), ink.end(), 200), dark) << size;
        EXPECT_EQ(std::count(ink.begin(), ink.end(), 0), size - dark) << size;
    }
}

TEST(PatchInk, IsHowMuchDarkerThanGreyPaper) {
    for (const int size : {1, 15, 16, 17, 40, 5000}) {
        const int dark = size / 3;
        const auto ink = ink_of(patch(size, dark, 55, 205));
        EXPECT_EQ(std::count(ink.begin(), ink.end(), 150), dark) << size;
        EXPECT_EQ(std::count(ink.begin(), ink.end(), 0), size - dark) << size;
    }
}

TEST(PatchInk, IsNoneWhereItIsBrighterThanThePaper) {
    const auto ink = ink_of(patch(40, 13, 250, 200));
    EXPECT_EQ(std::count(ink.begin(), ink.end(), 0), 40);
}

TEST(PatchInk, TakesWhatMoreThanHalfIsForPaper) {
    // Of 33 pixels 16 are dark, then 17.
    EXPECT_EQ(ink_of(patch(33, 16, 55, 255))[0], 200);
    EXPECT_EQ(ink_of(patch(33, 17, 55, 255))[0], 0);
    EXPECT_EQ(ink_of(patch(33, 16, 55, 205))[0], 150);
    EXPECT_EQ(ink_of(patch(33, 17, 55, 205))[0], 0);
    // In the rest of a lane, too.
    EXPECT_EQ(ink_of(patch(15, 7, 55, 255))[0], 200);
    EXPECT_EQ(ink_of(patch(15, 8, 55, 255))[0], 0);
}

TEST(PatchInk, TakesTheMiddleOfManyGreysForPaper) {
    GreyPatch made{101, 1, {}};
    for (int i = 0; i < 101; ++i) {
        made.pixels.push_back(static_cast<std::uint8_t>(100 + i));
    }
    EXPECT_EQ(ink_of(made)[0], 50);
    EXPECT_EQ(ink_of(made)[50], 0);
    EXPECT_EQ(ink_of(made)[49], 1);
}

TEST(PatchInk, OfNothingIsNothing) {
    EXPECT_TRUE(ink_of({}).empty());
}

TEST(PatchInk, TakesTheMiddleWhereverItsGreysLie) {
    // Four greys in turn, each at another place of four.
    for (int turn = 0; turn < 4; ++turn) {
        constexpr std::array<std::uint8_t, 4> greys{10, 100, 150, 200};
        GreyPatch made{80, 1, {}};
        for (int i = 0; i < 80; ++i) {
            made.pixels.push_back(greys[static_cast<std::size_t>((i + turn) % 4)]);
        }
        const auto ink = ink_of(made);
        EXPECT_EQ(std::count(ink.begin(), ink.end(), 90), 20) << turn;
        EXPECT_EQ(std::count(ink.begin(), ink.end(), 0), 60) << turn;
    }
}

TEST(PatchInk, TakesTheDarkerOfTwoHalvesForPaper) {
    const auto ink = ink_of(patch(40, 20, 55, 205));
    EXPECT_EQ(std::count(ink.begin(), ink.end(), 0), 40);
    EXPECT_EQ(ink_of(patch(40, 19, 55, 205))[0], 150);
}

}  // namespace
}  // namespace indgang::ocr
