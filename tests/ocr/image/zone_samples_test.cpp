// SPDX-License-Identifier: MPL-2.0
// Zones against the plain formula: the weighted mean of the four pixels around each point.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "ocr/image/ink_view.h"
#include "ocr/image/zone.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"

namespace indgang::ocr {
namespace {

constexpr int width = 93, height = 71;

PageImage noise(int depth) {
    PageImage page{PixPtr(pixCreate(width, height, depth)), 300, 0};
    std::uint32_t state = 5;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            state = state * 1664525U + 1013904223U;
            pixSetPixel(page.pix.get(), x, y, depth == 1 ? state >> 31 : state >> 24);
        }
    }
    return page;
}

double plain(const InkView& ink, PointPx at) {
    const double x = at.x - 0.5, y = at.y - 0.5;
    const int left = static_cast<int>(std::floor(x)), top = static_cast<int>(std::floor(y));
    const double u = x - left, v = y - top;
    return 255 - ((ink.at(left, top) * (1 - u) + ink.at(left + 1, top) * u) * (1 - v) +
                  (ink.at(left, top + 1) * (1 - u) + ink.at(left + 1, top + 1) * u) * v);
}

void expect_plain(const MmToPx& to_page, const BoxMm& zone) {
    constexpr double per_mm = 10;
    for (const int depth : {1, 8}) {
        const PageImage page = noise(depth);
        const InkView ink(page);
        const GreyPatch patch = sample_zone(page, to_page, zone, per_mm);
        ASSERT_EQ(patch.width, std::lround(zone.width * per_mm));
        ASSERT_EQ(patch.height, std::lround(zone.height * per_mm));
        for (int y = 0; y < patch.height; ++y) {
            for (int x = 0; x < patch.width; ++x) {
                const PointPx at =
                    to_page(PointMm{zone.x + (x + 0.5) / per_mm, zone.y + (y + 0.5) / per_mm});
                ASSERT_NEAR(patch.at(x, y), plain(ink, at), 3) << depth << " " << x << " " << y;
            }
        }
    }
}

constexpr MmToPx shifted{10, 0, 3.25, 0, 10, -1.5};

TEST(ZoneSamples, AreMixedOfFourPixelsWhereverTheZoneBegins) {
    for (int i = 0; i < 12; ++i) {
        expect_plain(shifted, {2 + 0.1 * i, 1 + 0.1 * i, 3.3, 2.7});
    }
}

TEST(ZoneSamples, AreWhiteBeyondEachEdgeOfThePage) {
    for (const BoxMm& zone : {BoxMm{-2, 1, 4, 3},
                              {7, 1, 4, 3},
                              {1, -2, 3, 4},
                              {1, 5, 3, 4},
                              {-1, -1, 12, 10},
                              {-0.35, 0, 1, 1},
                              {8.9, 6.9, 1, 1}}) {
        expect_plain(shifted, zone);
    }
}

TEST(ZoneSamples, FollowEachTurnOfThePage) {
    for (const double degrees : {1.5, -1.5, 40.0, 90.0, 180.0, 270.0}) {
        const double angle = degrees * std::numbers::pi / 180;
        const double c = 10 * std::cos(angle), s = 10 * std::sin(angle);
        expect_plain({c, -s, width / 2.0, s, c, height / 2.0}, {-2, -1.5, 4, 3});
        expect_plain({c, -s, width / 2.0, s, c, height / 2.0}, {-6, -6, 12, 12});
    }
}

TEST(ZoneSamples, MayBeLargerThanThePagesPixels) {
    // Up to one and a half pixels of the page to one of the patch nothing is averaged before.
    expect_plain({14.9, 0, 2, 0, 14.9, 1}, {0.3, 0.2, 4, 3});
    expect_plain({3, 0, 2, 0, 3, 1}, {1, 1, 8, 8});
}

/// A page that darkens evenly: means of any size lie on the same slope.
PageImage slope(int of_x, int of_y) {
    PageImage page{PixPtr(pixCreate(120, 100, 8)), 300, 0};
    for (int y = 0; y < 100; ++y) {
        for (int x = 0; x < 120; ++x) {
            pixSetPixel(page.pix.get(), x, y, static_cast<l_uint32>(of_x * x + of_y * y));
        }
    }
    return page;
}

