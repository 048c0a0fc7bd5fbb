// SPDX-License-Identifier: MPL-2.0
// Where a form has a plain box for a number, nothing says where one digit ends. Pieces of ink that
// stand above each other belong to one digit (the bar of a 5); a piece that is much wider than it
// is high is several that touch, and is cut where its ink is thinnest near even parts. A cut is a
// guess, so that a number with one waits for a person or a register whatever the net says. Specks
// are no digits; a comma is none either, and what follows it would be read as if it were kroner:
// a small low piece between digits makes the whole number doubtful in the same way.
#include "ocr/comb/free_digits.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "ocr/comb/comb_limits.h"
#include "schemas/core/limits.h"

namespace indgang::ocr {

namespace {

constexpr std::uint8_t paper = 255, ink_below = 160;

struct Run {
    int left = 0;
    int right = 0;  ///< first column behind
};

/// Whether a column holds ink of the writer, within the box and a little beyond it.
std::vector<int> ink_of_columns(const WriterInk& ink) {
    std::vector<int> columns(static_cast<std::size_t>(ink.patch.width), 0);
    for (int x = 0; x < ink.patch.width; ++x) {
        for (int y = 0; y < ink.patch.height; ++y) {
            columns[static_cast<std::size_t>(x)] += ink.patch.at(x, y) < ink_below ? 1 : 0;
        }
    }
    return columns;
}

/// Runs of columns with ink.
std::vector<Run> runs_of(const std::vector<int>& columns) {
    std::vector<Run> runs;
    for (int x = 0; x < static_cast<int>(columns.size()); ++x) {
        if (columns[static_cast<std::size_t>(x)] == 0) {
            continue;
        }
        if (runs.empty() || runs.back().right != x) {
            runs.push_back({x, x});
        }
        runs.back().right = x + 1;
    }
    return runs;
}

/// The part of the patch that a run takes, with white margins; empty when there is no ink.
GreyPatch cut_out(const WriterInk& ink, const Run& run) {
    constexpr int margin_px = 6;
    const BoxPx box = ink.extent({run.left, 0, run.right - run.left, ink.patch.height});
    if (box.width == 0) {
        return {};
    }
    GreyPatch cut{box.width + 2 * margin_px, box.height + 2 * margin_px, {}};
    cut.pixels.assign(static_cast<std::size_t>(cut.width) * static_cast<std::size_t>(cut.height),
                      paper);
    for (int y = 0; y < box.height; ++y) {
        for (int x = 0; x < box.width; ++x) {
            cut.pixels[static_cast<std::size_t>(y + margin_px) *
                           static_cast<std::size_t>(cut.width) +
                       static_cast<std::size_t>(x + margin_px)] =
                ink.patch.at(box.x + x, box.y + y);
        }
    }
    return cut;
}

/// The column with the least ink near `wanted`.
int thinnest(const std::vector<int>& columns, int wanted, int reach) {
    int best = wanted;
    for (int x = wanted - reach; x <= wanted + reach; ++x) {
        if (columns[static_cast<std::size_t>(x)] < columns[static_cast<std::size_t>(best)]) {
            best = x;
        }
    }
    return best;
}

/// Digits are 0.3 to 0.9 times as wide as high; of touching ones the mean is taken.
std::vector<Run> parted(const Run& run, int height, const std::vector<int>& columns) {
    const int width = run.right - run.left;
    if (width <= limits::widest * height) {
        return {run};
    }
    const int count =
        std::max(2, static_cast<int>(std::lround(width / (limits::usual_width * height))));
    std::vector<Run> parts;
    int left = run.left;
    for (int i = 1; i < count; ++i) {
        const int cut = thinnest(columns, run.left + width * i / count, width / count / 3);
        parts.push_back({left, cut});
        left = cut;
    }
    parts.push_back({left, run.right});
    return parts;
}

}  // namespace

FreeDigits read_free_digits(const WriterInk& ink, const NetPanel& net) {
    const std::vector<int> columns = ink_of_columns(ink);
    const BoxPx all = ink.extent({0, 0, ink.patch.width, ink.patch.height});
    FreeDigits digits;
    std::vector<CleanCell> cells;
    for (const Run& run : runs_of(columns)) {
        const BoxPx part{run.left, 0, run.right - run.left, ink.patch.height};
        if (ink.ink_mm2(part) < limits::speck_mm2) {
            continue;
        }
        const BoxPx extent = ink.extent(part);
        if (extent.height < limits::low_share * all.height) {
            digits.is_guessed = true;  // a comma, a dash, or a digit that lost its half
        }
        const std::vector<Run> parts = parted(run, extent.height, columns);
        digits.is_guessed = digits.is_guessed || parts.size() > 1;
        for (const Run& each : parts) {
            const GreyPatch cut = cut_out(ink, each);
            if (cut.width > 0) {
                cells.push_back(clean_single(cut, ink_px_per_mm));
            }
        }
    }
    if (cells.size() <= static_cast<std::size_t>(indgang::limits::comb_cells)) {
        digits.comb = read_cells(cells, net);
    }
    return digits;
}

}  // namespace indgang::ocr
