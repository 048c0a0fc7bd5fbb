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

/// So many of a hundred squares with this ink each, the others white.
SquareMap with_grain(int percent, int ink) {
    PageImage page = paper(8, 400, 400);
    for (int i = 0; i < 10000; ++i) {
        if (i % 100 < percent) {
            fill(page, i % 100 * 4, i / 100 * 4, 4, static_cast<unsigned>(255 - ink));
        }
    }
    return SquareMap::of(page);
}

TEST(SquareMap, SeesSixGreysOnCleanPaper) {
    EXPECT_EQ(SquareMap::of(paper(8)).visible_ink(), 6);
    EXPECT_EQ(SquareMap::of(paper(8)).dot_ink(), 3);
    EXPECT_EQ(SquareMap::of(paper(1)).visible_ink(), 44);
    EXPECT_EQ(SquareMap::of(paper(1)).dot_ink(), 1);
    EXPECT_TRUE(SquareMap::of(paper(1)).is_one_bit());
    EXPECT_FALSE(SquareMap::of(paper(8)).is_one_bit());
}

TEST(SquareMap, MeasuresThePapersGrainBetweenItsMiddleAndSevenTenths) {
    // A grey is 1.9 deviations there, of which seven are visible and two and a half a dot.
    EXPECT_EQ(with_grain(29, 1).visible_ink(), 6);
    EXPECT_EQ(with_grain(31, 1).visible_ink(), 14);
    EXPECT_EQ(with_grain(49, 1).visible_ink(), 14);
    EXPECT_EQ(with_grain(51, 1).visible_ink(), 7);
    EXPECT_EQ(with_grain(31, 2).visible_ink(), 27);
    EXPECT_EQ(with_grain(29, 1).dot_ink(), 3);
    EXPECT_EQ(with_grain(31, 1).dot_ink(), 5);
    EXPECT_EQ(with_grain(51, 1).dot_ink(), 4);
    EXPECT_EQ(with_grain(40, 100).visible_ink(), 255);
}

TEST(SquareMap, HasSquaresOfOneToSixteenPixels) {
    EXPECT_EQ(SquareMap::of(paper(8, 80, 80, 30)).side_px(), 1);
    EXPECT_EQ(SquareMap::of(paper(8, 80, 80, 1200)).side_px(), 16);
    EXPECT_EQ(SquareMap::of(paper(8, 80, 80, 2400)).side_px(), 16);
    PageImage black = paper(8, 80, 80, 2400);
    fill(black, 16, 16, 16, 0);
    EXPECT_EQ(SquareMap::of(black).ink(1, 1), 255);
    EXPECT_EQ(SquareMap::of(black).ink(0, 1), 0);
}

TEST(SquareMap, CountsEachPixelOfASquareOnce) {
    // Wherever a row's words begin and end.
    for (const double dpi : {300.0, 200.0}) {
        for (const int columns : {7, 8, 9, 17}) {
            PageImage bits = paper(1, columns * 4 + 3, 8, dpi),
                      grey = paper(8, columns * 4 + 3, 8, dpi);
            const int side = SquareMap::of(bits).side_px();
            for (int column = 0; column < SquareMap::of(bits).columns(); ++column) {
                for (int i = 0; i < column % (side * side + 1); ++i) {
                    const int x = column * side + i % side, y = i / side;
                    pixSetPixel(bits.pix.get(), x, y, 1);
                    pixSetPixel(grey.pix.get(), x, y, 155);
                }
            }
            const SquareMap of_bits = SquareMap::of(bits), of_grey = SquareMap::of(grey);
            for (int column = 0; column < of_bits.columns(); ++column) {
                const int dark = column % (side * side + 1);
                EXPECT_EQ(of_bits.ink(column, 0), dark * 255 / (side * side));
                EXPECT_EQ(of_grey.ink(column, 0), dark * 100 / (side * side));
            }
        }
    }
}

}  // namespace
}  // namespace indgang::ocr