TEST(ZoneSamples, OfAFinerPageAreMeansOfWholePixels) {
    for (const double per_mm : {16.0, 20.0, 30.0, 43.0}) {
        const PageImage across = slope(2, 0), down = slope(0, 2);
        const MmToPx to_page{per_mm, 0, 1.5, 0, per_mm, 2.5};
        const BoxMm zone{0.6, 0.5, 1, 1};
        const GreyPatch right = sample_zone(across, to_page, zone, 10);
        const GreyPatch below = sample_zone(down, to_page, zone, 10);
        for (int y = 0; y < 10; ++y) {
            for (int x = 0; x < 10; ++x) {
                const PointPx at =
                    to_page(PointMm{zone.x + (x + 0.5) / 10, zone.y + (y + 0.5) / 10});
                EXPECT_NEAR(right.at(x, y), 2 * (at.x - 0.5), 1.2) << per_mm;
                EXPECT_NEAR(below.at(x, y), 2 * (at.y - 0.5), 1.2) << per_mm;
            }
        }
    }
}

TEST(ZoneSamples, AreAtLeastOne) {
    const GreyPatch patch = sample_zone(noise(8), shifted, {1, 1, 0.01, 0.01}, 10);
    EXPECT_EQ(patch.width, 1);
    EXPECT_EQ(patch.height, 1);
}

TEST(ZoneSamples, NeedAPage) {
    EXPECT_THROW((void)sample_zone({}, shifted, {0, 0, 1, 1}, 10), Error);
}

TEST(ZoneSamples, NeedATransformThatTakesNumbersToNumbers) {
    const PageImage page = noise(8);
    const auto take = [&](const MmToPx& to_page, const BoxMm& zone, double per_mm = 10) {
        return sample_zone(page, to_page, zone, per_mm);
    };
    EXPECT_NO_THROW((void)take({4e-5, 0, 0, 0, 4e-5, 0}, {0, 0, 1, 1}));
    EXPECT_THROW((void)take({2e-5, 0, 0, 0, 2e-5, 0}, {0, 0, 1, 1}), Error);
    EXPECT_THROW((void)take({10, 0, NAN, 0, 10, 0}, {0, 0, 1, 1}), Error);
    EXPECT_THROW((void)take({10, 0, 0, 0, 10, INFINITY}, {0, 0, 1, 1}), Error);
    EXPECT_THROW((void)take({10, 0, 0, 0, 10, 0}, {NAN, 0, 1, 1}), Error);
    EXPECT_THROW((void)take({10, 0, 0, 0, 10, 0}, {0, INFINITY, 1, 1}), Error);
    EXPECT_THROW((void)take({10, 0, 0, 0, 10, 0}, {0, 0, 1, 1}, 0), Error);
    EXPECT_THROW((void)take({10, 0, 0, 0, 10, 0}, {0, 0, 1, 1}, -1), Error);
    EXPECT_THROW((void)take({10, 0, 0, 0, 10, 0}, {0, 0, 1, 1}, NAN), Error);
}

TEST(ZoneSamples, AreNoMoreThanAPageHas) {
    const PageImage page = noise(8);
    constexpr MmToPx elsewhere{10, 0, 1e6, 0, 10, 0};
    const auto most = static_cast<double>(limits::page_pixels) / 1000;
    EXPECT_NO_THROW((void)sample_zone(page, elsewhere, {0, 0, most / 10, 100}, 10));
    EXPECT_THROW((void)sample_zone(page, elsewhere, {0, 0, most / 10 + 1, 100}, 10), Error);
    // The piece of the page below the zone: 32,000 pixels each way.
    EXPECT_NO_THROW((void)sample_zone(page, {10, 0, 0, 0, 10, 0}, {0, 0, 3198, 1}, 10));
    EXPECT_THROW((void)sample_zone(page, {10, 0, 0, 0, 10, 0}, {0, 0, 3200, 1}, 10), Error);
    EXPECT_NO_THROW((void)sample_zone(page, {10, 0, 0, 0, 10, 0}, {0, 0, 1, 3198}, 10));
    EXPECT_THROW((void)sample_zone(page, {10, 0, 0, 0, 10, 0}, {0, 0, 1, 3200}, 10), Error);
    EXPECT_THROW((void)sample_zone(page, {6300, 0, 0, 0, 6300, 0}, {0, 0, 1, 1}, 10), Error);
    EXPECT_NO_THROW((void)sample_zone(page, {6200, 0, 0, 0, 6200, 0}, {0, 0, 1, 1}, 10));
}

TEST(ZoneSamples, AreNoMoreThanAPageHasInEitherDirection) {
    const PageImage page = noise(8);
    constexpr MmToPx elsewhere{10, 0, 1e6, 0, 10, 0};
    EXPECT_THROW((void)sample_zone(page, elsewhere, {0, 0, 0.01, 1.5e7}, 10), Error);
    EXPECT_THROW((void)sample_zone(page, elsewhere, {0, 0, 1.5e7, 0.01}, 10), Error);
}

}  // namespace
}  // namespace indgang::ocr
