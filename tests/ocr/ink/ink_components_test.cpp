// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/ink_components.h"

#include <gtest/gtest.h>

#include <string>

namespace indgang::ocr {
namespace {

constexpr double scale = 10;  // px per mm

/// One character a pixel: x kept ink, n the same near the form.
InkComponents components(const std::vector<std::string>& rows) {
    InkPicture picture;
    picture.width = static_cast<int>(rows.front().size());
    picture.height = static_cast<int>(rows.size());
    picture.kept = picture.form = picture.near_form = BitRows(picture.width, picture.height);
    for (int y = 0; y < picture.height; ++y) {
        for (int x = 0; x < picture.width; ++x) {
            const char each = rows[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)];
            if (each != '.') {
                picture.kept.set(x, y);
            }
            if (each == 'n') {
                picture.near_form.set(x, y);
            }
        }
    }
    return find_components(picture, scale);
}

TEST(InkComponents, HangTogetherAtSidesAndCorners) {
    EXPECT_EQ(components({"..........", "..........", ".........."}).components.size(), 0U);
    EXPECT_EQ(components({"x.........", ".x........", "..x......."}).components.size(), 1U);
    EXPECT_EQ(components({"..x.......", ".x........", "x........."}).components.size(), 1U);
    EXPECT_EQ(components({"xx........", "..xx......", "....xx...."}).components.size(), 1U);
    EXPECT_EQ(components({"....xx....", "..xx......", "xx........"}).components.size(), 1U);
    EXPECT_EQ(components({"xx........", "...xx.....", ".........."}).components.size(), 2U);
    EXPECT_EQ(components({"...xx.....", "xx........", ".........."}).components.size(), 2U);
    EXPECT_EQ(components({"xx........", "..........", "xx........"}).components.size(), 2U);
    EXPECT_EQ(components({"xx.xx.xx..", "..........", ".........."}).components.size(), 3U);
}

TEST(InkComponents, AreOneWhereTheirArmsMeetBelow) {
    const auto comb = components({"x.x.x.x.x.", "x.x.x.x.x.", "xxxxxxxxx."});
    ASSERT_EQ(comb.components.size(), 1U);
    EXPECT_EQ(comb.components[0].pixels, 19);
    const auto rings = components({"xxx.xxx.x.", "x.x.x.x.x.", "xxxxxxx.x."});
    ASSERT_EQ(rings.components.size(), 2U);
    EXPECT_EQ(rings.components[0].pixels, 17);
    EXPECT_EQ(rings.components[1].pixels, 3);
}

TEST(InkComponents, GoThroughTheirRunsInOrder) {
    const auto ink = components({"x.x..xx...", "xxx..x....", ".........."});
    ASSERT_EQ(ink.components.size(), 2U);
    EXPECT_EQ(ink.width, 10);
    std::vector<int> begins;
    for (int r = ink.components[0].first_run; r >= 0;
         r = ink.runs[static_cast<std::size_t>(r)].next) {
        EXPECT_EQ(ink.runs[static_cast<std::size_t>(r)].component, 0);
        begins.push_back(ink.runs[static_cast<std::size_t>(r)].begin);
    }
    EXPECT_EQ(begins, (std::vector<int>{0, 2, 0}));
    EXPECT_EQ(ink.components[1].pixels, 3);
}

TEST(InkComponents, TouchTheUpperOrLowerEdge) {
    EXPECT_TRUE(components({"..x..", ".....", "....."}).components[0].touches_edge);
    EXPECT_TRUE(components({".....", ".....", "..x.."}).components[0].touches_edge);
    EXPECT_FALSE(components({".....", "xxxxx", "....."}).components[0].touches_edge);
}

bool is_line_rest(const std::vector<std::string>& rows) {
    const auto ink = components(rows);
    EXPECT_EQ(ink.components.size(), 1U);
    return ink.components[0].is_line_rest;
}

TEST(LineRest, HugsThePrintedLineWithThreeQuartersOfItsPixels) {
    EXPECT_TRUE(is_line_rest({"..........", ".nnnnnnxx.", ".........."}));
    EXPECT_FALSE(is_line_rest({"..........", ".nnnnnxx..", ".........."}));
    EXPECT_FALSE(is_line_rest({"..........", ".xxxxxxxx.", ".........."}));
}

TEST(LineRest, IsThreeTenthsOfAMillimetreThick) {
    EXPECT_TRUE(is_line_rest({"nnnn", "nnnn", "nnnn", "...."}));
    EXPECT_FALSE(is_line_rest({"nnnn", "nnnn", "nnnn", "nnnn"}));
    EXPECT_TRUE(is_line_rest({".nnn.", ".nnn.", ".nnn.", ".nnn.", ".nnn."}));
    EXPECT_FALSE(is_line_rest({"nnnn.", "nnnn.", "nnnn.", "nnnn.", "nnnn."}));
    // As wide and as high as its furthest pixels.
    EXPECT_FALSE(is_line_rest({"...n.", "..n..", ".n...", "n...."}));
}

}  // namespace
}  // namespace indgang::ocr
