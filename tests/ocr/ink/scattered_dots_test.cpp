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

}  // namespace
}  // namespace indgang::ocr
