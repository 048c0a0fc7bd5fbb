// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "ocr/image/resample.h"
#include "ocr/match/matcher.h"
#include "ocr/place/straighten.h"
#include "tests/ocr/match/scanned.h"

namespace indgang::ocr::scanned {

/// How a page is photographed: at an angle (how much nearer the right and the lower edge are than
/// the middle, as a share) and with paper that bulges.
struct View {
    Lie lie;
    double nearer_right = 0;
    double nearer_below = 0;
    double bulge_mm = 0;  ///< how far the middle of the page is moved down
};

/// Where a point of the form lies on the photo.
[[nodiscard]] inline PointPx seen_at(const View& view, PointMm point) {
    constexpr double width_mm = 210, height_mm = 297;
    const double bulge = view.bulge_mm * std::sin(std::numbers::pi * point.x / width_mm);
    const double w = 1 - 2 * view.nearer_right * (point.x / width_mm - 0.5) -
                     2 * view.nearer_below * (point.y / height_mm - 0.5);
    return transform_of(view.lie)(PointMm{width_mm / 2 + (point.x - width_mm / 2) / w,
                                          height_mm / 2 + (point.y + bulge - height_mm / 2) / w});
}

/// A flat scan of `paper` (as scan), photographed.
[[nodiscard]] inline PageImage photograph(const PageImage& flat, const View& view) {
    const MmToPx lie = transform_of(view.lie);
    const auto nodes = [](int pixels) { return (pixels + grid_step_px - 1) / grid_step_px + 1; };
    PixelGrid grid{nodes(pixGetWidth(flat.pix.get())), nodes(pixGetHeight(flat.pix.get())), {}};
    for (int i = 0; i < grid.columns * grid.rows; ++i) {
        const PointPx node{static_cast<double>(i % grid.columns) * grid_step_px,
                           static_cast<double>(i / grid.columns) * grid_step_px};
        PointMm from = form_point(lie, node);
        constexpr int rounds = 30;  // each makes the error ten times smaller for mild views
        for (int round = 0; round < rounds; ++round) {
            const PointMm seen = form_point(lie, seen_at(view, from)),
                          wanted = form_point(lie, node);
            from = {from.x - (seen.x - wanted.x), from.y - (seen.y - wanted.y)};
        }
        grid.from.push_back(lie(from));
    }
    return {resample(*flat.pix, grid), flat.dpi, flat.turned_quarters};
}

[[nodiscard]] inline PageImage photograph(const BlankPage& blank, const View& view) {
    return photograph(scan(blank, view.lie), view);
}

/// How far the matched page is off the truth at most, in mm, over the writing area.
[[nodiscard]] inline double distance_mm(const MatchedPage& page, const View& view) {
    double most = 0;
    for (double y = 30; y <= 280; y += 25) {
        for (double x = 15; x <= 195; x += 20) {
            const PointPx seen =
                page.bent ? page.bent->shape({x, y}) : page.match->to_page(PointMm{x, y});
            const PointPx truth = seen_at(view, {x, y});
            most = std::max(most, std::hypot(seen.x - truth.x, seen.y - truth.y));
        }
    }
    return most / px_per_mm(page.match->to_page);
}

}  // namespace indgang::ocr::scanned
