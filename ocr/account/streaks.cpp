// SPDX-License-Identifier: MPL-2.0
// A streak is told from a stroke by where its bits stand: each is no wider than a pen, the next is
// right below the last, and together they are on one line. That line is upright on the scan, along
// the way of the paper, however the sheet lies there; a hand follows the sheet. Bits are joined
// from the top down; one that could go on two streaks goes on the nearer. What bends, as a bracket
// round some lines does, leaves the line that its squares are fitted with.
#include "ocr/account/streaks.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "ocr/account/account_limits.h"

namespace indgang::ocr {
namespace {

/// Added ink as it lies on the scan, in mm from its corner.
struct Bit {
    std::size_t piece = 0;
    std::vector<PointMm> squares;
    double left = 0, right = 0, top = 0, bottom = 0;

    [[nodiscard]] double middle() const { return (left + right) / 2; }
};

Bit bit_of(const AddedPiece& piece, std::size_t index, const MmToPx& to_page, double px_per_mm) {
    Bit bit{index, {}, HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL};
    for (const PointMm& square : piece.squares) {
        const PointPx on_page = to_page(square);
        const PointMm at{on_page.x / px_per_mm, on_page.y / px_per_mm};
        bit.squares.push_back(at);
        bit.left = std::min(bit.left, at.x);
        bit.right = std::max(bit.right, at.x);
        bit.top = std::min(bit.top, at.y);
        bit.bottom = std::max(bit.bottom, at.y);
    }
    return bit;
}

/// Bits from the top down.
using Chain = std::vector<const Bit*>;

/// Whether all squares lie on one upright line, by the least squares of their x.
bool are_on_a_line(const Chain& bits, double width_mm) {
    double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    for (const Bit* bit : bits) {
        for (const PointMm& square : bit->squares) {
            ++n;
            x += square.x;
            y += square.y;
        }
    }
    x /= n;
    y /= n;
    for (const Bit* bit : bits) {
        for (const PointMm& square : bit->squares) {
            xx += (square.x - x) * (square.x - x);
            xy += (square.x - x) * (square.y - y);
            yy += (square.y - y) * (square.y - y);
        }
    }
    const double slope = xy / yy;
    // A bar has a twelfth of its width squared without being bent.
    const double off2 = (xx - slope * xy) / n - width_mm * width_mm / 12;
    return std::abs(slope) <= limits::streak_slope_most &&
           off2 <= limits::streak_off_mm * limits::streak_off_mm;
}

std::vector<Chain> chains_of(const std::vector<Bit>& bits) {
    std::vector<Chain> chains;
    for (const Bit& bit : bits) {
        Chain* nearest = nullptr;
        double nearest_mm = limits::streak_aside_mm;
        for (Chain& chain : chains) {
            const double below = bit.top - chain.back()->bottom;
            const double aside = std::abs(chain.back()->middle() - bit.middle());
            if (below >= 0 && below <= limits::streak_gap_mm && aside <= nearest_mm) {
                nearest = &chain;
                nearest_mm = aside;
            }
        }
        if (nearest == nullptr) {
            nearest = &chains.emplace_back();
        }
        nearest->push_back(&bit);
    }
    return chains;
}

}  // namespace

std::vector<BoxMm> take_out_streaks(std::vector<AddedPiece>& pieces, const MmToPx& to_page) {
    const double px_per_mm = std::hypot(to_page.a, to_page.d);
    std::vector<Bit> bits;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (pieces[i].area_mm2 <= limits::streak_wide_mm * pieces[i].box.height) {
            bits.push_back(bit_of(pieces[i], i, to_page, px_per_mm));
        }
    }
    std::sort(bits.begin(), bits.end(), [](const Bit& a, const Bit& b) { return a.top < b.top; });
    std::vector<bool> is_taken(pieces.size(), false);
    std::vector<BoxMm> streaks;
    for (const Chain& chain : chains_of(bits)) {
        const double height = chain.back()->bottom - chain.front()->top;
        double seen = 0, area = 0;
        for (const Bit* bit : chain) {
            seen += bit->bottom - bit->top;
            area += pieces[bit->piece].area_mm2;
        }
        if (height < limits::streak_mm || seen < limits::streak_seen_share * height ||
            !are_on_a_line(chain, area / seen)) {
            continue;
        }
        streaks.push_back(pieces[chain.front()->piece].box);
        for (const Bit* bit : chain) {
            streaks.back() = around(streaks.back(), pieces[bit->piece].box);
            is_taken[bit->piece] = true;
        }
    }
    std::size_t i = 0;
    std::erase_if(pieces, [&](const AddedPiece&) { return is_taken[i++]; });
    return streaks;
}

}  // namespace indgang::ocr
