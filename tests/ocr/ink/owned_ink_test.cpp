// SPDX-License-Identifier: MPL-2.0
// Whose ink it is, on white paper without a printed form: bars of known sizes on both sides of each
// limit of the cleaner.
#include <gtest/gtest.h>

#include <algorithm>

#include "ocr/ink/cell_cleaner.h"

namespace indgang::ocr {
namespace {

constexpr double scale = 12;  // px per mm, so that 1 mm2 has 144 px
constexpr int margin = 24, cell_width = 60, cell_height = 84;
constexpr int wall = margin + cell_width;  // between the first cell and the second

struct Bar {
    int x, y, width, height;
};

/// Two cells side by side.
std::vector<CleanCell> clean(const std::vector<Bar>& bars) {
    GreyPatch patch{2 * margin + 2 * cell_width, 2 * margin + cell_height, {}};
    patch.pixels.assign(static_cast<std::size_t>(patch.width * patch.height), 255);
    for (const Bar& bar : bars) {
        for (int y = bar.y; y < bar.y + bar.height; ++y) {
            std::fill_n(patch.pixels.begin() + y * patch.width + bar.x, bar.width, std::uint8_t{0});
        }
    }
    const std::vector<BoxPx> cells{{margin, margin, cell_width, cell_height},
                                   {wall, margin, cell_width, cell_height}};
    return clean_comb(patch, {patch.width, patch.height, {}, {}}, cells, scale);
}

int ink_px(const CleanCell& cell) {
    return static_cast<int>(cell.ink_mm2 * scale * scale + 0.5);
}

/// A bar above the row with a stem that goes down into the first cell.
std::vector<Bar> hanging(int top, int bar_width, int bar_height, int inside) {
    const int below = top + bar_height;
    return {{40, top, bar_width, bar_height}, {50, below, 5, margin - below + inside}};
}

TEST(OwnedInk, OfAPieceThatIsMostlyOutsideTheRowIsNobodys) {
    // 360 px outside; a fifth of the piece inside, then two fifths.
    EXPECT_FALSE(clean(hanging(2, 30, 10, 20))[0].has_ink);
    EXPECT_TRUE(clean(hanging(2, 30, 10, 50))[0].has_ink);
}

TEST(OwnedInk, OfAPieceThatRunsOutOfThePatchIsMostlyAnotherRows) {
    EXPECT_FALSE(clean(hanging(0, 30, 10, 50))[0].has_ink);
    EXPECT_TRUE(clean(hanging(0, 10, 5, 60))[0].has_ink);
}

TEST(OwnedInk, OfTheNeighboursTailIsTheNeighbours) {
    // A quarter of the piece stands in the second cell, 10 px deep.
    const auto cells = clean({{wall - 20, 40, 20, 30}, {wall, 40, 10, 20}});
    EXPECT_EQ(ink_px(cells[0]), 800);
    EXPECT_FALSE(cells[1].has_ink);
}

TEST(OwnedInk, OfTwoCharactersThatTouchIsCutAtTheWall) {
    // A third of the piece stands in the second cell.
    const auto cells = clean({{wall - 20, 40, 20, 30}, {wall, 40, 10, 30}});
    EXPECT_EQ(ink_px(cells[0]), 600);
    EXPECT_EQ(ink_px(cells[1]), 300);
}

TEST(OwnedInk, OfABarThatReachesDeepIsCutAtTheWall) {
    // 0.45 of a cell of 60 px are 27 px.
    const auto shallow = clean({{wall - 20, 40, 20, 30}, {wall, 40, 28, 4}});
    EXPECT_EQ(ink_px(shallow[0]), 600 + 28 * 4);
    EXPECT_FALSE(shallow[1].has_ink);
    const auto deep = clean({{wall - 20, 40, 20, 30}, {wall, 40, 29, 4}});
    EXPECT_EQ(ink_px(deep[0]), 600);
    EXPECT_EQ(ink_px(deep[1]), 29 * 4);
}

TEST(OwnedInk, OfABarThatReachesDeepToTheLeftIsCutToo) {
    const auto shallow = clean({{wall, 40, 20, 30}, {wall - 27, 40, 27, 4}});
    EXPECT_FALSE(shallow[0].has_ink);
    const auto deep = clean({{wall, 40, 20, 30}, {wall - 28, 40, 28, 4}});
    EXPECT_EQ(ink_px(deep[0]), 28 * 4);
    EXPECT_EQ(ink_px(deep[1]), 600);
}

/// A stroke of 600 px, and a piece beside it so many px away.
CleanCell stroke_and(int gap, int width, int height) {
    return clean({{30, 40, 10, 60}, {40 + gap, 60, width, height}})[0];
}

TEST(OwnedInk, OfASmallPieceIsDirtBeyondHalfAMillimetre) {
    EXPECT_EQ(ink_px(stroke_and(5, 4, 4)), 616);
    EXPECT_EQ(ink_px(stroke_and(6, 4, 4)), 600);
}

TEST(OwnedInk, OfALargerPieceIsKeptHoweverFarItIs) {
    // 0.12 mm2 are 17.3 px.
    EXPECT_EQ(ink_px(stroke_and(20, 17, 1)), 600);
    EXPECT_EQ(ink_px(stroke_and(20, 6, 3)), 618);
}

TEST(OwnedInk, OfPiecesThatLeadToEachOtherIsOneCharacter) {
    // Each is within half a millimetre of the one before.
    EXPECT_EQ(ink_px(clean({{30, 40, 10, 60}, {44, 60, 4, 4}, {52, 61, 3, 5}})[0]), 631);
}

TEST(OwnedInk, OfSaltIsNone) {
    // 0.035 mm2 are 5.04 px.
    EXPECT_EQ(ink_px(stroke_and(3, 5, 1)), 600);
    EXPECT_EQ(ink_px(stroke_and(3, 3, 2)), 606);
}

TEST(OwnedInk, OfLessThanAnyCharacterIsNone) {
    // 0.15 mm2 are 21.6 px.
    EXPECT_FALSE(clean({{40, 50, 3, 7}})[0].has_ink);
    EXPECT_TRUE(clean({{40, 50, 2, 11}})[0].has_ink);
}

TEST(OwnedInk, OfASmallCharacterIsNotMagnifiedToTheWholeTile) {
    // 1 mm of 2.4 mm, which would fill 20 px of the tile.
    const CleanCell cell = clean({{40, 50, 12, 12}})[0];
    int widest = 0;
    for (int y = 0; y < tile_side_px; ++y) {
        int width = 0;
        for (int x = 0; x < tile_side_px; ++x) {
            width += cell.tile.pixels[static_cast<std::size_t>(y * tile_side_px + x)] > 127 ? 1 : 0;
        }
        widest = std::max(widest, width);
    }
    EXPECT_NEAR(widest, 20 * 1 / 2.4, 1);
    EXPECT_NEAR(cell.width_mm, 1, 1e-9);
    EXPECT_NEAR(cell.height_mm, 1, 1e-9);
}

}  // namespace
}  // namespace indgang::ocr
