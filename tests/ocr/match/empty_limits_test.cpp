// SPDX-License-Identifier: MPL-2.0
// Backs of 60 x 60 mm at four pixels a millimetre, which are looked at pixel by pixel: each limit
// of what may be writing is met exactly. A square millimetre has 16 pixels.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "ocr/match/empty_page.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {
namespace {

constexpr int side_px = 240, inside_px = 100;  ///< beyond the edges of 8 mm
constexpr double dpi = 4 * mm_per_inch;

PageImage back(const std::vector<BoxPx>& ink, int grey = 0, int width = side_px,
               int height = side_px) {
    PageImage page{PixPtr(pixCreate(width, height, 8)), dpi, 0};
    pixSetAll(page.pix.get());
    for (const BoxPx& each : ink) {
        for (int y = each.y; y < each.y + each.height; ++y) {
            for (int x = each.x; x < each.x + each.width; ++x) {
                pixSetPixel(page.pix.get(), x, y, static_cast<l_uint32>(grey));
            }
        }
    }
    return page;
}

bool is_empty(const std::vector<BoxPx>& ink, int grey = 0) {
    return is_almost_empty(back(ink, grey));
}

TEST(EmptyLimits, FourSquareMillimetresOfInkAreNoWriting) {
    EXPECT_TRUE(is_empty({}));
    EXPECT_TRUE(is_empty({{inside_px, inside_px, 8, 8}}));
    EXPECT_FALSE(is_empty({{inside_px, inside_px, 5, 13}}));
    EXPECT_TRUE(is_empty({{60, 60, 4, 8}, {150, 150, 4, 8}}));
    EXPECT_FALSE(is_empty({{60, 60, 4, 8}, {150, 150, 3, 11}}));
}

TEST(EmptyLimits, InkIsDarkerThanHalf) {
    EXPECT_FALSE(is_empty({{inside_px, inside_px, 9, 9}}, 127));
    EXPECT_TRUE(is_empty({{inside_px, inside_px, 9, 9}}, 128));
}

TEST(EmptyLimits, APageOfEdgesOnlyIsNeverEmpty) {
    EXPECT_FALSE(is_almost_empty(back({}, 0, 64, side_px)));
    EXPECT_FALSE(is_almost_empty(back({}, 0, side_px, 64)));
    EXPECT_TRUE(is_almost_empty(back({}, 0, 65, 65)));
}

TEST(EmptyLimits, HolesAreFourToEightMillimetresWide) {
    EXPECT_TRUE(is_empty({{inside_px, inside_px, 16, 16}}));
    EXPECT_FALSE(is_empty({{inside_px, inside_px, 15, 16}}));
    EXPECT_FALSE(is_empty({{inside_px, inside_px, 16, 15}}));
    EXPECT_TRUE(is_empty({{inside_px, inside_px, 32, 32}}));
    EXPECT_FALSE(is_empty({{inside_px, inside_px, 33, 32}}));
    EXPECT_FALSE(is_empty({{inside_px, inside_px, 32, 33}}));
}

TEST(EmptyLimits, HolesAreFilledToSixTenths) {
    // Of 20 x 20 pixels 240, or one less.
    const BoxPx upper{100, 100, 20, 11}, side{100, 111, 1, 9};
    EXPECT_TRUE(is_empty({upper, side, {101, 111, 11, 1}}));
    EXPECT_FALSE(is_empty({upper, side, {101, 111, 10, 1}}));
}

TEST(EmptyLimits, MoreThanHolesLeaveIsWriting) {
    // 150 square millimetres, all of it in what may be holes.
    EXPECT_TRUE(is_empty({{40, 40, 30, 32}, {100, 100, 30, 32}, {160, 160, 20, 24}}));
    EXPECT_FALSE(is_empty({{40, 40, 30, 32}, {100, 100, 30, 32}, {160, 160, 21, 24}}));
}

TEST(EmptyLimits, WhatReachesTheBorderIsNoWriting) {
    // 0.7 mm are two pixels.
    constexpr int size = 12, last = side_px - size;
    for (const int at : {1, last - 1}) {
        EXPECT_TRUE(is_empty({{at, 100, size, size}})) << at;
        EXPECT_TRUE(is_empty({{100, at, size, size}})) << at;
    }
    for (const int at : {2, last - 2}) {
        EXPECT_FALSE(is_empty({{at, 100, size, size}})) << at;
        EXPECT_FALSE(is_empty({{100, at, size, size}})) << at;
    }
}

TEST(EmptyLimits, OfWhatReachesTheBorderThatInsideTheEdgesCounts) {
    // The edge ends with the 32nd pixel.
    EXPECT_TRUE(is_empty({{0, 100, 40, 8}}));
    EXPECT_FALSE(is_empty({{0, 100, 41, 8}}));
    EXPECT_TRUE(is_empty({{100, 0, 8, 40}}));
    EXPECT_FALSE(is_empty({{100, 0, 8, 41}}));
    EXPECT_TRUE(is_empty({{200, 100, 40, 8}}));
    EXPECT_FALSE(is_empty({{199, 100, 41, 8}}));
    EXPECT_TRUE(is_empty({{100, 200, 8, 40}}));
    EXPECT_FALSE(is_empty({{100, 199, 8, 41}}));
}

TEST(EmptyLimits, SpecksInTheEdgeAreAMillimetreAndAHalf) {
    EXPECT_TRUE(is_empty({{10, 60, 6, 6}, {10, 120, 6, 6}}));
    EXPECT_FALSE(is_empty({{10, 60, 7, 6}, {10, 120, 6, 7}}));
    // Inside they count, however small.
    EXPECT_FALSE(is_empty({{60, 60, 6, 6}, {60, 120, 6, 6}}));
}

TEST(EmptyLimits, ShadowsInTheEdgeAreThin) {
    EXPECT_TRUE(is_empty({{10, 60, 3, 60}}));
    EXPECT_FALSE(is_empty({{10, 60, 4, 60}}));
    EXPECT_TRUE(is_empty({{60, 10, 60, 3}}));
    EXPECT_FALSE(is_empty({{60, 10, 60, 4}}));
}

TEST(EmptyLimits, TwoSpecksSideBySideAreNoLetter) {
    // Angles 8 wide and 5 to 13 high: 1.2 mm2 are 19 pixels.
    const auto angles = [](int count, int high) {
        std::vector<BoxPx> all;
        for (int i = 0; i < count; ++i) {
            all.push_back({10, 40 + 20 * i, 8, 1});
            all.push_back({10, 41 + 20 * i, 1, high - 1});
        }
        return all;
    };
    EXPECT_TRUE(is_empty(angles(8, 12)));
    EXPECT_FALSE(is_empty(angles(8, 13)));
}

TEST(EmptyLimits, InkWithinAMillimetreAndAHalfIsOnePiece) {
    // Two specks are dirt, one of twice the length is not.
    EXPECT_TRUE(is_empty({{10, 60, 6, 6}, {10, 73, 6, 6}}));
    EXPECT_FALSE(is_empty({{10, 60, 6, 6}, {10, 72, 6, 6}}));
}

TEST(EmptyLimits, InkThatTouchesAtACornerIsOnePiece) {
    // A stroke from speck to speck in the edge, six of them; apart they are dirt.
    const auto specks = [](int apart_px) {
        std::vector<BoxPx> all;
        for (int i = 0; i < 6; ++i) {
            all.push_back({4 + 4 * (i % 2), 40 + (4 + apart_px) * i, 4, 4});
        }
        return all;
    };
    EXPECT_FALSE(is_empty(specks(0)));
    EXPECT_TRUE(is_empty(specks(8)));
}

TEST(EmptyLimits, PaleInkIsLookedForBesideABlackEdge) {
    const auto with_edge = [](int edge_px, int grey, BoxPx of = {0, 0, 9, 9}) {
        PageImage page = back({{inside_px, inside_px, of.width, of.height}}, grey);
        for (int i = 0; i < edge_px; ++i) {
            pixSetPixel(page.pix.get(), i / side_px, i % side_px, 0);
        }
        return is_almost_empty(page);
    };
    // A two hundredth of the page is black, and 32 levels are ink.
    EXPECT_FALSE(with_edge(288, 223));
    EXPECT_TRUE(with_edge(288, 224));
    EXPECT_TRUE(with_edge(287, 223));
    // It is darker than the paper within 4 mm around it.
    EXPECT_FALSE(with_edge(288, 223, {0, 0, 16, 40}));
    EXPECT_TRUE(with_edge(288, 223, {0, 0, 17, 40}));
}

TEST(EmptyLimits, APageOfMorePixelsIsMadeSmallerOnce) {
    // Two of four pixels are enough to be ink.
    PageImage page{PixPtr(pixCreate(2 * side_px, 2 * side_px, 1)), 2 * dpi, 0};
    for (int y = 200; y < 218; ++y) {
        for (int x = 200; x < 218; x += 2) {
            pixSetPixel(page.pix.get(), x, y, 1);
        }
    }
    EXPECT_FALSE(is_almost_empty(page));
    for (int y = 200; y < 218; y += 2) {
        for (int x = 200; x < 218; ++x) {
            pixSetPixel(page.pix.get(), x, y, 0);
        }
    }
    EXPECT_TRUE(is_almost_empty(page));
}

}  // namespace
}  // namespace indgang::ocr
