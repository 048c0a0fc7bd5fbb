// SPDX-License-Identifier: MPL-2.0
#include "ocr/blank/anchor_points.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/ocr/blank/drawn_print.h"

namespace indgang::ocr {
namespace {

constexpr int width_px = 170, height_px = 110;
constexpr int reach_px = 21;
constexpr MmToPx turned{8, -0.4, 3, 0.4, 8, 2};

PageImage noise(int depth) {
    PageImage page = drawn::white_page(width_px, height_px, depth);
    drawn::Dice dice(7);
    for (int y = 0; y < height_px; ++y) {
        for (int x = 0; x < width_px; ++x) {
            pixSetPixel(page.pix.get(), x, y, static_cast<l_uint32>(dice.below(1 << depth)));
        }
    }
    return page;
}

/// Points of a box of the page, in form mm.
PrintAnchor anchor_within(BoxPx box, int count) {
    drawn::Dice dice(11);
    const double area = turned.a * turned.e - turned.b * turned.d;
    const auto somewhere = [&] {
        const double x = box.x + dice.below(box.width) + 0.5 - turned.c;
        const double y = box.y + dice.below(box.height) + 0.5 - turned.f;
        return PointMm{(turned.e * x - turned.b * y) / area, (turned.a * y - turned.d * x) / area};
    };
    PrintAnchor anchor;
    anchor.centre = somewhere();
    for (int i = 0; i < count; ++i) {
        const PointMm dark = somewhere(), light = somewhere();
        anchor.points.push_back({dark, light});
    }
    return anchor;
}

/// As the header says it, pixel by pixel; ink beyond 160 of 255 adds nothing.
double plain_score(const InkView& ink, const PrintAnchor& anchor, int dx, int dy) {
    constexpr int cap = 160;
    const auto ink_at = [&](PointMm point) {
        const PointPx at = turned(point);
        return std::min(ink.at(static_cast<int>(std::floor(at.x)) + dx,
                               static_cast<int>(std::floor(at.y)) + dy),
                        cap);
    };
    double sum = 0;
    for (const PrintPoint& each : anchor.points) {
        sum += ink_at(each.dark) - ink_at(each.light);
    }
    return sum / cap / static_cast<double>(anchor.points.size());
}

void expect_plain_scores(int depth, BoxPx box, int count) {
    const PageImage page = noise(depth);
    const InkView ink(page);
    const PrintAnchor anchor = anchor_within(box, count);
    AnchorPoints points(page, ink, PageShape(turned), anchor, reach_px);
    for (int dy = -reach_px; dy <= reach_px; ++dy) {
        for (int dx = -reach_px; dx <= reach_px; ++dx) {
            ASSERT_DOUBLE_EQ(points.score(dx, dy), plain_score(ink, anchor, dx, dy))
                << dx << ", " << dy;
        }
    }
}

// Up to the last pixel from which no move leaves the page.
constexpr BoxPx inside{reach_px, reach_px, width_px - 2 * reach_px, height_px - 2 * reach_px};
constexpr BoxPx at_left{reach_px - 1, reach_px, 30, 30};
constexpr BoxPx at_right{width_px - reach_px - 29, reach_px, 30, 30};
constexpr BoxPx at_top{reach_px, 0, 30, 30};
constexpr BoxPx at_bottom{reach_px, height_px - 30, 30, 30};

TEST(AnchorPoints, ScoreAsPixelsSayWhereNoMoveLeavesThePage) {
    expect_plain_scores(1, inside, 40);
    expect_plain_scores(8, inside, 40);
}

TEST(AnchorPoints, ScoreAsPixelsSayNearEachEdge) {
    for (const BoxPx& box : {at_left, at_right, at_top, at_bottom}) {
        expect_plain_scores(1, box, 20);
        expect_plain_scores(8, box, 20);
    }
}

/// Of a page where all dark points are black and all light ones white.
double best_score(int depth, int count) {
    PageImage page = drawn::white_page(width_px, height_px, depth);
    drawn::draw_box(page, 80, 0, width_px - 80, height_px);
    PrintAnchor anchor;
    const double y = height_px / 2.0;
    anchor.centre = {80, y};
    anchor.points.assign(static_cast<std::size_t>(count), {{81.5, y}, {78.5, y}});
    const InkView ink(page);
    return AnchorPoints(page, ink, PageShape(MmToPx{}), anchor, 4).score(0, 0);
}

TEST(AnchorPoints, ScoreOneWhereAllPrintIsAtItsPlace) {
    for (const int depth : {1, 8}) {
        EXPECT_EQ(best_score(depth, 1), 1);
        EXPECT_EQ(best_score(depth, 40), 1);
        EXPECT_EQ(best_score(depth, AnchorPoints::most_points), 1);
    }
}

TEST(AnchorPoints, LieWhereAnAngledPageShowsThem) {
    // Half a pixel of perspective a centimetre: at the tile's end the points are 4 px on.
    std::vector<Sighting> seen;
    const auto angled = [](PointMm p) {
        return PointPx{10 * p.x / (1 + 0.01 * p.x), 10 * p.y / (1 + 0.01 * p.x)};
    };
    for (const PointMm& point : {PointMm{0, 0}, {16, 0}, {16, 11}, {0, 11}}) {
        seen.push_back({point, angled(point)});
    }
    const auto shape = PageShape::through(seen);
    ASSERT_TRUE(shape);
    PageImage page = drawn::white_page(width_px, height_px);
    const PointMm dark{12, 5}, centre{8, 5};
    drawn::draw_box(page, static_cast<int>(angled(dark).x) - 1,
                    static_cast<int>(angled(dark).y) - 1, 3, 3);
    const InkView ink(page);
    PrintAnchor anchor{centre, {{dark, {8, 3}}}};
    EXPECT_EQ(AnchorPoints(page, ink, *shape, anchor, 4).score(0, 0), 1);
}

}  // namespace
}  // namespace indgang::ocr
