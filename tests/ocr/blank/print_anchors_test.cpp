// SPDX-License-Identifier: MPL-2.0
#include "ocr/blank/print_anchors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include "ocr/image/ink_view.h"
#include "tests/ocr/blank/drawn_print.h"

namespace indgang::ocr {
namespace {

constexpr double scale = 8;   // px per mm
constexpr int tile_px = 128;  // 16 mm
constexpr int page_px = 640;  // 80 mm, five tiles
constexpr int beside_px = 7;  // 0.9 mm
constexpr MmToPx to_image{scale, 0, 0, 0, scale, 0};

PageImage text_moved_by(int dx, int dy, int depth = 8) {
    PageImage page = drawn::white_page(page_px, page_px, depth);
    drawn::draw_text(page, 40 + dx, 40 + dy, page_px - 80, page_px - 80, scale, 3);
    return page;
}

std::pair<int, int> pixel_of(PointMm point) {
    return {static_cast<int>(std::floor(point.x * scale)),
            static_cast<int>(std::floor(point.y * scale))};
}

/// Single dark pixels, four apart, of which each is a point.
PageImage dots(int count) {
    PageImage page = drawn::white_page(tile_px, tile_px);
    for (int i = 0; i < count; ++i) {
        drawn::draw_box(page, 20 + 4 * (i % 10), 20 + 4 * (i / 10), 1, 1);
    }
    return page;
}

TEST(AnchorsOf, KeepPrintedPointsWithAWhiteOneBesideEach) {
    const PageImage page = text_moved_by(0, 0);
    const InkView ink(page);
    const auto anchors = anchors_of(page, to_image);
    ASSERT_EQ(anchors.size(), 25U);
    std::map<std::pair<int, int>, int> directions;
    for (const PrintAnchor& anchor : anchors) {
        EXPECT_LE(anchor.points.size(), 41U);
        EXPECT_GE(anchor.points.size(), 16U);
        for (const PrintPoint& each : anchor.points) {
            const auto [x, y] = pixel_of(each.dark);
            const auto [u, v] = pixel_of(each.light);
            EXPECT_TRUE(ink.is_dark(x, y));
            EXPECT_FALSE(ink.is_dark(u, v));
            EXPECT_EQ(std::abs(u - x), beside_px);
            EXPECT_EQ(std::abs(v - y), beside_px);
            ++directions[{u - x, v - y}];
        }
    }
    ASSERT_EQ(directions.size(), 4U);
    for (const auto& [direction, count] : directions) {
        EXPECT_GT(count, 100) << direction.first << ", " << direction.second;
    }
}

TEST(AnchorsOf, LieInTheMiddleOfTheirPrintWithinOneTile) {
    for (const PrintAnchor& anchor : anchors_of(text_moved_by(0, 0), to_image)) {
        double x = 0, y = 0;
        for (const PrintPoint& each : anchor.points) {
            EXPECT_EQ(std::floor(each.dark.x / 16), std::floor(anchor.centre.x / 16));
            EXPECT_EQ(std::floor(each.dark.y / 16), std::floor(anchor.centre.y / 16));
            x += each.dark.x / static_cast<double>(anchor.points.size());
            y += each.dark.y / static_cast<double>(anchor.points.size());
        }
        EXPECT_NEAR(anchor.centre.x, x, 1e-9);
        EXPECT_NEAR(anchor.centre.y, y, 1e-9);
    }
}

TEST(AnchorsOf, NeedSixteenPoints) {
    EXPECT_TRUE(anchors_of(dots(15), to_image).empty());
    const auto anchors = anchors_of(dots(16), to_image);
    ASSERT_EQ(anchors.size(), 1U);
    EXPECT_EQ(anchors[0].points.size(), 16U);
    EXPECT_EQ(anchors[0].points[0].dark, (PointMm{20.5 / scale, 20.5 / scale}));
}

TEST(AnchorsOf, KeepFortyPointsSpreadOverATile) {
    EXPECT_EQ(anchors_of(dots(40), to_image)[0].points.size(), 40U);
    const auto anchors = anchors_of(dots(80), to_image);
    ASSERT_EQ(anchors[0].points.size(), 40U);
    EXPECT_EQ(pixel_of(anchors[0].points[0].dark), std::make_pair(20, 20));
    EXPECT_EQ(pixel_of(anchors[0].points[39].dark), std::make_pair(20 + 4 * 8, 20 + 4 * 7));
}

TEST(AnchorsOf, TakeEverySecondPixelOfEachRow) {
    PageImage page = drawn::white_page(tile_px, tile_px);
    drawn::draw_box(page, 10, 40, 20, 1);
    drawn::draw_box(page, 10, 61, 20, 1);
    const auto anchors = anchors_of(page, to_image);
    ASSERT_EQ(anchors.size(), 1U);
    ASSERT_EQ(anchors[0].points.size(), 20U);
    EXPECT_EQ(pixel_of(anchors[0].points[0].dark), std::make_pair(10, 40));
    EXPECT_EQ(pixel_of(anchors[0].points[1].dark), std::make_pair(12, 40));
    EXPECT_EQ(pixel_of(anchors[0].points[10].dark), std::make_pair(11, 61));
}

TEST(AnchorsOf, TakeNoWhitePointWithPrintTwoPixelsOff) {
    for (const int off : {-2, 2}) {
        PageImage page = dots(16);
        const std::pair<int, int> first{20, 20};
        // Down to the right is the first direction of the first point.
        const int at = first.first + beside_px + off;
        drawn::draw_box(page, at, at, 1, 1);
        const auto anchors = anchors_of(page, to_image);
        ASSERT_EQ(anchors.size(), 1U);
        EXPECT_EQ(pixel_of(anchors[0].points[0].light),
                  std::make_pair(first.first - beside_px, first.second - beside_px));
    }
}

TEST(AnchorsOf, LookForWhiteInEachDirectionInTurn) {
    const auto anchors = anchors_of(dots(16), to_image);
    ASSERT_EQ(anchors.size(), 1U);
    const std::array<std::pair<int, int>, 4> turns{{{1, 1}, {-1, -1}, {1, -1}, {-1, 1}}};
    for (std::size_t i = 0; i < 10; ++i) {
        const PrintPoint& each = anchors[0].points[i];
        const auto [x, y] = pixel_of(each.dark);
        EXPECT_EQ(pixel_of(each.light), std::make_pair(x + beside_px * turns[i % 4].first,
                                                       y + beside_px * turns[i % 4].second));
    }
}

TEST(AnchorsOf, PassOverPrintWithNoWhiteBesideIt) {
    PageImage page = drawn::white_page(tile_px, tile_px);
    drawn::draw_box(page, 20, 20, 60, 60);
    const auto anchors = anchors_of(page, to_image);
    ASSERT_EQ(anchors.size(), 1U);
    for (const PrintPoint& each : anchors[0].points) {
        const auto [x, y] = pixel_of(each.dark);
        const int inwards = std::min({x - 20, 79 - x, y - 20, 79 - y});
        EXPECT_LT(inwards, beside_px);
    }
}

struct Seen {
    std::vector<SeenAnchor> anchors;
    [[nodiscard]] int found() const {
        return static_cast<int>(std::count_if(anchors.begin(), anchors.end(),
                                              [](const auto& each) { return each.is_found; }));
    }
};

Seen see(const PageImage& page, double reach_mm) {
    const auto anchors = anchors_of(text_moved_by(0, 0), to_image);
    return {see_anchors(page, PageShape(to_image), anchors, scale, reach_mm)};
}

void expect_moved(const Seen& seen, int dx, int dy) {
    EXPECT_EQ(seen.found(), 25);
    for (const SeenAnchor& each : seen.anchors) {
        EXPECT_TRUE(each.is_x_known && each.is_y_known);
        EXPECT_NEAR(each.x_mm, dx / scale, 0.4 / scale);
        EXPECT_NEAR(each.y_mm, dy / scale, 0.4 / scale);
    }
}

TEST(SeeAnchors, FindPrintAtItsPlace) {
    expect_moved(see(text_moved_by(0, 0), 1), 0, 0);
    expect_moved(see(text_moved_by(0, 0, 1), 1), 0, 0);
}

TEST(SeeAnchors, FindPrintThatIsMovedEachWay) {
    for (const auto& [dx, dy] : {std::pair{5, 0}, {-5, 0}, {0, 6}, {0, -6}, {7, -8}, {-8, 7}}) {
        expect_moved(see(text_moved_by(dx, dy), 1), dx, dy);
    }
    expect_moved(see(text_moved_by(-13, 15, 1), 2), -13, 15);
}

TEST(SeeAnchors, FindPrintThatIsOnePixelOff) {
    // There the print at the expected place looks sure already.
    for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, 1}}) {
        expect_moved(see(text_moved_by(dx, dy), 1), dx, dy);
    }
}

