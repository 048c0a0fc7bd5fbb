// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/new_ink.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/ocr/ink/marked_page.h"

namespace indgang::ocr {
namespace {

using marked::MarkedPage;

// 240 x 60 pixels; a square of added ink has 4 x 4.
constexpr BoxMm box{10, 20, 20, 5};

MarkedPage page() {
    return MarkedPage(box, MarkedPage::Lines::on_none);
}
bool is_written(const MarkedPage& page) {
    return page.read(
        [](const PageOnBlank& at, const BoxMm& where) { return has_writing(at, where); });
}
std::vector<bool> columns(const MarkedPage& page) {
    return page.read([](const PageOnBlank& at, const BoxMm& where) {
        return columns_with_new_ink(at, where, 3);
    });
}

TEST(NewInk, IsInTheColumnsThatItReaches) {
    EXPECT_EQ(columns(page()), std::vector<bool>(7, false));
    EXPECT_EQ(columns(page().draw(40, 20, 8, 8)),
              (std::vector<bool>{false, true, false, false, false, false, false}));
    EXPECT_EQ(columns(page().draw(0, 0, 240, 4)), std::vector<bool>(7, true));
    EXPECT_EQ(columns(page().draw(68, 56, 8, 4)),
              (std::vector<bool>{false, true, true, false, false, false, false}));
    EXPECT_EQ(columns(page().draw(0, 64, 240, 4)), std::vector<bool>(7, false));
    EXPECT_EQ(columns(page().draw(0, -8, 240, 4)), std::vector<bool>(7, false));
}

/// Blobs of 8 x 8 pixels, each in a square millimetre of its own, in a row.
MarkedPage blobs(int count, int row = 0) {
    MarkedPage made = page();
    for (int i = 0; i < count; ++i) {
        made.draw(26 + 12 * i, 2 + 12 * row, 8, 8);
    }
    return made;
}

TEST(HasWriting, NeedsMoreThanAStroke) {
    EXPECT_FALSE(is_written(page()));
    EXPECT_FALSE(is_written(blobs(12))) << "of one row";
    EXPECT_TRUE(is_written(blobs(5).draw(26, 14, 8, 8)));
    EXPECT_FALSE(is_written(blobs(4).draw(26, 14, 8, 8))) << "of five squares";
}

TEST(HasWriting, NeedsFourColumns) {
    const auto block = [](int across, int down) {
        return page().draw(24, 0, 12 * across, 12 * down);
    };
    EXPECT_FALSE(is_written(block(3, 4)));
    EXPECT_TRUE(is_written(block(4, 3)));
    EXPECT_FALSE(is_written(block(7, 1)));
    EXPECT_TRUE(is_written(block(4, 2)));
}

TEST(HasWriting, NeedsTwoSquaresOfAddedInkInAMillimetre) {
    // Two rows of six millimetres with so much ink in each.
    const auto dots = [](int dot_width) {
        MarkedPage made = page();
        for (int i = 0; i < 6; ++i) {
            made.draw(28 + 12 * i, 4, dot_width, 4).draw(28 + 12 * i, 16, dot_width, 4);
        }
        return made;
    };
    EXPECT_FALSE(is_written(dots(4)));
    EXPECT_TRUE(is_written(dots(8)));
}

TEST(HasWriting, HangsTogetherOverAPrintedLine) {
    // One empty square between two rows, then two.
    const auto rows = [](int second) {
        return page().draw(24, 0, 48, 12).draw(24, 12 * second, 48, 12);
    };
    EXPECT_TRUE(is_written(rows(2)));
    EXPECT_FALSE(is_written(rows(3)));
}

TEST(HasWriting, IsWithinItsBox) {
    EXPECT_FALSE(is_written(page().draw(24, 60, 100, 24)));
    EXPECT_FALSE(is_written(page().draw(24, -30, 100, 24)));
    EXPECT_FALSE(is_written(page().draw(240, 10, 100, 24)));
    EXPECT_TRUE(is_written(page().draw(180, 36, 60, 24)));
}

GreyPatch patch_with(const std::vector<BoxPx>& boxes, std::uint8_t grey = 0) {
    GreyPatch patch{20, 10, std::vector<std::uint8_t>(200, 255)};
    for (const BoxPx& each : boxes) {
        for (int y = each.y; y < each.y + each.height; ++y) {
            std::fill_n(patch.pixels.begin() + y * 20 + each.x, each.width, grey);
        }
    }
    return patch;
}

TEST(FindPieces, SaysHowLargeAndWhereTheyAre) {
    const auto pieces = find_pieces(patch_with({{2, 1, 3, 4}, {10, 0, 1, 10}}), {0, 0, 20, 10});
    ASSERT_EQ(pieces.size(), 2U);
    EXPECT_EQ(pieces[0].pixels, 10);
    EXPECT_EQ(pieces[0].top, 0);
    EXPECT_EQ(pieces[0].bottom, 9);
    EXPECT_EQ(pieces[1].pixels, 12);
    EXPECT_EQ(pieces[1].top, 1);
    EXPECT_EQ(pieces[1].bottom, 4);
}

TEST(FindPieces, HangTogetherAtTheirCorners) {
    EXPECT_EQ(find_pieces(patch_with({{2, 1, 3, 3}, {5, 4, 3, 3}}), {0, 0, 20, 10}).size(), 1U);
    EXPECT_EQ(find_pieces(patch_with({{2, 1, 3, 3}, {6, 4, 3, 3}}), {0, 0, 20, 10}).size(), 2U);
    EXPECT_EQ(find_pieces(patch_with({{2, 1, 3, 3}, {2, 5, 3, 3}}), {0, 0, 20, 10}).size(), 2U);
}

TEST(FindPieces, AreDarkerThanTheMiddle) {
    EXPECT_EQ(find_pieces(patch_with({{2, 1, 3, 3}}, 127), {0, 0, 20, 10}).size(), 1U);
    EXPECT_EQ(find_pieces(patch_with({{2, 1, 3, 3}}, 128), {0, 0, 20, 10}).size(), 0U);
}

TEST(FindPieces, AreCutOffWhereThePartEnds) {
    const GreyPatch black = patch_with({{0, 0, 20, 10}});
    const auto pixels = [&](const BoxPx& part) {
        const auto pieces = find_pieces(black, part);
        return pieces.empty() ? 0 : pieces.front().pixels;
    };
    EXPECT_EQ(pixels({5, 2, 4, 3}), 12);
    EXPECT_EQ(pixels({0, 0, 20, 10}), 200);
    EXPECT_EQ(pixels({0, 0, 40, 40}), 200);
    EXPECT_EQ(pixels({-3, -2, 20, 10}), 200);
    EXPECT_EQ(pixels({18, 8, 9, 9}), 4);
    EXPECT_EQ(pixels({20, 0, 5, 5}), 0);
    EXPECT_EQ(pixels({0, 10, 5, 5}), 0);
    EXPECT_EQ(pixels({0, 0, 0, 5}), 0);
    EXPECT_EQ(pixels({0, 0, 5, 0}), 0);
}

}  // namespace
}  // namespace indgang::ocr
