// SPDX-License-Identifier: MPL-2.0
// Pages whose light changes from one block of 4 mm to the next, so that each rule's limit is met
// exactly.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "ocr/image/even_light.h"
#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {
namespace {

constexpr int block_px = 18, blocks = 10, side_px = block_px * blocks;
constexpr double dpi = block_px / 4.0 * mm_per_inch;
constexpr int light = 200;

PixPtr page_of(const std::function<int(int, int)>& grey, int width = side_px,
               int height = side_px) {
    PixPtr page(pixCreate(width, height, 8));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            pixSetPixel(page.get(), x, y, static_cast<l_uint32>(grey(x, y)));
        }
    }
    return page;
}

/// One grey in the blocks of the left half, another in those of the right half.
PixPtr halves(int left, int right) {
    return page_of([=](int x, int) { return x < side_px / 2 ? left : right; });
}

bool is_uneven(const PixPtr& page) {
    return UnevenLight::of(*page, dpi).has_value();
}

int factor_at(const UnevenLight& found, int x, int y) {
    return found.factors(y)[static_cast<std::size_t>(x / 4)];
}

TEST(LightBlocks, GiveFactorsThatBringAllPaperToTheSameLight) {
    const auto found = UnevenLight::of(*halves(light, 100), dpi);
    ASSERT_TRUE(found);
    EXPECT_EQ(factor_at(*found, 0, 0), 256);
    EXPECT_EQ(factor_at(*found, 0, side_px - 1), 256);
    EXPECT_EQ(factor_at(*found, side_px - 1, 0), 512);
    EXPECT_EQ(factor_at(*found, side_px - 1, side_px - 1), 512);
}

/// The light of each column of blocks after the brightest of three and the mean of three.
constexpr std::array<int, blocks> column_light{200, 200, 200, 200, 200, 166, 133, 100, 100, 100};
static_assert(column_light.size() == static_cast<std::size_t>(blocks));

/// Between the middles of two blocks the light lies between theirs.
double light_at(double at) {
    const double block = at / block_px - 0.5;
    const auto left = static_cast<int>(std::floor(block));
    const auto of = [](int column) {
        return column_light[static_cast<std::size_t>(std::clamp(column, 0, blocks - 1))];
    };
    return of(left) + (block - left) * (of(left + 1) - of(left));
}

TEST(LightBlocks, AreInterpolatedFromLeftToRight) {
    const auto found = UnevenLight::of(*halves(light, 100), dpi);
    ASSERT_TRUE(found);
    for (int word = 0; word < side_px / 4; ++word) {
        // Between two blocks it is the factor that changes evenly.
        const double at = 4 * word + 1.5, block = at / block_px - 0.5;
        const double left = 256 * light / light_at((std::floor(block) + 0.5) * block_px);
        const double right = 256 * light / light_at((std::floor(block) + 1.5) * block_px);
        EXPECT_NEAR(factor_at(*found, 4 * word, 50),
                    left + (block - std::floor(block)) * (right - left), 1)
            << word;
    }
}

TEST(LightBlocks, AreInterpolatedFromTopToBottom) {
    const auto found =
        UnevenLight::of(*page_of([](int, int y) { return y < side_px / 2 ? light : 100; }), dpi);
    ASSERT_TRUE(found);
    for (int y = 0; y < side_px; y += 4) {
        EXPECT_NEAR(factor_at(*found, 50, y), 256 * light / light_at(y + 0.5), 1) << y;
        EXPECT_EQ(factor_at(*found, 50, y + 3), factor_at(*found, 50, y));
    }
}

TEST(LightBlocks, AreUnevenBelow92InAHundredOfTheLight) {
    EXPECT_FALSE(is_uneven(halves(light, 184)));
    EXPECT_TRUE(is_uneven(halves(light, 183)));
}

TEST(LightBlocks, AreNoPaperBelowFourTenthsOfTheLight) {
    const auto found = UnevenLight::of(*halves(light, 80), dpi);
    ASSERT_TRUE(found);
    EXPECT_EQ(factor_at(*found, side_px - 1, 0), 640);
    EXPECT_FALSE(is_uneven(halves(light, 79)));
}

TEST(LightBlocks, AreNoPaperOnAPictureThatIsDarkEverywhere) {
    EXPECT_TRUE(is_uneven(halves(48, 24)));
    EXPECT_FALSE(is_uneven(halves(47, 24)));
}

TEST(LightBlocks, HavePaperInTheBrightestFifth) {
    // Every third pixel of a block is looked at each way: 36 of them, of which eight are enough.
    const auto half_with = [](int bright) {
        return page_of([bright](int x, int y) {
            if (x < side_px / 2) {
                return light;
            }
            const int u = x % block_px, v = y % block_px;
            const bool is_looked_at = u % 3 == 0 && v % 3 == 0;
            return is_looked_at && v / 3 * 6 + u / 3 < bright ? 100 : 30;
        });
    };
    EXPECT_TRUE(is_uneven(half_with(8)));
    EXPECT_FALSE(is_uneven(half_with(7)));
}

/// Other light in so many columns and rows of blocks at the page's lower right corner; the
/// brightest of three takes one of each from a dark corner and adds one to a bright one.
PixPtr corner(int columns, int rows, int grey) {
    return page_of([=](int x, int y) {
        return x / block_px >= blocks - columns && y / block_px >= blocks - rows ? grey : light;
    });
}

TEST(LightBlocks, AreUnevenWhereMoreThanATwentiethIsDark) {
    EXPECT_FALSE(is_uneven(corner(3, 3, 100)));
    EXPECT_TRUE(is_uneven(corner(6, 2, 100)));
}

TEST(LightBlocks, TakeTheLightThatATwentiethExceeds) {
    EXPECT_FALSE(is_uneven(corner(1, 1, 250)));
    EXPECT_TRUE(is_uneven(corner(2, 1, 250)));
}

TEST(LightBlocks, ReachToTheEdgesOfThePage) {
    // A block more that the page fills with three pixels only.
    const int width = side_px + 3;
    for (const bool is_across : {true, false}) {
        const auto grey = [&](int x, int y) {
            return (is_across ? x : y) < side_px - 3 * block_px ? light : 100;
        };
        const auto found = UnevenLight::of(
            *page_of(grey, is_across ? width : side_px, is_across ? side_px : width), dpi);
        ASSERT_TRUE(found);
        EXPECT_EQ(is_across ? factor_at(*found, width - 1, 50) : factor_at(*found, 50, width - 1),
                  512);
    }
}

TEST(LightBlocks, AreAtLeastEightPixelsWide) {
    // At 25 dpi 4 mm are four pixels. Two pixels in three are black: each second one is looked at.
    const auto found = UnevenLight::of(
        *page_of([](int x, int) { return x < 40 ? light : 100; }, 80, 80), mm_per_inch);
    ASSERT_TRUE(found);
    // The block from 40 to 47 takes its neighbour's light, half of the next one is in between.
    EXPECT_EQ(factor_at(*found, 36, 40) == 256, false);
    EXPECT_EQ(factor_at(*found, 28, 40), 256);
    EXPECT_EQ(factor_at(*found, 64, 40), 512);
    EXPECT_LT(factor_at(*found, 52, 40), 512);
}

}  // namespace
}  // namespace indgang::ocr
