// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/comb_cells.h"

#include <gtest/gtest.h>

#include "schemas/error/error.h"
#include "tests/ocr/ink/square_page.h"

namespace indgang::ocr {
namespace {

constexpr double one_px = 0.09;

/// A white page with black boxes in form mm, and three cells from (10, 20) on.
std::vector<CleanCell> clean(const std::vector<BoxMm>& drawn, double lower_mm = 0) {
    constexpr int px = squares::px_per_mm;
    PageImage page{PixPtr(pixCreate(60 * px, 60 * px, 8)), px * mm_per_inch, 0};
    pixSetAll(page.pix.get());
    const PageImage blank{PixPtr(pixCopy(nullptr, page.pix.get())), page.dpi, 0};
    for (const BoxMm& each : drawn) {
        for (int y = static_cast<int>(each.y * px); y < (each.y + each.height) * px; ++y) {
            for (int x = static_cast<int>(each.x * px); x < (each.x + each.width) * px; ++x) {
                pixSetPixel(page.pix.get(), x, y, 0);
            }
        }
    }
    constexpr MmToPx to_page{px, 0, 0, 0, px, 0};
    auto cells = divide_comb({10, 20, 15, 7}, 3);
    cells[1].y += lower_mm;
    return clean_cells(page, to_page, {blank, to_page}, cells);
}

TEST(CleanCells, AreCutOutOfThePageWhereTheyLie) {
    const auto cells = clean({{16, 22, 0.5, 4}});
    ASSERT_EQ(cells.size(), 3U);
    EXPECT_FALSE(cells[0].has_ink || cells[2].has_ink);
    EXPECT_TRUE(cells[1].has_ink);
    EXPECT_NEAR(cells[1].ink_mm2, 2, 0.01);
    EXPECT_NEAR(cells[1].top_mm, 2, 0.01);
    EXPECT_NEAR(cells[1].height_mm, 4, 0.01);
}

TEST(CleanCells, AreCutAtTheirBorders) {
    EXPECT_TRUE(clean({{14.2, 22, 0.5, 4}})[0].has_ink);
    EXPECT_TRUE(clean({{15.2, 22, 0.5, 4}})[1].has_ink);
    EXPECT_TRUE(clean({{19.2, 22, 0.5, 4}})[1].has_ink);
    EXPECT_TRUE(clean({{20.2, 22, 0.5, 4}})[2].has_ink);
}

TEST(CleanCells, HaveAMillimetreAndAHalfForOvershoot) {
    // Beyond is nothing to be seen.
    EXPECT_NEAR(clean({{16, 17, 0.5, 9}})[1].top_mm, -1.5, one_px);
    EXPECT_NEAR(clean({{16, 22, 0.5, 9}})[1].height_mm, 6.5, one_px);
    EXPECT_NEAR(clean({{7, 22, 5, 0.5}})[0].width_mm, 3.5, one_px);
    EXPECT_NEAR(clean({{23, 22, 5, 0.5}})[2].width_mm, 3.5, one_px);
}

TEST(CleanCells, MayLieLowerThanOthersOfTheirRow) {
    const auto cells = clean({{16, 23, 0.5, 4}, {11, 23, 0.5, 4}}, 1);
    EXPECT_NEAR(cells[1].top_mm, 2, 0.01);
    EXPECT_NEAR(cells[0].top_mm, 3, 0.01);
    EXPECT_NEAR(clean({{16, 22, 0.5, 12}}, 2)[1].height_mm, 8.5, one_px);
    EXPECT_NEAR(clean({{16, 10, 0.5, 15}}, -2)[1].top_mm, -1.5, one_px);
}

TEST(CleanCells, AreAtLeastOne) {
    constexpr MmToPx to_page{};
    const PageImage page{PixPtr(pixCreate(60, 60, 8)), 300, 0};
    EXPECT_THROW((void)clean_cells(page, to_page, {page, to_page}, {}), Error);
}

}  // namespace
}  // namespace indgang::ocr
