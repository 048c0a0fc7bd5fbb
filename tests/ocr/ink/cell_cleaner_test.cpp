// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/cell_cleaner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/ocr/ink/comb_sheet.h"

namespace indgang::ocr {
namespace {

using comb::cell_height;
using comb::cell_width;
using comb::clean;
using comb::margin;
using comb::scale;
using comb::Sheet;

long mass(const CleanCell& cell) {
    return std::accumulate(cell.tile.pixels.begin(), cell.tile.pixels.end(), 0L);
}

TEST(CellCleaner, LeavesNothingOfAnEmptyForm) {
    for (const CleanCell& cell : clean(Sheet())) {
        EXPECT_FALSE(cell.has_ink);
        EXPECT_EQ(mass(cell), 0);
        EXPECT_EQ(cell.ink_mm2, 0);
    }
}

TEST(CellCleaner, FindsTheFormUpToFourTenthsOfAMillimetreOff) {
    for (const auto& [dx, dy] : {std::pair{4, -4}, {-4, 3}, {0, 4}, {-3, 0}}) {
        Sheet sheet(0, dx, dy);
        sheet.stroke(Sheet::x(1, 0.5), Sheet::y(0.2), Sheet::x(1, 0.5), Sheet::y(0.8));
        const auto cells = clean(sheet);
        EXPECT_FALSE(cells[0].has_ink) << dx << ' ' << dy;
        EXPECT_TRUE(cells[1].has_ink) << dx << ' ' << dy;
        EXPECT_NEAR(cells[1].width_mm, 5 / scale, 0.1) << dx << ' ' << dy;
        EXPECT_FALSE(cells[2].has_ink) << dx << ' ' << dy;
    }
}

TEST(CellCleaner, KeepsAStrokeWholeThatCrossesALine) {
    Sheet inside, across;
    inside.stroke(Sheet::x(1, 0.5), Sheet::y(0.2), Sheet::x(1, 0.5), Sheet::y(0.9) - 4);
    across.stroke(Sheet::x(1, 0.5), Sheet::y(0.4), Sheet::x(1, 0.5), Sheet::y(1.1) - 4);
    const auto one = clean(inside)[1], other = clean(across)[1];
    EXPECT_NEAR(one.height_mm, other.height_mm, 0.1);
    EXPECT_NEAR(one.ink_mm2, other.ink_mm2, 0.1);
    EXPECT_NEAR(mass(one), mass(other), mass(one) * 0.1);
}

TEST(CellCleaner, KeepsASlantedStrokeThatCrossesAWall) {
    Sheet sheet;
    sheet.stroke(Sheet::x(1, 0.6), Sheet::y(0.8), Sheet::x(2, 0.15), Sheet::y(0.2));
    const auto cells = clean(sheet);
    EXPECT_TRUE(cells[1].has_ink);
    EXPECT_FALSE(cells[2].has_ink);
    EXPECT_NEAR(cells[1].width_mm, (0.55 * cell_width + 5) / scale, 0.15);
}

TEST(CellCleaner, GivesOvershootToItsOwnCell) {
    Sheet sheet;
    sheet.stroke(Sheet::x(0, 0.5), Sheet::y(0.2), Sheet::x(0, 0.5), Sheet::y(0.8));
    // A long bar of cell 1 reaches over the wall into cell 2.
    sheet.stroke(Sheet::x(1, 0.3), Sheet::y(0.3), Sheet::x(2, 0.2), Sheet::y(0.3));
    sheet.stroke(Sheet::x(1, 0.5), Sheet::y(0.3), Sheet::x(1, 0.5), Sheet::y(0.8));
    const auto cells = clean(sheet);
    EXPECT_TRUE(cells[1].has_ink);
    EXPECT_NEAR(cells[1].width_mm, (0.9 * cell_width + 5) / scale, 0.2);
    EXPECT_FALSE(cells[2].has_ink);
}

TEST(CellCleaner, CutsTouchingCharactersAtTheWall) {
    Sheet sheet;
    sheet.stroke(Sheet::x(0, 0.2), Sheet::y(0.5), Sheet::x(1, 0.8), Sheet::y(0.5));
    sheet.stroke(Sheet::x(0, 0.3), Sheet::y(0.2), Sheet::x(0, 0.3), Sheet::y(0.8));
    sheet.stroke(Sheet::x(1, 0.7), Sheet::y(0.2), Sheet::x(1, 0.7), Sheet::y(0.8));
    const auto cells = clean(sheet);
    EXPECT_TRUE(cells[0].has_ink);
    EXPECT_TRUE(cells[1].has_ink);
    EXPECT_LT(cells[0].width_mm, cell_width / scale);
    EXPECT_LT(cells[1].width_mm, cell_width / scale);
}

TEST(CellCleaner, DropsSpecksAndTailsOfOtherRows) {
    Sheet sheet;
    sheet.fill(Sheet::x(0, 0.3), Sheet::y(0.4), 2, 2, 0);
    sheet.fill(Sheet::x(0, 0.7), Sheet::y(0.6), 1, 2, 0);
    sheet.stroke(Sheet::x(2, 0.5), 2, Sheet::x(2, 0.5), margin + 15);
    for (const CleanCell& cell : clean(sheet)) {
        EXPECT_FALSE(cell.has_ink);
    }
}

TEST(CellCleaner, ReadsDarkInkUponLightLines) {
    constexpr int light = 150;
    Sheet sheet(light), blank(light);
    // Upon the wall itself: only the grey tells the stroke from the line.
    sheet.stroke(Sheet::x(1, 0.0) + 3, Sheet::y(0.2), Sheet::x(1, 0.0) + 3, Sheet::y(0.8), 20);
    const auto cells = clean(sheet, blank);
    EXPECT_TRUE(cells[1].has_ink || cells[0].has_ink);
    EXPECT_NEAR(std::max(cells[0].ink_mm2, cells[1].ink_mm2), 5 * 55 / (scale * scale), 0.5);
}

TEST(CellCleaner, CentresTheTileOnItsMass) {
    Sheet sheet;
    sheet.stroke(Sheet::x(1, 0.2), Sheet::y(0.2), Sheet::x(1, 0.7), Sheet::y(0.2));
    sheet.stroke(Sheet::x(1, 0.7), Sheet::y(0.2), Sheet::x(1, 0.4), Sheet::y(0.9));
    const CleanCell cell = clean(sheet)[1];
    double sum = 0, sum_x = 0, sum_y = 0;
    int top = tile_side_px, bottom = 0;
    for (int y = 0; y < tile_side_px; ++y) {
        for (int x = 0; x < tile_side_px; ++x) {
            const int ink = cell.tile.pixels[static_cast<std::size_t>(y * tile_side_px + x)];
            sum += ink;
            sum_x += ink * (x + 0.5);
            sum_y += ink * (y + 0.5);
            if (ink > 30) {
                top = std::min(top, y);
                bottom = std::max(bottom, y + 1);
            }
        }
    }
    EXPECT_NEAR(sum_x / sum, 14, 0.4);
    EXPECT_NEAR(sum_y / sum, 14, 0.4);
    EXPECT_NEAR(bottom - top, 20, 1.5);
}

TEST(CellCleaner, GivesTheSameForTheSame) {
    Sheet sheet(0, 2, -1);
    sheet.stroke(Sheet::x(1, 0.2), Sheet::y(0.2), Sheet::x(1, 0.7), Sheet::y(1.0));
    const auto first = clean(sheet), second = clean(sheet);
    for (std::size_t i = 0; i < first.size(); ++i) {
        EXPECT_EQ(first[i].tile, second[i].tile);
    }
}

TEST(CellCleaner, CleansASingleCharacter) {
    GreyPatch patch{40, 60, std::vector<std::uint8_t>(2400, 255)};
    for (int y = 10; y < 50; ++y) {
        std::fill_n(patch.pixels.begin() + y * 40 + 18, 5, std::uint8_t{0});
    }
    const CleanCell cell = clean_single(patch, scale);
    EXPECT_TRUE(cell.has_ink);
    EXPECT_NEAR(cell.height_mm, 40 / scale, 0.05);
}

}  // namespace
}  // namespace indgang::ocr
