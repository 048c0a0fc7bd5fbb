// SPDX-License-Identifier: MPL-2.0
#include "ocr/blank/affine_fit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "ocr/blank/linear_solve.h"

namespace indgang::ocr {
namespace {

constexpr MmToPx sheared{11, 0.5, 30, -0.7, 9, -20};
constexpr MmToPx turned{10, -2, 30, 2, 10, -20};

std::vector<Sighting> seen_through(const MmToPx& transform, const std::vector<PointMm>& points) {
    std::vector<Sighting> sightings;
    for (const PointMm& point : points) {
        sightings.push_back({point, transform(point)});
    }
    return sightings;
}

void expect_near(const MmToPx& seen, const MmToPx& expected) {
    constexpr double close = 1e-9;
    EXPECT_NEAR(seen.a, expected.a, close);
    EXPECT_NEAR(seen.b, expected.b, close);
    EXPECT_NEAR(seen.c, expected.c, close);
    EXPECT_NEAR(seen.d, expected.d, close);
    EXPECT_NEAR(seen.e, expected.e, close);
    EXPECT_NEAR(seen.f, expected.f, close);
}

const std::vector<PointMm> three = {{10, 20}, {190, 40}, {60, 250}};

TEST(FitAffine, FindsTheTransformThatThreePointsDefine) {
    const auto fit = fit_affine(seen_through(sheared, three));
    ASSERT_TRUE(fit);
    expect_near(*fit, sheared);
}

TEST(FitAffine, LeavesNothingThatAnotherTransformWouldTakeAway) {
    auto sightings = seen_through(sheared, {{0, 0}, {50, 7}, {3, 60}, {80, 90}, {20, 30}});
    sightings[0].on_page.x += 7;
    sightings[2].on_page.y -= 5;
    sightings[4].on_page.x -= 3;
    const auto fit = fit_affine(sightings);
    ASSERT_TRUE(fit);
    // At the least squares what is left is at right angles to each of 1, x and y.
    PointPx one, x, y;
    for (const Sighting& each : sightings) {
        const PointPx at = (*fit)(each.on_form);
        const PointPx left{each.on_page.x - at.x, each.on_page.y - at.y};
        one = {one.x + left.x, one.y + left.y};
        x = {x.x + left.x * each.on_form.x, x.y + left.y * each.on_form.x};
        y = {y.x + left.x * each.on_form.y, y.y + left.y * each.on_form.y};
    }
    for (const double sum : {one.x, one.y, x.x, x.y, y.x, y.y}) {
        EXPECT_NEAR(sum, 0, 1e-6);
    }
    EXPECT_GT(residual_mm(*fit, sightings), 0.1);
}

TEST(FitAffine, NeedsThreePoints) {
    EXPECT_FALSE(fit_affine({}));
    EXPECT_FALSE(fit_affine(seen_through(sheared, {{10, 20}, {190, 40}})));
}

TEST(FitAffine, NeedsPointsMoreThanAMillimetreOffOneLine) {
    // Three points of which one is 1.2 mm off spread by 0.98 mm across their line.
    EXPECT_FALSE(fit_affine(seen_through(sheared, {{0, 0}, {100, 0}, {50, 1.2}})));
    EXPECT_TRUE(fit_affine(seen_through(sheared, {{0, 0}, {100, 0}, {50, 1.3}})));
    EXPECT_FALSE(fit_affine(seen_through(sheared, {{0, 0}, {0, 100}, {1.2, 50}})));
    EXPECT_TRUE(fit_affine(seen_through(sheared, {{0, 0}, {0, 100}, {1.3, 50}})));
    EXPECT_FALSE(fit_affine(seen_through(sheared, {{5, 5}, {5, 5}, {5, 5}})));
}

TEST(FitSimilarity, FindsTheTransformThatTwoPointsDefine) {
    const auto fit = fit_similarity(seen_through(turned, {{10, 20}, {190, 40}}));
    ASSERT_TRUE(fit);
    expect_near(*fit, turned);
}

TEST(FitSimilarity, HasNoShear) {
    const auto fit = fit_similarity(seen_through(sheared, three));
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->a, fit->e);
    EXPECT_EQ(fit->b, -fit->d);
    EXPECT_NEAR(fit->a, 10, 1);
}

TEST(FitSimilarity, NeedsTwoPointsApart) {
    EXPECT_FALSE(fit_similarity({}));
    EXPECT_FALSE(fit_similarity(seen_through(turned, {{10, 20}})));
    // Two points are half their distance from their middle: 2 x 0.65^2 is below 1 mm2.
    EXPECT_FALSE(fit_similarity(seen_through(turned, {{10, 20}, {10, 21.3}})));
    EXPECT_TRUE(fit_similarity(seen_through(turned, {{10, 20}, {10, 21.5}})));
}

TEST(PxPerMm, IsTheRootOfTheAreaFactor) {
    EXPECT_DOUBLE_EQ(px_per_mm({2, 0, 5, 0, 8, 5}), 4);
    EXPECT_DOUBLE_EQ(px_per_mm({-2, 0, 5, 0, 8, 5}), 4);
    EXPECT_DOUBLE_EQ(px_per_mm({3, -4, 0, 4, 3, 0}), 5);
}

TEST(Residual, IsTheRootMeanSquareInMillimetres) {
    constexpr MmToPx ten{10, 0, 0, 0, 10, 0};
    auto sightings = seen_through(ten, {{10, 20}, {190, 40}});
    EXPECT_EQ(residual_mm(ten, sightings), 0);
    sightings[0].on_page.x += 30;
    sightings[0].on_page.y -= 40;
    EXPECT_NEAR(residual_mm(ten, sightings), 5 / std::sqrt(2), 1e-12);
}

TEST(Solve, FindsWhatTheRowsSay) {
    // The first pivot is 0, so that rows change places.
    const auto x = solve<3>({{{0, 2, 1}, {4, 1, -1}, {1, 1, 1}}}, {7, 3, 6});
    ASSERT_TRUE(x);
    EXPECT_NEAR((*x)[0], 1, 1e-12);
    EXPECT_NEAR((*x)[1], 2, 1e-12);
    EXPECT_NEAR((*x)[2], 3, 1e-12);
}

TEST(Solve, TakesTheLargestOfAColumnAsPivot) {
    // By the small one all digits of the others would be lost.
    const auto x = solve<2>({{{1e-11, 1}, {-1e8, 1}}}, {1, 1});
    ASSERT_TRUE(x);
    EXPECT_NEAR((*x)[0], 0, 1e-9);
    EXPECT_NEAR((*x)[1], 1, 1e-9);
}

TEST(Solve, FindsNothingForASingularMatrix) {
    EXPECT_FALSE((solve<2>({{{1, 2}, {2, 4}}}, {1, 2})));
    EXPECT_FALSE((solve<2>({{{0, 1}, {0, 2}}}, {1, 2})));
    EXPECT_FALSE((solve<1>({{{0.9e-12}}}, {1})));
    EXPECT_TRUE((solve<1>({{{1.1e-12}}}, {1})));
}

}  // namespace
}  // namespace indgang::ocr
