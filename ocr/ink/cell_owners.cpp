// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/cell_owners.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

#include "ocr/ink/ink_limits.h"

namespace indgang::ocr {
namespace {

/// How much of each component lies in each cell, and between which columns.
struct Tally {
    std::size_t cells = 0;
    std::vector<std::int64_t> pixels;  // [component][cell]
    std::vector<int> leftmost;
    std::vector<int> rightmost;
};

Tally tally_of(const InkComponents& ink, std::span<const BoxPx> cells) {
    Tally tally;
    tally.cells = cells.size();
    const std::size_t count = ink.components.size() * cells.size();
    tally.pixels.assign(count, 0);
    tally.leftmost.assign(count, ink.width);
    tally.rightmost.assign(count, -1);
    std::vector<int> column_cell(static_cast<std::size_t>(ink.width));
    for (int x = 0; x < ink.width; ++x) {
        column_cell[static_cast<std::size_t>(x)] = cell_at(cells, x);
    }
    for (const InkRun& run : ink.runs) {
        for (int x = run.begin; x < run.end; ++x) {
            const int cell = column_cell[static_cast<std::size_t>(x)];
            if (cell < 0 || cell >= static_cast<int>(cells.size())) {
                continue;
            }
            const BoxPx& box = cells[static_cast<std::size_t>(cell)];
            if (run.y < box.y || run.y >= box.y + box.height) {
                continue;
            }
            const std::size_t at = static_cast<std::size_t>(run.component) * cells.size() +
                                   static_cast<std::size_t>(cell);
            ++tally.pixels[at];
            tally.leftmost[at] = std::min(tally.leftmost[at], x);
            tally.rightmost[at] = std::max(tally.rightmost[at], x);
        }
    }
    return tally;
}

/// Whether the component, which belongs to cell `best` most, is also a character of another cell.
bool reaches_deep(const Tally& tally, std::size_t id, std::size_t best, std::int64_t total,
                  std::span<const BoxPx> cells) {
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        const std::size_t at = id * cells.size() + cell;
        if (cell == best || tally.pixels[at] == 0) {
            continue;
        }
        const BoxPx& box = cells[cell];
        const int depth =
            cell > best ? tally.rightmost[at] - box.x : box.x + box.width - tally.leftmost[at];
        if (static_cast<double>(tally.pixels[at]) >
                limits::cut_share * static_cast<double>(total) ||
            depth > limits::cut_depth_share * box.width) {
            return true;
        }
    }
    return false;
}

}  // namespace

int cell_at(std::span<const BoxPx> cells, int x) {
    if (x < cells.front().x) {
        return -1;
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const int end = i + 1 < cells.size()
                            ? (cells[i].x + cells[i].width + cells[i + 1].x + 1) / 2
                            : cells[i].x + cells[i].width;
        if (x < end) {
            return static_cast<int>(i);
        }
    }
    return static_cast<int>(cells.size());
}

Ownership share_out(const InkComponents& ink, std::span<const BoxPx> cells, double px_per_mm) {
    const Tally tally = tally_of(ink, cells);
    Ownership owned;
    owned.whole.resize(cells.size());
    owned.cut.resize(cells.size());
    const double salt_px = limits::salt_mm2 * px_per_mm * px_per_mm;
    for (std::size_t id = 0; id < ink.components.size(); ++id) {
        const InkComponent& component = ink.components[id];
        if (static_cast<double>(component.pixels) < salt_px || component.is_line_rest) {
            continue;
        }
        const auto own = std::span(tally.pixels).subspan(id * cells.size(), cells.size());
        const auto best =
            static_cast<std::size_t>(std::max_element(own.begin(), own.end()) - own.begin());
        const auto inside = std::accumulate(own.begin(), own.end(), std::int64_t{0});
        const double least =
            component.touches_edge ? limits::owned_at_edge_share : limits::owned_share;
        if (static_cast<double>(inside) < least * static_cast<double>(component.pixels)) {
            continue;
        }
        if (!reaches_deep(tally, id, best, component.pixels, cells)) {
            owned.whole[best].push_back(static_cast<int>(id));
            continue;
        }
        for (std::size_t cell = 0; cell < cells.size(); ++cell) {
            if (static_cast<double>(own[cell]) >= salt_px) {
                owned.cut[cell].push_back(static_cast<int>(id));
            }
        }
    }
    return owned;
}

}  // namespace indgang::ocr
