// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/added_ink.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ocr/ink/line_removal.h"
#include "tests/ocr/ink/square_page.h"

namespace indgang::ocr {
namespace {

using squares::side;
using squares::SquarePage;

constexpr double square_mm2 = 1.0 / 9, close = 1e-9;

std::vector<AddedPiece> pieces(const SquarePage& page) {
    return page.added().pieces([](const PointMm&) { return true; });
}

void expect_box(const BoxMm& seen, const BoxMm& expected) {
    EXPECT_NEAR(seen.x, expected.x, close);
    EXPECT_NEAR(seen.y, expected.y, close);
    EXPECT_NEAR(seen.width, expected.width, close);
    EXPECT_NEAR(seen.height, expected.height, close);
}

TEST(AddedPieces, AreMeasuredBySquares) {
    SquarePage page;
    page.draw(20, 30, 5, 2);
    page.draw(21, 32, 1, 3);
    const auto found = pieces(page);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].squares.size(), 13U);
    expect_box(found[0].box, SquarePage::box(20, 30, 5, 5));
    EXPECT_NEAR(found[0].area_mm2, 13 * square_mm2, close);
    EXPECT_NEAR(found[0].ink_mm2, 13 * square_mm2, close);
    EXPECT_EQ(found[0].solid_mm2, 0);
    EXPECT_NEAR(found[0].squares.front().x, SquarePage::point(20.5, 30.5).x, close);
    EXPECT_NEAR(found[0].squares.front().y, SquarePage::point(20.5, 30.5).y, close);
}

TEST(AddedPieces, HaveLessInkWhereTheyArePale) {
    SquarePage page;
    page.draw(20, 30, 5, 2, 204);
    ASSERT_EQ(pieces(page).size(), 1U);
    EXPECT_NEAR(pieces(page)[0].area_mm2, 10 * square_mm2, close);
    EXPECT_NEAR(pieces(page)[0].ink_mm2, 2 * square_mm2, close);
}

TEST(AddedPieces, HangTogetherOverOneEmptySquare) {
    for (const auto& [column, row] : {std::pair{2, 0}, {0, 2}, {2, 2}, {-2, 2}, {1, 2}}) {
        SquarePage page;
        page.draw(20, 30);
        page.draw(20 + column, 30 + row);
        EXPECT_EQ(pieces(page).size(), 1U) << column << ", " << row;
    }
    for (const auto& [column, row] : {std::pair{3, 0}, {0, 3}, {3, 3}, {-3, 1}}) {
        SquarePage page;
        page.draw(20, 30);
        page.draw(20 + column, 30 + row);
        EXPECT_EQ(pieces(page).size(), 2U) << column << ", " << row;
    }
}

TEST(AddedPieces, GrowToAllSides) {
    // A ring that is seen first at its upper left, and what hangs on it behind and before.
    SquarePage page;
    page.draw(20, 30, 9, 1);
    page.draw(20, 38, 9, 1);
    page.draw(12, 38, 8, 1);
    page.draw(28, 30, 1, 9);
    ASSERT_EQ(pieces(page).size(), 1U);
    expect_box(pieces(page)[0].box, SquarePage::box(12, 30, 17, 9));
    EXPECT_EQ(pieces(page)[0].squares.size(), 9U + 9U + 8U + 7U);
}

TEST(AddedPieces, AreSolidWithAMillimetreOfInkOnAllFourSides) {
    const auto solid = [](int column, int row, int width, int height) {
        SquarePage page;
        page.draw(column, row, width, height);
        return pieces(page).at(0).solid_mm2 / square_mm2;
    };
    EXPECT_NEAR(solid(20, 30, 9, 8), 6, close);
    EXPECT_NEAR(solid(20, 30, 6, 20), 0, close);
    EXPECT_NEAR(solid(20, 30, 20, 6), 0, close);
    // At the edges of the page.
    EXPECT_NEAR(solid(0, 0, 7, 7), 1, close);
    EXPECT_NEAR(solid(side - 7, side - 7, 7, 7), 1, close);
    EXPECT_NEAR(solid(side - 7, 0, 7, 8), 2, close);
    EXPECT_NEAR(solid(0, side - 7, 8, 7), 2, close);
}

