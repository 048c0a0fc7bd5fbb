// SPDX-License-Identifier: MPL-2.0
// Where the code or the marks are lost, the printed form itself says what a page is and where. Both
// questions are asked with points instead of pictures: some hundred dark points of the blank, and
// beside each a white one, are looked up on the page through a transform. That costs no resampling
// and can not be fooled by a page that is dark everywhere. To correct a transform, tiles of the
// blank are moved over the page each on its own, first in coarse steps and then pixel by pixel, and
// an affine transform is laid through the tiles that were found. 25 to 40 ms for an A4 page; it
// runs only for damaged pages.
#include "ocr/place/print_compare.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ocr/image/ink_view.h"
#include "ocr/place/place_limits.h"
#include "ocr/place/straighten.h"

namespace indgang::ocr {

namespace {

/// Dark points of the blank within a box of its pixels, at most about `most`.
std::vector<PrintPoint> print_points(const BlankPage& blank, const BoxPx& box, int most) {
    const InkView ink(blank.image);
    const double scale = px_per_mm(blank.to_image);
    std::vector<PrintPoint> points;
    const int beside = static_cast<int>(std::lround(limits::light_beside_mm * scale));
    for (int y = box.y; y < box.y + box.height; y += 2) {
        for (int x = box.x; x < box.x + box.width; x += 2) {
            if (ink.is_dark(x, y) && !ink.is_dark(x + beside, y + beside) &&
                !ink.is_dark(x + beside - 2, y + beside - 2)) {
                points.push_back({{(x + 0.5) / scale, (y + 0.5) / scale},
                                  {(x + beside + 0.5) / scale, (y + beside + 0.5) / scale}});
            }
        }
    }
    const auto step = std::max<std::size_t>(1, points.size() / static_cast<std::size_t>(most));
    std::vector<PrintPoint> sample;
    for (std::size_t i = 0; i < points.size(); i += step) {
        sample.push_back(points[i]);
    }
    return sample;
}

struct PointPairPx {
    PointPx dark;
    PointPx light;
};

std::vector<PointPairPx> through(const MmToPx& to_page, const std::vector<PrintPoint>& points) {
    std::vector<PointPairPx> pairs;
    pairs.reserve(points.size());
    for (const PrintPoint& each : points) {
        pairs.push_back({to_page(each.dark), to_page(each.light)});
    }
    return pairs;
}

bool is_dark_at(const InkView& ink, PointPx point, int dx, int dy) {
    return ink.is_dark(static_cast<int>(std::floor(point.x)) + dx,
                       static_cast<int>(std::floor(point.y)) + dy);
}

double agreement_at(const InkView& ink, const std::vector<PointPairPx>& pairs, int dx, int dy) {
    int balance = 0;
    for (const PointPairPx& each : pairs) {
        balance += is_dark_at(ink, each.dark, dx, dy) ? 1 : 0;
        balance -= is_dark_at(ink, each.light, dx, dy) ? 1 : 0;
    }
    return static_cast<double>(balance) / static_cast<double>(pairs.size());
}

struct Offset {
    int x = 0;
    int y = 0;
    double agreement = -1;
};

Offset best_offset(const InkView& ink, const std::vector<PointPairPx>& pairs, Offset from,
                   int reach, int step) {
    Offset best;
    for (int y = from.y - reach; y <= from.y + reach; y += step) {
        for (int x = from.x - reach; x <= from.x + reach; x += step) {
            const double here = agreement_at(ink, pairs, x, y);
            if (here > best.agreement) {
                best = {x, y, here};
            }
        }
    }
    return best;
}

/// Tiles of the blank and where each is seen best.
std::vector<Sighting> sight_tiles(const PageImage& page, const MmToPx& coarse,
                                  const BlankPage& blank, double reach_mm) {
    const InkView ink(page);
    const int width = pixGetWidth(blank.image.pix.get()) / limits::tile_columns;
    const int height = pixGetHeight(blank.image.pix.get()) / limits::tile_rows;
    const int reach = static_cast<int>(std::ceil(reach_mm * px_per_mm(coarse)));
    const int step = std::max(1, static_cast<int>(limits::tile_step_mm * px_per_mm(coarse)));
    std::vector<Sighting> sightings;
    for (int tile = 0; tile < limits::tile_columns * limits::tile_rows; ++tile) {
        const BoxPx box{tile % limits::tile_columns * width, tile / limits::tile_columns * height,
                        width, height};
        const std::vector<PrintPoint> points = print_points(blank, box, limits::tile_points_most);
        if (points.size() < limits::tile_points_least) {
            continue;
        }
        const std::vector<PointPairPx> pairs = through(coarse, points);
        const Offset rough = best_offset(ink, pairs, {}, reach, step);
        const Offset exact = best_offset(ink, pairs, rough, step, 1);
        if (exact.agreement < limits::tile_agreement_least) {
            continue;
        }
        PointMm centre;
        for (const PrintPoint& each : points) {
            centre.x += each.dark.x / static_cast<double>(points.size());
            centre.y += each.dark.y / static_cast<double>(points.size());
        }
        const PointPx seen = coarse(centre);
        sightings.push_back({centre, {seen.x + exact.x, seen.y + exact.y}});
    }
    return sightings;
}

/// Leaves out, one by one, what does not fit the rest.
std::optional<Refined> fit_robustly(std::vector<Sighting> sightings) {
    while (sightings.size() >= limits::pieces_least) {
        const std::optional<MmToPx> fit = fit_affine(sightings);
        if (!fit) {
            return std::nullopt;
        }
        const auto worst = std::max_element(
            sightings.begin(), sightings.end(), [&](const Sighting& a, const Sighting& b) {
                return residual_mm(*fit, {a}) < residual_mm(*fit, {b});
            });
        if (residual_mm(*fit, {*worst}) <= limits::piece_off_most_mm) {
            return Refined{*fit, residual_mm(*fit, sightings)};
        }
        sightings.erase(worst);
    }
    return std::nullopt;
}

}  // namespace

PrintShare print_seen(const PageImage& page, const PageShape& shape, const BlankPage& blank,
                      const OtherPrint* without) {
    const InkView ink(page);
    // A pixel or two of slack: the shape is exact to about 0.1 mm.
    int balance = 0, points = 0;
    for (const PrintAnchor& anchor : blank.anchors) {
        for (const PrintPoint& each : anchor.points) {
            const PointPx dark = shape(each.dark), light = shape(each.light);
            if (without != nullptr &&
                without->print.is_near_print(form_point(without->to_page, dark))) {
                continue;
            }
            bool is_dark = false, is_light_dark = false;
            for (int i = 0; i < 9; ++i) {
                is_dark = is_dark || is_dark_at(ink, dark, i % 3 - 1, i / 3 - 1);
                is_light_dark = is_light_dark || is_dark_at(ink, light, i % 3 - 1, i / 3 - 1);
            }
            balance += (is_dark ? 1 : 0) - (is_light_dark ? 1 : 0);
            ++points;
        }
    }
    return {points, points == 0 ? 0 : static_cast<double>(balance) / points};
}

std::optional<Refined> refine_by_print(const PageImage& page, const MmToPx& coarse,
                                       const BlankPage& blank) {
    const std::optional<Refined> first =
        fit_robustly(sight_tiles(page, coarse, blank, limits::tile_wide_mm));
    if (!first) {
        return std::nullopt;
    }
    const std::optional<Refined> second =
        fit_robustly(sight_tiles(page, first->to_page, blank, limits::tile_narrow_mm));
    return second ? second : first;
}

}  // namespace indgang::ocr
