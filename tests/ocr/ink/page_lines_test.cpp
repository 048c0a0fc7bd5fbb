// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/page_lines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace indgang::ocr {
namespace {

constexpr double way_mm = 210, side_mm = 297;  // of a line from the left to the right

/// Points of a line, a millimetre apart; a line is looked for in bands of 0.7 mm, and 50.55 mm is
/// the middle of one.
std::vector<PointMm> line_at(
    double across, double slope = 0,
    const std::function<bool(double)>& is_drawn = [](double) { return true; }) {
    std::vector<PointMm> points;
    for (double way = 0.5; way < way_mm; ++way) {
        if (is_drawn(way)) {
            points.push_back({way, across + slope * (way - way_mm / 2)});
        }
    }
    return points;
}

std::vector<PointMm> turned(std::vector<PointMm> points) {
    for (PointMm& each : points) {
        each = {each.y, each.x};
    }
    return points;
}

/// As many across the page as down it.
std::size_t count(const std::vector<PointMm>& points) {
    const auto lines = find_lines(points, way_mm, side_mm);
    const auto upright = find_lines(turned(points), side_mm, way_mm);
    EXPECT_EQ(lines.size(), upright.size());
    for (std::size_t i = 0; i < std::min(lines.size(), upright.size()); ++i) {
        EXPECT_FALSE(lines[i].is_upright);
        EXPECT_TRUE(upright[i].is_upright);
        EXPECT_EQ(lines[i].offset_mm, upright[i].offset_mm);
        EXPECT_EQ(lines[i].slope, upright[i].slope);
    }
    return lines.size();
}

std::vector<PointMm> both(std::vector<PointMm> a, const std::vector<PointMm>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

constexpr double middle_of_band = 50.55, band = 0.7;

TEST(FindLines, FindEachLineOnceAndWhereItLies) {
    EXPECT_EQ(count({}), 0U);
    ASSERT_EQ(count(line_at(middle_of_band)), 1U);
    for (const double slope : {-0.026, -0.02, 0.0, 0.02, 0.026}) {
        const auto points = line_at(middle_of_band, slope);
        ASSERT_EQ(count(points), 1U) << slope;
        const PageLine line = find_lines(points, way_mm, side_mm).front();
        EXPECT_NEAR(line.slope, slope, 0.004);
        EXPECT_NEAR(line.offset_mm + line.slope * way_mm / 2, middle_of_band, 0.36);
        EXPECT_TRUE(std::all_of(points.begin(), points.end(),
                                [&](const PointMm& point) { return line.is_on(point); }));
    }
}

TEST(FindLines, AreCoveredByHoweverFewOrManyPoints) {
    // One point in each step of two millimetres.
    const auto some = line_at(middle_of_band, 0, [](double way) { return std::fmod(way, 2) < 1; });
    EXPECT_EQ(count(some), 1U);
    const auto half = line_at(middle_of_band, 0, [](double way) { return way < 50 || way > 160; });
    EXPECT_EQ(count(half), 0U);
    EXPECT_EQ(count(both(half, half)), 0U);
}

TEST(FindLines, FindNoneThatIsMoreAskewThanAScan) {
    EXPECT_EQ(count(line_at(middle_of_band, -0.034)), 0U);
    EXPECT_EQ(count(line_at(middle_of_band, 0.034)), 0U);
}

TEST(FindLines, TakeAThickLineForOneAndTwoForTwo) {
    // Three bands are one line; what lies three bands apart are two.
    const auto thick = both(line_at(middle_of_band), both(line_at(middle_of_band + band),
                                                          line_at(middle_of_band + 2 * band)));
    EXPECT_EQ(count(thick), 1U);
    EXPECT_EQ(count(both(line_at(middle_of_band), line_at(middle_of_band + 3 * band))), 2U);
}

TEST(FindLines, NeedMoreThanHalfOfTheWay) {
    // Of 106 steps of 2 mm both ends of 14 mm and as many more as are asked for.
    const auto steps = [](int covered) {
        const double upto = 2.0 * (covered - 7);
        return line_at(middle_of_band, 0,
                       [upto](double way) { return way < upto || way > way_mm - 14; });
    };
    EXPECT_EQ(count(steps(59)), 1U);
    EXPECT_EQ(count(steps(58)), 0U);
}

TEST(FindLines, NeedInkAtBothEnds) {
    // Three of seven steps; behind the last point is one step more.
    const auto but = [](double begin, double end) {
        return line_at(middle_of_band, 0,
                       [=](double way) { return way > begin && way < way_mm - end; });
    };
    EXPECT_EQ(count(but(8, 0)), 1U);
    EXPECT_EQ(count(but(10, 0)), 0U);
    EXPECT_EQ(count(but(0, 6)), 1U);
    EXPECT_EQ(count(but(0, 8)), 0U);
}

TEST(FindLines, LieUpToACentimetreBesideThePage) {
    EXPECT_EQ(count(line_at(-9.65)), 1U);
    EXPECT_EQ(count(line_at(-10.35)), 0U);
    EXPECT_EQ(count(line_at(side_mm + 9.75)), 1U);
    EXPECT_EQ(count(line_at(side_mm + 10.45)), 0U);
}

TEST(FindLines, CountNoInkBesideTheirWay) {
    auto points = line_at(middle_of_band, 0, [](double way) { return way < 100; });
    for (double way = 1; way < 200; ++way) {
        points.push_back({-way, middle_of_band});
        points.push_back({way_mm + 2 + way, middle_of_band});
    }
    EXPECT_EQ(count(points), 0U);
}

TEST(PageLine, IsAMillimetreAndAHalfWide) {
    const PageLine flat{false, 50, 0.02}, upright{true, 50, 0.02};
    for (const double off : {-0.74, 0.74}) {
        EXPECT_TRUE(flat.is_on({100, 52 + off}));
        EXPECT_TRUE(upright.is_on({52 + off, 100}));
    }
    for (const double off : {-0.76, 0.76}) {
        EXPECT_FALSE(flat.is_on({100, 52 + off}));
        EXPECT_FALSE(upright.is_on({52 + off, 100}));
    }
}

}  // namespace
}  // namespace indgang::ocr
