// SPDX-License-Identifier: MPL-2.0
// Who writes a 1 between two cells, or on a comb's end, writes it on a printed line. The line is
// taken out of the page before characters are read, and the 1 goes with it: "781" becomes "78", and
// nothing is left over. No look at single walls helps, as a scan makes printed lines as thick as it
// likes; but it does so to all walls of a comb alike. So they are compared with each other, and the
// blank, which may have thicker ends, with itself.
//
// A digit that only touches a wall is as thick as a 1 there, but mostly not along the whole wall;
// and between two cells that are both written in, such a stroke is taken for a part of one of them.
#include "ocr/account/inked_walls.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "ocr/account/account_limits.h"
#include "ocr/image/ink_view.h"
#include "ocr/ink/comb_cells.h"

namespace indgang::ocr {
namespace {

/// Where walls stand, from left to right, in mm; walls of two cells that touch are one.
std::vector<double> walls_of(const form::Zone& zone) {
    std::vector<double> walls;
    const auto add = [&](double x) {
        if (walls.empty() || x - walls.back() > limits::wall_apart_mm) {
            walls.push_back(x);
        }
    };
    for (const BoxMm& cell : divide_comb(zone.box, zone.cells, zone.gap_mm)) {
        add(cell.x);
        add(cell.x + cell.width);
    }
    return walls;
}

/// How much ink hangs together across a wall at one height, as mm of full black.
double ink_across_mm(const InkView& ink, const MmToPx& to_page, const PointMm& wall) {
    constexpr int reach = static_cast<int>(limits::wall_reach_mm / limits::wall_step_mm);
    constexpr int on_wall = static_cast<int>(limits::wall_off_mm / limits::wall_step_mm);
    std::array<int, 2 * reach + 1> row{};
    for (int i = -reach; i <= reach; ++i) {
        const PointPx at = to_page(PointMm{wall.x + i * limits::wall_step_mm, wall.y});
        row[static_cast<std::size_t>(i + reach)] =
            ink.at(static_cast<int>(std::floor(at.x)), static_cast<int>(std::floor(at.y)));
    }
    const auto peak =
        std::max_element(row.begin() + reach - on_wall, row.begin() + reach + on_wall + 1);
    if (*peak == 0) {
        return 0;  // what stands beside a wall that is not seen is not across it
    }
    const auto is_part = [&](int level) { return level > *peak / limits::wall_edge_share; };
    const auto begin = std::find_if_not(std::make_reverse_iterator(peak), row.rend(), is_part);
    const auto end = std::find_if_not(peak, row.end(), is_part);
    double sum = 0;
    std::for_each(begin.base(), end, [&](int level) { sum += level; });
    return sum / InkView::full * limits::wall_step_mm;
}

/// What most of a wall's height has at least.
double thickness_mm(const InkView& ink, const MmToPx& to_page, const BoxMm& comb, double wall) {
    std::array<double, limits::wall_rows> rows{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double way = limits::wall_end_share + (1 - 2 * limits::wall_end_share) *
                                                        static_cast<double>(i) /
                                                        static_cast<double>(rows.size() - 1);
        rows[i] = ink_across_mm(ink, to_page, {wall, comb.y + way * comb.height});
    }
    const auto low = rows.begin() + limits::wall_rows_bare;
    std::nth_element(rows.begin(), low, rows.end());
    return *low;
}

double middle_of(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::vector<double> thicknesses_mm(const InkView& ink, const MmToPx& to_page, const BoxMm& comb,
                                   const std::vector<double>& walls) {
    std::vector<double> all;
    std::transform(walls.begin(), walls.end(), std::back_inserter(all),
                   [&](double wall) { return thickness_mm(ink, to_page, comb, wall); });
    return all;
}

/// How many of the cells beside a wall are written in; beyond the ends of a comb nothing is.
std::ptrdiff_t written_beside(const PageOnBlank& at, const form::Zone& zone, double wall) {
    const std::vector<BoxMm> cells = divide_comb(zone.box, zone.cells, zone.gap_mm);
    return std::count_if(cells.begin(), cells.end(), [&](const BoxMm& cell) {
        const double middle = cell.x + cell.width / 2;
        return std::abs(middle - wall) < cell.width + zone.gap_mm &&
               has_ink_inside(at, cell, limits::line_inset_mm);
    });
}

}  // namespace

std::vector<InkedWall> inked_walls(const PageOnBlank& at,
                                   std::span<const form::Zone* const> zones) {
    std::vector<InkedWall> inked;
    const InkView page(at.page), blank(at.blank.image);
    for (const form::Zone* zone : zones) {
        if (zone->capture != form::Capture::comb) {
            continue;
        }
        const std::vector<double> walls = walls_of(*zone);
        const std::vector<double> seen = thicknesses_mm(page, at.to_page, zone->box, walls);
        const double usual = middle_of(seen);
        const double least = std::max(limits::pen_least_mm, usual + limits::wall_thicker_mm);
        if (*std::max_element(seen.begin(), seen.end()) < least) {
            continue;
        }
        const std::vector<double> printed =
            thicknesses_mm(blank, at.blank.to_image, zone->box, walls);
        const double usual_print = middle_of(printed);
        for (std::size_t i = 0; i < walls.size(); ++i) {
            const double print = std::max(0.0, printed[i] - usual_print);
            if (seen[i] - print < least) {
                continue;
            }
            const std::ptrdiff_t written = written_beside(at, *zone, walls[i]);
            if (written < 2) {
                inked.push_back({zone,
                                 {walls[i] - limits::wall_reach_mm, zone->box.y,
                                  2 * limits::wall_reach_mm, zone->box.height},
                                 written > 0});
            }
        }
    }
    return inked;
}

}  // namespace indgang::ocr