TEST(SeeAnchors, FindNothingBeyondTheirReach) {
    EXPECT_LT(see(text_moved_by(8, 8), 0.5).found(), 5);
    EXPECT_EQ(see(text_moved_by(8, 8), 1).found(), 25);
    EXPECT_EQ(see(drawn::white_page(page_px, page_px), 1).found(), 0);
}

TEST(SeeAnchors, FindNothingInOtherPrint) {
    PageImage page = drawn::white_page(page_px, page_px);
    drawn::draw_text(page, 40, 52, page_px - 80, page_px - 80, scale, 99);
    EXPECT_LT(see(page, 1).found(), 8);
}

TEST(SeeAnchors, SayWhichAnchorIsMeant) {
    const PageImage blank = text_moved_by(0, 0);
    const auto anchors = anchors_of(blank, to_image);
    const auto seen = see_anchors(blank, PageShape(to_image), anchors, scale, 1);
    ASSERT_EQ(seen.size(), anchors.size());
    for (std::size_t i = 0; i < seen.size(); ++i) {
        EXPECT_EQ(seen[i].at, anchors[i].centre);
    }
}

TEST(SeeAnchors, KnowOfALineOnlyWhereItLiesAcross) {
    for (const bool is_upright : {false, true}) {
        const auto line = [&](int moved) {
            PageImage page = drawn::white_page(page_px, page_px);
            is_upright ? drawn::draw_box(page, 60 + moved, 0, 2, page_px)
                       : drawn::draw_box(page, 0, 60 + moved, page_px, 2);
            return page;
        };
        const auto anchors = anchors_of(line(0), to_image);
        const auto seen = see_anchors(line(5), PageShape(to_image), anchors, scale, 1);
        ASSERT_EQ(seen.size(), 5U);
        // The outer ones see the line end at the edge of the page.
        for (std::size_t i = 1; i < 4; ++i) {
            EXPECT_TRUE(seen[i].is_found);
            EXPECT_EQ(seen[i].is_x_known, is_upright);
            EXPECT_EQ(seen[i].is_y_known, !is_upright);
            EXPECT_NEAR(seen[i].distance_mm(), 5 / scale, 0.4 / scale);
        }
    }
}

