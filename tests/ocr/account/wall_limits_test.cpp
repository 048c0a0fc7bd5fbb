// SPDX-License-Identifier: MPL-2.0
// Combs whose walls are drawn pixel by pixel, 20 to a millimetre, so that each sample of ink across
// a wall is a pixel and each limit is met.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "ocr/account/inked_walls.h"

namespace indgang::ocr {
namespace {

constexpr int px_per_mm = 20;
constexpr double width_mm = 30, height_mm = 32;
/// Four cells of 5 mm; twelve rows are looked at, 1.4 mm apart, the first 3.3 mm below its top.
constexpr BoxMm comb{5, 5, 20, 22};
constexpr double first_row_mm = 5 + 3.3, row_mm = 1.4;
constexpr int walls = 5, rows = 12;

class Walls {
  public:
    Walls() : page_(white()) {
        blank_.image = white();
        blank_.to_image = to_page_;
        zone_ = {"f", "", form::Capture::comb, 1, comb, walls - 1};
    }
    /// Ink that begins so far right of a wall, over these rows of the comb.
    Walls& draw(int wall, double from_mm, double ink_mm, int grey = 0, int begin = 0,
                int end = rows) {
        fill(page_, box_of(wall, from_mm, ink_mm, begin, end), grey);
        return *this;
    }
    Walls& print(int wall, double ink_mm) {
        fill(blank_.image, box_of(wall, 0, ink_mm, 0, rows), 0);
        return *this;
    }
    /// All walls as thick as that.
    Walls& draw_all(double ink_mm) {
        for (int wall = 0; wall < walls; ++wall) {
            draw(wall, 0, ink_mm);
        }
        return *this;
    }
    Walls& write_in(int cell, double from_mm = 1.8, double ink_mm = 1.4) {
        fill(page_, {comb.x + 5 * cell + from_mm, 12, ink_mm, 8}, 0);
        return *this;
    }
    [[nodiscard]] std::vector<InkedWall> inked() {
        blank_.print = PrintMask(blank_.image, blank_.to_image, {});
        const AddedInk added(page_, to_page_, blank_);
        const std::array<const form::Zone*, 1> zones{&zone_};
        return inked_walls({page_, to_page_, blank_, added}, zones);
    }
    [[nodiscard]] std::size_t count() { return inked().size(); }
    form::Zone& zone() { return zone_; }

  private:
    static BoxMm box_of(int wall, double from_mm, double ink_mm, int begin, int end) {
        constexpr double around_mm = 0.5;
        return {comb.x + 5 * wall + from_mm, first_row_mm + row_mm * begin - around_mm, ink_mm,
                row_mm * (end - begin - 1) + 2 * around_mm};
    }
    static void fill(PageImage& page, const BoxMm& box, int grey) {
        for (int y = px(box.y); y < px(box.y + box.height); ++y) {
            for (int x = px(box.x); x < px(box.x + box.width); ++x) {
                pixSetPixel(page.pix.get(), x, y, static_cast<l_uint32>(grey));
            }
        }
    }
    static int px(double mm) { return static_cast<int>(std::lround(mm * px_per_mm)); }
    static PageImage white() {
        PageImage page{PixPtr(pixCreate(px(width_mm), px(height_mm), 8)), px_per_mm * mm_per_inch,
                       0};
        pixSetAll(page.pix.get());
        return page;
    }

