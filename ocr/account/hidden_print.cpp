// SPDX-License-Identifier: MPL-2.0
// A box without ink is empty if the box is there. Under a slip of paper, correction fluid, a finger
// or a torn edge there is no ink either, and a page that was cut off in the scanner, or that is
// believed to lie half a cell beside its place, shows white where boxes should be. So the lines of
// every box are looked for, piece by piece: a wall of a cell, some millimetres of a long edge.
//
// How well a scan shows thin lines differs: a fax loses pale ones here and there. The measure is
// the page's own: the best pieces of lines show how much is usual, and a piece is missing that has
// hardly any of it.
#include "ocr/account/hidden_print.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "ocr/account/account_limits.h"
#include "ocr/ink/comb_cells.h"

namespace indgang::ocr {
namespace {

struct LinePiece {
    PointMm from, to;
    [[nodiscard]] double length_mm() const { return std::hypot(to.x - from.x, to.y - from.y); }
};

/// Both long edges in pieces, and the ends.
void add_edges(const BoxMm& box, std::vector<LinePiece>& pieces) {
    const double right = box.x + box.width, bottom = box.y + box.height;
    const auto add = [&](const PointMm& from, const PointMm& to) {
        const LinePiece whole{from, to};
        const int count =
            std::max(1, static_cast<int>(std::lround(whole.length_mm() / limits::piece_mm)));
        const double dx = (to.x - from.x) / count, dy = (to.y - from.y) / count;
        for (int i = 0; i < count; ++i) {
            pieces.push_back({{from.x + i * dx, from.y + i * dy},
                              {from.x + (i + 1) * dx, from.y + (i + 1) * dy}});
        }
    };
    add({box.x, box.y}, {right, box.y});
    add({box.x, bottom}, {right, bottom});
    add({box.x, box.y}, {box.x, bottom});
    add({right, box.y}, {right, bottom});
}

std::vector<LinePiece> pieces_of(const form::Zone& zone) {
    std::vector<LinePiece> pieces;
    if (zone.capture == form::Capture::comb) {
        for (const BoxMm& cell : divide_comb(zone.box, zone.cells, zone.gap_mm)) {
            add_edges(cell, pieces);
        }
    } else {
        add_edges(zone.box, pieces);
    }
    return pieces;
}

/// How much of a piece the page shows of what the blank prints; below 0: the blank prints none.
double shown_share(const PageOnBlank& at, const LinePiece& piece) {
    const auto samples = static_cast<std::size_t>(piece.length_mm() / limits::sample_mm);
    std::size_t printed = 0, shown = 0;
    for (std::size_t i = 0; i < samples; ++i) {
        const double way = (static_cast<double>(i) + 0.5) / static_cast<double>(samples);
        const PointMm point{piece.from.x + way * (piece.to.x - piece.from.x),
                            piece.from.y + way * (piece.to.y - piece.from.y)};
        if (at.blank.print.is_near_print(point)) {
            ++printed;
            shown += at.added.is_dark_near(point) ? 1 : 0;
        }
    }
    if (samples < limits::samples_least ||
        static_cast<double>(printed) < limits::printed_least * static_cast<double>(samples)) {
        return -1;
    }
    return static_cast<double>(shown) / static_cast<double>(printed);
}

}  // namespace

std::vector<const form::Zone*> zones_with_hidden_print(const PageOnBlank& at,
                                                       std::span<const form::Zone* const> zones) {
    struct Seen {
        const form::Zone* zone;
        double share, length_mm;
    };
    std::vector<Seen> seen;
    std::vector<double> shares;
    for (const form::Zone* zone : zones) {
        for (const LinePiece& piece : pieces_of(*zone)) {
            const double share = shown_share(at, piece);
            if (share >= 0) {
                seen.push_back({zone, share, piece.length_mm()});
                shares.push_back(share);
            }
        }
    }
    std::vector<const form::Zone*> hidden;
    if (shares.empty()) {
        return hidden;
    }
    // Of the upper fifth: half of the page may be cut off.
    const auto upper = shares.begin() + static_cast<std::ptrdiff_t>(shares.size() * 4 / 5);
    std::nth_element(shares.begin(), upper, shares.end());
    const double usual = *upper;
    for (const form::Zone* zone : zones) {
        double missing_mm = 0;
        for (const Seen& each : seen) {
            if (each.zone == zone && each.share < limits::missing_most * usual) {
                missing_mm += each.length_mm;
            }
        }
        if (missing_mm >= limits::missing_least_mm) {
            hidden.push_back(zone);
        }
    }
    return hidden;
}

}  // namespace indgang::ocr