TEST(SeeAnchors, TellAFractionOfAPixelFromTheGreyOnBothSides) {
    // Half a pixel to the right and up: greys between those of neighbours.
    const PageImage sharp = text_moved_by(0, 0);
    PageImage page = drawn::white_page(page_px, page_px);
    const InkView ink(sharp);
    for (int y = 0; y < page_px; ++y) {
        for (int x = 0; x < page_px; ++x) {
            const double upper = 0.5 * ink.at(x, y) + 0.5 * ink.at(x - 1, y);
            const double lower = 0.5 * ink.at(x, y + 1) + 0.5 * ink.at(x - 1, y + 1);
            pixSetPixel(page.pix.get(), x, y,
                        static_cast<l_uint32>(255 - std::lround(0.5 * upper + 0.5 * lower)));
        }
    }
    const Seen seen = see(page, 1);
    ASSERT_EQ(seen.found(), 25);
    double x = 0, y = 0;
    for (const SeenAnchor& each : seen.anchors) {
        x += each.x_mm * scale / 25;
        y += each.y_mm * scale / 25;
    }
    EXPECT_NEAR(x, 0.5, 0.12);
    EXPECT_NEAR(y, -0.5, 0.12);
}

TEST(SeeAnchors, TakeTheNearerOfTwoPlacesThatLookAlike) {
    // Bars 2 mm apart: those to the left are 0.75 mm off, those to the right 1.25 mm.
    const auto bars = [](int moved) {
        PageImage page = drawn::white_page(page_px, page_px);
        for (int x = -32 + moved; x < page_px; x += 16) {
            drawn::draw_box(page, x, 0, 3, page_px);
        }
        return page;
    };
    const auto anchors = anchors_of(bars(0), to_image);
    const auto seen = see_anchors(bars(-6), PageShape(to_image), anchors, scale, 2);
    ASSERT_EQ(seen.size(), 25U);
    for (const SeenAnchor& each : seen) {
        if (each.at.x > 16 && each.at.x < 64) {
            EXPECT_NEAR(each.x_mm, -6 / scale, 0.4 / scale);
        }
    }
}

SeenAnchor seen_at(double x_mm, double y_mm) {
    return {{}, true, true, true, x_mm, y_mm};
}

TEST(SeenAnchor, IsAsFarAsTheKnownDirectionsSay) {
    SeenAnchor seen = seen_at(3, 4);
    EXPECT_EQ(seen.distance_mm(), 5);
    seen.is_x_known = false;
    EXPECT_EQ(seen.distance_mm(), 4);
    seen.is_y_known = false;
    EXPECT_EQ(seen.distance_mm(), 0);
    seen.is_x_known = true;
    EXPECT_EQ(seen.distance_mm(), 3);
}

TEST(Misfit, IsTheMeanDistanceAndOneMillimetreForWhatWasNotFound) {
    EXPECT_EQ(misfit_mm({}), 1);
    EXPECT_DOUBLE_EQ(misfit_mm({seen_at(0.3, 0.4), seen_at(0, 0.1)}), 0.3);
    EXPECT_DOUBLE_EQ(misfit_mm({seen_at(0.3, 0.4), SeenAnchor{}}), 0.75);
    EXPECT_DOUBLE_EQ(misfit_mm({seen_at(3, 4), seen_at(0, 0)}), 0.5);
}

TEST(FoundShare, CountsWhatWasFound) {
    EXPECT_EQ(found_share({}), 0);
    EXPECT_EQ(found_share({seen_at(0, 0), SeenAnchor{}, SeenAnchor{}, SeenAnchor{}}), 0.25);
}

}  // namespace
}  // namespace indgang::ocr
