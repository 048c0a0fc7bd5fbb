// SPDX-License-Identifier: MPL-2.0
// A registration mark is a black square with white around it. Each place of the window is scored by
// the share of ink inside the square less the share of ink in a frame around it, both from one
// table of sums, so a place costs four look-ups, and eight more where the inside is dark. Connected
// components were the other way: they lose the mark as soon as a pen stroke or a punch hole's
// shadow touches it. The best place is made exact by the centre of mass of the ink there. About 0.5
// ms for a window of 26 mm at 300 dpi.
#include "ocr/place/mark_search.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "ocr/image/ink_view.h"
#include "ocr/place/place_limits.h"

namespace indgang::ocr {

namespace {

/// Sums of dark pixels over the box (left, top) to (left + width, top + height).
class DarkSums {
  public:
    DarkSums(const InkView& ink, int left, int top, int width, int height)
        : left_(left), top_(top), width_(width) {
        const auto row = static_cast<std::size_t>(width + 1);
        sums_.assign(row * static_cast<std::size_t>(height + 1), 0);
        std::vector<std::uint8_t> dark(static_cast<std::size_t>(width));
        for (int y = 0; y < height; ++y) {
            ink.take_dark(left, top + y, dark);
            const std::int32_t* above = &sums_[static_cast<std::size_t>(y) * row + 1];
            std::int32_t* here = &sums_[(static_cast<std::size_t>(y) + 1) * row + 1];
            std::int32_t along = 0;
            for (std::size_t x = 0; x < dark.size(); ++x) {
                along += dark[x];
                here[x] = above[x] + along;
            }
        }
    }

    /// Dark pixels of the square of `side` around (x, y), in page pixels.
    /// Takes: a square within the box.
    [[nodiscard]] std::int32_t around(int x, int y, int side) const {
        const int x0 = x - side / 2 - left_, y0 = y - side / 2 - top_;
        const int x1 = x0 + side, y1 = y0 + side;
        return sum(x1, y1) - sum(x0, y1) - sum(x1, y0) + sum(x0, y0);
    }

  private:
    [[nodiscard]] std::int32_t sum(int x, int y) const {
        return sums_[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_ + 1) +
                     static_cast<std::size_t>(x)];
    }
    int left_, top_, width_;
    std::vector<std::int32_t> sums_;
};

struct Sides {
    int inside = 1;
    int inner = 1;
    int outer = 1;
};

double inside_of(const DarkSums& sums, const Sides& sides, int x, int y) {
    return sums.around(x, y, sides.inside) / (static_cast<double>(sides.inside) * sides.inside);
}

double frame_of(const DarkSums& sums, const Sides& sides, int x, int y) {
    return (sums.around(x, y, sides.outer) - sums.around(x, y, sides.inner)) /
           (static_cast<double>(sides.outer) * sides.outer -
            static_cast<double>(sides.inner) * sides.inner);
}

std::optional<PointPx> centre_of_mass(const InkView& ink, int x, int y, int side) {
    double mass = 0, sum_x = 0, sum_y = 0;
    for (int at_y = y - side / 2; at_y <= y + side / 2; ++at_y) {
        for (int at_x = x - side / 2; at_x <= x + side / 2; ++at_x) {
            const int weight = ink.at(at_x, at_y);
            mass += weight;
            sum_x += weight * (at_x + 0.5);
            sum_y += weight * (at_y + 0.5);
        }
    }
    return mass > 0 ? std::optional(PointPx{sum_x / mass, sum_y / mass}) : std::nullopt;
}

}  // namespace

std::optional<PointPx> find_square(const PageImage& page, PointPx expected, double side_px,
                                   double reach_px) {
    if (!(side_px >= limits::square_least_px) || !(reach_px >= 0) || !std::isfinite(expected.x) ||
        !std::isfinite(expected.y) || std::abs(expected.x) > limits::square_furthest_px ||
        std::abs(expected.y) > limits::square_furthest_px) {
        return std::nullopt;
    }
    const InkView ink(page);
    const Sides sides{static_cast<int>(std::lround(side_px * limits::inside_share)),
                      static_cast<int>(std::lround(side_px * limits::frame_inner_share)),
                      static_cast<int>(std::lround(side_px * limits::frame_outer_share))};
    const int reach = static_cast<int>(std::ceil(reach_px));
    const int x0 = static_cast<int>(std::lround(expected.x));
    const int y0 = static_cast<int>(std::lround(expected.y));
    const int margin = reach + (sides.outer + 1) / 2;
    const DarkSums sums(ink, x0 - margin, y0 - margin, 2 * margin, 2 * margin);
    double best = 0;
    int best_x = x0, best_y = y0;
    for (int y = y0 - reach; y <= y0 + reach; y += limits::square_step_px) {
        for (int x = x0 - reach; x <= x0 + reach; x += limits::square_step_px) {
            // The frame only takes away, so that most places need no look at it.
            const double inside = inside_of(sums, sides, x, y);
            if (inside < limits::square_score_least || inside <= best) {
                continue;
            }
            const double here = inside - frame_of(sums, sides, x, y);
            if (here > best) {
                best = here;
                best_x = x;
                best_y = y;
            }
        }
    }
    if (best < limits::square_score_least) {
        return std::nullopt;
    }
    return centre_of_mass(ink, best_x, best_y, sides.inner);
}

}  // namespace indgang::ocr
