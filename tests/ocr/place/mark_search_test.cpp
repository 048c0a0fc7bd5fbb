// SPDX-License-Identifier: MPL-2.0
// A mark of 20 pixels a side, of which 18 are its inside; white is wanted between 25 and 34 pixels.
#include "ocr/place/mark_search.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "schemas/core/geometry.h"

namespace indgang::ocr {
namespace {

constexpr int page_px = 240, side = 20;
constexpr PointPx middle{100, 100};
constexpr BoxPx mark{90, 90, side, side};

PageImage page_of(const std::vector<BoxPx>& boxes, int depth = 8, int grey = 0) {
    PageImage page{PixPtr(pixCreate(page_px, page_px, depth)), 200, 0};
    if (depth == 8) {
        pixSetAll(page.pix.get());
    }
    for (const BoxPx& box : boxes) {
        for (int y = box.y; y < box.y + box.height; ++y) {
            for (int x = box.x; x < box.x + box.width; ++x) {
                pixSetPixel(page.pix.get(), x, y, depth == 1 ? 1U : static_cast<l_uint32>(grey));
            }
        }
    }
    return page;
}

bool is_found(const std::vector<BoxPx>& boxes, PointPx expected = middle, double reach = 0) {
    return find_square(page_of(boxes), expected, side, reach).has_value();
}

void expect_found(const PageImage& page, PointPx expected, double reach, PointPx at) {
    const auto found = find_square(page, expected, side, reach);
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->x, at.x, 1e-6);
    EXPECT_NEAR(found->y, at.y, 1e-6);
}

TEST(FindSquare, SaysWhereItsMiddleIs) {
    for (const int depth : {1, 8}) {
        for (const PointPx& off :
             {PointPx{0, 0}, {12, 0}, {-12, 0}, {0, 12}, {7, -9}, {-11, -11}}) {
            expect_found(page_of({mark}, depth), {middle.x + off.x, middle.y + off.y}, 12, middle);
        }
    }
}

TEST(FindSquare, LooksNoFurtherThanItsReach) {
    for (const PointPx& way : {PointPx{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
        EXPECT_TRUE(is_found({mark}, {100 + 12 * way.x, 100 + 12 * way.y}, 12));
        EXPECT_FALSE(is_found({mark}, {100 + 23 * way.x, 100 + 23 * way.y}, 12));
    }
}

TEST(FindSquare, NeedsSixTenthsOfItsInside) {
    // Of 18 rows 11 or 10.
    EXPECT_TRUE(is_found({{91, 91, 18, 11}}));
    EXPECT_FALSE(is_found({{91, 91, 18, 10}}));
    EXPECT_FALSE(is_found({}));
}

TEST(FindSquare, NeedsWhiteAround) {
    // Of the 531 pixels of the frame 210 or 214 are black: 40 in a hundred take as much from it.
    const BoxPx left{83, 83, 5, 34};
    EXPECT_TRUE(is_found({mark, left, {113, 83, 4, 10}}));
    EXPECT_FALSE(is_found({mark, left, {113, 83, 4, 11}}));
    // From its first row and column to its last.
    EXPECT_FALSE(is_found({mark, {83, 83, 34, 4}, {83, 87, 4, 20}}));
    EXPECT_FALSE(is_found({mark, {83, 113, 34, 4}, {113, 93, 4, 20}}));
    EXPECT_FALSE(is_found({{40, 40, 120, 120}}));
    // What is nearer, and what is further away, is no matter.
    EXPECT_TRUE(is_found({{88, 88, 25, 25}}));
    EXPECT_TRUE(is_found({mark, {0, 0, 83, 240}, {117, 0, 100, 240}, {0, 0, 240, 83}}));
}

TEST(FindSquare, TakesTheBestPlace) {
    // Beside a mark that is covered for three tenths.
    const BoxPx covered{60, 90, side, 14};
    expect_found(page_of({covered, {120, 90, side, side}}), {100, 100}, 40, {130, 100});
    expect_found(page_of({{60, 90, side, side}, {120, 90, side, 14}}), {100, 100}, 40, {70, 100});
    // Beside black that is no mark, though it is darker inside.
    expect_found(page_of({covered, {120, 80, 50, 50}}), {100, 97}, 40, {70, 97});
}

TEST(FindSquare, WeighsInkByItsDarkness) {
    PageImage page = page_of({mark});
    for (int y = 90; y < 110; ++y) {
        pixSetPixel(page.pix.get(), 110, y, 255 - 51);  // a fifth of black
    }
    expect_found(page, middle, 4, {(20 * 100 + 0.2 * 110.5) / 20.2, 100});
    // Twelve pixels from the middle ink counts, thirteen it does not.
    expect_found(page_of({mark, {112, 100, 1, 1}}), middle, 0,
                 {(400 * 100 + 112.5) / 401, (400 * 100 + 100.5) / 401});
    expect_found(page_of({mark, {113, 100, 1, 1}}), middle, 0, middle);
    expect_found(page_of({mark, {100, 88, 1, 1}}), middle, 0,
                 {(400 * 100 + 100.5) / 401, (400 * 100 + 88.5) / 401});
    expect_found(page_of({mark, {100, 87, 1, 1}}), middle, 0, middle);
    expect_found(page_of({mark, {88, 100, 1, 1}}), middle, 0,
                 {(400 * 100 + 88.5) / 401, (400 * 100 + 100.5) / 401});
    expect_found(page_of({mark, {87, 100, 1, 1}}), middle, 0, middle);
    expect_found(page_of({mark, {100, 112, 1, 1}}), middle, 0,
                 {(400 * 100 + 100.5) / 401, (400 * 100 + 112.5) / 401});
    expect_found(page_of({mark, {100, 113, 1, 1}}), middle, 0, middle);
}

TEST(FindSquare, FindsOneInTheCornerOfThePage) {
    expect_found(page_of({{0, 0, side, side}}), {14, 14}, 12, {10, 10});
    expect_found(page_of({{220, 220, side, side}}), {226, 226}, 12, {230, 230});
}

TEST(FindSquare, IsAtLeastFourPixelsWide) {
    const PageImage page = page_of({{98, 98, 4, 4}});
    EXPECT_TRUE(find_square(page, middle, 4, 2));
    EXPECT_FALSE(find_square(page, middle, 3.9, 2));
}

TEST(FindSquare, FindsNothingWhereNoPageIs) {
    const PageImage page = page_of({mark});
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    for (const PointPx& nowhere : {PointPx{nan, 100},
                                   {100, nan},
                                   {HUGE_VAL, 100},
                                   {100, -HUGE_VAL},
                                   {2e6, 100},
                                   {100, -2e6},
                                   {5000, 100},
                                   {100, -5000}}) {
        EXPECT_FALSE(find_square(page, nowhere, side, 10));
    }
    EXPECT_FALSE(find_square(page, middle, side, -1));
    EXPECT_FALSE(find_square(page, middle, side, nan));
    EXPECT_FALSE(find_square(page, middle, nan, 4));
}

}  // namespace
}  // namespace indgang::ocr