TEST(AddedPieces, AreOfWhatIsWantedOnly) {
    SquarePage page;
    page.draw(20, 30, 10, 1);
    const auto left = page.added().pieces(
        [](const PointMm& point) { return point.x < SquarePage::point(24, 0).x; });
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].squares.size(), 4U);
}

TEST(AddedPieces, ReachToTheEdgesOfThePage) {
    SquarePage page;
    for (const int column : {0, side - 1}) {
        for (const int row : {0, side - 1}) {
            page.draw(column, row);
        }
    }
    EXPECT_EQ(pieces(page).size(), 4U);
}

TEST(AddedInk, IsWhereItsSquaresAre) {
    SquarePage page;
    page.draw(20, 30);
    const AddedInk added = page.added();
    for (const double x : {20.01, 20.99}) {
        for (const double y : {30.01, 30.99}) {
            EXPECT_TRUE(added.is_at(SquarePage::point(x, y)));
        }
    }
    for (const double off : {-0.01, 1.01}) {
        EXPECT_FALSE(added.is_at(SquarePage::point(20 + off, 30.5)));
        EXPECT_FALSE(added.is_at(SquarePage::point(20.5, 30 + off)));
    }
}

TEST(AddedInk, IsNotBeyondThePage) {
    SquarePage page;
    page.draw(0, 60, side, 1);
    page.draw(60, 0, 1, side);
    page.draw(0, 90, 2, 1);
    page.draw(90, 0, 1, 2);
    page.draw(side - 2, 90, 2, 1);
    page.draw(90, side - 2, 1, 2);
    const AddedInk added = page.added();
    EXPECT_TRUE(added.is_at(SquarePage::point(0.01, 90.5)));
    EXPECT_TRUE(added.is_at(SquarePage::point(90.5, 0.01)));
    EXPECT_TRUE(added.is_at(SquarePage::point(side - 0.01, 90.5)));
    EXPECT_TRUE(added.is_at(SquarePage::point(90.5, side - 0.01)));
    EXPECT_FALSE(added.is_at(SquarePage::point(-0.01, 90.5)));
    EXPECT_FALSE(added.is_at(SquarePage::point(90.5, -0.01)));
    EXPECT_FALSE(added.is_at(SquarePage::point(side + 0.01, 90.5)));
    EXPECT_FALSE(added.is_at(SquarePage::point(90.5, side + 0.01)));
}

TEST(AddedInk, MakesItDarkTwoSquaresAround) {
    SquarePage page;
    page.draw(20, 30);
    page.draw(0, 90);
    page.draw(90, side - 1);
    const AddedInk added = page.added();
    for (const int off : {-2, 2}) {
        EXPECT_TRUE(added.is_dark_near(SquarePage::point(20.5 + off, 30.5)));
        EXPECT_TRUE(added.is_dark_near(SquarePage::point(20.5, 30.5 + off)));
    }
    for (const int off : {-3, 3}) {
        EXPECT_FALSE(added.is_dark_near(SquarePage::point(20.5 + off, 30.5)));
        EXPECT_FALSE(added.is_dark_near(SquarePage::point(20.5, 30.5 + off)));
    }
    EXPECT_TRUE(added.is_dark_near(SquarePage::point(-1.5, 90.5)));
    EXPECT_FALSE(added.is_dark_near(SquarePage::point(-2.5, 90.5)));
    EXPECT_TRUE(added.is_dark_near(SquarePage::point(90.5, side + 1.5)));
    EXPECT_FALSE(added.is_dark_near(SquarePage::point(90.5, side + 2.5)));
}

