// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "tests/ocr/blank/told_features.h"

namespace indgang::ocr {
namespace {

using told::features;
using told::on_page;
using told::scale;

std::size_t seen(const std::vector<PrintFeature>& form, const std::vector<PrintFeature>& page) {
    const auto match = match_features(form, page, scale);
    return match ? match->sightings.size() : 0;
}

/// That many bits the other way.
PrintFeature flipped(PrintFeature feature, int bits) {
    for (int i = 0; i < bits; ++i) {
        feature.bits[static_cast<std::size_t>(i % 4)] ^= std::uint64_t{1} << (i / 4);
    }
    return feature;
}

TEST(MatchFeatures, SayWhereEachIsSeen) {
    const auto form = features(20);
    const auto page = on_page(form, 0.1, 1.1);
    const auto match = match_features(form, page, scale);
    ASSERT_TRUE(match);
    ASSERT_EQ(match->sightings.size(), 20U);
    for (std::size_t i = 0; i < 20; ++i) {
        EXPECT_EQ(match->sightings[i].on_form, (PointMm{form[i].at.x, form[i].at.y}));
        EXPECT_EQ(match->sightings[i].on_page, page[i].at);
    }
}

TEST(MatchFeatures, NeedTwelve) {
    EXPECT_EQ(seen(features(11), on_page(features(11))), 0U);
    EXPECT_EQ(seen(features(12), on_page(features(12))), 12U);
    EXPECT_EQ(seen({}, {}), 0U);
    EXPECT_EQ(seen(features(12), {}), 0U);
}

TEST(MatchFeatures, NeedTwelveThatAgree) {
    const auto form = features(16);
    auto page = on_page(form);
    for (const std::size_t i : {0U, 5U, 10U, 15U}) {
        page[i].at.x += 40;
    }
    EXPECT_EQ(seen(form, page), 12U);
    page[7].at.y -= 40;
    EXPECT_EQ(seen(form, page), 0U);
}

TEST(MatchFeatures, MayDifferInEightyOfTheirBits) {
    const auto form = features(13);
    auto page = on_page(form);
    page[4] = flipped(page[4], 80);
    EXPECT_EQ(seen(form, page), 13U);
    page[4] = flipped(on_page(form)[4], 81);
    EXPECT_EQ(seen(form, page), 12U);
}

TEST(MatchFeatures, AreEachTakenForTheLikest) {
    const auto form = features(13);
    auto page = on_page(form);
    for (std::size_t i = 0; i < 13; ++i) {
        PrintFeature elsewhere = flipped(page[i], 20);
        elsewhere.at.x += 300;
        page.push_back(elsewhere);
        page[i] = flipped(page[i], 19);
    }
    const auto match = match_features(form, page, scale);
    ASSERT_TRUE(match);
    EXPECT_EQ(match->sightings[0].on_page, on_page(form)[0].at);
}

TEST(MatchFeatures, MayBeTurnedByFourteenDegrees) {
    const auto form = features(20);
    constexpr double degree = 3.14159265 / 180;
    EXPECT_EQ(seen(form, on_page(form, 14 * degree)), 20U);
    EXPECT_EQ(seen(form, on_page(form, -14 * degree)), 20U);
    EXPECT_EQ(seen(form, on_page(form, 15 * degree)), 0U);
    EXPECT_EQ(seen(form, on_page(form, -15 * degree)), 0U);
}

TEST(MatchFeatures, MayBeAQuarterLargerOrSmaller) {
    const auto form = features(20);
    EXPECT_EQ(seen(form, on_page(form, 0, 1.27)), 20U);
    EXPECT_EQ(seen(form, on_page(form, 0, 0.73)), 20U);
    EXPECT_EQ(seen(form, on_page(form, 0, 1.29)), 0U);
    EXPECT_EQ(seen(form, on_page(form, 0, 0.71)), 0U);
}

TEST(MatchFeatures, NeedTwoThatLieTwentyMillimetresApart) {
    // Rows of four: the ends of sixteen are 3 * sqrt(2) times as far apart as neighbours.
    const auto near = features(16, 4.6), far = features(16, 4.9);
    EXPECT_EQ(seen(near, on_page(near)), 0U);
    EXPECT_EQ(seen(far, on_page(far)), 16U);
}

TEST(MatchFeatures, AgreeWithinAMillimetre) {
    const auto form = features(40);
    auto page = on_page(form);
    page[9].at.x += 0.9 * scale;
    EXPECT_EQ(seen(form, page), 40U);
    page[9].at.x += 0.3 * scale;
    EXPECT_EQ(seen(form, page), 39U);
}

TEST(MatchFeatures, AgreeOnAPageSeenAtAnAngle) {
    const auto form = features(28);
    auto page = on_page(form);
    for (PrintFeature& each : page) {
        const double far = 1 + 0.00006 * each.at.x + 0.00005 * each.at.y;
        each.at = {each.at.x / far, each.at.y / far};
    }
    EXPECT_EQ(seen(form, page), 28U);
}

TEST(MatchFeatures, AgreeAlthoughMostAreMistaken) {
    // Thirty of a hundred are where they should be; what is mistaken lies anywhere.
    const auto form = features(100, 12);
    auto page = on_page(form);
    drawn::Dice dice(9);
    for (std::size_t i = 0; i < page.size(); ++i) {
        if (i % 10 >= 3) {
            page[i].at = {static_cast<double>(dice.below(800)),
                          static_cast<double>(dice.below(1200))};
        }
    }
    EXPECT_GE(seen(form, page), 30U);
    EXPECT_LE(seen(form, page), 32U);
}

TEST(MatchFeatures, AreFourHundredAtMostTheLikestFirst) {
    const auto form = features(420, 3);
    auto page = on_page(form);
    for (std::size_t i = 0; i < 20; ++i) {
        page[i] = flipped(page[i], 8);
    }
    const auto match = match_features(form, page, scale);
    ASSERT_TRUE(match);
    ASSERT_EQ(match->sightings.size(), 400U);
    EXPECT_EQ(match->sightings[0].on_form, (PointMm{form[20].at.x, form[20].at.y}));
}

TEST(MatchFeatures, AgreeWithinTwoAndAHalfMillimetresBeforeTheFormIsStretched) {
    // Four features at each corner of a square of 100 mm. Where the page is stretched in one
    // direction by 0.03, the similarity through two opposite corners is 2.1 mm off at the others.
    auto form = features(16);
    for (std::size_t i = 0; i < form.size(); ++i) {
        const std::size_t corner = i / 4;
        form[i].at = {
            20 + 100.0 * static_cast<double>(corner % 2) + static_cast<double>(i % 2),
            20 + 100.0 * static_cast<double>(corner / 2) + static_cast<double>(i / 2 % 2)};
    }
    const auto stretched = [&](double across, double down) {
        auto page = on_page(form);
        for (PrintFeature& each : page) {
            each.at = {each.at.x * across, each.at.y * down};
        }
        return page;
    };
    EXPECT_EQ(seen(form, stretched(1.03, 1)), 16U);
    EXPECT_EQ(seen(form, stretched(1, 1.03)), 16U);
    EXPECT_EQ(seen(form, stretched(1.04, 1)), 0U);
    EXPECT_EQ(seen(form, stretched(1, 1.04)), 0U);
}

TEST(MatchFeatures, FollowTheProposalThatMostAgreeWith) {
    // Whichever proposal is drawn last.
    const auto form = features(60, 12);
    for (const std::uint32_t seed : {1U, 2U, 3U, 4U, 5U}) {
        auto page = on_page(form);
        drawn::Dice dice(seed);
        for (std::size_t i = 0; i < page.size(); i += 2) {
            page[i].at = {static_cast<double>(dice.below(800)),
                          static_cast<double>(dice.below(1200))};
        }
        EXPECT_GE(seen(form, page), 30U);
        EXPECT_LE(seen(form, page), 32U);
    }
}

}  // namespace
}  // namespace indgang::ocr
