// SPDX-License-Identifier: MPL-2.0
// Lines that are drawn pixel by pixel, ten to a millimetre, so that each limit of what is taken for
// a place to write is met exactly.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "ocr/outline/found_places.h"

namespace indgang::ocr {
namespace {

using Kind = FoundPlace::Kind;

constexpr double sheet_mm = 100, line_mm = 0.3;

class Ruled {
  public:
    explicit Ruled(double px_per_mm = 10) : px_per_mm_(px_per_mm) {
        image_ = {PixPtr(pixCreate(px(sheet_mm), px(sheet_mm), 8)), px_per_mm * mm_per_inch, 0};
        pixSetAll(image_.pix.get());
    }
    Ruled& bar(double x, double y, double width, double height, l_uint32 grey = 0) {
        for (int row = px(y); row < px(y + height); ++row) {
            for (int column = px(x); column < px(x + width); ++column) {
                pixSetPixel(image_.pix.get(), column, row, grey);
            }
        }
        return *this;
    }
    /// Lines that cross, so that so much is white between them.
    Ruled& crossing(double x, double y, double width, double height, l_uint32 grey = 0) {
        constexpr double more = 4;
        for (const double at : {x - line_mm, x + width}) {
            bar(at, y - more, line_mm, height + 2 * more, grey);
        }
        for (const double at : {y - line_mm, y + height}) {
            bar(x - more, at, width + 2 * more, line_mm, grey);
        }
        return *this;
    }
    /// A frame with its outer edges there.
    Ruled& frame(double x, double y, double width, double height, double line = line_mm) {
        return bar(x, y, width, line)
            .bar(x, y + height - line, width, line)
            .bar(x, y, line, height)
            .bar(x + width - line, y, line, height);
    }
    /// Frames of 5 x 7 mm at these places across.
    Ruled& cells(const std::vector<double>& lefts) {
        for (const double left : lefts) {
            frame(left, 20, 5, 7);
        }
        return *this;
    }
    [[nodiscard]] std::vector<FoundPlace> found() const {
        return find_places(image_, sheet_mm, sheet_mm);
    }
    [[nodiscard]] std::vector<Kind> kinds() const {
        std::vector<Kind> all;
        for (const FoundPlace& each : found()) {
            all.push_back(each.kind);
        }
        return all;
    }
    /// How many cells the combs have, from left to right.
    [[nodiscard]] std::vector<int> combs() const {
        std::vector<int> all;
        for (const FoundPlace& each : found()) {
            EXPECT_EQ(each.kind, Kind::comb);
            all.push_back(each.cells);
        }
        return all;
    }

  private:
    [[nodiscard]] int px(double mm) const { return static_cast<int>(std::lround(mm * px_per_mm_)); }

