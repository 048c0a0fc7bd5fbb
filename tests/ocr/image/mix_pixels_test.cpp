// SPDX-License-Identifier: MPL-2.0
#include "ocr/image/mix_pixels.h"

#include <gtest/gtest.h>

#include <vector>

namespace indgang::ocr {
namespace {

constexpr int width = 64, height = 20;

/// Any grey values: neighbours have nothing in common.
std::vector<std::uint8_t> picture() {
    std::vector<std::uint8_t> pixels;
    std::uint32_t state = 1;
    for (int i = 0; i < width * height; ++i) {
        state = state * 1664525U + 1013904223U;
        pixels.push_back(static_cast<std::uint8_t>(state >> 24));
    }
    return pixels;
}

/// The formula of mix_pixels.h, written out.
std::uint8_t expected(const std::vector<std::uint8_t>& pixels, bool is_by_word, std::int32_t x,
                      std::int32_t y) {
    const int column = x >> 16, row = y >> 16, right = x >> 8 & 255, down = y >> 8 & 255;
    const auto grey = [&](int dx, int dy) {
        const int at = is_by_word ? (column + dx) ^ 3 : column + dx;
        return int{pixels[static_cast<std::size_t>((row + dy) * width + at)]};
    };
    const int above = grey(0, 0) * (256 - right) + grey(1, 0) * right;
    const int below = grey(0, 1) * (256 - right) + grey(1, 1) * right;
    return static_cast<std::uint8_t>((above * (256 - down) + below * down + 32768) >> 16);
}

bool holds(std::int64_t x, std::int64_t y) {
    return x >= 0 && y >= 0 && x >> 16 < width - 1 && y >> 16 < height - 1;
}

class MixPixels : public testing::TestWithParam<GreyRows::Order> {};

TEST_P(MixPixels, GivesEachPointTheMeanOfItsFourPixels) {
    const std::vector<std::uint8_t> pixels = picture();
    const GreyRows rows{pixels.data(), width, width * height, GetParam()};
    const bool is_by_word = GetParam() == GreyRows::Order::by_word;
    int walks = 0;
    for (const double step_x : {1.0, 0.984, 0.68, 1.39, 1.4, 2.3, 0.0, -0.7}) {
        for (const double step_y : {0.0, 0.02, -0.02, 0.12, -0.12, 0.5}) {
            for (int start = 0; start < 40; ++start) {
                const MixWalk walk{start * 0x1a345 + 0x123, start * 0x7b51,
                                   static_cast<std::int32_t>(step_x * 65536),
                                   static_cast<std::int32_t>(step_y * 65536)};
                std::size_t count = 0;
                while (count < 41 &&
                       holds(walk.x + static_cast<std::int64_t>(count) * walk.step_x,
                             walk.y + static_cast<std::int64_t>(count) * walk.step_y)) {
                    ++count;
                }
                std::vector<std::uint8_t> out(count);
                mix_pixels(rows, walk, out);
                for (std::size_t i = 0; i < count; ++i) {
                    const auto n = static_cast<std::int32_t>(i);
                    ASSERT_EQ(out[i], expected(pixels, is_by_word, walk.x + n * walk.step_x,
                                               walk.y + n * walk.step_y))
                        << step_x << " " << step_y << " " << start << " " << i;
                }
                walks += count > 16 ? 1 : 0;
            }
        }
    }
    EXPECT_GT(walks, 500);
}

INSTANTIATE_TEST_SUITE_P(Orders, MixPixels,
                         testing::Values(GreyRows::Order::by_pixel, GreyRows::Order::by_word));

}  // namespace
}  // namespace indgang::ocr