    PageImage page_;
    MmToPx to_page_{px_per_mm, 0, 0.5, 0, px_per_mm, 0.5};  ///< the middles of pixels
    BlankPage blank_;
    form::Zone zone_;
};

TEST(WallLimits, AWallWithoutAStrokeIsNotInked) {
    EXPECT_EQ(Walls().count(), 0U);
    EXPECT_EQ(Walls().draw_all(0.2).count(), 0U);
    EXPECT_EQ(Walls().draw_all(0.6).count(), 0U);
}

TEST(WallLimits, AStrokeIsThirtyEightHundredthsOfAMillimetreThick) {
    // Three tenths of black, and of the next tenth 0.75 or 0.85.
    EXPECT_EQ(Walls().draw(2, 0, 0.3).draw(2, 0.3, 0.1, 64).count(), 0U);
    EXPECT_EQ(Walls().draw(2, 0, 0.3).draw(2, 0.3, 0.1, 38).count(), 1U);
}

TEST(WallLimits, AStrokeIsFifteenHundredthsThickerThanTheOtherWalls) {
    const auto thicker = [](int grey) {
        return Walls().draw_all(0.3).draw(2, 0.3, 0.1).draw(2, 0.4, 0.1, grey).count();
    };
    EXPECT_EQ(thicker(153), 0U);  // by 0.14
    EXPECT_EQ(thicker(102), 1U);  // by 0.16
}

TEST(WallLimits, OtherWallsAreMeasuredByTheirMiddle) {
    // Of 0, 0, 0.3, 0.3 and 0.43 mm the middle is 0.3; of 0, 0, 0, 0.3 and 0.43 it is 0.
    Walls two;
    two.draw(0, 0, 0.3).draw(4, 0, 0.3).draw(2, 0, 0.4).draw(2, 0.4, 0.1, 178);
    EXPECT_EQ(two.count(), 0U);
    Walls one;
    one.draw(0, 0, 0.3).draw(2, 0, 0.4).draw(2, 0.4, 0.1, 178);
    EXPECT_EQ(one.count(), 1U);
}

TEST(WallLimits, InkHangsTogetherAboveAQuarterOfItsPeak) {
    // Black for 0.3 mm, then grey for 0.4: levels of 64 or 63 of 255.
    EXPECT_EQ(Walls().draw(2, -0.1, 0.3).draw(2, 0.2, 0.4, 255 - 64).count(), 1U);
    EXPECT_EQ(Walls().draw(2, -0.1, 0.3).draw(2, 0.2, 0.4, 255 - 63).count(), 0U);
    // The same to the left.
    EXPECT_EQ(Walls().draw(2, 0, 0.3).draw(2, -0.4, 0.4, 255 - 64).count(), 1U);
    EXPECT_EQ(Walls().draw(2, 0, 0.3).draw(2, -0.4, 0.4, 255 - 63).count(), 0U);
}

TEST(WallLimits, AStrokeBeginsFourTenthsFromItsWall) {
    EXPECT_EQ(Walls().draw(2, 0.4, 0.5).count(), 1U);
    EXPECT_EQ(Walls().draw(2, 0.5, 0.5).count(), 0U);
    EXPECT_EQ(Walls().draw(2, -0.8, 0.5).count(), 1U);
    EXPECT_EQ(Walls().draw(2, -0.9, 0.5).count(), 0U);
}

TEST(WallLimits, AStrokeGoesAlongEightOfTwelveRows) {
    for (const int begin : {0, 4}) {
        EXPECT_EQ(Walls().draw(2, 0, 0.5, 0, begin, begin + 8).count(), 1U) << begin;
    }
    EXPECT_EQ(Walls().draw(2, 0, 0.5, 0, 0, 7).count(), 0U);
    EXPECT_EQ(Walls().draw(2, 0, 0.5, 0, 5, 12).count(), 0U);
}

TEST(WallLimits, AStrokeMayBeAnywhereAcrossTheComb) {
    for (int wall = 0; wall < walls; ++wall) {
        const auto inked = Walls().draw(wall, 0, 0.5).inked();
        ASSERT_EQ(inked.size(), 1U) << wall;
        EXPECT_NEAR(inked[0].box.x, comb.x + 5 * wall - 1, 1e-9);
        EXPECT_EQ(inked[0].box.y, comb.y);
        EXPECT_EQ(inked[0].box.width, 2);
        EXPECT_EQ(inked[0].box.height, comb.height);
        EXPECT_FALSE(inked[0].is_beside_written);
    }
}

TEST(WallLimits, WhatTheBlankPrintsThickerIsNoStroke) {
    EXPECT_EQ(Walls().print(2, 0.5).draw(2, 0, 0.5).count(), 0U);
    // Only by how much it is thicker than its other walls.
    Walls all;
    for (int wall = 0; wall < walls; ++wall) {
        all.print(wall, 0.2);
    }
    EXPECT_EQ(all.draw(2, 0, 0.5).count(), 1U);
}

TEST(WallLimits, BetweenTwoWrittenCellsAStrokeIsAPartOfOne) {
    EXPECT_EQ(Walls().draw(2, 0, 0.5).write_in(1).write_in(2).count(), 0U);
    for (const int cell : {1, 2}) {
        const auto inked = Walls().draw(2, 0, 0.5).write_in(cell).inked();
        ASSERT_EQ(inked.size(), 1U);
        EXPECT_TRUE(inked[0].is_beside_written);
    }
    const auto inked = Walls().draw(2, 0, 0.5).write_in(0).write_in(3).inked();
    ASSERT_EQ(inked.size(), 1U);
    EXPECT_FALSE(inked[0].is_beside_written);
}

TEST(WallLimits, WritingInACellIsEightTenthsFromItsWalls) {
    const auto is_written = [](double from_mm) {
        const auto inked = Walls().draw(2, 0, 0.5).write_in(2, from_mm, 0.4).inked();
        return inked.at(0).is_beside_written;
    };
    EXPECT_TRUE(is_written(3.7));
    EXPECT_FALSE(is_written(4.4));
}

TEST(WallLimits, WallsOfCellsThatTouchAreOne) {
    // With half a millimetre between the cells the second one begins at 10.1 mm, with a fifth of
    // it the walls are those at 9.9 mm; a stroke is less than four tenths from its wall.
    const auto inked = [](double gap_mm, double from_mm) {
        Walls page;
        page.zone().gap_mm = gap_mm;
        return page.draw(1, from_mm, 0.5).inked();
    };
    ASSERT_EQ(inked(0.5, 0.35).size(), 1U);
    EXPECT_NEAR(inked(0.5, 0.35)[0].box.x, 10.125 - 1, 1e-9);
    ASSERT_EQ(inked(0.2, 0).size(), 1U);
    EXPECT_NEAR(inked(0.2, 0)[0].box.x, 9.85 - 1, 1e-9);
}

TEST(WallLimits, OnlyCombsHaveWalls) {
    Walls line;
    line.zone().capture = form::Capture::line;
    EXPECT_EQ(line.draw(2, 0, 0.5).count(), 0U);
}

}  // namespace
}  // namespace indgang::ocr
