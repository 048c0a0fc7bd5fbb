// SPDX-License-Identifier: MPL-2.0
#include "ocr/blank/blank_zones.h"

#include <gtest/gtest.h>

#include "ocr/image/zone.h"

namespace indgang::ocr {
namespace {

constexpr MmToPx ten_px_per_mm{10, 0, 0, 0, 10, 0};

/// White, with a black bar of 20 x 3 px at (10, 15).
PageImage blank() {
    PageImage page;
    page.pix.reset(pixCreate(200, 100, 8));
    page.dpi = 254;
    pixSetAll(page.pix.get());
    for (int y = 15; y < 18; ++y) {
        for (int x = 10; x < 30; ++x) {
            pixSetPixel(page.pix.get(), x, y, 0);
        }
    }
    return page;
}

TEST(BlankZones, HoldThePrintOfAZoneRowByRow) {
    const PageImage page = blank();
    BlankZones zones;
    const auto zone = zones.zone(page, ten_px_per_mm, {0.5, 1, 5, 2}, 10);
    EXPECT_EQ(zone->width, 50);
    EXPECT_EQ(zone->height, 20);
    ASSERT_EQ(zone->print.size(), 60U);
    ASSERT_EQ(zone->greys.size(), 60U);
    EXPECT_EQ(zone->print.front().x, 5);
    EXPECT_EQ(zone->print.front().y, 5);
    EXPECT_EQ(zone->print[20].y, 6);
    EXPECT_EQ(zone->print.back().x, 24);
    EXPECT_EQ(zone->greys.front(), 0);
}

TEST(BlankZones, SampleEachZoneOnce) {
    const PageImage page = blank();
    BlankZones zones;
    const auto first = zones.zone(page, ten_px_per_mm, {0.5, 1, 5, 2}, 10);
    EXPECT_EQ(zones.zone(page, ten_px_per_mm, {0.5, 1, 5, 2}, 10), first);
    EXPECT_NE(zones.zone(page, ten_px_per_mm, {0.5, 1, 5, 2}, 12), first);
    EXPECT_NE(zones.zone(page, ten_px_per_mm, {0.5, 1, 5, 2.5}, 10), first);
}

TEST(BlankZones, KeepNoMoreThanTheyMay) {
    PageImage page = blank();
    pixClearAll(page.pix.get());
    // Half is print, half is the paper to tell it from: 5 bytes for each of a million pixels.
    for (int y = 0; y < 100; ++y) {
        for (int x = 0; x < 102; ++x) {
            pixSetPixel(page.pix.get(), x, y, 255);
        }
    }
    BlankZones zones;
    const BoxMm all{0, 0, 20, 10};
    const double large = 100;
    const auto first = zones.zone(page, ten_px_per_mm, all, large);
    ASSERT_GT(first->print.size() * 5, BlankZones::most_bytes / 2);
    const auto second = zones.zone(page, ten_px_per_mm, all, large + 1);
    EXPECT_EQ(zones.zone(page, ten_px_per_mm, all, large), first);
    EXPECT_NE(zones.zone(page, ten_px_per_mm, all, large + 1), second);
}

TEST(BlankZones, TellPrintFromThePapersOwnGrey) {
    const GreyPatch patch{4, 1, {200, 200, 200, 150}};
    const BlankZone zone = print_of(patch);
    ASSERT_EQ(zone.print.size(), 1U);
    EXPECT_EQ(zone.print.front().x, 3);
    EXPECT_EQ(zone.greys.front(), 150);
}

}  // namespace
}  // namespace indgang::ocr
