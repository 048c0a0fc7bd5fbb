// SPDX-License-Identifier: MPL-2.0
#include "ocr/image/ink_view.h"

#include <gtest/gtest.h>

#include <vector>

namespace indgang::ocr {
namespace {

constexpr int width = 83, height = 3;

/// Any pixels, of all grey values or black and white.
PageImage some_page(int depth) {
    PageImage page;
    page.pix.reset(pixCreate(width, height, depth));
    page.dpi = 300;
    std::uint32_t state = 3;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            state = state * 1664525U + 1013904223U;
            pixSetPixel(page.pix.get(), x, y, depth == 1 ? state >> 31 : state >> 24);
        }
    }
    return page;
}

class InkViewOfDepth : public testing::TestWithParam<int> {};

TEST_P(InkViewOfDepth, TakesDarkPixelsFromWhereverARowBegins) {
    const PageImage page = some_page(GetParam());
    const InkView ink(page);
    for (int x = -20; x < width + 5; ++x) {
        for (const int y : {-1, 0, 2, height}) {
            std::vector<std::uint8_t> dark(70, 7);
            ink.take_dark(x, y, dark);
            for (int i = 0; i < 70; ++i) {
                ASSERT_EQ(dark[static_cast<std::size_t>(i)], ink.is_dark(x + i, y) ? 1 : 0)
                    << x << " " << y << " " << i;
            }
        }
    }
}

TEST_P(InkViewOfDepth, FindsADarkPixelInABoxAndNotBesideIt) {
    PageImage page = some_page(GetParam());
    for (int dark_x = 0; dark_x < width; ++dark_x) {
        GetParam() == 1 ? pixClearAll(page.pix.get()) : pixSetAll(page.pix.get());
        pixSetPixel(page.pix.get(), dark_x, 1, GetParam() == 1 ? 1 : 127);
        const InkView ink(page);
        EXPECT_TRUE(ink.has_dark_between(dark_x, 1, dark_x, 1)) << dark_x;
        EXPECT_TRUE(ink.has_dark_between(-5, -5, width + 5, height + 5)) << dark_x;
        EXPECT_FALSE(ink.has_dark_between(dark_x + 1, 0, width + 5, 2)) << dark_x;
        EXPECT_FALSE(ink.has_dark_between(-5, 0, dark_x - 1, 2)) << dark_x;
        EXPECT_FALSE(ink.has_dark_between(-5, 2, width + 5, 5)) << dark_x;
    }
}

INSTANTIATE_TEST_SUITE_P(Depths, InkViewOfDepth, testing::Values(1, 8));

TEST_P(InkViewOfDepth, IsPaperBeyondTheEdges) {
    PageImage page = some_page(GetParam());
    GetParam() == 1 ? pixSetAll(page.pix.get()) : pixClearAll(page.pix.get());
    const InkView ink(page);
    EXPECT_EQ(ink.at(0, 0), 255);
    EXPECT_EQ(ink.at(width - 1, height - 1), 255);
    EXPECT_EQ(ink.at(-1, 0), 0);
    EXPECT_EQ(ink.at(0, -1), 0);
    EXPECT_EQ(ink.at(width, 0), 0);
    EXPECT_EQ(ink.at(0, height), 0);
    EXPECT_FALSE(ink.has_dark_between(width, 0, width + 9, 2));
    EXPECT_FALSE(ink.has_dark_between(-9, 0, -1, 2));
    EXPECT_FALSE(ink.has_dark_between(0, -9, 9, -1));
    EXPECT_FALSE(ink.has_dark_between(0, height, 9, height + 9));
    EXPECT_TRUE(ink.has_dark_between(width - 1, 0, width + 9, 0));
    EXPECT_TRUE(ink.has_dark_between(0, height - 1, 9, height + 9));
}

}  // namespace
}  // namespace indgang::ocr
