// SPDX-License-Identifier: MPL-2.0
// Folds and streaks: a line that covers more than half of the way between the edges and is there
// at both of its ends is nobody's writing. It is looked for in the two directions of the page and
// up to 1.5 degrees beside them, because scans are that much askew. A stroke through a row of
// fields ends before the edges, so it stays.
#include "ocr/ink/page_lines.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "ocr/ink/ink_limits.h"

namespace indgang::ocr {
namespace {

/// How far along each line of one direction there is ink: a bit for each step of the way.
class LineSearch {
  public:
    LineSearch(double length_mm, double width_mm)
        : steps_(static_cast<std::size_t>(length_mm / limits::line_step_mm) + 1),
          offsets_(static_cast<std::size_t>((width_mm + 2 * limits::line_margin_mm) /
                                            limits::line_offset_step_mm) +
                   1) {}

    /// The lines of this slope that are no writing, as offsets in mm at the middle of the way.
    /// Takes: the points as (way, offset).
    [[nodiscard]] std::vector<double> find(const std::vector<PointMm>& points, double slope) {
        covered_.assign(steps_ * offsets_, 0);
        covered_steps_.assign(offsets_, 0);
        for (const PointMm& point : points) {
            const double offset =
                point.y - slope * (point.x - middle_mm()) + limits::line_margin_mm;
            const double step = point.x / limits::line_step_mm;
            const double at = offset / limits::line_offset_step_mm;
            if (step >= 0 && step < static_cast<double>(steps_) && at >= 0 &&
                at < static_cast<double>(offsets_)) {
                std::uint8_t& covered = covered_[static_cast<std::size_t>(at) * steps_ +
                                                 static_cast<std::size_t>(step)];
                covered_steps_[static_cast<std::size_t>(at)] += covered == 0 ? 1 : 0;
                covered = 1;
            }
        }
        std::vector<double> found;
        for (std::size_t i = 0; i < offsets_; ++i) {
            if (is_line(i)) {
                found.push_back((static_cast<double>(i) + 0.5) * limits::line_offset_step_mm -
                                limits::line_margin_mm);
            }
        }
        return found;
    }

    [[nodiscard]] double middle_mm() const {
        return static_cast<double>(steps_) * limits::line_step_mm / 2;
    }

  private:
    [[nodiscard]] bool is_line(std::size_t offset) const {
        if (covered_steps_[offset] < limits::line_covered_share * static_cast<double>(steps_)) {
            return false;
        }
        const auto begin = covered_.begin() + static_cast<std::ptrdiff_t>(offset * steps_);
        const auto end = begin + static_cast<std::ptrdiff_t>(steps_);
        const auto ends = static_cast<std::ptrdiff_t>(limits::line_end_mm / limits::line_step_mm);
        const auto share = [](auto first, auto last) {
            return static_cast<double>(std::count(first, last, 1)) /
                   static_cast<double>(last - first);
        };
        return share(begin, begin + ends) >= limits::line_end_share &&
               share(end - ends, end) >= limits::line_end_share;
    }

    std::size_t steps_, offsets_;
    std::vector<std::uint8_t> covered_;  ///< 1: there is ink; [offset][step]
    std::vector<int> covered_steps_;     ///< by offset
};

}  // namespace

bool PageLine::is_on(const PointMm& point) const {
    const double way = is_upright ? point.y : point.x, across = is_upright ? point.x : point.y;
    return std::abs(across - offset_mm - slope * way) <= limits::line_half_width_mm;
}

std::vector<PageLine> find_lines(const std::vector<PointMm>& points, double width_mm,
                                 double height_mm) {
    std::vector<PageLine> lines;
    for (const bool is_upright : {false, true}) {
        const double way = is_upright ? height_mm : width_mm;
        std::vector<PointMm> along;
        along.reserve(points.size());
        for (const PointMm& point : points) {
            along.push_back(is_upright ? PointMm{point.y, point.x} : point);
        }
        LineSearch search(way, is_upright ? width_mm : height_mm);
        for (double slope = -limits::line_slope_most; slope <= limits::line_slope_most;
             slope += limits::line_slope_step) {
            for (const double offset : search.find(along, slope)) {
                const PageLine line{is_upright, offset - slope * search.middle_mm(), slope};
                const double at = offset, middle = search.middle_mm();
                const bool is_known =
                    std::any_of(lines.begin(), lines.end(), [&](const PageLine& known) {
                        return known.is_upright == is_upright &&
                               std::abs(known.offset_mm + known.slope * middle - at) <=
                                   limits::same_line_mm;
                    });
                if (!is_known) {
                    lines.push_back(line);
                }
            }
        }
    }
    return lines;
}

}  // namespace indgang::ocr
