// SPDX-License-Identifier: MPL-2.0
// A page that is not flat is drawn anew, once, so that nobody after this has to know about it: all
// readers go on with an affine transform. 5 ms for 4 million pixels of 8 bits. What is shown to
// people and stored is the page as it was scanned, hence the way back for boxes.
#include "ocr/match/straighten.h"

#include <algorithm>
#include <cmath>

#include "ocr/image/resample.h"
#include "ocr/match/matcher.h"
#include "schemas/core/verify.h"

namespace indgang::ocr {

PointMm form_point(const MmToPx& to_page, PointPx point) {
    const double determinant = to_page.a * to_page.e - to_page.b * to_page.d;
    VERIFY(determinant != 0);
    const double u = point.x - to_page.c, v = point.y - to_page.f;
    return {(to_page.e * u - to_page.b * v) / determinant,
            (to_page.a * v - to_page.d * u) / determinant};
}

PixPtr straighten(const Pix& page, const PageShape& shape, const MmToPx& flat) {
    Pix* pix = const_cast<Pix*>(&page);  // Leptonica reads through pointers that may write
    return straighten(page, shape, flat, pixGetWidth(pix), pixGetHeight(pix));
}

PixPtr straighten(const Pix& page, const PageShape& shape, const MmToPx& flat, int width,
                  int height) {
    const auto nodes = [](int pixels) { return (pixels + grid_step_px - 1) / grid_step_px + 1; };
    PixelGrid grid{nodes(width), nodes(height), {}};
    grid.from.reserve(static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows));
    for (int row = 0; row < grid.rows; ++row) {
        for (int column = 0; column < grid.columns; ++column) {
            const PointPx node{static_cast<double>(column) * grid_step_px,
                               static_cast<double>(row) * grid_step_px};
            grid.from.push_back(shape(form_point(flat, node)));
        }
    }
    return resample(page, grid, width, height);
}

BoxPx MatchedPage::on_scan(const BoxPx& box) const {
    if (!bent || !match) {
        return box;
    }
    double left = 1e9, top = 1e9, right = -1e9, bottom = -1e9;
    for (int corner = 0; corner < 4; ++corner) {
        const PointPx point{static_cast<double>(box.x + corner % 2 * box.width),
                            static_cast<double>(box.y + corner / 2 * box.height)};
        const PointPx seen = bent->shape(form_point(match->to_page, point));
        left = std::min(left, seen.x);
        right = std::max(right, seen.x);
        top = std::min(top, seen.y);
        bottom = std::max(bottom, seen.y);
    }
    const int x = static_cast<int>(std::floor(left)), y = static_cast<int>(std::floor(top));
    return {x, y, static_cast<int>(std::ceil(right)) - x, static_cast<int>(std::ceil(bottom)) - y};
}

bool MatchedPage::is_displaced(const BoxPx& box) const {
    VERIFY(match);
    // Anchors stand 16 mm apart; the readers themselves move a zone by up to 0.4 mm.
    constexpr double near_mm = 20, displaced_mm = 0.3;
    constexpr std::size_t least = 3;
    const PointMm from =
        form_point(match->to_page, {static_cast<double>(box.x), static_cast<double>(box.y)});
    const PointMm to = form_point(match->to_page, {static_cast<double>(box.x + box.width),
                                                   static_cast<double>(box.y + box.height)});
    std::vector<double> distances;
    std::size_t looked_for = 0;
    for (const SeenAnchor& each : print) {
        const double x = std::max({from.x - each.at.x, each.at.x - to.x, 0.0});
        const double y = std::max({from.y - each.at.y, each.at.y - to.y, 0.0});
        if (std::hypot(x, y) > near_mm) {
            continue;
        }
        ++looked_for;
        if (each.is_found) {
            distances.push_back(each.distance_mm());
        }
    }
    if (looked_for < least) {
        return false;
    }
    // Most of the print around is covered, torn off or somewhere else.
    if (3 * distances.size() < looked_for) {
        return true;
    }
    const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
    std::nth_element(distances.begin(), middle, distances.end());
    return *middle > displaced_mm;
}

}  // namespace indgang::ocr
