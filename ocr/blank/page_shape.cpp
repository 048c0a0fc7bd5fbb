// SPDX-License-Identifier: MPL-2.0
// A photo shows a sheet of paper through a projective transform, which four points define. Paper
// that was folded, rolled or pulled through a feeder bends besides. Third degree is enough for
// both: a fold's rest has one hill and one valley along the page. Higher degrees swing between the
// points that they are fitted to; a grid of free local shifts follows every smudge.
#include "ocr/blank/page_shape.h"

#include <algorithm>
#include <cmath>

#include "ocr/blank/blank_limits.h"
#include "ocr/blank/linear_solve.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

/// Points of a coarse net over the form, its edges included.
std::vector<PointMm> net(double width_mm, double height_mm) {
    constexpr int columns = 6, rows = 8;
    std::vector<PointMm> points;
    for (int i = 0; i <= columns * rows + columns + rows; ++i) {
        points.push_back(
            {width_mm * (i % (columns + 1)) / columns, height_mm * (i / (columns + 1)) / rows});
    }
    return points;
}

}  // namespace

PageShape::PageShape(const MmToPx& flat)
    : projection_{flat.a, flat.b, flat.c, flat.d, flat.e, flat.f, 0, 0, 1} {}

PageShape PageShape::scaled(double factor) const {
    PageShape shape = *this;
    constexpr std::size_t scaled_rows = 6;  // the third row divides and has no unit
    for (std::size_t i = 0; i < scaled_rows; ++i) {
        shape.projection_[i] *= factor;
    }
    for (std::size_t i = 0; i < bend_terms; ++i) {
        shape.bend_x_[i] *= factor;
        shape.bend_y_[i] *= factor;
    }
    return shape;
}

std::optional<PageShape> PageShape::through(std::span<const Sighting> points) {
    VERIFY(points.size() >= 4);
    // In decimetres and thousands of pixels, so that all numbers of a row are of one size.
    constexpr double mm = 100, px = 1000;
    constexpr std::size_t unknowns = 8;
    SquareMatrix<unknowns> rows{};
    std::array<double, unknowns> right{};
    const auto add = [&](const std::array<double, unknowns>& row, double value) {
        for (std::size_t r = 0; r < unknowns; ++r) {
            for (std::size_t c = 0; c < unknowns; ++c) {
                rows[r][c] += row[r] * row[c];
            }
            right[r] += row[r] * value;
        }
    };
    for (const Sighting& each : points) {
        const double x = each.on_form.x / mm, y = each.on_form.y / mm;
        const double u = each.on_page.x / px, v = each.on_page.y / px;
        add({x, y, 1, 0, 0, 0, -u * x, -u * y}, u);
        add({0, 0, 0, x, y, 1, -v * x, -v * y}, v);
    }
    const auto solved = solve(rows, right);
    if (!solved) {
        return std::nullopt;
    }
    const std::array<double, unknowns>& s = *solved;
    PageShape shape{MmToPx{}};
    shape.projection_ = {s[0] * px / mm, s[1] * px / mm, s[2] * px,
                         s[3] * px / mm, s[4] * px / mm, s[5] * px,
                         s[6] / mm,      s[7] / mm,      1};
    double least = 1e300, most = -1e300;
    for (const Sighting& each : points) {
        const double w = s[6] * each.on_form.x / mm + s[7] * each.on_form.y / mm + 1;
        least = std::min(least, w);
        most = std::max(most, w);
    }
    const bool is_mirrored = s[0] * s[4] - s[1] * s[3] <= 0;
    return least > 0 && most < limits::tilt_most * least && !is_mirrored ? std::optional(shape)
                                                                         : std::nullopt;
}

PointPx PageShape::operator()(PointMm point) const {
    const auto& p = projection_;
    const double w = p[6] * point.x + p[7] * point.y + p[8];
    PointPx seen{(p[0] * point.x + p[1] * point.y + p[2]) / w,
                 (p[3] * point.x + p[4] * point.y + p[5]) / w};
    const Bend terms = terms_at(point);
    for (std::size_t i = 0; i < bend_terms; ++i) {
        seen.x += bend_x_[i] * terms[i];
        seen.y += bend_y_[i] * terms[i];
    }
    return seen;
}

PageShape::Bend PageShape::terms_at(PointMm point) {
    constexpr double middle_x_mm = 105, middle_y_mm = 148.5;  // of A4: about -1 to 1 each way
    const double furthest = limits::bend_furthest;
    const double u = std::clamp(point.x / middle_x_mm - 1, -furthest, furthest);
    const double v = std::clamp(point.y / middle_y_mm - 1, -furthest, furthest);
    return {1, u, v, u * u, u * v, v * v, u * u * u, u * u * v, u * v * v, v * v * v};
}

PageShape PageShape::bent(const Bend& x, const Bend& y) const {
    PageShape shape = *this;
    for (std::size_t i = 0; i < bend_terms; ++i) {
        shape.bend_x_[i] += x[i];
        shape.bend_y_[i] += y[i];
    }
    return shape;
}

MmToPx flat_fit(const PageShape& shape, double width_mm, double height_mm) {
    std::vector<Sighting> sightings;
    for (const PointMm& point : net(width_mm, height_mm)) {
        sightings.push_back({point, shape(point)});
    }
    const std::optional<MmToPx> flat = fit_affine(sightings);
    VERIFY(flat);
    return *flat;
}

double distance_mm(const PageShape& shape, const MmToPx& flat, double width_mm, double height_mm) {
    double most = 0;
    for (const PointMm& point : net(width_mm, height_mm)) {
        const PointPx a = shape(point), b = flat(point);
        most = std::max(most, std::hypot(a.x - b.x, a.y - b.y));
    }
    return most / px_per_mm(flat);
}

double residual_mm(const PageShape& shape, const std::vector<Sighting>& sightings,
                   double px_per_mm) {
    VERIFY(!sightings.empty());
    double sum = 0;
    for (const Sighting& each : sightings) {
        const PointPx expected = shape(each.on_form);
        sum += std::pow(expected.x - each.on_page.x, 2) + std::pow(expected.y - each.on_page.y, 2);
    }
    return std::sqrt(sum / static_cast<double>(sightings.size())) / px_per_mm;
}

}  // namespace indgang::ocr