    double px_per_mm_;
    PageImage image_;
};

using Kinds = std::vector<Kind>;
using Cells = std::vector<int>;

void expect_box(const BoxMm& is, const BoxMm& expected) {
    EXPECT_NEAR(is.x, expected.x, 1e-9);
    EXPECT_NEAR(is.y, expected.y, 1e-9);
    EXPECT_NEAR(is.width, expected.width, 1e-9);
    EXPECT_NEAR(is.height, expected.height, 1e-9);
}

Kinds between_lines(double width, double height) {
    return Ruled().crossing(20, 20, width, height).kinds();
}

TEST(OutlineLimits, EdgesAreLongerThanLetters) {
    // Strokes of 2.4 mm, as thin as a pixel.
    EXPECT_EQ(Ruled().frame(20, 20, 2.4, 2.4, 0.1).kinds(), Kinds{Kind::mark});
    EXPECT_EQ(Ruled().frame(20, 20, 2.3, 2.4, 0.1).kinds(), Kinds{});
    EXPECT_EQ(Ruled().frame(20, 20, 2.4, 2.3, 0.1).kinds(), Kinds{});
}

TEST(OutlineLimits, APenNeedsEighteenTenthsOfAMillimetre) {
    EXPECT_EQ(between_lines(1.8, 1.8), Kinds{Kind::mark});
    EXPECT_EQ(between_lines(1.7, 1.8), Kinds{});
    EXPECT_EQ(between_lines(1.8, 1.7), Kinds{});
}

TEST(OutlineLimits, ABoxForWritingIsFourAndAHalfToSixtyMillimetresHigh) {
    EXPECT_EQ(between_lines(40, 4.5), Kinds{Kind::box});
    EXPECT_EQ(between_lines(40, 4.4), Kinds{});
    EXPECT_EQ(between_lines(70, 60), Kinds{Kind::box});
    EXPECT_EQ(between_lines(70, 60.1), Kinds{});
    // A column is none: people write across.
    EXPECT_EQ(between_lines(20, 20), Kinds{});
    EXPECT_EQ(between_lines(20.1, 20), Kinds{Kind::box});
}

TEST(OutlineLimits, AMarkIsASquareOfUpToSixAndAHalfMillimetres) {
    EXPECT_EQ(between_lines(6.5, 6.5), Kinds{Kind::mark});
    EXPECT_EQ(between_lines(6.6, 6.6), Kinds{});
    EXPECT_EQ(between_lines(6.6, 6.5), Kinds{Kind::box});
    // A quarter of its longer side off.
    EXPECT_EQ(between_lines(6, 4.5), Kinds{Kind::mark});
    EXPECT_EQ(between_lines(6, 4.4), Kinds{});
    EXPECT_EQ(between_lines(4.5, 6), Kinds{Kind::mark});
    EXPECT_EQ(between_lines(4.4, 6), Kinds{Kind::comb});
}

TEST(OutlineLimits, PlacesHaveTheLinesAroundThem) {
    expect_box(Ruled().frame(20, 20, 50, 8).found().at(0).box, {20, 20, 50, 8});
    expect_box(Ruled().frame(20, 20, 4, 4).found().at(0).box, {20, 20, 4, 4});
    expect_box(Ruled().cells({20, 26, 32}).found().at(0).box, {20, 20, 17, 7});
}

TEST(OutlineLimits, PaleLinesAreLines) {
    EXPECT_EQ(Ruled().crossing(20, 20, 40, 8, 189).kinds(), Kinds{Kind::box});
    EXPECT_EQ(Ruled().crossing(20, 20, 40, 8, 190).kinds(), Kinds{});
}

TEST(OutlineLimits, APageOfOneBitIsTakenAsItIs) {
    PageImage page{PixPtr(pixCreate(1000, 1000, 1)), 254, 0};
    for (const BoxPx& line :
         {BoxPx{200, 200, 500, 3}, {200, 277, 500, 3}, {200, 200, 3, 80}, {697, 200, 3, 80}}) {
        pixRasterop(page.pix.get(), line.x, line.y, line.width, line.height, PIX_SET, nullptr, 0,
                    0);
    }
    const auto found = find_places(page, sheet_mm, sheet_mm);
    ASSERT_EQ(found.size(), 1U);
    expect_box(found[0].box, {20, 20, 50, 8});
}

TEST(OutlineLimits, ALineMayBeTornForLessThanHalfAMillimetre) {
    EXPECT_EQ(Ruled().bar(20, 30, 25, line_mm).bar(45.4, 30, 25, line_mm).kinds(),
              Kinds{Kind::line});
    EXPECT_EQ(Ruled().bar(20, 30, 25, line_mm).bar(45.5, 30, 25, line_mm).kinds(),
              (Kinds{Kind::line, Kind::line}));
    const auto torn_upright = [](double by) {
        return Ruled()
            .bar(20, 20, 50, line_mm)
            .bar(20, 29.7, 50, line_mm)
            .bar(20, 20, line_mm, 10)
            .bar(69.7, 20, line_mm, 5)
            .bar(69.7, 25 + by, line_mm, 5 - by)
            .kinds();
    };
    EXPECT_EQ(torn_upright(0.4), Kinds{Kind::box});
    EXPECT_EQ(torn_upright(0.5), Kinds{});
}

TEST(OutlineLimits, OfACoarsePictureLinesMayMissTwoPixels) {
    // Four pixels to a millimetre.
    const auto missing = [](int pixels) {
        return Ruled(4)
            .bar(20, 20, 25, 0.5)
            .bar(45 + pixels / 4.0, 20, 25 - pixels / 4.0, 0.5)
            .bar(20, 30, 50, 0.5)
            .bar(20, 20, 0.5, 10)
            .bar(69.5, 20, 0.5, 10)
            .kinds();
    };
    EXPECT_EQ(missing(2), Kinds{Kind::box});
    EXPECT_EQ(missing(3), Kinds{});
}

TEST(OutlineLimits, WhatReachesThePagesEdgeIsNoBox) {
    EXPECT_EQ(Ruled().bar(0, 20, 50, 0.3).bar(0, 28, 50, 0.3).bar(50, 20, 0.3, 8.3).kinds(),
              Kinds{});
    EXPECT_EQ(Ruled().bar(20, 0, 0.3, 10).bar(70, 0, 0.3, 10).bar(20, 10, 50.3, 0.3).kinds(),
              Kinds{});
}

TEST(OutlineLimits, ABoxIsARectangle) {
    // Of 40 x 10 mm a corner of 20 mm is black, 3 mm high: three twentieths.
    const auto with_corner = [](double height) {
        return Ruled().crossing(20, 20, 40, 10).bar(20, 20, 20, height).kinds();
    };
    EXPECT_EQ(with_corner(2.9), Kinds{Kind::box});
    EXPECT_EQ(with_corner(3.1), Kinds{});
}

TEST(OutlineLimits, ABoxIsEmptyButForASpeck) {
    // Within its lines it has 37,036 pixels, of which 148 may be ink.
    const auto with_speck = [](double side) {
        return Ruled().crossing(20, 20, 40, 10).bar(40, 28, side, side).kinds();
    };
    EXPECT_EQ(with_speck(1.2), Kinds{Kind::box});
    EXPECT_EQ(with_speck(1.3), Kinds{});
    // What frays a line by 0.3 mm is of it: the lower one, or the right one.
    const auto frayed = [](double width, double height) {
        Ruled page;
        page.crossing(20, 20, 40, 10);
        for (int i = 0; i < 12; ++i) {
            page.bar(22 + 3 * i, 30 - height, 2, height);
        }
        for (int i = 0; i < 8; ++i) {
            page.bar(60 - width, 20.5 + i, width, 0.5);
        }
        return page.kinds();
    };
    EXPECT_EQ(frayed(0.3, 0.3), Kinds{Kind::box});
    EXPECT_EQ(frayed(0.3, 0.4), Kinds{});
    EXPECT_EQ(frayed(0.7, 0.3), Kinds{});
}

TEST(OutlineLimits, BelowALabelIsRoomForALine) {
    // In steps of half a millimetre from 0.3 mm above the lower line: 4.3 mm, or 4.8.
    const auto below = [](double bottom) {
        return Ruled().crossing(20, 20, 40, 10).bar(21, bottom - 2, 15, 2).found();
    };
    ASSERT_EQ(below(25.2).size(), 1U);
    EXPECT_EQ(below(25.2)[0].kind, Kind::box);
    EXPECT_NEAR(below(25.2)[0].box.y, 25.2 - line_mm, 1e-9);
    EXPECT_NEAR(below(25.2)[0].box.height, 4.8 + 2 * line_mm, 1e-9);
    EXPECT_EQ(below(25.3).size(), 0U);
    // At most half a millimetre is given away.
    EXPECT_NEAR(below(23.3)[0].box.y, 23.7 - line_mm, 1e-9);
}

TEST(OutlineLimits, ThreeCellsAreUpToNineMillimetresWideAndThirteenHigh) {
    const auto three = [](double width, double height) {
        Ruled page;
        for (int i = 0; i < 3; ++i) {
            page.frame(20 + (width + line_mm) * i, 20, width + 2 * line_mm, height + 2 * line_mm);
        }
        return page.kinds();
    };
    EXPECT_EQ(three(9, 7), Kinds{Kind::comb});
    EXPECT_EQ(three(9.1, 7), (Kinds{Kind::box, Kind::box, Kind::box}));
    EXPECT_EQ(three(3, 3.5), Kinds{Kind::comb});
    EXPECT_EQ(three(3, 3.4), (Kinds{Kind::mark, Kind::mark, Kind::mark}));
    EXPECT_EQ(three(8, 13), Kinds{Kind::comb});
    EXPECT_EQ(three(8, 13.1), Kinds{});
}

TEST(OutlineLimits, CellsOfACombAreTwoMillimetresApartAtMost) {
    // From line to line inside: 2.2 mm, of which 0.6 are lines.
    EXPECT_EQ(Ruled().cells({20, 26.6, 33.2}).combs(), Cells{3});
    EXPECT_EQ(Ruled().cells({20, 26.7, 33.4}).combs(), (Cells{1, 1, 1}));
    // Marks, too, are cells where they are three.
    EXPECT_EQ(Ruled().frame(20, 20, 5, 5).frame(26, 20, 5, 5).frame(32, 20, 5, 5).combs(),
              Cells{3});
    EXPECT_EQ(Ruled().frame(20, 20, 5, 5).frame(26, 20, 5, 5).kinds(),
              (Kinds{Kind::mark, Kind::mark}));
}

TEST(OutlineLimits, TwoCellsAreACombWhereTheyShareALine) {
    // Less than 0.8 mm from the one to the other.
    EXPECT_EQ(Ruled().cells({20, 25.1}).combs(), Cells{2});
    EXPECT_EQ(Ruled().cells({20, 25.2}).combs(), (Cells{1, 1}));
}

TEST(OutlineLimits, ACombTellsOfTheGapsBetweenItsCells) {
    EXPECT_NEAR(Ruled().cells({20, 26, 32}).found().at(0).gap_mm, 1, 1e-9);
    EXPECT_NEAR(Ruled().cells({20, 25.5, 31}).found().at(0).gap_mm, 0.5, 1e-9);
    EXPECT_EQ(Ruled().cells({20, 25.4, 30.8}).found().at(0).gap_mm, 0);
    EXPECT_EQ(Ruled().cells({20}).found().at(0).gap_mm, 0);
}

TEST(OutlineLimits, CellsOfACombAreAlike) {
    // The middle one of three is off its neighbours by 0.4 or 0.5 mm.
    const auto with = [](const BoxMm& middle) {
        return Ruled()
            .cells({20, 32})
            .frame(middle.x, middle.y, middle.width, middle.height)
            .combs();
    };
    EXPECT_EQ(with({26, 20, 5, 7}), Cells{3});
    EXPECT_EQ(with({26, 20.4, 5, 6.6}), Cells{3});
    EXPECT_EQ(with({26, 20.5, 5, 6.5}), (Cells{1, 1, 1}));
    EXPECT_EQ(with({26, 19.6, 5, 7.4}), Cells{3});
    EXPECT_EQ(with({26, 19.5, 5, 7.5}), (Cells{1, 1, 1}));
    EXPECT_EQ(with({26, 20, 5, 7.4}), Cells{3});
    EXPECT_EQ(with({26, 20, 5, 7.5}), (Cells{1, 1, 1}));
    EXPECT_EQ(with({26, 20, 4.6, 7}), Cells{3});
    EXPECT_EQ(with({26, 20, 4.5, 7}), (Cells{1, 1, 1}));
}

TEST(OutlineLimits, CellsOfACombAreAtEvenDistances) {
    EXPECT_EQ(Ruled().cells({20, 26, 32.4, 38.4}).combs(), Cells{4});
    EXPECT_EQ(Ruled().cells({20, 26, 32.5, 38.5}).combs(), (Cells{1, 1, 1, 1}));
    EXPECT_EQ(Ruled().cells({20, 26, 32, 38.5, 44.5, 50.5}).combs(), (Cells{3, 3}));
}

TEST(OutlineLimits, ALineToWriteOnIsTwentyTwoMillimetresLong) {
    EXPECT_EQ(Ruled().bar(20, 30, 22, line_mm).kinds(), Kinds{Kind::line});
    EXPECT_EQ(Ruled().bar(20, 30, 21.9, line_mm).kinds(), Kinds{});
    // And at most a millimetre thick.
    EXPECT_EQ(Ruled().bar(20, 30, 40, 1).kinds(), Kinds{Kind::line});
    EXPECT_EQ(Ruled().bar(20, 30, 40, 1.1).kinds(), Kinds{});
}

TEST(OutlineLimits, ALineToWriteOnHasRoomAboveIt) {
    // From 6.5 to 0.4 mm above it.
    const auto below = [](double y, double height) {
        return Ruled().bar(20, 30, 50, line_mm).bar(30, y, 20, height).kinds();
    };
    EXPECT_EQ(below(22, 1.5), Kinds{Kind::line});
    EXPECT_EQ(below(22.2, 1.5), Kinds{});
    EXPECT_EQ(below(29.6, 0.3), Kinds{Kind::line});
    EXPECT_EQ(below(29.5, 0.3), Kinds{});
    expect_box(Ruled().bar(20, 30, 50, line_mm).found().at(0).box, {20, 23.5, 50, 6.5});
    // The page has to have it.
    EXPECT_EQ(Ruled().bar(20, 6.5, 50, line_mm).kinds(), Kinds{});
    EXPECT_EQ(Ruled().bar(20, 6.6, 50, line_mm).kinds(), Kinds{Kind::line});
}

TEST(OutlineLimits, ALineThatAnotherComesToIsAnEdge) {
    // Half a millimetre beside its end, above or below it.
    const auto with = [](double x, double y) {
        return Ruled().bar(20, 50, 50, line_mm).bar(x, y, line_mm, 5).kinds();
    };
    EXPECT_EQ(with(70.4, 48), Kinds{});
    EXPECT_EQ(with(70.5, 48), Kinds{Kind::line});
    EXPECT_EQ(with(19.3, 48), Kinds{});
    EXPECT_EQ(with(19.2, 48), Kinds{Kind::line});
    EXPECT_EQ(with(40, 50.7), Kinds{});
    EXPECT_EQ(with(40, 50.8), Kinds{Kind::line});
}

TEST(OutlineLimits, PlacesStandInOneRowWithinThreeMillimetres) {
    const auto firsts_left = [](double lower_by) {
        return Ruled().frame(60, 20, 30, 6).frame(20, 20 + lower_by, 30, 6).found().at(0).box.x;
    };
    EXPECT_NEAR(firsts_left(3), 20, 1e-9);
    EXPECT_NEAR(firsts_left(3.1), 60, 1e-9);
}

}  // namespace
}  // namespace indgang::ocr
