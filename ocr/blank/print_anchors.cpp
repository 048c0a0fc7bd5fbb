// SPDX-License-Identifier: MPL-2.0
// The marks say where the edges of a page are; the print says where everything else is. The blank
// is cut into tiles. Of each some points of print are kept and, beside each, a white one. On the
// page a tile lies where the dark points are dark and the light ones light: shifts within the reach
// are tried in steps of two pixels, then of one, and a parabola through the best three gives the
// fraction. How much the score falls on both sides tells whether the tile knows its place in that
// direction: a ruled line knows nothing about where it begins. Among equals the smallest shift is
// taken.
//
// Through what was seen goes a polynomial of least squares, again and again without what lies far
// off it: a signature across a line, a stamp, a tile that jumped to the next line of text.
#include "ocr/blank/print_anchors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "ocr/blank/anchor_points.h"
#include "ocr/blank/blank_limits.h"
#include "ocr/blank/linear_solve.h"
#include "ocr/image/ink_view.h"

namespace indgang::ocr {

namespace {

/// A white point beside a printed one; each of the four directions is tried, a different one first
/// for each point, so that no direction is favoured.
std::optional<PointMm> light_beside(const InkView& ink, int x, int y, double scale,
                                    std::size_t turn) {
    constexpr std::array<std::array<int, 2>, 4> directions = {{{1, 1}, {-1, -1}, {1, -1}, {-1, 1}}};
    const int beside = static_cast<int>(std::lround(limits::white_beside_mm * scale));
    for (std::size_t i = 0; i < directions.size(); ++i) {
        const auto [right, down] = directions[(turn + i) % directions.size()];
        const int lx = x + right * beside, ly = y + down * beside;
        const int dx = limits::white_about_px * right, dy = limits::white_about_px * down;
        if (!ink.is_dark(lx, ly) && !ink.is_dark(lx - dx, ly - dy) &&
            !ink.is_dark(lx + dx, ly + dy)) {
            return PointMm{(lx + 0.5) / scale, (ly + 0.5) / scale};
        }
    }
    return std::nullopt;
}

std::vector<PrintPoint> points_of(const InkView& ink, int left, int top, int side, double scale) {
    std::vector<PrintPoint> all;
    for (int y = top; y < std::min(top + side, ink.height()); ++y) {
        // Every second pixel of a row, another half in the next: no line falls through.
        for (int x = left + y % 2; x < std::min(left + side, ink.width()); x += 2) {
            if (!ink.is_dark(x, y)) {
                continue;
            }
            if (const auto light = light_beside(ink, x, y, scale, all.size())) {
                all.push_back({{(x + 0.5) / scale, (y + 0.5) / scale}, *light});
            }
        }
    }
    std::vector<PrintPoint> sample;
    const double step = std::max(1.0, static_cast<double>(all.size()) / limits::tile_points_most);
    for (double at = 0; at < static_cast<double>(all.size()); at += step) {
        sample.push_back(all[static_cast<std::size_t>(at)]);
    }
    return sample;
}

struct Shift {
    int x = 0;
    int y = 0;
    double score = -2;
};

/// Uphill from where the anchor is expected: for most anchors of most pages that is enough.
Shift climb(AnchorPoints& points, int reach) {
    Shift best{0, 0, points.score(0, 0)};
    for (int step = 2; step >= 1; --step) {
        bool is_moved = true;
        while (is_moved) {
            const Shift from = best;
            for (int i = 0; i < 9; ++i) {
                const int x = from.x + step * (i % 3 - 1), y = from.y + step * (i / 3 - 1);
                const double here =
                    std::max(std::abs(x), std::abs(y)) <= reach && i != 4 ? points.score(x, y) : -1;
                if (here > best.score) {
                    best = {x, y, here};
                }
            }
            is_moved = best.x != from.x || best.y != from.y;
        }
    }
    return best;
}

Shift best_shift(AnchorPoints& points, int reach) {
    Shift best;
    const auto consider = [&](int x, int y) {
        const double cost = limits::way_cost * (std::abs(x) + std::abs(y)) / (2.0 * reach);
        const double here = points.score(x, y) - cost;
        if (here > best.score) {
            best = {x, y, here};
        }
    };
    const int even = reach - reach % 2;
    for (int y = -even; y <= even; y += 2) {
        for (int x = -even; x <= even; x += 2) {
            consider(x, y);
        }
    }
    const Shift rough = best;
    for (int i = 0; i < 9; ++i) {
        consider(rough.x + i % 3 - 1, rough.y + i / 3 - 1);
    }
    best.score = points.score(best.x, best.y);
    return best;
}

/// The top of the parabola through three equally spaced values, -0.5 to 0.5 from the middle.
double top_of(double before, double at, double after) {
    const double curve = before - 2 * at + after;
    return curve < 0 ? std::clamp((before - after) / (2 * curve), -0.5, 0.5) : 0;
}

SeenAnchor see(AnchorPoints& points, PointMm at, double px_per_mm, int reach) {
    SeenAnchor seen;
    seen.at = at;
    Shift best = climb(points, reach);
    if (best.score < limits::score_sure) {
        best = best_shift(points, reach);
    }
    if (best.score < limits::score_least) {
        return seen;
    }
    const auto score = [&](int dx, int dy) { return points.score(best.x + dx, best.y + dy); };
    const int beside = std::max(limits::beside_line_least_px,
                                static_cast<int>(std::lround(limits::beside_line_mm * px_per_mm)));
    seen.is_x_known =
        best.score - std::max(score(-beside, 0), score(beside, 0)) >= limits::fall_least;
    seen.is_y_known =
        best.score - std::max(score(0, -beside), score(0, beside)) >= limits::fall_least;
    seen.is_found = seen.is_x_known || seen.is_y_known;
    seen.x_mm = (best.x + top_of(score(-1, 0), best.score, score(1, 0))) / px_per_mm;
    seen.y_mm = (best.y + top_of(score(0, -1), best.score, score(0, 1))) / px_per_mm;
    return seen;
}

/// One direction of the bend.
struct Pull {
    PageShape::Bend terms{};
    double px = 0;
    bool is_used = true;
};

double value_of(const PageShape::Bend& bend, const PageShape::Bend& terms) {
    double sum = 0;
    for (std::size_t i = 0; i < bend.size(); ++i) {
        sum += bend[i] * terms[i];
    }
    return sum;
}

std::optional<PageShape::Bend> least_squares(const std::vector<Pull>& pulls, std::size_t terms) {
    SquareMatrix<PageShape::bend_terms> rows{};
    PageShape::Bend right{};
    std::size_t used = 0;
    for (const Pull& pull : pulls) {
        for (std::size_t r = 0; pull.is_used && r < terms; ++r) {
            for (std::size_t c = 0; c < terms; ++c) {
                rows[r][c] += pull.terms[r] * pull.terms[c];
            }
            right[r] += pull.terms[r] * pull.px;
        }
        used += pull.is_used ? 1 : 0;
    }
    if (used < limits::pulls_per_term_least * terms) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < PageShape::bend_terms; ++i) {
        rows[i][i] += i < terms ? limits::stiffness * static_cast<double>(used) : 1;
    }
    return solve(rows, right);
}

std::optional<PageShape::Bend> fit_robustly(std::vector<Pull> pulls, double px_per_mm,
                                            std::size_t terms) {
    std::optional<PageShape::Bend> bend;
    for (int round = 0; round < limits::fit_rounds; ++round) {
        bend = least_squares(pulls, terms);
        if (!bend) {
            return std::nullopt;
        }
        std::vector<double> off;
        for (const Pull& pull : pulls) {
            off.push_back(std::abs(value_of(*bend, pull.terms) - pull.px));
        }
        std::vector<double> sorted = off;
        const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
        std::nth_element(sorted.begin(), middle, sorted.end());
        const double most =
            std::max(limits::off_least_mm * px_per_mm, limits::off_medians * *middle);
        for (std::size_t i = 0; i < pulls.size(); ++i) {
            pulls[i].is_used = off[i] <= most;
        }
    }
    return bend;
}

}  // namespace

