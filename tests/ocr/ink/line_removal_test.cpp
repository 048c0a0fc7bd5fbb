// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/line_removal.h"

#include <gtest/gtest.h>

#include <array>

namespace indgang::ocr {
namespace {

constexpr double scale = 10;  // px per mm
constexpr int width = 120, height = 60, line_top = 30;

/// A row with a printed line from edge to edge, and its blank.
struct Row {
    explicit Row(int line_px = 3, int line_ink = 255) {
        patch =
            blank = {width, height, std::vector<std::uint8_t>(std::size_t{width} * height, 255)};
        fill(patch, {0, line_top, width, line_px}, line_ink);
        fill(blank, {0, line_top, width, line_px}, 255);
    }
    static void fill(GreyPatch& to, const BoxPx& box, int ink) {
        for (int y = box.y; y < box.y + box.height; ++y) {
            for (int x = box.x; x < box.x + box.width; ++x) {
                to.pixels[static_cast<std::size_t>(y * width + x)] =
                    static_cast<std::uint8_t>(255 - ink);
            }
        }
    }
    Row& draw(const BoxPx& box, int ink = 255) {
        fill(patch, box, ink);
        return *this;
    }
    [[nodiscard]] InkPicture removed(int faint_ink = usual_faint_ink) const {
        constexpr std::array all{BoxPx{0, 0, width, height}};
        return remove_form(patch, print_of(blank), all, scale, faint_ink);
    }

