// SPDX-License-Identifier: MPL-2.0
// What clean_comb says about a cell besides its tile, and the tile of exactly drawn bars.
#include <gtest/gtest.h>

#include <array>

#include "tests/ocr/ink/comb_sheet.h"

namespace indgang::ocr {
namespace {

using comb::cell_height;
using comb::cell_width;
using comb::clean;
using comb::margin;
using comb::scale;
using comb::Sheet;

constexpr double px_mm2 = 1 / (scale * scale), close = 1e-9;
constexpr int middle_x = margin + cell_width + cell_width / 2;  ///< of the second cell

Sheet with(const BoxPx& box, int grey = 0) {
    Sheet sheet;
    sheet.fill(box.x, box.y, box.width, box.height, grey);
    return sheet;
}

bool has_low_sign(const BoxPx& box) {
    const auto cells = clean(with(box));
    EXPECT_FALSE(cells[0].has_low_sign || cells[2].has_low_sign);
    return cells[1].has_low_sign;
}

TEST(LowSign, HasAtLeastATenthOfASquareMillimetreOfInk) {
    EXPECT_TRUE(has_low_sign({middle_x, 88, 18, 1}));
    EXPECT_FALSE(has_low_sign({middle_x, 88, 17, 1}));
}

TEST(LowSign, HasLessInkThanACharacter) {
    EXPECT_TRUE(has_low_sign({middle_x, 80, 23, 10}));
    EXPECT_FALSE(has_low_sign({middle_x, 80, 21, 11}));
}

TEST(LowSign, BeginsInTheLowerHalfOfTheCell) {
    EXPECT_TRUE(has_low_sign({middle_x, 60, 3, 27}));
    EXPECT_FALSE(has_low_sign({middle_x, 59, 3, 28}));
}

TEST(LowSign, ReachesTheLowestFifthOfTheCell) {
    EXPECT_TRUE(has_low_sign({middle_x, 80, 4, 7}));
    EXPECT_FALSE(has_low_sign({middle_x, 80, 4, 6}));
}

TEST(LowSign, IsLessThanHalfAsHighAsTheCell) {
    EXPECT_TRUE(has_low_sign({middle_x, 60, 3, 37}));
    EXPECT_FALSE(has_low_sign({middle_x, 60, 3, 38}));
}

TEST(LowSign, IsOfTheCellThatItsMiddleLiesIn) {
    // The wall is between the columns 77 and 78.
    const auto first = clean(with({margin + 6, 88, 9, 6}));
    EXPECT_TRUE(first[0].has_low_sign);
    EXPECT_FALSE(first[1].has_low_sign);
    const auto last = clean(with({margin + 3 * cell_width - 20, 88, 9, 6}));
    EXPECT_TRUE(last[2].has_low_sign);
    EXPECT_FALSE(last[1].has_low_sign);
    for (const int beyond : {margin - 14, margin + 3 * cell_width + 6}) {
        for (const CleanCell& cell : clean(with({beyond, 88, 6, 6}))) {
            EXPECT_FALSE(cell.has_low_sign);
        }
    }
}

/// How much more ink than of the print is at the foot of the wall behind the first cell.
double foot_pixels(const BoxPx& box, int grey = 0) {
    const auto plain = clean(Sheet()), inked = clean(with(box, grey));
    EXPECT_EQ(inked[2].wall_foot_mm2, 0);
    EXPECT_EQ(inked[1].wall_foot_mm2, plain[1].wall_foot_mm2);
    return (inked[0].wall_foot_mm2 - plain[0].wall_foot_mm2) / px_mm2;
}

constexpr int wall = margin + cell_width, foot = margin + cell_height;

TEST(WallFoot, IsTheInkAroundTheLowerEndOfAWall) {
    EXPECT_NEAR(foot_pixels({wall - 5, foot - 10, 3, 4}), 12, close);
    EXPECT_NEAR(foot_pixels({wall - 5, foot - 10, 3, 4}, 204), 2.4, close);
    // 0.6 mm to each side, 1.3 mm up and half a millimetre down.
    EXPECT_NEAR(foot_pixels({wall - 7, foot - 10, 1, 1}), 1, close);
    EXPECT_NEAR(foot_pixels({wall - 8, foot - 10, 1, 1}), 0, close);
    EXPECT_NEAR(foot_pixels({wall + 6, foot - 10, 1, 1}), 1, close);
    EXPECT_NEAR(foot_pixels({wall + 7, foot - 10, 1, 1}), 0, close);
    EXPECT_NEAR(foot_pixels({wall + 3, foot - 16, 1, 1}), 1, close);
    EXPECT_NEAR(foot_pixels({wall + 3, foot - 17, 1, 1}), 0, close);
    EXPECT_NEAR(foot_pixels({wall + 3, foot + 5, 1, 1}), 1, close);
    EXPECT_NEAR(foot_pixels({wall + 3, foot + 6, 1, 1}), 0, close);
}

TEST(WallFoot, HoldsThePrintItself) {
    // The wall of two by 17 pixels, of which the last is the line's, and the rest of the line.
    EXPECT_NEAR(clean(Sheet())[0].wall_foot_mm2 / px_mm2, 2 * 15 + 14 * 2, close);
}

double pixels_before(const BoxPx& box) {
    const auto cells = clean(with(box));
    EXPECT_EQ(cells[1].before_mm2, 0);
    EXPECT_EQ(cells[2].before_mm2, 0);
    return cells[0].before_mm2 / px_mm2;
}

TEST(InkBefore, IsTheStrokeRightBeforeTheRowAtHalfItsHeight) {
    EXPECT_NEAR(pixels_before({4, 60, 8, 4}), 32, close);
    // From 1.3 to 0.3 mm before the row.
    EXPECT_NEAR(pixels_before({0, 60, 12, 4}), 10 * 4, close);
    EXPECT_NEAR(pixels_before({8, 60, 7, 4}), 6 * 4, close);
    // From three tenths of the height to seven tenths.
    EXPECT_NEAR(pixels_before({6, 30, 4, 20}), 7 * 4, close);
    EXPECT_NEAR(pixels_before({6, 70, 4, 20}), 6 * 4, close);
    EXPECT_NEAR(pixels_before({middle_x, 50, 8, 4}), 0, close);
}

TEST(CellMeasures, AreThoseOfTheInk) {
    const CleanCell cell = clean(with({middle_x, 30, 5, 40}))[1];
    EXPECT_TRUE(cell.has_ink);
    EXPECT_NEAR(cell.ink_mm2, 200 * px_mm2, close);
    EXPECT_NEAR(cell.width_mm, 5 / scale, close);
    EXPECT_NEAR(cell.height_mm, 40 / scale, close);
    EXPECT_NEAR(cell.top_mm, (30 - margin) / scale, close);
}

TEST(CellMeasures, GoOnAboveTheCell) {
    const CleanCell cell = clean(with({middle_x, 8, 5, 60}))[1];
    EXPECT_NEAR(cell.top_mm, (8 - margin) / scale, close);
    EXPECT_NEAR(cell.height_mm, 60 / scale, close);
}

TEST(CellMeasures, AreTakenFromWhereTheCellIsSeen) {
    const auto top_mm = [](int shift) {
        Sheet sheet(0, 0, shift);
        sheet.fill(middle_x, 60, 10, 30, 0);
        return clean(sheet)[1].top_mm;
    };
    EXPECT_NEAR(top_mm(0) * scale, 60 - margin, close);
    EXPECT_NEAR(top_mm(4) * scale, 60 - margin - 4, close);
}

TEST(CellMeasures, NeedTheInkOfACharacter) {
    // 0.15 mm2 are 21.6 pixels.
    EXPECT_TRUE(clean(with({middle_x, 50, 2, 11}))[1].has_ink);
    EXPECT_FALSE(clean(with({middle_x, 50, 3, 7}))[1].has_ink);
}

TEST(CellMeasures, OfACellWithoutInkAreNone) {
    for (const CleanCell& cell : {CleanCell{}, clean(Sheet{})[1]}) {
        EXPECT_FALSE(cell.has_ink || cell.has_low_sign);
        EXPECT_EQ(cell.ink_mm2, 0);
        EXPECT_EQ(cell.width_mm, 0);
        EXPECT_EQ(cell.height_mm, 0);
        EXPECT_EQ(cell.top_mm, 0);
        EXPECT_EQ(cell.before_mm2, 0);
        EXPECT_EQ(cell.tile, CharacterTile{});
    }
    EXPECT_EQ(CleanCell{}.wall_foot_mm2, 0);
}

TEST(CellMeasures, LeaveOutWhatIsSmallAndFar) {
    const auto ink = [](const BoxPx& main, const BoxPx& other) {
        Sheet sheet = with(main);
        sheet.fill(other.x, other.y, other.width, other.height, 0);
        return clean(sheet)[1].ink_mm2 / px_mm2;
    };
    constexpr int x = margin + cell_width + 10;
    // 0.12 mm2 are 17.3 pixels, half a millimetre is six from one pixel to the next.
    EXPECT_NEAR(ink({x, 30, 5, 40}, {x + 14, 50, 17, 1}), 200, close);
    EXPECT_NEAR(ink({x, 30, 5, 40}, {x + 14, 50, 18, 1}), 218, close);
    EXPECT_NEAR(ink({x, 30, 5, 40}, {x + 10, 50, 3, 4}), 212, close);
    EXPECT_NEAR(ink({x, 30, 5, 40}, {x + 11, 50, 3, 4}), 200, close);
    EXPECT_NEAR(ink({x, 30, 5, 40}, {x, 75, 3, 4}), 212, close);
    EXPECT_NEAR(ink({x, 30, 5, 40}, {x, 76, 3, 4}), 200, close);
    // Nothing is far from what is hardly a character itself.
    EXPECT_NEAR(ink({x, 30, 2, 17}, {x + 14, 50, 3, 4}), 46, close);
    EXPECT_NEAR(ink({x, 30, 2, 18}, {x + 14, 50, 3, 4}), 36, close);
    // Salt is never ink of a character.
    EXPECT_NEAR(ink({x, 30, 5, 40}, {x + 7, 50, 5, 1}), 200, close);
    EXPECT_NEAR(ink({x, 30, 5, 40}, {x + 7, 50, 6, 1}), 206, close);
}

int pixel(const CleanCell& cell, int x, int y) {
    return cell.tile.pixels[static_cast<std::size_t>(y * tile_side_px + x)];
}

/// The tile of a bar is the same in each of its rows.
void expect_bar(const CleanCell& cell, const std::array<int, tile_side_px>& row, int top,
                int bottom) {
    for (int y = 0; y < tile_side_px; ++y) {
        for (int x = 0; x < tile_side_px; ++x) {
            const int expected = y >= top && y < bottom ? row[static_cast<std::size_t>(x)] : 0;
            ASSERT_NEAR(pixel(cell, x, y), expected, 1) << x << ", " << y;
        }
    }
}

TEST(Tile, IsTwentyPixelsHighAndHasItsMassInTheMiddle) {
    // Half the size: 2.5 pixels wide.
    std::array<int, tile_side_px> row{};
    row[13] = row[14] = 255;
    row[12] = row[15] = 64;
    expect_bar(clean(with({middle_x, 30, 5, 40}))[1], row, 4, 24);
    expect_bar(clean(with({middle_x + 1, 31, 5, 40}))[1], row, 4, 24);
}

TEST(Tile, IsTwentyPixelsWideOfWhatIsWide) {
    const CleanCell cell = clean(with({middle_x - 20, 50, 40, 5}))[1];
    for (int i = 0; i < tile_side_px; ++i) {
        const bool is_bar = i >= 4 && i < 24;
        EXPECT_NEAR(pixel(cell, i, 12), is_bar ? 64 : 0, 1);
        EXPECT_NEAR(pixel(cell, i, 13), is_bar ? 255 : 0, 1);
        EXPECT_NEAR(pixel(cell, i, 14), is_bar ? 255 : 0, 1);
        EXPECT_NEAR(pixel(cell, i, 15), is_bar ? 64 : 0, 1);
    }
}

TEST(Tile, IsMadeStrongerWhereStrokesAreThin) {
    // Two pixels are one, which lies on two columns: half of the ink each, doubled.
    std::array<int, tile_side_px> row{};
    row[13] = row[14] = 255;
    expect_bar(clean(with({middle_x, 30, 2, 40}))[1], row, 4, 24);
    // One pixel is half of one, a quarter each: at most 2.2 times.
    row[13] = row[14] = 140;
    expect_bar(clean(with({middle_x, 30, 1, 40}))[1], row, 4, 24);
}

TEST(Tile, OfASmallCharacterIsAsIfItWereTwoAndAHalfMillimetresHigh) {
    // 14.4 of 28.8 pixels are ten of twenty.
    const CleanCell cell = clean(with({middle_x - 7, 50, 14, 14}))[1];
    double sum = 0;
    for (const std::uint8_t each : cell.tile.pixels) {
        sum += each / 255.0;
    }
    constexpr double side = 14 * 20 / 28.8;
    EXPECT_NEAR(sum, side * side, 0.5);
}

TEST(CleanSingle, NeedsNoForm) {
    GreyPatch patch{40, 60, std::vector<std::uint8_t>(2400, 255)};
    for (int y = 10; y < 50; ++y) {
        std::fill_n(patch.pixels.begin() + y * 40 + 18, 5, std::uint8_t{0});
    }
    std::array<int, tile_side_px> row{};
    row[13] = row[14] = 255;
    row[12] = row[15] = 64;
    expect_bar(clean_single(patch, scale), row, 4, 24);
    EXPECT_NEAR(clean_single(patch, scale).ink_mm2, 200 * px_mm2, close);
}

TEST(Tile, HasTheGreyRimOfItsStrokes) {
    // One pixel on each side that is too pale to be a stroke of its own.
    constexpr int rim = 102;
    Sheet sheet = with({middle_x - 1, 29, 7, 42}, 255 - rim);
    sheet.fill(middle_x, 30, 5, 40, 0);
    const CleanCell cell = clean(sheet)[1];
    EXPECT_NEAR(cell.ink_mm2, 200 * px_mm2, close);
    EXPECT_NEAR(cell.width_mm, 5 / scale, close);
    // Half a pixel of 0.4 beside what the bar alone has.
    for (const int column : {12, 15}) {
        EXPECT_NEAR(pixel(cell, column, 14), 255 * (0.25 + 0.5 * 0.4), 1);
    }
    for (const int row : {3, 24}) {
        EXPECT_NEAR(pixel(cell, 13, row), 255 * 0.5 * 0.4, 1);
        EXPECT_NEAR(pixel(cell, 12, row), 255 * 0.5 * 0.4 * 0.75, 1);
        EXPECT_NEAR(pixel(cell, 15, row), 255 * 0.5 * 0.4 * 0.75, 1);
    }
    EXPECT_EQ(pixel(cell, 11, 14), 0);
    EXPECT_EQ(pixel(cell, 16, 14), 0);
    EXPECT_EQ(pixel(cell, 13, 2), 0);
    EXPECT_EQ(pixel(cell, 13, 25), 0);
}

TEST(Tile, OfACharacterThatIsCutAtItsWallEndsThere) {
    // A bar from the middle of the second cell to that of the third belongs to both.
    const auto cells = clean(with({middle_x, 50, cell_width, 6}));
    EXPECT_TRUE(cells[1].has_ink && cells[2].has_ink);
    EXPECT_NEAR(cells[1].width_mm, cell_width / 2 / scale, close);
    EXPECT_NEAR(cells[2].width_mm, cell_width / 2 / scale, close);
    for (const int column : {4, 23}) {
        EXPECT_GT(pixel(cells[1], column, 14), 200);
        EXPECT_GT(pixel(cells[2], column, 14), 200);
    }
}

}  // namespace
}  // namespace indgang::ocr
