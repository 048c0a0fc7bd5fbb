// SPDX-License-Identifier: MPL-2.0
#include "ocr/outline/found_places.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "ocr/place/blank_pages.h"

namespace indgang::ocr {
namespace {

using Kind = FoundPlace::Kind;

constexpr double px_per_mm = 10;

/// A white page of 100 by 60 mm that strokes are drawn on.
class Sheet {
  public:
    Sheet() : image_{PixPtr(pixCreate(1'000, 600, 8)), 254} { pixSetAll(image_.pix.get()); }
    Sheet& frame(double x, double y, double width, double height) {
        return bar(x, y, width, stroke)
            .bar(x, y + height - stroke, width, stroke)
            .bar(x, y, stroke, height)
            .bar(x + width - stroke, y, stroke, height);
    }
    Sheet& bar(double x, double y, double width, double height) {
        for (int row = px(y); row < px(y + height); ++row) {
            for (int column = px(x); column < px(x + width); ++column) {
                pixSetPixel(image_.pix.get(), column, row, 60);
            }
        }
        return *this;
    }
    [[nodiscard]] std::vector<FoundPlace> found() const { return find_places(image_, 100, 60); }

    static constexpr double stroke = 0.3;

  private:
    static int px(double mm) { return static_cast<int>(std::lround(mm * px_per_mm)); }
    PageImage image_;
};

void expect_box(const BoxMm& box, double x, double y, double width, double height) {
    constexpr double exact_mm = 0.3;
    EXPECT_NEAR(box.x, x, exact_mm);
    EXPECT_NEAR(box.y, y, exact_mm);
    EXPECT_NEAR(box.width, width, exact_mm);
    EXPECT_NEAR(box.height, height, exact_mm);
}

TEST(FoundPlaces, AreNoneOnAnEmptyPage) {
    EXPECT_TRUE(Sheet().found().empty());
}

TEST(FoundPlaces, ABoxAndASquareToTick) {
    const auto found = Sheet().frame(10, 10, 60, 8).frame(80, 12, 4, 4).found();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].kind, Kind::box);
    expect_box(found[0].box, 10, 10, 60, 8);
    EXPECT_EQ(found[1].kind, Kind::mark);
    expect_box(found[1].box, 80, 12, 4, 4);
}

TEST(FoundPlaces, CellsThatShareTheirBordersAreAComb) {
    Sheet sheet;
    for (int cell = 0; cell < 8; ++cell) {
        sheet.frame(10 + 5 * cell, 20, 5 + Sheet::stroke, 7);
    }
    const auto found = sheet.found();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].kind, Kind::comb);
    EXPECT_EQ(found[0].cells, 8);
    EXPECT_EQ(found[0].gap_mm, 0);
    expect_box(found[0].box, 10, 20, 40 + Sheet::stroke, 7);
}

TEST(FoundPlaces, CellsWithSpaceBetweenThemAreAComb) {
    Sheet sheet;
    for (int cell = 0; cell < 6; ++cell) {
        sheet.frame(10 + 6.5 * cell, 20, 5, 7);
    }
    const auto found = sheet.found();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].cells, 6);
    EXPECT_NEAR(found[0].gap_mm, 1.5, 0.3);
    expect_box(found[0].box, 10, 20, 37.5, 7);
}

TEST(FoundPlaces, OneOrTwoUprightCellsAreAComb) {
    const auto found = Sheet()
                           .frame(10, 20, 5, 7)
                           .frame(30, 20, 5 + Sheet::stroke, 7)
                           .frame(35, 20, 5, 7)
                           .frame(60, 22, 4, 4)
                           .frame(64, 22, 4, 4)
                           .found();
    ASSERT_EQ(found.size(), 4U);
    EXPECT_EQ(found[0].cells, 1);
    EXPECT_EQ(found[1].cells, 2);
    EXPECT_EQ(found[2].kind, Kind::mark);
    EXPECT_EQ(found[3].kind, Kind::mark);
}

TEST(FoundPlaces, TwoCombsInOneRowAreTwo) {
    Sheet sheet;
    for (int cell = 0; cell < 4; ++cell) {
        sheet.frame(10 + 5 * cell, 20, 5 + Sheet::stroke, 7);
        sheet.frame(50 + 5 * cell, 20, 5 + Sheet::stroke, 7);
    }
    const auto found = sheet.found();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].cells, 4);
    EXPECT_EQ(found[1].cells, 4);
    EXPECT_NEAR(found[1].box.x, 50, 0.3);
}

TEST(FoundPlaces, BelowALabelThereIsRoom) {
    const auto found = Sheet().frame(10, 10, 60, 10).bar(11, 11, 20, 1.8).found();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].kind, Kind::box);
    EXPECT_GT(found[0].box.y, 12);
    EXPECT_NEAR(found[0].box.y + found[0].box.height, 20, 0.4);
}

TEST(FoundPlaces, WhatIsPrintedFullIsNone) {
    EXPECT_TRUE(Sheet().frame(10, 10, 60, 8).bar(12, 11.5, 50, 5).found().empty());
    EXPECT_TRUE(Sheet().bar(10, 10, 60, 8).found().empty());
}

TEST(FoundPlaces, ALineIsWrittenUpon) {
    const auto found = Sheet().bar(10, 30, 50, 0.3).found();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].kind, Kind::line);
    expect_box(found[0].box, 10, 23.5, 50, 6.5);
    EXPECT_TRUE(Sheet().bar(10, 30, 50, 0.3).bar(20, 26, 10, 2).found().empty())
        << "a heading stands on it";
}

/// Drawn blanks, of which it is known where everything stands.
TEST(FoundPlaces, OfOurOwnFormsAreNearlyAll) {
    const auto catalogue = form::FormCatalogue::load(
        {std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas" / "forms"});
    BlankPages blanks(catalogue);
    int wanted = 0, right = 0, too_many = 0;
    for (const char* name : {"boligstoette", "sp501", "barselsdagpenge"}) {
        const auto& form = *catalogue.find({name, "1"});
        for (int page = 1; page <= static_cast<int>(form.pages.size()); ++page) {
            auto found = find_places(blanks.blank(form.key, page).image, 210, 297);
            for (const auto& zone : form.zones) {
                if (zone.page != page) {
                    continue;
                }
                ++wanted;
                const auto hit = std::ranges::find_if(found, [&](const auto& place) {
                    return std::abs(place.box.x - zone.box.x) < 0.4 &&
                           std::abs(place.box.y - zone.box.y) < 0.4 &&
                           std::abs(place.box.width - zone.box.width) < 0.6 &&
                           std::abs(place.box.height - zone.box.height) < 0.6 &&
                           place.cells == zone.cells;
                });
                if (hit != found.end()) {
                    ++right;
                    found.erase(hit);
                }
            }
            too_many += static_cast<int>(found.size());
        }
    }
    EXPECT_GT(right, wanted * 98 / 100) << right << " of " << wanted;
    EXPECT_LT(too_many, wanted * 5 / 100) << too_many << " that are no places";
}

}  // namespace
}  // namespace indgang::ocr