double SeenAnchor::distance_mm() const {
    return std::hypot(is_x_known ? x_mm : 0, is_y_known ? y_mm : 0);
}

std::vector<PrintAnchor> anchors_of(const PageImage& blank, const MmToPx& to_image) {
    const InkView ink(blank);
    const double scale = px_per_mm(to_image);
    const int side = static_cast<int>(limits::tile_mm * scale);
    std::vector<PrintAnchor> anchors;
    for (int top = 0; top < ink.height(); top += side) {
        for (int left = 0; left < ink.width(); left += side) {
            PrintAnchor anchor{{}, points_of(ink, left, top, side, scale)};
            if (anchor.points.size() < limits::tile_points_least) {
                continue;
            }
            const double share = 1.0 / static_cast<double>(anchor.points.size());
            for (const PrintPoint& each : anchor.points) {
                anchor.centre.x += share * each.dark.x;
                anchor.centre.y += share * each.dark.y;
            }
            anchors.push_back(std::move(anchor));
        }
    }
    return anchors;
}

std::vector<SeenAnchor> see_anchors(const PageImage& page, const PageShape& shape,
                                    const std::vector<PrintAnchor>& anchors, double px_per_mm,
                                    double reach_mm) {
    const InkView ink(page);
    const int reach =
        std::max(limits::reach_least_px, static_cast<int>(std::ceil(reach_mm * px_per_mm)));
    std::vector<SeenAnchor> seen;
    seen.reserve(anchors.size());
    for (const PrintAnchor& anchor : anchors) {
        AnchorPoints points(page, ink, shape, anchor, 2 * reach + 2);
        seen.push_back(see(points, anchor.centre, px_per_mm, reach));
    }
    return seen;
}

double misfit_mm(const std::vector<SeenAnchor>& seen) {
    const double not_found_mm = limits::not_found_mm;
    double sum = 0;
    for (const SeenAnchor& each : seen) {
        sum += each.is_found ? std::min(each.distance_mm(), not_found_mm) : not_found_mm;
    }
    return seen.empty() ? not_found_mm : sum / static_cast<double>(seen.size());
}

double found_share(const std::vector<SeenAnchor>& seen) {
    const auto found = std::count_if(seen.begin(), seen.end(),
                                     [](const SeenAnchor& each) { return each.is_found; });
    return seen.empty() ? 0 : static_cast<double>(found) / static_cast<double>(seen.size());
}

std::optional<PageShape> bend_towards(const PageShape& shape, const std::vector<SeenAnchor>& seen,
                                      double px_per_mm, std::size_t terms) {
    std::vector<Pull> across, down;
    for (const SeenAnchor& each : seen) {
        const PageShape::Bend at = PageShape::terms_at(each.at);
        if (each.is_found && each.is_x_known) {
            across.push_back({at, each.x_mm * px_per_mm});
        }
        if (each.is_found && each.is_y_known) {
            down.push_back({at, each.y_mm * px_per_mm});
        }
    }
    const auto x = fit_robustly(std::move(across), px_per_mm, terms);
    const auto y = fit_robustly(std::move(down), px_per_mm, terms);
    return x && y ? std::optional(shape.bent(*x, *y)) : std::nullopt;
}

}  // namespace indgang::ocr
