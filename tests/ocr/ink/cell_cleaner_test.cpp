// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/cell_cleaner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace indgang::ocr {
namespace {

constexpr double scale = 12;  // px per mm
constexpr int cell_width = 60, cell_height = 84, margin = 18;

/// A row of three boxes with lines of 0.2 mm, and pens to write into it.
class Sheet {
  public:
    explicit Sheet(int line_grey = 0, int shift_x = 0, int shift_y = 0) {
        patch_.width = 2 * margin + 3 * cell_width;
        patch_.height = 2 * margin + cell_height;
        patch_.pixels.assign(static_cast<std::size_t>(patch_.width * patch_.height), 255);
        for (int i = 0; i <= 3; ++i) {
            fill(margin + i * cell_width - 1 + shift_x, margin + shift_y, 2, cell_height,
                 line_grey);
        }
        fill(margin + shift_x, margin - 1 + shift_y, 3 * cell_width, 2, line_grey);
        fill(margin + shift_x, margin + cell_height - 1 + shift_y, 3 * cell_width, 2, line_grey);
    }

    void fill(int x, int y, int width, int height, int grey) {
        for (int j = y; j < y + height; ++j) {
            for (int i = x; i < x + width; ++i) {
                std::uint8_t& pixel = patch_.pixels[static_cast<std::size_t>(j * patch_.width + i)];
                pixel = static_cast<std::uint8_t>(std::min<int>(pixel, grey));
            }
        }
    }
    /// A stroke of 5 px.
    void stroke(double x0, double y0, double x1, double y1, int grey = 0) {
        const int steps = static_cast<int>(2 * std::hypot(x1 - x0, y1 - y0)) + 1;
        for (int i = 0; i <= steps; ++i) {
            const double t = static_cast<double>(i) / steps;
            fill(static_cast<int>(x0 + t * (x1 - x0)) - 2, static_cast<int>(y0 + t * (y1 - y0)) - 2,
                 5, 5, grey);
        }
    }
    [[nodiscard]] const GreyPatch& patch() const { return patch_; }

    [[nodiscard]] static int x(int cell, double share) {
        return margin + cell * cell_width + static_cast<int>(share * cell_width);
    }
    [[nodiscard]] static int y(double share) {
        return margin + static_cast<int>(share * cell_height);
    }

  private:
    GreyPatch patch_;
};

std::vector<CleanCell> clean(const Sheet& sheet, const Sheet& blank = Sheet()) {
    std::vector<BoxPx> cells;
    for (int i = 0; i < 3; ++i) {
        cells.push_back({margin + i * cell_width, margin, cell_width, cell_height});
    }
    return clean_comb(sheet.patch(), print_of(blank.patch()), cells, scale);
}

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
