// SPDX-License-Identifier: MPL-2.0
// A scan of one bit keeps a pale pencil as single pixels, here and there along its strokes. No
// square of them is visible, no piece hangs together, and every reader takes them for dirt; yet a
// person who looks at the box sees that somebody wrote in it. What tells them from dirt is that
// there are more of them than elsewhere on the page. A grey scan with strong grain does the same:
// no square of a pale stroke stands out, but a person sees over the whole of a letter what is
// hidden in each of its parts.
//
// Dots are counted in windows of half a character. Windows of bare paper show what is usual there:
// their middle and their upper tenth give the spread, as in square_map.cpp. A page without any dirt
// would call two pixels many, so a stroke of 2 mm has to have left five. A page that is
// dithered has a dot in nearly every square, and nothing is many.
#include "ocr/ink/scattered_dots.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "ocr/image/histogram.h"
#include "ocr/ink/ink_limits.h"

namespace indgang::ocr {
namespace {

constexpr int window = limits::dots_window_squares;
const double window_mm = limits::dots_window_mm;

/// Dots in windows of bare paper.
struct PaperDots {
    int windows, usual, upper;
};
PaperDots paper_dots(const BitRows& dots, const BitRows& covered) {
    const int columns = dots.width() / window, rows = dots.height() / window;
    const auto count = [&](const BitRows& bits) {
        std::vector<int> counts(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
        bits.for_each([&](int x, int y) {
            if (x < columns * window && y < rows * window) {
                ++counts[static_cast<std::size_t>(y / window * columns + x / window)];
            }
        });
        return counts;
    };
    const std::vector<int> seen = count(dots), hidden = count(covered);
    std::array<int, window * window + 1> histogram{};
    int all = 0;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        if (hidden[i] == 0) {
            ++histogram[static_cast<std::size_t>(seen[i])];
            ++all;
        }
    }
    return {all, level_at(histogram, limits::dots_usual_share),
            level_at(histogram, limits::dots_upper_share)};
}

/// The fewest dots of a window that bare paper does not have.
int many_dots(const PaperDots& paper) {
    const double spread = std::max((paper.upper - paper.usual) / limits::dots_upper_deviations,
                                   std::sqrt(paper.usual));
    return std::max(
        limits::dots_least,
        paper.usual + static_cast<int>(std::ceil(limits::dots_many_deviations * spread)));
}

}  // namespace

ScatteredDots::ScatteredDots(const SquareMap& squares, BitRows covered)
    : dots_(squares.columns(), squares.rows()) {
    covered = widened(covered, limits::dots_rim_squares);
    for (int row = 0; row < squares.rows(); ++row) {
        for (int column = 0; column < squares.columns(); ++column) {
            if (squares.ink(column, row) >= squares.dot_ink() && !covered.at(column, row)) {
                dots_.set(column, row);
            }
        }
    }
    const PaperDots paper = paper_dots(dots_, covered);
    many_ = paper.windows == 0 ? 0 : many_dots(paper);
    if (squares.is_one_bit() && paper.windows > 0) {
        is_paper_clean_ = paper.upper == 0;
        is_paper_dotted_ = !is_paper_clean_;
    }
}

bool ScatteredDots::are_many(std::span<const PointMm> dots) const {
    if (many_ == 0 || dots.size() < static_cast<std::size_t>(many_)) {
        return false;
    }
    return std::any_of(dots.begin(), dots.end(), [&](const PointMm& corner) {
        int seen = 0;
        double right = corner.x, top = corner.y, bottom = corner.y;
        for (const PointMm& dot : dots) {
            if (dot.x >= corner.x && dot.x < corner.x + window_mm &&
                std::abs(dot.y - corner.y) < window_mm / 2) {
                ++seen;
                right = std::max(right, dot.x);
                top = std::min(top, dot.y);
                bottom = std::max(bottom, dot.y);
            }
        }
        return seen >= many_ &&
               std::max(right - corner.x, bottom - top) >= limits::dots_stroke_least_mm;
    });
}

}  // namespace indgang::ocr
