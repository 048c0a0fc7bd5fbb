// SPDX-License-Identifier: MPL-2.0
#include "ocr/blank/affine_fit.h"

#include <cmath>

#include "ocr/blank/blank_limits.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

struct Centres {
    PointMm form;
    PointPx page;
};

Centres centres_of(const std::vector<Sighting>& sightings) {
    Centres centres;
    const double share = 1.0 / static_cast<double>(sightings.size());
    for (const Sighting& each : sightings) {
        centres.form.x += share * each.on_form.x;
        centres.form.y += share * each.on_form.y;
        centres.page.x += share * each.on_page.x;
        centres.page.y += share * each.on_page.y;
    }
    return centres;
}

void pin_centres(MmToPx& transform, const Centres& centres) {
    transform.c = centres.page.x - transform.a * centres.form.x - transform.b * centres.form.y;
    transform.f = centres.page.y - transform.d * centres.form.x - transform.e * centres.form.y;
}

}  // namespace

std::optional<MmToPx> fit_affine(const std::vector<Sighting>& sightings) {
    if (sightings.size() < 3) {
        return std::nullopt;
    }
    const Centres centres = centres_of(sightings);
    double xx = 0, xy = 0, yy = 0, xu = 0, yu = 0, xv = 0, yv = 0;
    for (const Sighting& each : sightings) {
        const double x = each.on_form.x - centres.form.x, y = each.on_form.y - centres.form.y;
        const double u = each.on_page.x - centres.page.x, v = each.on_page.y - centres.page.y;
        xx += x * x;
        xy += x * y;
        yy += y * y;
        xu += x * u;
        yu += y * u;
        xv += x * v;
        yv += y * v;
    }
    const double determinant = xx * yy - xy * xy;
    if (determinant <= limits::spread_least_mm2 * (xx + yy)) {
        return std::nullopt;
    }
    MmToPx transform;
    transform.a = (xu * yy - yu * xy) / determinant;
    transform.b = (yu * xx - xu * xy) / determinant;
    transform.d = (xv * yy - yv * xy) / determinant;
    transform.e = (yv * xx - xv * xy) / determinant;
    pin_centres(transform, centres);
    return transform;
}

std::optional<MmToPx> fit_similarity(const std::vector<Sighting>& sightings) {
    const Centres centres = centres_of(sightings);
    double along = 0, across = 0, size = 0;
    for (const Sighting& each : sightings) {
        const double x = each.on_form.x - centres.form.x, y = each.on_form.y - centres.form.y;
        const double u = each.on_page.x - centres.page.x, v = each.on_page.y - centres.page.y;
        along += x * u + y * v;
        across += x * v - y * u;
        size += x * x + y * y;
    }
    if (size < limits::size_least_mm2) {
        return std::nullopt;
    }
    MmToPx transform;
    transform.a = transform.e = along / size;
    transform.d = across / size;
    transform.b = -transform.d;
    pin_centres(transform, centres);
    return transform;
}

double px_per_mm(const MmToPx& to_page) {
    return std::sqrt(std::abs(to_page.a * to_page.e - to_page.b * to_page.d));
}

double residual_mm(const MmToPx& to_page, const std::vector<Sighting>& sightings) {
    VERIFY(!sightings.empty());
    double sum_px2 = 0;
    for (const Sighting& each : sightings) {
        const PointPx expected = to_page(each.on_form);
        sum_px2 += (expected.x - each.on_page.x) * (expected.x - each.on_page.x) +
                   (expected.y - each.on_page.y) * (expected.y - each.on_page.y);
    }
    return std::sqrt(sum_px2 / static_cast<double>(sightings.size())) / px_per_mm(to_page);
}

}  // namespace indgang::ocr
