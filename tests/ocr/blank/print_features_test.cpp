// SPDX-License-Identifier: MPL-2.0
#include "ocr/blank/print_features.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <utility>

#include "ocr/blank/affine_fit.h"
#include "tests/ocr/blank/drawn_print.h"

namespace indgang::ocr {
namespace {

constexpr int edge_px = 14;  ///< no feature lies nearer to the edge of the picture

std::vector<PrintFeature> features_of(const PageImage& page, int part_px = fine_part_px) {
    return find_features(*page.pix, part_px);
}

PageImage text_at(int left, int top, std::uint32_t seed = 5) {
    PageImage page = drawn::white_page(400, 500);
    drawn::draw_text(page, left, top, 300, 400, fine_px_per_mm, seed);
    return page;
}

int distance(const PrintFeature& a, const PrintFeature& b) {
    int bits = 0;
    for (std::size_t i = 0; i < a.bits.size(); ++i) {
        bits += std::popcount(a.bits[i] ^ b.bits[i]);
    }
    return bits;
}

TEST(FindFeatures, AreTheCornersOfABox) {
    PageImage page = drawn::white_page(200, 200);
    drawn::draw_box(page, 60, 70, 50, 40);
    const auto features = features_of(page, 200);
    ASSERT_EQ(features.size(), 4U);
    for (const PointPx corner : {PointPx{60, 70}, {110, 70}, {60, 110}, {110, 110}}) {
        EXPECT_EQ(std::count_if(features.begin(), features.end(),
                                [&](const PrintFeature& each) {
                                    return std::abs(each.at.x - corner.x) <= 2 &&
                                           std::abs(each.at.y - corner.y) <= 2;
                                }),
                  1)
            << corner.x << ", " << corner.y;
    }
}

TEST(FindFeatures, LieAlikeAtAllFourCorners) {
    // As far from the box's left edge as from its right one, from its upper as from its lower.
    PageImage page = drawn::white_page(200, 200);
    drawn::draw_box(page, 60, 70, 50, 40);
    PointPx sum;
    for (const PrintFeature& each : features_of(page, 200)) {
        sum = {sum.x + each.at.x, sum.y + each.at.y};
    }
    EXPECT_NEAR(sum.x / 4, 85, 0.01);
    EXPECT_NEAR(sum.y / 4, 90, 0.01);
}

TEST(FindFeatures, AreNoneInPaperNoneAlongALineNoneInFaintGrain) {
    PageImage page = drawn::white_page(200, 200);
    EXPECT_TRUE(features_of(page).empty());
    drawn::draw_box(page, 0, 90, 200, 3);
    EXPECT_TRUE(features_of(page).empty());
    PageImage grain = drawn::white_page(200, 200);
    drawn::Dice dice(3);
    for (int y = 0; y < 200; ++y) {
        for (int x = 0; x < 200; ++x) {
            pixSetPixel(grain.pix.get(), x, y, static_cast<l_uint32>(235 + dice.below(20)));
        }
    }
    EXPECT_TRUE(features_of(grain).empty());
}

PageImage grey_box(int grey) {
    PageImage page = drawn::white_page(200, 200);
    for (int y = 60; y < 120; ++y) {
        for (int x = 60; x < 120; ++x) {
            pixSetPixel(page.pix.get(), x, y, static_cast<l_uint32>(grey));
        }
    }
    return page;
}

TEST(FindFeatures, AreCornersOfAFaintTintButNotOfAFainterOne) {
    EXPECT_EQ(features_of(grey_box(225), 200).size(), 4U);
    EXPECT_EQ(features_of(grey_box(240), 200).size(), 0U);
}

TEST(FindFeatures, AreAtMostFiveInEachPart) {
    const PageImage page = text_at(50, 50);
    std::map<std::pair<int, int>, int> parts;
    for (const PrintFeature& each : features_of(page)) {
        EXPECT_GT(each.at.x, edge_px);
        EXPECT_GT(each.at.y, edge_px);
        EXPECT_LT(each.at.x, 400 - edge_px);
        EXPECT_LT(each.at.y, 500 - edge_px);
        ++parts[{(static_cast<int>(each.at.x) - edge_px) / fine_part_px,
                 (static_cast<int>(each.at.y) - edge_px) / fine_part_px}];
    }
    int full = 0;
    for (const auto& [part, count] : parts) {
        EXPECT_LE(count, 5);
        full += count == 5 ? 1 : 0;
    }
    // Text fills the parts from 50 to 350 and from 50 to 450.
    EXPECT_GE(full, 6 * 7);
}

TEST(FindFeatures, LieApart) {
    const auto features = features_of(text_at(50, 50));
    for (std::size_t i = 0; i < features.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            EXPECT_GT(std::max(std::abs(features[i].at.x - features[j].at.x),
                               std::abs(features[i].at.y - features[j].at.y)),
                      2);
        }
    }
}

TEST(FindFeatures, LookTheSameWhereverThePrintLies) {
    // A whole part further on, so that each part shows the same.
    const auto here = features_of(text_at(30, 30));
    const auto there = features_of(text_at(30 + fine_part_px, 30 + fine_part_px));
    std::size_t same = 0;
    for (const PrintFeature& each : here) {
        for (const PrintFeature& other : there) {
            same += other.at == PointPx{each.at.x + fine_part_px, each.at.y + fine_part_px} &&
                            other.bits == each.bits
                        ? 1
                        : 0;
        }
    }
    EXPECT_EQ(same, here.size());
    EXPECT_GT(same, 100U);
}

TEST(FindFeatures, LookMuchTheSameThroughGrain) {
    const PageImage page = text_at(50, 50);
    PageImage grainy = text_at(50, 50);
    drawn::Dice dice(3);
    for (int y = 0; y < 500; ++y) {
        for (int x = 0; x < 400; ++x) {
            l_uint32 grey = 0;
            pixGetPixel(page.pix.get(), x, y, &grey);
            grey = grey > 30 ? grey - static_cast<l_uint32>(dice.below(24)) : grey + 8;
            pixSetPixel(grainy.pix.get(), x, y, grey);
        }
    }
    const auto clean = features_of(page);
    int seen = 0;
    for (const PrintFeature& each : features_of(grainy)) {
        for (const PrintFeature& other : clean) {
            if (each.at == other.at) {
                ++seen;
                EXPECT_LT(distance(each, other), 16);
            }
        }
    }
    EXPECT_GT(seen, static_cast<int>(clean.size()) * 3 / 4);
}

TEST(FindFeatures, DifferInAThirdOfTheirBitsFromThoseOfOtherPlaces) {
    const auto features = features_of(text_at(50, 50));
    double sum = 0;
    int pairs = 0;
    for (std::size_t i = 0; i < features.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j, ++pairs) {
            sum += distance(features[i], features[j]);
        }
    }
    EXPECT_NEAR(sum / pairs, 90, 10);
}

