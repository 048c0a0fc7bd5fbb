// SPDX-License-Identifier: MPL-2.0
#include "ocr/blank/page_shape.h"

#include <gtest/gtest.h>

#include <cmath>

namespace indgang::ocr {
namespace {

constexpr double a4_width_mm = 210, a4_height_mm = 297;
constexpr double close_px = 1e-6;
constexpr MmToPx flat{10, 0.5, 40, -0.5, 9, 60};
const std::vector<PointMm> corners = {{10, 10}, {200, 12}, {190, 280}, {15, 290}};

/// What a camera sees of `flat` when the sheet leans away: further away by these shares a mm.
struct Lean {
    double right = 0.0004;
    double down = 0.0003;
    PointPx operator()(PointMm point) const {
        const PointPx at = flat(point);
        const double far = 1 + right * point.x + down * point.y;
        return {at.x / far, at.y / far};
    }
};

template <typename Seen>
std::vector<Sighting> sightings(const std::vector<PointMm>& points, Seen seen) {
    std::vector<Sighting> all;
    for (const PointMm& point : points) {
        all.push_back({point, seen(point)});
    }
    return all;
}

template <typename Seen>
std::optional<PageShape> through(const std::vector<PointMm>& points, Seen seen) {
    const auto all = sightings(points, seen);
    return PageShape::through(all);
}

void expect_at(PointPx seen, PointPx expected) {
    EXPECT_NEAR(seen.x, expected.x, close_px);
    EXPECT_NEAR(seen.y, expected.y, close_px);
}

TEST(PageShape, ThroughFourPointsIsWhatTheCameraSees) {
    const auto shape = through(corners, Lean());
    ASSERT_TRUE(shape);
    for (const PointMm point : {PointMm{10, 10}, {190, 280}, {105, 150}, {0, 297}}) {
        expect_at((*shape)(point), Lean()(point));
    }
}

TEST(PageShape, ThroughMorePointsLiesBetweenThem) {
    auto seen = sightings(corners, Lean());
    seen.insert(seen.end(), seen.begin(), seen.end());
    seen[0].on_page.x += 2;
    seen[4].on_page.x -= 2;
    const auto shape = PageShape::through(seen);
    ASSERT_TRUE(shape);
    EXPECT_NEAR((*shape)({10, 10}).x, Lean()({10, 10}).x, 0.01);
}

TEST(PageShape, ThroughPointsOfOneLineIsNone) {
    EXPECT_FALSE(through({{10, 10}, {20, 20}, {30, 30}, {40, 40}}, flat));
    EXPECT_FALSE(through({{10, 10}, {20, 20}, {30, 30}, {30, 30}}, flat));
}

TEST(PageShape, IsSeenWithOneSideUpToAThirdLarger) {
    const std::vector<PointMm> box = {{0, 0}, {100, 0}, {100, 100}, {0, 100}};
    EXPECT_TRUE(through(box, Lean{0.0032, 0}));
    EXPECT_FALSE(through(box, Lean{0.0034, 0}));
    EXPECT_TRUE(through(box, Lean{0, 0.0032}));
    EXPECT_FALSE(through(box, Lean{0, 0.0034}));
    EXPECT_TRUE(through(box, Lean{-0.0024, 0}));
    EXPECT_FALSE(through(box, Lean{-0.0026, 0}));
}

TEST(PageShape, IsNoSheetSeenFromBothSides) {
    // Beyond the middle the sheet would be behind the camera.
    EXPECT_FALSE(through({{0, 0}, {100, 0}, {100, 100}, {0, 100}}, Lean{-0.02, 0}));
}

TEST(PageShape, IsNotMirrored) {
    EXPECT_FALSE(through(corners, MmToPx{-10, 0, 2100, 0, 10, 0}));
    EXPECT_FALSE(through(corners, MmToPx{0, 10, 0, 10, 0, 0}));
    EXPECT_TRUE(through(corners, MmToPx{0, -10, 3000, 10, 0, 0}));
}

TEST(PageShape, BendsByTermsOfTheThirdDegree) {
    const PageShape::Bend middle = PageShape::terms_at({105, 148.5});
    EXPECT_EQ(middle, (PageShape::Bend{1, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    const PageShape::Bend corner = PageShape::terms_at({210, 297});
    EXPECT_EQ(corner, (PageShape::Bend{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
    const PageShape::Bend some = PageShape::terms_at({52.5, 222.75});
    EXPECT_EQ(some,
              (PageShape::Bend{1, -0.5, 0.5, 0.25, -0.25, 0.25, -0.125, 0.125, -0.125, 0.125}));
}

TEST(PageShape, BendsNoFurtherBeyondThePaper) {
    EXPECT_EQ(PageShape::terms_at({1000, -1000}), PageShape::terms_at({220.5, -14.85}));
    EXPECT_EQ(PageShape::terms_at({-1000, 1000}), PageShape::terms_at({-10.5, 311.85}));
    EXPECT_NE(PageShape::terms_at({220, 0}), PageShape::terms_at({220.4, 0}));
}

TEST(PageShape, AddsOneBendToAnother) {
    PageShape::Bend right{}, down{};
    for (std::size_t i = 0; i < right.size(); ++i) {
        right[i] = static_cast<double>(i) + 1;
        down[i] = 20 - static_cast<double>(i);
    }
    const PageShape shape = PageShape(flat).bent(right, {}).bent(right, down);
    const PointMm corner{210, 297};
    expect_at(shape(corner), {flat(corner).x + 2 * 55, flat(corner).y + 155});
}

TEST(PageShape, LiesAsWellOnALargerPicture) {
    const auto leaning = through(corners, Lean());
    ASSERT_TRUE(leaning);
    PageShape::Bend right{}, down{};
    right.fill(3);
    down.fill(-2);
    const PageShape shape = leaning->bent(right, down);
    const PageShape larger = shape.scaled(1.5);
    for (const PointMm point : {PointMm{10, 10}, {190, 280}, {105, 150}}) {
        expect_at(larger(point), {shape(point).x * 1.5, shape(point).y * 1.5});
    }
}

TEST(FlatFit, OfAFlatShapeIsItsTransform) {
    const MmToPx fit = flat_fit(PageShape(flat), a4_width_mm, a4_height_mm);
    expect_at(fit(PointMm{0, 0}), flat(PointMm{0, 0}));
    expect_at(fit(PointMm{210, 297}), flat(PointMm{210, 297}));
    EXPECT_NEAR(distance_mm(PageShape(flat), flat, a4_width_mm, a4_height_mm), 0, 1e-9);
}

TEST(FlatFit, WeighsTheWholeFormAlike) {
    // A bend with the column's square: its best line is its mean, of -1 to 1 in sixths 4/9.
    PageShape::Bend right{};
    right[3] = 9;
    const MmToPx fit = flat_fit(PageShape(flat).bent(right, {}), a4_width_mm, a4_height_mm);
    EXPECT_NEAR(fit(PointMm{105, 0}).x, flat(PointMm{105, 0}).x + 4, close_px);
    PageShape::Bend down{};
    down[5] = 12;
    // Of -1 to 1 in eighths the mean square is 5/12.
    const MmToPx other = flat_fit(PageShape(flat).bent({}, down), a4_width_mm, a4_height_mm);
    EXPECT_NEAR(other(PointMm{0, 148.5}).y, flat(PointMm{0, 148.5}).y + 5, close_px);
}

TEST(DistanceMm, IsThatOfTheFurthestPoint) {
    constexpr MmToPx ten{10, 0, 0, 0, 10, 0};
    PageShape::Bend right{}, down{};
    right[1] = 3;
    down[2] = 4;
    const PageShape shape = PageShape(ten).bent(right, down);
    EXPECT_NEAR(distance_mm(shape, ten, a4_width_mm, a4_height_mm), 0.5, 1e-9);
    EXPECT_NEAR(distance_mm(shape, ten, a4_width_mm, 148.5), 0.5, 1e-9);
}

TEST(DistanceMm, MissesATwentiethOfABendAtMost) {
    constexpr MmToPx ten{10, 0, 0, 0, 10, 0};
    // u^3 - u has its hill of 0.385 inside the sheet.
    PageShape::Bend hill{};
    hill[6] = 10;
    hill[1] = -10;
    EXPECT_NEAR(distance_mm(PageShape(ten).bent(hill, {}), ten, a4_width_mm, a4_height_mm), 0.385,
                0.385 / 20);
    PageShape::Bend slope{};
    slope[9] = 10;
    slope[2] = -10;
    EXPECT_NEAR(distance_mm(PageShape(ten).bent({}, slope), ten, a4_width_mm, a4_height_mm), 0.385,
                0.385 / 20);
}

TEST(ResidualOfAShape, IsTheRootMeanSquareInMillimetres) {
    auto seen = sightings(corners, flat);
    EXPECT_NEAR(residual_mm(PageShape(flat), seen, 10), 0, 1e-9);
    seen[0].on_page.x += 30;
    seen[1].on_page.y -= 40;
    EXPECT_NEAR(residual_mm(PageShape(flat), seen, 10), 2.5, 1e-9);
}

}  // namespace
}  // namespace indgang::ocr
