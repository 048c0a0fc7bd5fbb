// SPDX-License-Identifier: MPL-2.0
#include "ocr/image/bit_rows.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <utility>

namespace indgang::ocr {
namespace {

constexpr int width = 150, height = 9;

/// Any bits, the last of each row and of each word among them.
BitRows some_bits() {
    BitRows bits(width, height);
    std::uint32_t state = 7;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            state = state * 1664525U + 1013904223U;
            if (state >> 28 == 0 || x == 63 + y % 3 || x == width - 1 - 3 * y) {
                bits.set(x, y);
            }
        }
    }
    return bits;
}

TEST(BitRows, WidenEachPixelToASquareAndNotBeyondTheEdges) {
    const BitRows bits = some_bits();
    for (const int reach : {0, 1, 2, 3, 63}) {
        const BitRows wide = widened(bits, reach);
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                bool is_near = false;
                bits.for_each([&](int u, int v) {
                    is_near = is_near || (std::abs(u - x) <= reach && std::abs(v - y) <= reach);
                });
                ASSERT_EQ(wide.at(x, y), is_near) << reach << " " << x << " " << y;
            }
            ASSERT_EQ(wide.row(y)[wide.words() - 1] >> (width % BitRows::word_bits), 0U);
        }
    }
}

TEST(BitRows, GiveTheirRunsFromTheLeft) {
    BitRows bits(width, 2);
    bits.set(0, 3, 5);
    bits.set(0, 60, 130);
    bits.set(0, 149, 150);
    bits.set(1, 0, width);
    std::vector<std::pair<int, int>> runs;
    for (int y = 0; y < 2; ++y) {
        bits.for_each_run(y, [&](int begin, int end) { runs.emplace_back(begin, end); });
    }
    const std::vector<std::pair<int, int>> expected = {{3, 5}, {60, 130}, {149, 150}, {0, width}};
    EXPECT_EQ(runs, expected);
}

TEST(BitRows, CountThePixelsOfAPieceOfARow) {
    const BitRows bits = some_bits();
    for (int begin = 0; begin < width; begin += 7) {
        for (int end = begin; end <= width; end += 5) {
            int expected = 0;
            for (int x = begin; x < end; ++x) {
                expected += bits.at(x, 4) ? 1 : 0;
            }
            ASSERT_EQ(bits.count(4, begin, end), expected) << begin << " " << end;
        }
    }
}

TEST(BitRows, AboveALevelAreThePixelsThatExceedIt) {
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < width * height; ++i) {
        pixels.push_back(static_cast<std::uint8_t>(i * 37));
    }
    for (const int level : {0, 40, 127, 128, 254, 255}) {
        const BitRows bits = above(pixels, width, height, level);
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                ASSERT_EQ(bits.at(x, y), pixels[static_cast<std::size_t>(y * width + x)] > level);
            }
        }
    }
}

TEST(BitRows, JoinAndRemoveOthersOfTheirSize) {
    BitRows a(70, 1), b(70, 1);
    a.set(0, 0, 66);
    b.set(0, 64, 70);
    EXPECT_EQ((BitRows(a) |= b).count(0, 0, 70), 70);
    EXPECT_EQ((BitRows(a) &= b).count(0, 0, 70), 2);
    EXPECT_EQ(BitRows(a).remove(b).count(0, 0, 70), 64);
}

TEST(BitRows, WidenAPixelIntoTheNextWord) {
    for (int at = 0; at < width; ++at) {
        BitRows bits(width, 1);
        bits.set(at, 0);
        for (const int reach : {1, 2, 63}) {
            const BitRows wide = widened(bits, reach);
            for (int x = 0; x < width; ++x) {
                ASSERT_EQ(wide.at(x, 0), std::abs(x - at) <= reach) << reach << " " << at;
            }
        }
    }
}

TEST(BitRows, AreOfOneSizeToBeJoinedAndTakenFromAPictureOfTheirs) {
    BitRows bits(70, 2);
    EXPECT_DEATH(bits |= BitRows(69, 2), "");
    EXPECT_DEATH(bits &= BitRows(70, 3), "");
    EXPECT_DEATH(bits.remove(BitRows(70, 1)), "");
    EXPECT_DEATH((void)above(std::vector<std::uint8_t>(139), 70, 2, 0), "");
    EXPECT_DEATH((void)above(std::vector<std::uint8_t>(140), 70, 2, -1), "");
    EXPECT_DEATH((void)above(std::vector<std::uint8_t>(140), 70, 2, 256), "");
    EXPECT_DEATH((void)widened(bits, -1), "");
    EXPECT_DEATH((void)widened(bits, 64), "");
}

TEST(BitRows, OfNoPixelsStayEmpty) {
    EXPECT_EQ(widened(BitRows(0, 5), 2).words(), 0U);
    EXPECT_EQ(widened(BitRows(5, 0), 2).height(), 0);
}

}  // namespace
}  // namespace indgang::ocr
