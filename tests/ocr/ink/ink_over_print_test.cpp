// SPDX-License-Identifier: MPL-2.0
// Bars of print half a millimetre apart all over the form, so that a window of 2 mm has the same
// print wherever it lies, and strokes across them.
#include <gtest/gtest.h>

#include <array>

#include "tests/ocr/ink/square_page.h"

namespace indgang::ocr {
namespace {

using squares::side;
using squares::SquarePage;

struct Bars {
    int width_px = 1;  ///< of 6
    int grey = 0;
};

void draw_bars(SquarePage& page, Bars on_blank, Bars on_page, int from_px = 0, int columns = side,
               int rows = side) {
    for (int x = from_px; x < columns * 4; x += 6) {
        page.print({x, 0, on_blank.width_px, rows * 4}, on_blank.grey);
        page.fill({x, 0, on_page.width_px, rows * 4}, on_page.grey);
    }
    page.mask();
}

bool has_ink(const SquarePage& page, std::span<const BoxMm> places = {}) {
    return !page.added(places).pieces([](const PointMm&) { return true; }).empty();
}

/// A black stroke 10 mm long and so many pixels high, which begins with a window.
bool is_stroke_seen(int height_px, Bars on_blank, Bars on_page) {
    SquarePage page;
    draw_bars(page, on_blank, on_page);
    EXPECT_FALSE(has_ink(page));
    page.fill({240, 240, 120, height_px});
    return has_ink(page);
}

TEST(InkOverPrint, IsSeenFrom06SquareMillimetresInAWindowOn) {
    // Of a row of 24 pixels four are print: five rows add 100 of 144.
    EXPECT_FALSE(is_stroke_seen(4, {}, {}));
    EXPECT_TRUE(is_stroke_seen(5, {}, {}));
}

TEST(InkOverPrint, IsSeenFromHalfAsMuchAsThePrintHasOn) {
    // Three of six pixels are print: 2 mm2, of which half are twelve rows of a stroke.
    EXPECT_FALSE(is_stroke_seen(11, {3}, {3}));
    EXPECT_TRUE(is_stroke_seen(13, {3}, {3}));
}

TEST(InkOverPrint, IsMoreThanThisScansBoldness) {
    // Twice as bold counts as 1.8 times: from 1.33 mm2 on, 1.8 mm2 are ink over print.
    EXPECT_FALSE(is_stroke_seen(4, {1}, {2}));
    EXPECT_TRUE(is_stroke_seen(5, {1}, {2}));
}

TEST(InkOverPrint, IsMoreThanPalePrint) {
    // 0.4 times as dark counts as 0.6 times: from 0.27 mm2 on, 1 mm2 is ink over print.
    EXPECT_FALSE(is_stroke_seen(4, {1}, {1, 255 - 102}));
    EXPECT_TRUE(is_stroke_seen(5, {1}, {1, 255 - 102}));
}

TEST(InkOverPrint, TakesTheBoldnessOfTheBolderQuarter) {
    const auto is_seen = [](int bold_from_px) {
        SquarePage page;
        draw_bars(page, {1}, {1});
        draw_bars(page, {1}, {2}, bold_from_px);
        page.fill({120, 240, 120, 6});
        return has_ink(page);
    };
    EXPECT_FALSE(is_seen(504));
    EXPECT_TRUE(is_seen(600));
}

TEST(InkOverPrint, IsLookedForWherePrintHas015SquareMillimetres) {
    // A fifth of 0.67 mm2 is less.
    EXPECT_FALSE(is_stroke_seen(12, {1, 255 - 51}, {1, 255 - 51}));
    EXPECT_TRUE(is_stroke_seen(12, {1, 255 - 64}, {1, 255 - 64}));
}

TEST(InkOverPrint, IsLookedForInFiftyWindowsOfPrint) {
    // A window is six squares, the next begins three squares on.
    const auto is_seen = [](int across, int down) {
        const int columns = 6 + 3 * (across - 1), rows = 6 + 3 * (down - 1);
        SquarePage page(columns, rows);
        draw_bars(page, {}, {}, 0, columns, rows);
        page.fill({0, 24, 60, 6});
        return has_ink(page);
    };
    EXPECT_FALSE(is_seen(7, 7));
    EXPECT_TRUE(is_seen(5, 10));
    EXPECT_TRUE(is_seen(10, 5));
}

TEST(InkOverPrint, IsNoneNextToAPlaceToWrite) {
    SquarePage page;
    draw_bars(page, {}, {});
    page.fill({240, 240, 120, 5});
    const auto is_seen = [&](const BoxMm& place) { return has_ink(page, std::array{place}); };
    EXPECT_TRUE(is_seen({5, 5, 3, 3}));
    EXPECT_FALSE(is_seen({18, 19, 10, 1}));
    // Windows that show the stroke have their middles at 19.2 and 20.2 mm; one row of them is
    // enough, and those within a millimetre of a place are left out.
    EXPECT_FALSE(is_seen({10, 20.1, 30, 3}));
    EXPECT_TRUE(is_seen({10, 20.3, 30, 3}));
    EXPECT_FALSE(is_seen({10, 16.3, 30, 3}));
    EXPECT_TRUE(is_seen({10, 16.0, 30, 3}));
    // Side by side they have their middles at 19.2, 20.2, ... and 27.2 mm; two of each row are
    // enough.
    EXPECT_FALSE(is_seen({21.0, 10, 30, 20}));
    EXPECT_TRUE(is_seen({21.3, 10, 30, 20}));
    EXPECT_TRUE(is_seen({0, 10, 25.0, 20}));
    EXPECT_FALSE(is_seen({0, 10, 25.3, 20}));
}

TEST(InkOverPrint, IsNoneWhereEachPrintHasSomethingOfItsOwn) {
    SquarePage page;
    draw_bars(page, {}, {});
    page.fill({240, 240, 120, 5});
    page.mask(std::array{BoxMm{10, 10, 30, 20}});
    EXPECT_FALSE(has_ink(page));
}

TEST(InkOverPrint, IsLongerThanTwoWindows) {
    // Within one window each quarter has less than a third of a stroke's ink, or more.
    const auto is_seen = [](int rows) {
        SquarePage page;
        draw_bars(page, {}, {});
        page.fill({240, 240, 24, rows});
        page.fill({240, 252, 24, rows});
        return has_ink(page);
    };
    EXPECT_FALSE(is_seen(4));
    EXPECT_TRUE(is_seen(5));
}

/// Bars in every third column of squares, and nothing between.
SquarePage with_wide_bars() {
    SquarePage page;
    for (int x = 0; x < side * 4; x += 12) {
        page.print({x, 0, 2, side * 4});
        page.fill({x, 0, 2, side * 4});
    }
    page.mask();
    return page;
}

TEST(InkOverPrint, IsInAllFourWindowsThatShareIt) {
    // A blot of three squares each way is a quarter of each. At the outer corner of each is one
    // more square, which is in no other window with so much ink.
    SquarePage page = with_wide_bars();
    page.draw(60, 60, 3, 3);
    for (const int column : {57, 63}) {
        for (const int row : {57, 65}) {
            page.draw(column, row);
        }
    }
    std::size_t squares = 0;
    for (const AddedPiece& piece : page.added().pieces([](const PointMm&) { return true; })) {
        squares += piece.squares.size();
    }
    EXPECT_EQ(squares, 9U + 4U);
}

TEST(InkOverPrint, IsTheVisibleSquaresOfItsWindows) {
    SquarePage page = with_wide_bars();
    ASSERT_FALSE(has_ink(page));
    page.fill({240, 240, 120, 8});
    const auto pieces = page.added().pieces([](const PointMm&) { return true; });
    ASSERT_FALSE(pieces.empty());
    for (const PointMm& square : pieces[0].squares) {
        const double column = (square.x + 2) * 3 - 0.5, row = (square.y + 1) * 3 - 0.5;
        const bool is_bar = static_cast<int>(column + 0.01) % 3 == 0;
        const bool is_stroke = row > 59.9 && row < 61.1 && column > 59.9 && column < 89.1;
        EXPECT_TRUE(is_bar || is_stroke) << column << ", " << row;
    }
}

}  // namespace
}  // namespace indgang::ocr
