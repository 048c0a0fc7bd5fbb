// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/new_ink.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "ocr/ink/ink_limits.h"

namespace indgang::ocr {
namespace {

const double step_mm = limits::new_ink_step_mm;

/// Squares of a part of a page with as much ink as a stroke leaves in them.
struct Squares {
    int columns = 0;
    int rows = 0;
    std::vector<bool> is_written;

    [[nodiscard]] std::size_t at(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(columns) +
               static_cast<std::size_t>(x);
    }
};

Squares squares_of(const PageOnBlank& at, const BoxMm& box) {
    const double side_mm = limits::writing_square_mm;
    Squares squares;
    squares.columns = static_cast<int>(std::ceil(box.width / side_mm));
    squares.rows = static_cast<int>(std::ceil(box.height / side_mm));
    std::vector<int> seen(static_cast<std::size_t>(squares.columns) *
                          static_cast<std::size_t>(squares.rows));
    for (double y = 0; y < box.height; y += step_mm) {
        for (double x = 0; x < box.width; x += step_mm) {
            if (at.added.is_at({box.x + x, box.y + y})) {
                ++seen[squares.at(static_cast<int>(x / side_mm), static_cast<int>(y / side_mm))];
            }
        }
    }
    for (const int points : seen) {
        squares.is_written.push_back(points * step_mm * step_mm >= limits::writing_square_ink_mm2);
    }
    return squares;
}

using Cluster = std::vector<std::pair<int, int>>;

/// The square at (x, y) and all that hang together with it, each at most `reach` from the next;
/// they are taken out of `squares`.
Cluster take_cluster(Squares& squares, int x, int y, int reach) {
    Cluster cluster{{x, y}};
    squares.is_written[squares.at(x, y)] = false;
    for (std::size_t i = 0; i < cluster.size(); ++i) {
        const auto [cx, cy] = cluster[i];
        for (int v = std::max(0, cy - reach); v <= std::min(squares.rows - 1, cy + reach); ++v) {
            for (int u = std::max(0, cx - reach); u <= std::min(squares.columns - 1, cx + reach);
                 ++u) {
                if (squares.is_written[squares.at(u, v)]) {
                    squares.is_written[squares.at(u, v)] = false;
                    cluster.emplace_back(u, v);
                }
            }
        }
    }
    return cluster;
}

/// The first and the last row.
std::pair<int, int> rows_of(const Cluster& cluster) {
    const auto [top, bottom] =
        std::minmax_element(cluster.begin(), cluster.end(),
                            [](const auto& a, const auto& b) { return a.second < b.second; });
    return {top->second, bottom->second};
}

/// Whether it is more than one stroke.
bool is_writing(const Cluster& cluster) {
    const auto [left, right] = std::minmax_element(cluster.begin(), cluster.end());
    const auto [top, bottom] = rows_of(cluster);
    return cluster.size() >= limits::writing_squares_least &&
           right->first - left->first + 1 >= limits::writing_columns_least &&
           bottom - top + 1 >= limits::writing_rows_least;
}

}  // namespace

std::vector<bool> columns_with_new_ink(const PageOnBlank& at, const BoxMm& box, double column_mm) {
    std::vector<bool> columns(static_cast<std::size_t>(std::ceil(box.width / column_mm)), false);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const double left = box.x + static_cast<double>(i) * column_mm;
        for (double x = left; x < left + column_mm && !columns[i]; x += step_mm) {
            for (double y = box.y; y < box.y + box.height && !columns[i]; y += step_mm) {
                columns[i] = at.added.is_at({x, y});
            }
        }
    }
    return columns;
}

bool has_writing(const PageOnBlank& at, const BoxMm& box) {
    Squares squares = squares_of(at, box);
    for (int y = 0; y < squares.rows; ++y) {
        for (int x = 0; x < squares.columns; ++x) {
            if (squares.is_written[squares.at(x, y)] &&
                is_writing(take_cluster(squares, x, y, limits::writing_bridge_squares))) {
                return true;
            }
        }
    }
    return false;
}

std::vector<InkPiece> find_pieces(const GreyPatch& patch, const BoxPx& part) {
    const BoxPx box{std::max(part.x, 0), std::max(part.y, 0),
                    std::min(part.width, patch.width - std::max(part.x, 0)),
                    std::min(part.height, patch.height - std::max(part.y, 0))};
    if (box.width <= 0 || box.height <= 0) {
        return {};
    }
    Squares pixels{box.width, box.height, {}};
    for (int y = 0; y < box.height; ++y) {
        for (int x = 0; x < box.width; ++x) {
            pixels.is_written.push_back(patch.at(box.x + x, box.y + y) < limits::dark_grey);
        }
    }
    std::vector<InkPiece> pieces;
    for (int y = 0; y < box.height; ++y) {
        for (int x = 0; x < box.width; ++x) {
            if (pixels.is_written[pixels.at(x, y)]) {
                const auto cluster = take_cluster(pixels, x, y, 1);
                const auto [top, bottom] = rows_of(cluster);
                pieces.push_back({static_cast<int>(cluster.size()), top, bottom});
            }
        }
    }
    return pieces;
}

}  // namespace indgang::ocr
