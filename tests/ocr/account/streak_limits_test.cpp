// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "ocr/account/streaks.h"

namespace indgang::ocr {
namespace {

constexpr double side_mm = 0.25;

/// A bit so many squares wide, whose left column has its middle at `x` at its top, from `top` on.
AddedPiece bit(double x, double top, double height, int wide = 1, double slope = 0) {
    AddedPiece piece;
    const auto rows = static_cast<int>(std::lround(height / side_mm)) + 1;
    double left = 1e9, right = -1e9;
    for (int row = 0; row < rows; ++row) {
        for (int i = 0; i < wide; ++i) {
            const double y = top + row * side_mm;
            piece.squares.push_back({x + i * side_mm + slope * row * side_mm, y});
            left = std::min(left, piece.squares.back().x);
            right = std::max(right, piece.squares.back().x);
        }
    }
    piece.box = {left, top, right - left, height};
    piece.area_mm2 = static_cast<double>(piece.squares.size()) * side_mm * side_mm;
    return piece;
}

std::size_t streaks(std::vector<AddedPiece> pieces) {
    return take_out_streaks(pieces, {}).size();
}

TEST(StreakLimits, AreTwentyMillimetresLong) {
    EXPECT_EQ(streaks({bit(50, 80, 20.25)}), 1U);
    EXPECT_EQ(streaks({bit(50, 80, 19.75)}), 0U);
}

TEST(StreakLimits, AreAsWideAsAPen) {
    // The area is at most 1.3 mm by the height.
    AddedPiece piece = bit(50, 80, 40);
    piece.area_mm2 = 51.9;
    EXPECT_EQ(streaks({piece}), 1U);
    piece.area_mm2 = 52.1;
    EXPECT_EQ(streaks({piece}), 0U);
}

TEST(StreakLimits, HaveTheirNextBitWithinFourteenMillimetres) {
    EXPECT_EQ(streaks({bit(50, 80, 15), bit(50, 108.75, 15)}), 1U);
    EXPECT_EQ(streaks({bit(50, 80, 15), bit(50, 109.25, 15)}), 0U);
}

TEST(StreakLimits, HaveTheirNextBitHalfAMillimetreAsideAtMost) {
    for (const int way : {-1, 1}) {
        EXPECT_EQ(streaks({bit(50, 80, 30), bit(50 + 0.45 * way, 111, 30)}), 1U);
        EXPECT_EQ(streaks({bit(50, 80, 30), bit(50 + 0.55 * way, 111, 30)}), 2U);
    }
    // Its middle counts: three squares from 0.25 mm further left are on the same line.
    EXPECT_EQ(streaks({bit(50, 80, 15), bit(49.75, 96, 15, 3)}), 1U);
}

TEST(StreakLimits, GoOnBelowTheLastBitOnly) {
    EXPECT_EQ(streaks({bit(50, 80, 30), bit(50.25, 109.5, 30)}), 2U);
    EXPECT_EQ(streaks({bit(50, 80, 30), bit(50.25, 110, 30)}), 1U);
}

TEST(StreakLimits, AreSeenOverAThirdOfTheirWay) {
    // Bits of 5 mm from one to the next as far as they may be: 5 of 14.29 mm are 0.35.
    const auto every = [](double way) {
        std::vector<AddedPiece> pieces;
        for (int i = 0; i < 40; ++i) {
            pieces.push_back(bit(50, 20 + way * i, 5));
        }
        return streaks(pieces);
    };
    EXPECT_EQ(every(14), 1U);
    EXPECT_EQ(every(15), 0U);
    // Two bits with 14 mm between them: 8 of 22 mm, or 7 of 21.
    EXPECT_EQ(streaks({bit(50, 80, 4), bit(50, 98, 4)}), 1U);
    EXPECT_EQ(streaks({bit(50, 80, 3.5), bit(50, 97.5, 3.5)}), 0U);
}

TEST(StreakLimits, AreUprightByAnEightiethOfTheirWay) {
    EXPECT_EQ(streaks({bit(50, 80, 60, 1, 0.0115)}), 1U);
    EXPECT_EQ(streaks({bit(50, 80, 60, 1, -0.0115)}), 1U);
    EXPECT_EQ(streaks({bit(50, 80, 60, 1, 0.0125)}), 0U);
    EXPECT_EQ(streaks({bit(50, 80, 60, 1, -0.0125)}), 0U);
}

/// Squares in turn this far left and right of their line.
AddedPiece wavering(double off_mm) {
    AddedPiece piece = bit(50, 80, 60);
    for (std::size_t i = 0; i < piece.squares.size(); ++i) {
        piece.squares[i].x += i % 2 == 0 ? off_mm : -off_mm;
    }
    return piece;
}

TEST(StreakLimits, AreStraightToAFifthOfAMillimetre) {
    // A square's own width is a twelfth of its square more: 0.2 ^ 2 + 0.25 ^ 2 / 12 = 0.2126 ^ 2.
    EXPECT_EQ(streaks({wavering(0.211)}), 1U);
    EXPECT_EQ(streaks({wavering(0.214)}), 0U);
}

TEST(StreakLimits, AreNotBentByTheirWidth) {
    EXPECT_EQ(streaks({bit(50, 80, 60, 5)}), 1U);
}

TEST(StreakLimits, AreMeasuredInMillimetresOfTheScan) {
    std::vector<AddedPiece> pieces{bit(50, 80, 20.25)};
    EXPECT_EQ(take_out_streaks(pieces, {8, 0, 100, 0, 8, 50}).size(), 1U);
    pieces = {bit(50, 80, 19.75)};
    EXPECT_EQ(take_out_streaks(pieces, {8, 0, 100, 0, 8, 50}).size(), 0U);
    pieces = {bit(50, 80, 19.75)};
    EXPECT_EQ(take_out_streaks(pieces, {0.125, 0, 100, 0, 0.125, 50}).size(), 0U);
}

TEST(StreakLimits, HaveABoxAroundAllTheirBits) {
    std::vector<AddedPiece> pieces{bit(50.25, 96, 15), bit(50, 80, 15), bit(90, 85, 5)};
    const auto found = take_out_streaks(pieces, {});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0], (BoxMm{50, 80, 0.25, 31}));
    ASSERT_EQ(pieces.size(), 1U);
    EXPECT_EQ(pieces[0].box.x, 90);
}

}  // namespace
}  // namespace indgang::ocr
