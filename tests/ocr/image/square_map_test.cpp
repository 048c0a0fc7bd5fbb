// SPDX-License-Identifier: MPL-2.0
#include "ocr/image/square_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace indgang::ocr {
namespace {

PageImage paper(int depth, int width = 800, int height = 800, double dpi = 300) {
    PageImage page{PixPtr(pixCreate(width, height, depth)), dpi, 0};
    if (depth == 8) {
        pixSetAll(page.pix.get());
    }
    return page;
}

void fill(PageImage& page, int x, int y, int side, unsigned value) {
    for (int v = y; v < y + side; ++v) {
        for (int u = x; u < x + side; ++u) {
            pixSetPixel(page.pix.get(), u, v, value);
        }
    }
}

void add_grain(PageImage& page, double deviation) {
    std::mt19937 random(7);
    std::normal_distribution<double> grain(200, deviation);
    for (int y = 0; y < 800; ++y) {
        for (int x = 0; x < 800; ++x) {
            pixSetPixel(page.pix.get(), x, y,
                        static_cast<l_uint32>(std::clamp(grain(random), 0.0, 255.0)));
        }
    }
}

TEST(SquareMap, HasASquareForAThirdOfAMillimetre) {
    EXPECT_EQ(SquareMap::of(paper(8)).side_px(), 4);
    EXPECT_EQ(SquareMap::of(paper(8, 800, 800, 200)).side_px(), 3);
    EXPECT_EQ(SquareMap::of(paper(1, 800, 800, 600)).side_px(), 8);
}

TEST(SquareMap, MeansTheInkOfItsPixels) {
    for (const double dpi : {300.0, 200.0, 600.0}) {
        PageImage page = paper(8, 800, 800, dpi);
        const int side = SquareMap::of(page).side_px();
        fill(page, 5 * side, 7 * side, side, 155);
        const SquareMap map = SquareMap::of(page);
        EXPECT_EQ(map.ink(5, 7), 100) << dpi;
        EXPECT_EQ(map.ink(4, 7), 0) << dpi;
        EXPECT_EQ(map.ink(5, 8), 0) << dpi;
    }
}

TEST(SquareMap, CountsTheDarkPixelsOfOneBit) {
    for (const double dpi : {300.0, 200.0, 600.0}) {
        PageImage page = paper(1, 800, 800, dpi);
        const int side = SquareMap::of(page).side_px();
        fill(page, 9 * side, 3 * side, side, 1);
        const SquareMap map = SquareMap::of(page);
        EXPECT_EQ(map.ink(9, 3), 255) << dpi;
        EXPECT_EQ(map.ink(8, 3), 0) << dpi;
        EXPECT_EQ(map.ink(10, 3), 0) << dpi;
    }
}

TEST(SquareMap, LeavesOutSquaresThatThePageDoesNotFill) {
    const SquareMap map = SquareMap::of(paper(8, 803, 401));
    EXPECT_EQ(map.columns(), 200);
    EXPECT_EQ(map.rows(), 100);
}

TEST(SquareMap, SeesAPaleSquareOnCleanPaper) {
    PageImage page = paper(8);
    fill(page, 40, 40, 4, 235);
    EXPECT_TRUE(SquareMap::of(page).is_visible(10, 10));
    EXPECT_FALSE(SquareMap::of(page).is_visible(20, 20));
}

TEST(SquareMap, TakesSaltOfAFaxForPaper) {
    PageImage page = paper(1);
    pixSetPixel(page.pix.get(), 41, 41, 1);
    pixSetPixel(page.pix.get(), 42, 41, 1);
    EXPECT_FALSE(SquareMap::of(page).is_visible(10, 10));
    pixSetPixel(page.pix.get(), 43, 41, 1);
    EXPECT_TRUE(SquareMap::of(page).is_visible(10, 10));
}

TEST(SquareMap, SeesNothingInTheGrainOfPaper) {
    PageImage page = paper(8);
    add_grain(page, 20);
    const SquareMap map = SquareMap::of(page);
    int seen = 0;
    for (int row = 0; row < map.rows(); ++row) {
        for (int column = 0; column < map.columns(); ++column) {
            seen += map.is_visible(column, row) ? 1 : 0;
        }
    }
    EXPECT_EQ(seen, 0);
}

TEST(SquareMap, SeesAStrokeThatStandsOutFromTheGrain) {
    PageImage page = paper(8);
    add_grain(page, 20);
    fill(page, 40, 40, 4, 120);
    EXPECT_TRUE(SquareMap::of(page).is_visible(10, 10));
}

}  // namespace
}  // namespace indgang::ocr
