// SPDX-License-Identifier: MPL-2.0
#include "ocr/image/even_light.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "ocr/image/tone_curve.h"
#include "tests/ocr/decode/drawn_page.h"

namespace indgang::ocr {
namespace {

constexpr int width = 800, height = 1100, paper = 220;
constexpr double dpi = 100;

int grey_at(Pix& pix, int x, int y) {
    l_uint32 value = 0;
    pixGetPixel(&pix, x, y, &value);
    return static_cast<int>(value);
}

/// Makes the paper of a page equally bright; whether it was not.
bool even_light(Pix& page, double page_dpi) {
    const auto light = UnevenLight::of(page, page_dpi);
    const ToneCurve as_it_is(0, 255);
    auto* byte = reinterpret_cast<std::uint8_t*>(pixGetData(&page));
    const std::size_t bytes_a_row = static_cast<std::size_t>(pixGetWpl(&page)) * 4;
    for (int y = 0; light && y < pixGetHeight(&page); ++y) {
        as_it_is.apply({byte + static_cast<std::size_t>(y) * bytes_a_row, bytes_a_row},
                       light->factors(y));
    }
    return light.has_value();
}

/// Paper under light that falls to `least` of itself at the right edge; a black mark of 6 mm in
/// the dark, lines of text everywhere.
PixPtr lit_page(double least) {
    PixPtr page = drawn::white_page(width, height, 8);
    for (int y = 100; y < height - 100; y += 20) {
        for (int x = 100; x < width - 100; x += 9) {
            drawn::ink(*page, x, y, 3, 8);
        }
    }
    drawn::ink(*page, 740, 1040, 24, 24);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const double light = 1 - (1 - least) * x / width;
            const int value = grey_at(*page, x, y) == 0 ? 30 : paper;
            pixSetPixel(page.get(), x, y, static_cast<l_uint32>(value * light));
        }
    }
    return page;
}

TEST(EvenLight, MakesPaperInTheShadeAsBrightAsInTheLight) {
    const PixPtr page = lit_page(0.5);
    EXPECT_TRUE(even_light(*page, dpi));
    int least = 255, most = 0;
    for (int y = 10; y < height; y += 20) {
        for (int x = 10; x < width - 10; x += 40) {
            const bool is_text = y >= 90 && y < height - 90 && x >= 90 && x < width - 90;
            const bool is_mark = x > 725 && y > 1025;
            if (!is_text && !is_mark) {
                least = std::min(least, grey_at(*page, x, y));
                most = std::max(most, grey_at(*page, x, y));
            }
        }
    }
    EXPECT_GE(least, 0.93 * paper);
    EXPECT_LE(most, 255);
}

TEST(EvenLight, KeepsInkInTheShadeDark) {
    const PixPtr page = lit_page(0.5);
    even_light(*page, dpi);
    EXPECT_LT(grey_at(*page, 752, 1052), 60) << "a mark is no paper";
    EXPECT_LT(grey_at(*page, 100 + 9 * 60 + 1, 502), 60) << "nor is a letter";
}

TEST(EvenLight, KeepsTheTableAroundThePageDark) {
    const PixPtr page = lit_page(0.6);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < 70; ++x) {
            pixSetPixel(page.get(), x, y, 50);
        }
    }
    EXPECT_TRUE(even_light(*page, dpi));
    EXPECT_LT(grey_at(*page, 10, 600), 100);
}

TEST(EvenLight, LeavesWhatAScannerLitAlone) {
    const PixPtr page = lit_page(0.97);
    const PixPtr before(pixCopy(nullptr, page.get()));
    EXPECT_FALSE(even_light(*page, dpi));
    l_int32 is_same = 0;
    pixEqual(before.get(), page.get(), &is_same);
    EXPECT_EQ(is_same, 1);
}

TEST(EvenLight, DoesNothingToABlackPage) {
    const PixPtr page(pixCreate(width, height, 8));
    EXPECT_FALSE(even_light(*page, dpi));
}

TEST(EvenLight, TakesPicturesSmallerThanABlock) {
    const PixPtr page(pixCreate(5, 3, 8));
    pixSetPixel(page.get(), 2, 1, 200);
    even_light(*page, 300);
    SUCCEED();
}

}  // namespace
}  // namespace indgang::ocr
