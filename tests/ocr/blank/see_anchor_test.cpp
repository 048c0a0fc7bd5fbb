// SPDX-License-Identifier: MPL-2.0
// One anchor whose dark points lie in one column or one row, so that the ink of each column or row
// says exactly what a shift scores: ink / 160.
#include <gtest/gtest.h>

#include <cstddef>
#include <map>

#include "ocr/blank/print_anchors.h"
#include "tests/ocr/blank/drawn_print.h"

namespace indgang::ocr {
namespace {

constexpr double scale = 8;  // px per mm
constexpr int side_px = 200, middle_px = 100;
constexpr int points = 16;
constexpr double close = 1e-9;

enum class Way { across, down };

/// Ink by shift from the middle; elsewhere the page is white.
using Inks = std::map<int, int>;

/// A page with these inks in whole columns or rows; `more` are those of every fourth point alone.
PageImage page_of(const Inks& inks, Way way, const Inks& more = {}) {
    PageImage page = drawn::white_page(side_px, side_px);
    const auto set = [&](int shift, int along, int ink) {
        const int at = middle_px + shift;
        pixSetPixel(page.pix.get(), way == Way::across ? at : along,
                    way == Way::across ? along : at, static_cast<l_uint32>(255 - ink));
    };
    for (const auto& [shift, ink] : inks) {
        for (int along = 0; along < side_px; ++along) {
            set(shift, along, ink);
        }
    }
    for (const auto& [shift, ink] : more) {
        for (int along = middle_px; along < middle_px + 4 * points; along += 16) {
            set(shift, along, ink);
        }
    }
    return page;
}

PrintAnchor anchor(Way way) {
    constexpr int white_px = 40;  // no ink is drawn there, nor within the reach
    const auto at = [&](int across, int along) {
        const double x = (across + 0.5) / scale, y = (along + 0.5) / scale;
        return way == Way::across ? PointMm{x, y} : PointMm{y, x};
    };
    PrintAnchor made;
    made.centre = {middle_px / scale, middle_px / scale};
    for (int i = 0; i < points; ++i) {
        made.points.push_back({at(middle_px, middle_px + 4 * i), at(white_px, middle_px + 4 * i)});
    }
    return made;
}

constexpr MmToPx to_page{scale, 0, 0, 0, scale, 0};

SeenAnchor see(const PageImage& page, Way way, double reach_mm = 1, double px_per_mm = scale) {
    return see_anchors(page, PageShape(to_page), {anchor(way)}, px_per_mm, reach_mm).front();
}

/// In pixels, and in the other direction nothing is known.
double seen_px(const Inks& inks, const Inks& more = {}) {
    const SeenAnchor across = see(page_of(inks, Way::across, more), Way::across);
    const SeenAnchor down = see(page_of(inks, Way::down, more), Way::down);
    EXPECT_TRUE(across.is_found && across.is_x_known && !across.is_y_known);
    EXPECT_TRUE(down.is_found && down.is_y_known && !down.is_x_known);
    EXPECT_NEAR(across.x_mm, down.y_mm, close);
    return across.x_mm * scale;
}

bool is_found(const Inks& inks, double reach_mm = 1, double px_per_mm = scale) {
    const SeenAnchor across = see(page_of(inks, Way::across), Way::across, reach_mm, px_per_mm);
    const SeenAnchor down = see(page_of(inks, Way::down), Way::down, reach_mm, px_per_mm);
    EXPECT_EQ(across.is_found, down.is_found);
    EXPECT_EQ(across.is_found, across.is_x_known);
    EXPECT_EQ(down.is_found, down.is_y_known);
    return across.is_found;
}

TEST(SeeAnchor, LiesAtTheTopOfTheParabolaThroughThreeScores) {
    // (100 - 120) / (2 * (100 - 2 * 140 + 120)) = 1 / 6
    EXPECT_NEAR(seen_px({{-1, 100}, {0, 140}, {1, 120}}), 1 / 6.0, close);
    EXPECT_NEAR(seen_px({{-1, 120}, {0, 140}, {1, 100}}), -1 / 6.0, close);
    EXPECT_NEAR(seen_px({{-1, 120}, {0, 140}, {1, 120}}), 0, close);
    EXPECT_NEAR(seen_px({{3, 80}, {4, 100}, {5, 140}, {6, 120}}), 5 + 1 / 6.0, close);
    EXPECT_NEAR(seen_px({{-3, 80}, {-4, 100}, {-5, 140}, {-6, 120}}), -5 - 1 / 6.0, close);
}

TEST(SeeAnchor, LiesAtTheTopInBothDirectionsAtOnce) {
    // Each point is a cross: 140 in its middle, other inks to its left, right, upper and lower
    // side.
    PageImage page = drawn::white_page(side_px, side_px);
    const auto set = [&](int x, int y, int ink) {
        pixSetPixel(page.pix.get(), x, y, static_cast<l_uint32>(255 - ink));
    };
    for (int i = 0; i < points; ++i) {
        const int x = middle_px, y = middle_px + 4 * i;
        set(x, y, 140);
        set(x - 1, y, 100);
        set(x + 1, y, 120);
        set(x, y - 1, 110);
        set(x, y + 1, 130);
    }
    const SeenAnchor seen = see(page, Way::across);
    EXPECT_TRUE(seen.is_found && seen.is_x_known);
    EXPECT_NEAR(seen.x_mm * scale, 1 / 6.0, close);
    // (110 - 130) / (2 * (110 - 2 * 140 + 130)) = 1 / 4
    EXPECT_NEAR(seen.y_mm * scale, 1 / 4.0, close);
}

TEST(SeeAnchor, LiesInTheMiddleOfAPlateau) {
    EXPECT_NEAR(seen_px({{-1, 140}, {0, 140}, {1, 140}}), 0, close);
}

TEST(SeeAnchor, LiesWithinHalfAPixelOfTheBestShift) {
    // A quarter more in the next column is less than the way there costs.
    EXPECT_NEAR(seen_px({{-1, 79}, {0, 80}, {1, 80}}, {{1, 81}}), 0.5, close);
    EXPECT_NEAR(seen_px({{-1, 80}, {0, 80}, {1, 79}}, {{-1, 81}}), -0.5, close);
}

TEST(SeeAnchor, LiesAtTheBestShiftWhereThereIsNoTop) {
    EXPECT_NEAR(seen_px({{-1, 80}, {0, 80}, {1, 80}}, {{1, 81}}), 0, close);
}

TEST(SeeAnchor, IsFoundFromAScoreOf35InAHundredOn) {
    EXPECT_TRUE(is_found({{0, 56}}));
    EXPECT_FALSE(is_found({{0, 55}}));
}

TEST(SeeAnchor, KnowsItsPlaceWhereTheScoreFallsBy12InAHundred) {
    // 0.4 mm to each side are three pixels; what lies nearer or further says nothing.
    for (const int side : {-3, 3}) {
        EXPECT_TRUE(is_found({{0, 100}, {side, 80}}));
        EXPECT_FALSE(is_found({{0, 100}, {side, 81}}));
    }
    EXPECT_TRUE(is_found({{-4, 99}, {-2, 99}, {0, 100}, {2, 99}, {4, 99}}));
}

TEST(SeeAnchor, LooksTwoPixelsAsideOnASmallPage) {
    EXPECT_FALSE(is_found({{-2, 100}, {0, 100}}, 1, 2.5));
    EXPECT_TRUE(is_found({{-1, 100}, {0, 100}, {1, 100}}, 1, 2.5));
}

TEST(SeeAnchor, SearchesNoFurtherFromAScoreOf60InAHundredOn) {
    EXPECT_NEAR(seen_px({{0, 96}, {6, 160}}), 0, close);
    EXPECT_NEAR(seen_px({{0, 95}, {6, 160}}), 6, close);
}

TEST(SeeAnchor, CostsTheMoreTheFurtherItIs) {
    // To the end of the reach in one direction 0.025, which is 4 of 160.
    for (const int end : {-8, 8}) {
        EXPECT_NEAR(seen_px({{0, 90}, {end, 93}}), 0, close);
        EXPECT_NEAR(seen_px({{0, 90}, {end, 95}}), end, close);
    }
    for (const int half : {-4, 4}) {
        EXPECT_NEAR(seen_px({{0, 90}, {half, 91}}), 0, close);
        EXPECT_NEAR(seen_px({{0, 90}, {half, 93}}), half, close);
    }
}

TEST(SeeAnchor, IsSearchedUpToTheReach) {
    // Strokes of two pixels, as the search goes in steps of two.
    EXPECT_TRUE(is_found({{8, 90}, {9, 90}}));
    EXPECT_TRUE(is_found({{-8, 90}, {-9, 90}}));
    EXPECT_FALSE(is_found({{10, 90}, {11, 90}}));
    EXPECT_FALSE(is_found({{-10, 90}, {-11, 90}}));
    // A reach of 7.2 px is one of 8; two pixels are the least.
    EXPECT_TRUE(is_found({{8, 90}, {9, 90}}, 0.9));
    EXPECT_FALSE(is_found({{8, 90}, {9, 90}}, 0.87));
    EXPECT_TRUE(is_found({{2, 90}, {3, 90}}, 0.3, 2.5));
    EXPECT_FALSE(is_found({{4, 90}, {5, 90}}, 0.3, 2.5));
}

TEST(SeeAnchor, IsClimbedToNoFurtherThanTheReach) {
    Inks slope;
    for (int shift = 0; shift <= 9; ++shift) {
        slope[shift] = 100 + 7 * shift;
    }
    EXPECT_NEAR(seen_px(slope), 8.5, close);
    Inks other;
    for (const auto& [shift, ink] : slope) {
        other[-shift] = ink;
    }
    EXPECT_NEAR(seen_px(other), -8.5, close);
}

TEST(SeeAnchor, NearTheEdgeSeesWhiteBeyondThePage) {
    // The row before ends in black; it is no neighbour of this row's first pixels.
    for (const int depth : {1, 8}) {
        PageImage page = drawn::white_page(side_px, side_px, depth);
        drawn::draw_box(page, side_px - 8, 0, 8, side_px);
        drawn::draw_box(page, 2, 0, 1, side_px);
        PrintAnchor at_edge;
        at_edge.centre = {middle_px / scale, middle_px / scale};
        for (int i = 0; i < points; ++i) {
            const double y = (middle_px + 4 * i + 0.5) / scale;
            at_edge.points.push_back({{4.5 / scale, y}, {60.5 / scale, y}});
        }
        // Two pixels aside is the print, three further the edge of the page.
        const SeenAnchor seen =
            see_anchors(page, PageShape(to_page), {at_edge}, scale, 0.3).front();
        EXPECT_TRUE(seen.is_x_known);
        EXPECT_NEAR(seen.x_mm, -2 / scale, close);
    }
}

}  // namespace
}  // namespace indgang::ocr
