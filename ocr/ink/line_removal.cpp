// SPDX-License-Identifier: MPL-2.0
// Taking a known form out of a scanned comb row; the idea is told in cell_cleaner.cpp.
//
// Laying on: the score of a shift is the row's ink under the blank's ink, capped, so that dark
// handwriting pulls no harder than the line itself. All shifts of +-0.4 mm are tried for the row on
// a sample of the blank's ink, then +-2 px around the best for each cell.
//
// A pixel under the form is ink of the writer if it is clearly darker than the line or if a stroke
// goes on beyond the form. "Goes on" is tried in four directions: the way under the form is not
// longer than 1 mm, and there is enough ink behind one end of it, or some behind both. Nothing but
// the ends is looked at, which 64 pixels at a time shows; of a printed line there are hardly any.
#include "ocr/ink/line_removal.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "ocr/image/patch_ink.h"
#include "ocr/ink/form_overlay.h"
#include "ocr/ink/ink_limits.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {
namespace {

/// Every n-th point, n odd and coprime to small pattern widths, so that all lines are sampled.
std::vector<InkPoint> sample_of(const std::vector<InkPoint>& points, std::size_t most) {
    if (points.size() <= most) {
        return points;
    }
    const std::size_t step = (points.size() / most) | 1u;
    std::vector<InkPoint> sample;
    for (std::size_t i = 0; i < points.size(); i += step) {
        sample.push_back(points[i]);
    }
    return sample;
}

int middle_x(const BoxPx& left, const BoxPx& right) {
    return (left.x + left.width + right.x + 1) / 2;
}

/// The ink of the printed line in this scan, and whether the scan shows the form at all.
struct FormLevel {
    int line = 0;
    bool is_present = false;
};

int percentile_ink(std::array<std::size_t, 256>& histogram, double share) {
    std::size_t all = 0;
    for (const std::size_t count : histogram) {
        all += count;
    }
    const auto wanted = static_cast<std::size_t>(share * static_cast<double>(all));
    std::size_t seen = 0;
    for (std::size_t ink = 0; ink < histogram.size(); ++ink) {
        seen += histogram[ink];
        if (seen > wanted) {
            return static_cast<int>(ink);
        }
    }
    return 0;
}

FormLevel level_of(const FormOverlay& overlay, const std::vector<InkPoint>& points, ShiftPx shift,
                   int threshold) {
    if (points.empty()) {
        return {};
    }
    std::array<std::size_t, 256> histogram{};
    std::size_t present = 0;
    for (const InkPoint& point : points) {
        const int ink = overlay.row_ink(point.x + shift.x, point.y + shift.y);
        ++histogram[static_cast<std::size_t>(ink)];
        present += ink >= threshold ? 1 : 0;
    }
    return {percentile_ink(histogram, limits::line_level_share),
            static_cast<double>(present) >=
                limits::line_present_share * static_cast<double>(points.size())};
}

int stroke_level(const InkPicture& picture, int faint_ink) {
    std::array<std::size_t, 256> histogram{};
    BitRows inked = above(picture.ink, picture.width, picture.height, faint_ink);
    inked.remove(picture.near_form).for_each([&](int x, int y) {
        ++histogram[picture.ink[picture.at(x, y)]];
    });
    return std::max(percentile_ink(histogram, limits::stroke_level_share),
                    static_cast<int>(limits::stroke_by_faint_least * faint_ink));
}

/// Finds the strokes under the form that go on beyond it.
///
/// Along one direction a stroke is a run of dark pixels under the form: all of them go on or none
/// does. So not each pixel is followed to both sides, but each place where a run ends at ink beyond
/// the form, and there are few of these.
class Crossings {
  public:
    /// Both dark: `under` the form or near to it, `beyond` not.
    Crossings(const BitRows& under, const BitRows& beyond) : under_(under), beyond_(beyond) {}

    void keep(BitRows& kept, double px_per_mm) const {
        constexpr double diagonal = 1.41421356;
        const auto keep_both_ways = [&](int dx, int dy, double step_px) {
            const Steps steps(px_per_mm / step_px);
            keep_along(kept, dx, dy, steps);
            keep_along(kept, -dx, -dy, steps);
        };
        keep_both_ways(0, 1, 1);
        keep_both_ways(1, 0, 1);
        keep_both_ways(1, 1, diagonal);
        keep_both_ways(1, -1, diagonal);
    }

  private:
    /// Lengths in steps.
    struct Steps {
        explicit Steps(double per_mm)
            : under_most(static_cast<int>(std::floor(limits::crossing_most_mm * per_mm))),
              both_least(static_cast<int>(std::ceil(limits::beyond_both_mm * per_mm))),
              one_least(static_cast<int>(std::ceil(limits::beyond_one_mm * per_mm))) {}
        int under_most, both_least, one_least;
    };

    [[nodiscard]] bool is_in(const BitRows& bits, int x, int y) const {
        return x >= 0 && y >= 0 && x < bits.width() && y < bits.height() && bits.at(x, y);
    }
    /// How many steps from (x, y) on are in `bits`, at most `most`.
    [[nodiscard]] int length(const BitRows& bits, int x, int y, int dx, int dy, int most) const {
        int steps = 0;
        while (steps < most && is_in(bits, x + steps * dx, y + steps * dy)) {
            ++steps;
        }
        return steps;
    }