/// Greys that are multiples of 9 and 5, so that all means are exact: what looks alike is equal.
PageImage small_boxes(int columns, int rows) {
    const int width = 40 + 24 * columns, height = 40 + 24 * rows;
    PageImage page = drawn::white_page(width, height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const int u = x - 20, v = y - 20;
            const bool is_box =
                u >= 0 && v >= 0 && u / 24 < columns && v / 24 < rows && u % 24 < 10 && v % 24 < 10;
            pixSetPixel(page.pix.get(), x, y, is_box ? 0 : 225);
        }
    }
    return page;
}

TEST(FindFeatures, OfEqualsAreTheUpperOnesAndOfTheseTheLeftOnes) {
    constexpr int all = 400;
    const auto four = features_of(small_boxes(1, 1), all);
    ASSERT_EQ(four.size(), 4U);
    const auto down = features_of(small_boxes(1, 12), all);
    ASSERT_EQ(down.size(), 5U);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(down[i].at, four[i].at);
    }
    EXPECT_EQ(down[4].at, (PointPx{four[0].at.x, four[0].at.y + 24}));
    const auto across = features_of(small_boxes(12, 1), all);
    ASSERT_EQ(across.size(), 5U);
    for (std::size_t i = 0; i < 5; ++i) {
        const PointPx& corner = four[i % 2].at;
        EXPECT_EQ(across[i].at, (PointPx{corner.x + 24 * static_cast<double>(i / 2), corner.y}));
    }
}

/// Black boxes on paper that darkens slowly to the right and downwards.
PageImage shaded_boxes() {
    PageImage page = drawn::white_page(120, 100);
    for (int y = 0; y < 100; ++y) {
        for (int x = 0; x < 120; ++x) {
            pixSetPixel(page.pix.get(), x, y, static_cast<l_uint32>(252 - x / 2 - y / 3));
        }
    }
    for (const BoxPx& each :
         {BoxPx{14, 14, 9, 6}, {50, 30, 20, 3}, {62, 30, 3, 22}, {97, 77, 9, 9}, {30, 60, 4, 4}}) {
        drawn::draw_box(page, each.x, each.y, each.width, each.height);
    }
    return page;
}

TEST(FindFeatures, LookAsTheyAlwaysDid) {
    // What is compared is drawn from a fixed seed: the same print has the same bits for ever.
    std::uint64_t digest = 14695981039346656037U;
    const auto mix = [&](std::uint64_t value) { digest = (digest ^ value) * 1099511628211U; };
    const auto features = features_of(shaded_boxes());
    for (const PrintFeature& each : features) {
        mix(static_cast<std::uint64_t>(each.at.x * 2));
        mix(static_cast<std::uint64_t>(each.at.y * 2));
        for (const std::uint64_t word : each.bits) {
            mix(word);
        }
    }
    EXPECT_EQ(features.size(), 9U);
    EXPECT_EQ(digest, 10171726438021082174U);
}

TEST(FindFeatures, AreCornersOfATintThatIs23GreysDarkerThanThePaper) {
    EXPECT_EQ(features_of(grey_box(255 - 23), 200).size(), 4U);
    EXPECT_EQ(features_of(grey_box(255 - 22), 200).size(), 0U);
}

TEST(ScaledGrey, MakesAPageOfOneBitGreyWithBlackInk) {
    PageImage page = drawn::white_page(400, 200, 1);
    drawn::draw_box(page, 0, 0, 200, 200);
    for (const double factor : {0.5, 1.0, 1.5}) {
        const PixPtr grey = scaled_grey(*page.pix, factor);
        ASSERT_EQ(pixGetDepth(grey.get()), 8);
        EXPECT_EQ(pixGetWidth(grey.get()), static_cast<l_int32>(400 * factor));
        EXPECT_EQ(pixGetHeight(grey.get()), static_cast<l_int32>(200 * factor));
        l_uint32 ink = 9, paper = 9;
        pixGetPixel(grey.get(), 20, 20, &ink);
        pixGetPixel(grey.get(), pixGetWidth(grey.get()) - 20, 20, &paper);
        EXPECT_EQ(ink, 0U);
        EXPECT_EQ(paper, 255U);
    }
}

TEST(ScaledGrey, MakesAGreyPageLargerOrSmaller) {
    const PageImage page = drawn::white_page(400, 200);
    EXPECT_EQ(pixGetWidth(scaled_grey(*page.pix, 0.5).get()), 200);
    EXPECT_EQ(pixGetHeight(scaled_grey(*page.pix, 1.5).get()), 300);
}

}  // namespace
}  // namespace indgang::ocr