TEST(AddedInk, IsMeasuredByTheSquaresWhoseMiddleLiesInABox) {
    SquarePage page;
    page.draw(20, 30, 4, 4);
    const AddedInk added = page.added();
    const auto area = [&](double column, double row, double width, double height) {
        const BoxMm box = SquarePage::box(column, row, width, height);
        EXPECT_NEAR(added.area_mm2(box), added.largest_mm2(box), close);
        return added.area_mm2(box) / square_mm2;
    };
    EXPECT_NEAR(area(20, 30, 4, 4), 16, close);
    EXPECT_NEAR(area(0, 0, side, side), 16, close);
    EXPECT_NEAR(area(-50, -50, 400, 400), 16, close);
    EXPECT_NEAR(area(20.4, 30, 4, 4), 16, close);
    EXPECT_NEAR(area(20.6, 30, 4, 4), 12, close);
    EXPECT_NEAR(area(20, 30.6, 4, 4), 12, close);
    EXPECT_NEAR(area(20, 30, 3.4, 4), 12, close);
    EXPECT_NEAR(area(20, 30, 4, 3.4), 12, close);
    EXPECT_NEAR(area(20, 30, 3.6, 3.6), 16, close);
    EXPECT_NEAR(area(24, 30, 9, 9), 0, close);
    EXPECT_NEAR(area(300, 300, 9, 9), 0, close);
    EXPECT_NEAR(area(-90, -90, 9, 9), 0, close);
}

TEST(AddedInk, IsLargestWhereItHangsTogether) {
    SquarePage page;
    page.draw(20, 30, 4, 1);
    page.draw(30, 30, 6, 1);
    page.draw(40, 30, 5, 1);
    const AddedInk added = page.added();
    EXPECT_NEAR(added.largest_mm2(SquarePage::box(10, 20, 60, 60)), 6 * square_mm2, close);
    EXPECT_NEAR(added.area_mm2(SquarePage::box(10, 20, 60, 60)), 15 * square_mm2, close);
    // Cut off where the box ends.
    EXPECT_NEAR(added.largest_mm2(SquarePage::box(10, 20, 23, 60)), 4 * square_mm2, close);
}

TEST(AddedInk, MakesPaleInkCountWhereThereIsACharacterOfIt) {
    const auto faint = [](int squares_drawn, int depth) {
        SquarePage page(side, side, depth);
        page.draw(20, 30, squares_drawn, 1);
        return page.added().faint_ink(SquarePage::box(15, 25, 30, 10));
    };
    // Twice the least that is visible on clean paper is less than readers may be shown.
    EXPECT_EQ(faint(10, 8), 16);
    EXPECT_EQ(faint(8, 8), usual_faint_ink);
    EXPECT_EQ(faint(10, 1), usual_faint_ink);
}

TEST(AddedInk, MakesPaleInkCountForLessOnGrainyPaper) {
    SquarePage page;
    // Two in five squares have an ink of 1: visible are 14.
    for (int row = 0; row < side; ++row) {
        for (int column = 0; column < side; column += 5) {
            page.draw(column, row, 2, 1, 254);
        }
    }
    page.draw(20, 30, 10, 1);
    EXPECT_EQ(page.added().faint_ink(SquarePage::box(15, 25, 30, 10)), 28);
}

TEST(AddedInk, IsNotInLinesFromEdgeToEdge) {
    for (const bool is_upright : {false, true}) {
        SquarePage page;
        is_upright ? page.draw(90, 0, 1, side) : page.draw(0, 90, side, 1);
        page.draw(20, 30, 3, 3);
        const AddedInk added = page.added();
        ASSERT_EQ(added.lines().size(), 1U);
        EXPECT_EQ(added.lines()[0].is_upright, is_upright);
        EXPECT_NEAR(added.area_mm2(SquarePage::box(0, 0, side, side)), square_mm2 * 9, close);
        EXPECT_TRUE(added.has_line_through(SquarePage::box(86, 86, 9, 9)));
        EXPECT_FALSE(added.has_line_through(SquarePage::box(20, 20, 9, 9)));
    }
}

