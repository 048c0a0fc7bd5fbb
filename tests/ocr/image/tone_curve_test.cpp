// SPDX-License-Identifier: MPL-2.0
#include "ocr/image/tone_curve.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace indgang::ocr {
namespace {

/// All grey values, and some more, so that the last lanes are not whole.
std::vector<std::uint8_t> all_greys() {
    std::vector<std::uint8_t> row(256 + 8);
    std::iota(row.begin(), row.end(), std::uint8_t{0});
    return row;
}

int stretched(int grey, int black, int paper) {
    const double value = 255.0 * (grey - black) / (paper - black);
    return static_cast<int>(std::clamp(std::lround(value), 0L, 255L));
}

TEST(ToneCurve, StretchesEveryGreyValueBetweenBlackAndPaper) {
    for (int black = 0; black < 255; black += 3) {
        for (int paper = black + 1; paper <= 255; ++paper) {
            std::vector<std::uint8_t> row = all_greys();
            const ToneCurve curve(black, paper);
            curve.apply(row);
            for (int i = 0; i < static_cast<int>(row.size()); ++i) {
                const int expected = stretched(i % 256, black, paper);
                ASSERT_EQ(row[static_cast<std::size_t>(i)], expected) << black << " " << paper;
                ASSERT_EQ(curve(static_cast<std::uint8_t>(i)), expected);
            }
        }
    }
}

TEST(ToneCurve, KeepsPaleWritingInItsLightestLevels) {
    // Black at 20, paper from 236 on, the lightest at 254: up to 239 as without a knee, which is
    // at 222.45; above it 16 levels for 31.55.
    std::vector<std::uint8_t> row = all_greys();
    const ToneCurve curve(20, 236, 254);
    curve.apply(row);
    for (int grey = 0; grey < 256; ++grey) {
        const double above = 255 - 16.0 / 31.55 * (254 - grey);
        const double expected =
            grey < 222 ? stretched(grey, 20, 236) : std::min(255.0, std::round(above));
        ASSERT_NEAR(row[static_cast<std::size_t>(grey)], expected, grey < 222 ? 0 : 1) << grey;
        ASSERT_EQ(row[static_cast<std::size_t>(grey)], curve(static_cast<std::uint8_t>(grey)));
    }
    EXPECT_EQ(curve(254), 255);
    EXPECT_EQ(curve(234), 245);  // twenty levels paler than the paper
}

TEST(ToneCurve, MultipliesEachWordByItsFactorFirst) {
    const ToneCurve curve(20, 230);
    for (const int by : {256, 300, 511, 640, 65535, 0}) {
        std::vector<std::uint8_t> row = all_greys();
        std::vector<std::uint16_t> factors(row.size() / 4);
        for (std::size_t i = 0; i < factors.size(); ++i) {
            factors[i] = static_cast<std::uint16_t>(i % 2 == 0 ? by : 256);
        }
        curve.apply(row, factors);
        for (std::size_t i = 0; i < row.size(); ++i) {
            const int lit = std::min(255, static_cast<int>((i % 256) * factors[i / 4] / 256));
            ASSERT_EQ(row[i], stretched(lit, 20, 230)) << by << " " << i;
        }
    }
}

TEST(ToneCurve, CutsOffWhatIsLitBeyondWhite) {
    EXPECT_EQ(ToneCurve::lit(127, 512), 254);
    EXPECT_EQ(ToneCurve::lit(128, 512), 255);
    EXPECT_EQ(ToneCurve::lit(200, 512), 255);
    EXPECT_EQ(ToneCurve::lit(255, 256), 255);
    EXPECT_EQ(ToneCurve::lit(255, 65535), 255);
    EXPECT_EQ(ToneCurve::lit(3, 64), 0);
}

TEST(ToneCurve, NeedsBlackBelowPaperAndAFactorForEachWord) {
    EXPECT_DEATH(ToneCurve(-1, 200), "");
    EXPECT_DEATH(ToneCurve(20, 20), "");
    EXPECT_DEATH(ToneCurve(20, 256), "");
    EXPECT_DEATH(ToneCurve(20, 200, 199), "");
    EXPECT_DEATH(ToneCurve(20, 200, 256), "");
    std::vector<std::uint8_t> row(9);
    const std::vector<std::uint16_t> factors(2, 256);
    EXPECT_DEATH(ToneCurve(0, 255).apply(row, factors), "");
}

}  // namespace
}  // namespace indgang::ocr