    /// The runs that end at (x, y) with ink beyond at the next step.
    void keep_run(BitRows& kept, int x, int y, int dx, int dy, const Steps& steps) const {
        const int ahead = length(beyond_, x + dx, y + dy, dx, dy, steps.one_least);
        if (ahead < steps.both_least) {
            return;
        }
        const int run = length(under_, x, y, -dx, -dy, steps.under_most + 1);
        if (run > steps.under_most) {
            return;
        }
        const bool goes_on =
            ahead >= steps.one_least || length(beyond_, x - run * dx, y - run * dy, -dx, -dy,
                                               steps.both_least) >= steps.both_least;
        for (int i = 0; goes_on && i < run; ++i) {
            kept.set(x - i * dx, y - i * dy);
        }
    }

    void keep_along(BitRows& kept, int dx, int dy, const Steps& steps) const {
        const std::size_t words = under_.words();
        constexpr int last_bit = BitRows::word_bits - 1;
        for (int y = std::max(0, -dy); y < under_.height() - std::max(0, dy); ++y) {
            const BitRows::Word *here = under_.row(y), *next = beyond_.row(y + dy);
            for (std::size_t i = 0; i < words; ++i) {
                BitRows::Word ahead = next[i];
                if (dx > 0) {
                    ahead = ahead >> 1 | (i + 1 < words ? next[i + 1] << last_bit : 0);
                } else if (dx < 0) {
                    ahead = ahead << 1 | (i > 0 ? next[i - 1] >> last_bit : 0);
                }
                for (BitRows::Word ends = here[i] & ahead; ends != 0; ends &= ends - 1) {
                    const int x = static_cast<int>(i) * BitRows::word_bits + std::countr_zero(ends);
                    keep_run(kept, x, y, dx, dy, steps);
                }
            }
        }
    }

    const BitRows& under_;
    const BitRows& beyond_;
};

/// Where the ink is above its threshold, which is another one under the form.
BitRows dark_pixels(const InkPicture& picture, int threshold, int threshold_under) {
    BitRows dark = above(picture.ink, picture.width, picture.height, threshold);
    if (threshold_under == threshold) {
        return dark;
    }
    BitRows under = above(picture.ink, picture.width, picture.height, threshold_under);
    return dark.remove(picture.form) |= (under &= picture.form);
}

void mark_kept(InkPicture& picture, const FormLevel& form, double px_per_mm) {
    const double stroke = picture.stroke;
    const int threshold = static_cast<int>(limits::stroke_threshold_share * stroke);
    int threshold_under = threshold;
    const bool is_light = form.line < limits::light_line_share * stroke;
    if (form.line < limits::middling_line_share * stroke) {
        threshold_under = std::max(threshold, static_cast<int>((form.line + stroke) / 2));
    }
    const BitRows dark = dark_pixels(picture, threshold, threshold_under);
    picture.kept = dark;
    if (is_light) {
        return;
    }
    BitRows under = dark;
    under &= picture.near_form;
    picture.kept.remove(under);
    const BitRows beyond = picture.kept;
    Crossings(under, beyond).keep(picture.kept, px_per_mm);
}

/// The print of each cell. The wall between two cells lies on the border: both take it.
std::vector<LaidPrint> print_of_cells(const BlankZone& blank, std::span<const BoxPx> cells) {
    const int rim = limits::wall_rim_px;
    std::vector<LaidPrint> prints(cells.size());
    std::vector<std::size_t> first(static_cast<std::size_t>(blank.width)), last(first);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const int begin = i == 0 ? 0 : middle_x(cells[i - 1], cells[i]);
        const int end = i + 1 == cells.size() ? blank.width : middle_x(cells[i], cells[i + 1]);
        for (int x = std::max(begin - rim, 0); x < std::min(end + rim, blank.width); ++x) {
            std::size_t& from = first[static_cast<std::size_t>(x)];
            std::size_t& to = last[static_cast<std::size_t>(x)];
            from = to == 0 ? i : from;
            to = i + 1;
        }
    }
    for (const InkPoint& point : blank.print) {
        const auto x = static_cast<std::size_t>(point.x);
        for (std::size_t i = first[x]; i < last[x]; ++i) {
            prints[i].print.push_back(point);
        }
    }
    return prints;
}

}  // namespace

InkPicture remove_form(const GreyPatch& row, const BlankZone& blank, std::span<const BoxPx> cells,
                       double px_per_mm, int faint_ink) {
    VERIFY(row.width == blank.width && row.height == blank.height);
    InkPicture picture;
    picture.width = row.width;
    picture.height = row.height;
    picture.ink = ink_of(row);
    picture.form = picture.near_form = BitRows(row.width, row.height);
    const int reach = static_cast<int>(std::lround(limits::row_shift_most_mm * px_per_mm));
    const FormOverlay overlay(row.width, row.height, picture.ink,
                              reach + limits::cell_shift_most_px);

    const std::vector<InkPoint> points = sample_of(blank.print, limits::row_samples_most);
    const ShiftPx row_shift = overlay.best_shift(points, {}, reach, 1.0);
    const FormLevel form =
        level_of(overlay, points, row_shift,
                 static_cast<int>(limits::stroke_threshold_share * limits::stroke_by_faint_least *
                                  usual_faint_ink));

    std::vector<LaidPrint> prints = print_of_cells(blank, cells);
    for (LaidPrint& each : prints) {
        each.shift = overlay.best_shift(sample_of(each.print, limits::cell_samples_most), row_shift,
                                        limits::cell_shift_most_px, limits::cell_shift_gain);
        picture.shifts.push_back(each.shift);
    }
    if (form.is_present) {
        mark_form(picture, prints);
    }
    picture.stroke = static_cast<float>(stroke_level(picture, faint_ink));
    mark_kept(picture, form, px_per_mm);
    return picture;
}

}  // namespace indgang::ocr