TEST(AddedInk, KeepsLinesWithinThreeMillimetresOfTheEdge) {
    // The form's corner is in column 6 and row 3; its far edges are 60 mm on.
    const auto lines = [](int column, int row) {
        SquarePage page;
        column > 0 ? page.draw(column, 0, 1, side) : page.draw(0, row, side, 1);
        return page.added().lines().size();
    };
    EXPECT_EQ(lines(14, 0), 0U);
    EXPECT_EQ(lines(15, 0), 1U);
    EXPECT_EQ(lines(0, 11), 0U);
    EXPECT_EQ(lines(0, 12), 1U);
    EXPECT_EQ(lines(176, 0), 1U);
    EXPECT_EQ(lines(177, 0), 0U);
    EXPECT_EQ(lines(0, 173), 1U);
    EXPECT_EQ(lines(0, 174), 0U);
}

TEST(AddedInk, HasALineThroughABoxWhereItCrossesTheBoxsMiddle) {
    const PageLine upright{true, 50, 0.1}, flat{false, 50, 0.1};
    // At 100 mm it has got to 60.
    const auto both = [&](double from, double size) {
        const bool is_through = AddedInk::has_line_through({from, 90, size, 20}, upright);
        EXPECT_EQ(AddedInk::has_line_through({90, from, 20, size}, flat), is_through);
        return is_through;
    };
    EXPECT_TRUE(both(55, 10));
    EXPECT_TRUE(both(59.9, 10));
    EXPECT_FALSE(both(60.1, 10));
    EXPECT_TRUE(both(55, 5.1));
    EXPECT_FALSE(both(55, 4.9));
}

TEST(AddedInk, SeesScatteredDotsInABox) {
    SquarePage page(side, side, 1);
    for (const auto& [column, row] : {std::pair{40, 40}, {41, 41}, {42, 41}, {43, 42}, {44, 42}}) {
        page.fill({column * 4 + 1, row * 4 + 1, 1, 1});
    }
    const AddedInk added = page.added();
    EXPECT_TRUE(added.has_scattered_dots(SquarePage::box(35, 35, 20, 20)));
    EXPECT_TRUE(added.has_scattered_dots(SquarePage::box(40, 40, 5, 3)));
    EXPECT_FALSE(added.has_scattered_dots(SquarePage::box(40.6, 35, 20, 20)));
    EXPECT_FALSE(added.has_scattered_dots(SquarePage::box(35, 40.6, 20, 20)));
    EXPECT_FALSE(added.has_scattered_dots(SquarePage::box(35, 35, 9.4, 20)));
    EXPECT_FALSE(added.has_scattered_dots(SquarePage::box(35, 35, 20, 7.4)));
    EXPECT_TRUE(added.is_paper_clean());
    EXPECT_FALSE(added.is_paper_dotted());
    // Next to print the dots are its rim.
    page.print({40 * 4, 41 * 4, 20, 4});
    page.mask();
    EXPECT_FALSE(page.added().has_scattered_dots(SquarePage::box(35, 35, 20, 20)));
}

TEST(AddedInk, IsNotNearPrint) {
    SquarePage page;
    page.print({240, 240, 12, 12});
    page.mask();
    page.draw(60, 60, 3, 3);
    EXPECT_TRUE(pieces(page).empty());
    page.draw(66, 60, 3, 3);
    ASSERT_EQ(pieces(page).size(), 1U);
    expect_box(pieces(page)[0].box, SquarePage::box(66, 60, 3, 3));
}

TEST(AddedPieces, HangTogetherAtTheEdgesOfThePageToo) {
    for (const auto& [column, row] :
         {std::pair{side - 1, 90}, {side - 3, 90}, {0, 90}, {90, 0}, {90, side - 3}}) {
        SquarePage page;
        page.draw(column, row);
        page.draw(std::min(column + 2, side - 1), std::min(row + 2, side - 1));
        EXPECT_EQ(pieces(page).size(), 1U) << column << ", " << row;
    }
}

}  // namespace
}  // namespace indgang::ocr