    GreyPatch patch, blank;
};

Row white() {
    Row row;
    row.patch =
        row.blank = {width, height, std::vector<std::uint8_t>(std::size_t{width} * height, 255)};
    return row;
}

int kept(const InkPicture& picture, const BoxPx& box) {
    int count = 0;
    for (int y = box.y; y < box.y + box.height; ++y) {
        count += picture.kept.count(y, box.x, box.x + box.width);
    }
    return count;
}
constexpr BoxPx everything{0, 0, width, height};

TEST(RemoveForm, TakesThePrintAndSaysWhereItWas) {
    const InkPicture picture = Row().removed();
    EXPECT_EQ(kept(picture, everything), 0);
    EXPECT_EQ(picture.shifts, (std::vector<ShiftPx>{{0, 0}}));
    for (int y = 0; y < height; ++y) {
        EXPECT_EQ(picture.form.at(60, y), y >= line_top - 1 && y <= line_top + 3) << y;
        EXPECT_EQ(picture.near_form.at(60, y), y >= line_top - 2 && y <= line_top + 4) << y;
    }
}

TEST(StrokeLevel, IsThatOfTheDarkestFifthOfTheInk) {
    const auto stroke = [](int dark_columns) {
        return white()
            .draw({10, 5, 20, 10}, 150)
            .draw({10, 5, dark_columns, 10}, 240)
            .removed()
            .stroke;
    };
    EXPECT_EQ(stroke(5), 240);
    EXPECT_EQ(stroke(3), 150);
}

TEST(StrokeLevel, IsAtLeastThatOfPencil) {
    EXPECT_EQ(white().removed().stroke, 70);
    EXPECT_EQ(white().draw({10, 5, 20, 10}, 60).removed().stroke, 70);
    EXPECT_EQ(white().draw({10, 5, 20, 10}, 80).removed().stroke, 80);
    EXPECT_EQ(white().removed(16).stroke, 28);
    EXPECT_EQ(white().draw({10, 5, 20, 10}, 41).removed(40).stroke, 70);
    EXPECT_EQ(white().draw({10, 5, 20, 10}, 41).removed(20).stroke, 41);
}

TEST(StrokeLevel, LeavesOutInkNearTheForm) {
    // Rows that touch the line: two are near to it, the third is not.
    EXPECT_EQ(Row().draw({10, 35, 20, 1}, 150).draw({10, 33, 20, 2}, 240).removed().stroke, 150);
    EXPECT_EQ(Row().draw({10, 35, 20, 1}, 240).draw({10, 33, 20, 2}, 150).removed().stroke, 240);
}

TEST(RemoveForm, KeepsInkOfNearlyHalfAStroke) {
    // 0.45 of 200 are 90.
    EXPECT_EQ(
        kept(white().draw({10, 5, 20, 10}, 200).draw({50, 5, 4, 2}, 91).removed(), {50, 5, 4, 2}),
        8);
    EXPECT_EQ(
        kept(white().draw({10, 5, 20, 10}, 200).draw({50, 5, 4, 2}, 90).removed(), {50, 5, 4, 2}),
        0);
}

TEST(RemoveForm, TellsAStrokeFromALightLineByItsInk) {
    // A stroke along the line itself. Of 200, a line of less than 0.6 is light.
    const auto on_line = [](int line_ink, int stroke_ink) {
        Row row(3, line_ink);
        row.draw({10, 5, 60, 10}, 200).draw({40, line_top + 1, 20, 1}, stroke_ink);
        return kept(row.removed(), {0, line_top - 2, width, 7});
    };
    EXPECT_EQ(on_line(100, 200), 20);
    // Above the middle between line and stroke.
    EXPECT_EQ(on_line(100, 151), 20);
    EXPECT_EQ(on_line(100, 150), 0);
    EXPECT_EQ(on_line(119, 200), 20);
    EXPECT_EQ(on_line(121, 200), 0);
}

/// How many pixels of a stroke, three wide and through the line, are kept under it.
int kept_under(int above_px, int below_px, int line_px = 3) {
    // The line and what is near to it have four rows more.
    const int near_top = line_top - 2, near_px = line_px + 4;
    Row row(line_px);
    row.draw({60, near_top - above_px, 3, above_px + near_px + below_px});
    return kept(row.removed(), {0, near_top, width, near_px}) / 3;
}

TEST(Crossings, AreKeptWithAThirdOfAMillimetreOnOneSide) {
    EXPECT_EQ(kept_under(3, 0), 7);
    EXPECT_EQ(kept_under(0, 3), 7);
    EXPECT_EQ(kept_under(2, 0), 0);
    EXPECT_EQ(kept_under(0, 2), 0);
}

TEST(Crossings, AreKeptWithHalfOfThatOnBothSides) {
    EXPECT_EQ(kept_under(2, 2), 7);
    EXPECT_EQ(kept_under(2, 1), 0);
    EXPECT_EQ(kept_under(1, 2), 0);
    EXPECT_EQ(kept_under(1, 3), 7);
}

TEST(Crossings, AreKeptInTheFirstAndTheLastColumn) {
    for (const int x : {0, width - 1}) {
        Row row;
        row.draw({x, line_top - 7, 1, 17});
        EXPECT_EQ(kept(row.removed(), {0, line_top - 2, width, 7}), 7) << x;
    }
}

TEST(Crossings, AreUnderAMillimetreOfPrintAtMost) {
    EXPECT_EQ(kept_under(10, 10, 6), 10);
    EXPECT_EQ(kept_under(10, 10, 7), 0);
}

TEST(Crossings, AreKeptOverALineThatStandsUpright) {
    // The line has seven columns with what is near to them. 64 is the first of a new word: it is
    // the first behind the line, in its middle, and the first of the line.
    for (const int near_left : {57, 60, 64}) {
        GreyPatch patch{width, height, std::vector<std::uint8_t>(std::size_t{width} * height, 255)};
        Row::fill(patch, {near_left + 2, 0, 3, height}, 255);
        const auto kept_of = [&](int left_px, int right_px) {
            GreyPatch crossed = patch;
            Row::fill(crossed, {near_left - left_px, 20, left_px + 7 + right_px, 3}, 255);
            constexpr std::array all{BoxPx{0, 0, width, height}};
            const InkPicture picture = remove_form(crossed, print_of(patch), all, scale);
            return kept(picture, {near_left, 0, 7, height}) / 3;
        };
        EXPECT_EQ(kept_of(0, 0), 0) << near_left;
        EXPECT_EQ(kept_of(3, 0), 7) << near_left;
        EXPECT_EQ(kept_of(0, 3), 7) << near_left;
        EXPECT_EQ(kept_of(2, 0), 0) << near_left;
        EXPECT_EQ(kept_of(0, 2), 0) << near_left;
        EXPECT_EQ(kept_of(2, 2), 7) << near_left;
    }
}

TEST(Crossings, AreKeptAlongEachSlant) {
    for (const int way : {-1, 1}) {
        Row row;
        for (int i = -15; i <= 15; ++i) {
            row.draw({60 + way * i, line_top + 1 + i, 1, 1});
        }
        const InkPicture picture = row.removed();
        for (int i = -15; i <= 15; ++i) {
            EXPECT_TRUE(picture.kept.at(60 + way * i, line_top + 1 + i)) << way << ' ' << i;
        }
        EXPECT_EQ(kept(picture, everything), 31);
    }
}

TEST(Crossings, OfASlantAreAsLongAsTheyAreOnPaper) {
    // A step is 1.4 pixels: three are 0.42 mm on one side, two are 0.28 mm on both.
    const auto kept_of = [](int above, int below) {
        Row row;
        for (int i = -above; i < 7 + below; ++i) {
            row.draw({50 + i, line_top - 2 + i, 1, 1});
        }
        return kept(row.removed(), {0, line_top - 2, width, 7});
    };
    EXPECT_EQ(kept_of(3, 0), 7);
    EXPECT_EQ(kept_of(2, 0), 0);
    EXPECT_EQ(kept_of(2, 2), 7);
    EXPECT_EQ(kept_of(0, 3), 7);
    EXPECT_EQ(kept_of(0, 2), 0);
}

TEST(RemoveForm, TakesNothingWhereTheScanHasLostItsLines) {
    // 0.05 of the line's 360 pixels have to be dark at its place.
    const auto is_marked = [](int seen_px) {
        Row row(3, 0);
        row.draw({0, line_top + 1, seen_px, 1});
        return row.removed().form.at(60, line_top);
    };
    EXPECT_TRUE(is_marked(19));
    EXPECT_FALSE(is_marked(17));
}

/// Print in the middle of each of two cells; in the second one it lies further to the right.
GreyPatch crosses(int second) {
    GreyPatch patch{width, height, std::vector<std::uint8_t>(std::size_t{width} * height, 255)};
    Row::fill(patch, {28, 10, 4, 40}, 255);
    Row::fill(patch, {88 + second, 10, 4, 40}, 255);
    Row::fill(patch, {10, 10, 40, 4}, 255);
    Row::fill(patch, {70 + second, 10, 40, 4}, 255);
    return patch;
}
constexpr std::array two_cells{BoxPx{0, 0, 60, height}, BoxPx{60, 0, 60, height}};

TEST(RemoveForm, FindsEachCellsPrintUpToTwoPixelsOffTheRows) {
    const auto shifts = [&](int second) {
        return remove_form(crosses(second), print_of(crosses(0)), two_cells, scale).shifts;
    };
    EXPECT_EQ(shifts(0), (std::vector<ShiftPx>{{0, 0}, {0, 0}}));
    EXPECT_EQ(shifts(2), (std::vector<ShiftPx>{{0, 0}, {2, 0}}));
    EXPECT_EQ(shifts(-2), (std::vector<ShiftPx>{{0, 0}, {-2, 0}}));
}

TEST(RemoveForm, GivesAWallToBothCellsWithinTwoPixelsOfTheirBorder) {
    // The second cell is seen two pixels further right. A wall of two pixels is marked with one
    // more on each side, where each of its cells is seen.
    const auto is_marked = [](int wall, int x) {
        GreyPatch blank = crosses(0), page = crosses(2);
        Row::fill(blank, {wall, 10, 2, 40}, 255);
        Row::fill(page, {wall, 10, 4, 40}, 255);
        const InkPicture picture = remove_form(page, print_of(blank), two_cells, scale);
        EXPECT_EQ(picture.shifts, (std::vector<ShiftPx>{{0, 0}, {2, 0}}));
        return picture.form.at(x, 30);
    };
    EXPECT_TRUE(is_marked(60, 59));   // of the first cell, too
    EXPECT_FALSE(is_marked(62, 61));  // of the second alone
    EXPECT_TRUE(is_marked(58, 62));   // of the second, too
    EXPECT_FALSE(is_marked(56, 60));  // of the first alone
}

TEST(RemoveForm, FindsTheFormUpToFourTenthsOfAMillimetreOffAndTwoPixels) {
    for (const int way : {-1, 1}) {
        const auto shift = [way](int off) {
            Row row;
            row.patch = row.blank;
            Row::fill(row.patch, everything, 0);
            Row::fill(row.patch, {0, line_top + way * off, width, 3}, 255);
            return row.removed().shifts.front();
        };
        EXPECT_EQ(shift(6), (ShiftPx{0, way * 6}));
        EXPECT_EQ(shift(7), (ShiftPx{0, 0}));
    }
}

TEST(InkPicture, WeighsInkByAFullStroke) {
    InkPicture picture;
    picture.stroke = 100;
    EXPECT_EQ(picture.weight_of(0), 0);
    EXPECT_EQ(picture.weight_of(50), 0.5F);
    EXPECT_EQ(picture.weight_of(100), 1);
    EXPECT_EQ(picture.weight_of(250), 1);
}

}  // namespace
}  // namespace indgang::ocr
