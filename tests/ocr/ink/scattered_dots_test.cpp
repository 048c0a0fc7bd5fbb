// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/scattered_dots.h"

#include <gtest/gtest.h>
#include <leptonica/allheaders.h>

#include <utility>
#include <vector>

namespace indgang::ocr {
namespace {

constexpr int side_px = 4;  ///< of a square at 300 dpi
constexpr double square_mm = side_px * mm_per_inch / 300;

/// A page of one bit with a dark pixel in each of these squares.
SquareMap squares_with(const std::vector<std::pair<int, int>>& dotted) {
    PageImage page;
    page.pix.reset(pixCreate(600, 600, 1));
    page.dpi = 300;
    for (const auto& [column, row] : dotted) {
        pixSetPixel(page.pix.get(), column * side_px + 1, row * side_px + 1, 1);
    }
    return SquareMap::of(page);
}

ScatteredDots dots_of(const SquareMap& squares) {
    return {squares, BitRows(squares.columns(), squares.rows())};
}

std::vector<PointMm> points(const std::vector<std::pair<int, int>>& squares) {
    std::vector<PointMm> all;
    for (const auto& [column, row] : squares) {
        all.push_back({column * square_mm, row * square_mm});
    }
    return all;
}

const std::vector<std::pair<int, int>> stroke = {{10, 10}, {11, 11}, {12, 11}, {13, 12}, {14, 12}};

TEST(ScatteredDots, AreManyAlongAStroke) {
    EXPECT_TRUE(dots_of(squares_with(stroke)).are_many(points(stroke)));
}

TEST(ScatteredDots, AreFewInASpeckOnTheCornersOfSquares) {
    const std::vector<std::pair<int, int>> speck = {
        {10, 10}, {11, 10}, {12, 10}, {10, 11}, {11, 11}};
    EXPECT_FALSE(dots_of(squares_with(speck)).are_many(points(speck)));
}

TEST(ScatteredDots, AreFewWhereTheyLieFarApart) {
    const std::vector<std::pair<int, int>> apart = {
        {10, 10}, {20, 11}, {30, 12}, {40, 9}, {50, 10}};
    EXPECT_FALSE(dots_of(squares_with(apart)).are_many(points(apart)));
}

TEST(ScatteredDots, AreNotTheRimOfWhatIsCovered) {
    const SquareMap squares = squares_with({{11, 10}, {13, 10}});
    BitRows covered(squares.columns(), squares.rows());
    covered.set(10, 10);
    const ScatteredDots dots(squares, covered);
    EXPECT_FALSE(dots.squares().at(11, 10));
    EXPECT_TRUE(dots.squares().at(13, 10));
}

TEST(ScatteredDots, SayWhetherThePaperHasDotsOfItsOwn) {
    EXPECT_TRUE(dots_of(squares_with(stroke)).is_paper_clean());
    std::vector<std::pair<int, int>> everywhere;
    for (int row = 0; row < 150; row += 12) {
        for (int column = 0; column < 150; column += 12) {
            everywhere.emplace_back(column, row);
        }
    }
    EXPECT_FALSE(dots_of(squares_with(everywhere)).is_paper_clean());
}

/// A hundred windows of bare paper, of which the first `percent` have so many dots each.
ScatteredDots with_paper(int percent, int dots, int other_dots = 0) {
    constexpr int window = 6, across = 10;
    PageImage page{PixPtr(pixCreate(240, 240, 1)), 300, 0};
    for (int i = 0; i < across * across; ++i) {
        for (int dot = 0; dot < (i < percent ? dots : other_dots); ++dot) {
            const int column = i % across * window + dot % window;
            const int row = i / across * window + dot / window;
            pixSetPixel(page.pix.get(), column * side_px + 1, row * side_px + 1, 1);
        }
    }
    return dots_of(SquareMap::of(page));
}

/// The fewest dots within 2 mm that are many.
int least_many(const ScatteredDots& dots) {
    std::vector<PointMm> seen;
    for (int i = 0; i < 36; ++i) {
        seen.push_back({0.3 * (i % 6), 0.15 * (i / 6)});
        if (dots.are_many(seen)) {
            return i + 1;
        }
    }
    return 0;
}

TEST(ScatteredDots, AreFiveAtLeast) {
    EXPECT_EQ(least_many(with_paper(0, 0)), 5);
}

TEST(ScatteredDots, AreMoreThanMostPaperHas) {
    // Six times the root of what is usual, which is what the middle window has.
    EXPECT_EQ(least_many(with_paper(100, 1)), 1 + 6);
    EXPECT_EQ(least_many(with_paper(100, 4)), 4 + 12);
    EXPECT_EQ(least_many(with_paper(60, 4)), 4 + 12);
}

TEST(ScatteredDots, AreMoreThanPaperThatVaries) {
    // The upper tenth is 1.28 deviations from the middle, six of which are many: 4 / 1.28 * 6.
    EXPECT_EQ(least_many(with_paper(49, 4)), 19);
    EXPECT_EQ(least_many(with_paper(12, 5, 1)), 1 + 19);
    EXPECT_EQ(least_many(with_paper(8, 5, 1)), 1 + 6);
}

TEST(ScatteredDots, AreWithinTwoMillimetres) {
    const ScatteredDots dots = with_paper(0, 0);
    const auto row = [](double apart) {
        std::vector<PointMm> all;
        for (int i = 0; i < 5; ++i) {
            all.push_back({apart * i, 0});
        }
        return all;
    };
    EXPECT_TRUE(dots.are_many(row(0.49)));
    EXPECT_FALSE(dots.are_many(row(0.51)));
    EXPECT_TRUE(dots.are_many(row(0.21)));
    EXPECT_FALSE(dots.are_many(row(0.19)));
    // Up and down a millimetre each from the one furthest to the left.
    const auto column = [](double apart) {
        std::vector<PointMm> all{{0, 0}};
        for (const int i : {-2, -1, 1, 2}) {
            all.push_back({0.1, apart * i});
        }
        return all;
    };
    EXPECT_TRUE(dots.are_many(column(0.49)));
    EXPECT_FALSE(dots.are_many(column(0.51)));
    EXPECT_TRUE(dots.are_many(column(0.21)));
    EXPECT_FALSE(dots.are_many(column(0.19)));
}

TEST(ScatteredDots, SayOfAGreyPageNeitherThatItIsCleanNorDotted) {
    PageImage page{PixPtr(pixCreate(240, 240, 8)), 300, 0};
    pixSetAll(page.pix.get());
    EXPECT_FALSE(dots_of(SquareMap::of(page)).is_paper_clean());
    EXPECT_FALSE(dots_of(SquareMap::of(page)).is_paper_dotted());
    EXPECT_TRUE(with_paper(9, 1).is_paper_clean());
    EXPECT_FALSE(with_paper(9, 1).is_paper_dotted());
    EXPECT_TRUE(with_paper(12, 1).is_paper_dotted());
}

TEST(ScatteredDots, AreNeverManyOnAPageWithoutBarePaper) {
    const SquareMap squares = squares_with(stroke);
    BitRows covered(squares.columns(), squares.rows());
    for (int row = 0; row < squares.rows(); ++row) {
        covered.set(row, 0, squares.columns());
    }
    const ScatteredDots dots(squares, covered);
    EXPECT_FALSE(dots.are_many(points(stroke)));
    EXPECT_FALSE(dots.is_paper_clean() || dots.is_paper_dotted());
}

}  // namespace
}  // namespace indgang::ocr
