// SPDX-License-Identifier: MPL-2.0
// Laying a blank on a row costs 121 shifts of 1,500 points for the row alone. Point by point all
// shifts are scored at once instead of shift by shift all points: what one point adds to the shifts
// of one line are neighbouring pixels of the row, so that a line of shifts is one addition of 16
// bytes to 16 sums; a border of paper around the row makes every look-up valid. Inner loops have a
// fixed number of lanes, which the compiler turns into vector instructions. Marking the form is
// widening it by one and by two pixels, 64 at a time. The same to the bit as one pixel at a time.
#include "ocr/ink/form_overlay.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <span>

#include "ocr/ink/ink_limits.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {
namespace {

constexpr int lanes = 16;
constexpr int lines = 6;  // of shifts at once: half of the 11 that a row is laid on

/// Of some lines of neighbouring shifts.
using Sums = std::array<std::array<std::uint16_t, lanes>, lines>;
using Lane = std::uint16_t __attribute__((vector_size(2 * lanes)));
using Pixels = std::uint8_t __attribute__((vector_size(lanes)));

/// What each point adds to the shifts from `origin` on.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
// The sums of all lines stay in registers, if these are as wide as a line.
__attribute__((target_clones("avx2", "default")))
#endif
void add_up(const std::uint8_t* origin, std::ptrdiff_t stride, std::span<const InkPoint> points,
            Sums& sums) {
    Lane all[lines] = {};
    for (const InkPoint& point : points) {
        const std::uint8_t* pixels = origin + point.y * stride + point.x;
#pragma GCC unroll 6
        for (int i = 0; i < lines; ++i) {
            Pixels bytes;
            std::memcpy(&bytes, pixels + i * stride, sizeof bytes);
            all[i] += __builtin_convertvector(bytes, Lane);
        }
    }
    for (std::size_t i = 0; i < lines; ++i) {
        std::memcpy(sums[i].data(), &all[i], sizeof(Lane));
    }
}

/// The picture without `rows` rows above and below and a word of pixels on each side.
BitRows within(const BitRows& bits, int rows, int width, int height) {
    BitRows inner(width, height);
    BitRows all(width, height);
    for (int y = 0; y < height; ++y) {
        const BitRows::Word* from = bits.row(y + rows) + 1;
        std::copy(from, from + inner.words(), inner.row(y));
        all.set(y, 0, width);
    }
    return inner &= all;
}

}  // namespace

FormOverlay::FormOverlay(int width, int height, const std::vector<std::uint8_t>& row,
                         int shift_most)
    : width_(width),
      height_(height),
      row_(&row),
      border_(shift_most),
      stride_(width + 2 * shift_most + lanes) {
    VERIFY(row.size() == static_cast<std::size_t>(width) * static_cast<std::size_t>(height) &&
           shift_most >= 0);
    capped_.assign(static_cast<std::size_t>(stride_) *
                           static_cast<std::size_t>(height + 2 * shift_most + lines) +
                       lanes,
                   0);
    for (int y = 0; y < height; ++y) {
        const std::uint8_t* from = row.data() + static_cast<std::ptrdiff_t>(y) * width;
        std::uint8_t* to = capped_.data() + (y + border_) * stride_ + border_;
        int x = 0;
        for (; x + lanes <= width; x += lanes) {
            std::array<std::uint8_t, lanes> ink;
            std::memcpy(ink.data(), from + x, lanes);
            for (std::uint8_t& each : ink) {
                each = std::min(each, static_cast<std::uint8_t>(limits::overlay_ink_cap));
            }
            std::memcpy(to + x, ink.data(), lanes);
        }
        for (; x < width; ++x) {
            to[x] = std::min(from[x], static_cast<std::uint8_t>(limits::overlay_ink_cap));
        }
    }
}

int FormOverlay::row_ink(int x, int y) const {
    const bool is_on_row = x >= 0 && y >= 0 && x < width_ && y < height_;
    return is_on_row ? (*row_)[static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
                               static_cast<std::size_t>(x)]
                     : 0;
}

/// Scores of the shifts from `first`, `side` each way, row by row.
std::vector<std::int64_t> FormOverlay::scores(const std::vector<InkPoint>& points, ShiftPx first,
                                              int side) const {
    constexpr std::size_t points_at_once = 511;  // of overlay_ink_cap each fit 16 bits
    const auto count = static_cast<std::size_t>(side);
    std::vector<std::int64_t> all(count * count);
    const std::uint8_t* origin = capped_.data() + (first.y + border_) * stride_ + first.x + border_;
    for (int top = 0; top < side; top += lines) {
        for (int left = 0; left < side; left += lanes) {
            for (std::size_t from = 0; from < points.size(); from += points_at_once) {
                const std::size_t some = std::min(points_at_once, points.size() - from);
                Sums sums{};
                add_up(origin + top * stride_ + left, stride_,
                       std::span(points).subspan(from, some), sums);
                for (int y = top; y < std::min(top + lines, side); ++y) {
                    for (int x = left; x < std::min(left + lanes, side); ++x) {
                        all[static_cast<std::size_t>(y * side + x)] +=
                            sums[static_cast<std::size_t>(y - top)]
                                [static_cast<std::size_t>(x - left)];
                    }
                }
            }
        }
    }
    return all;
}

ShiftPx FormOverlay::best_shift(const std::vector<InkPoint>& points, ShiftPx around, int reach,
                                double gain) const {
    VERIFY(std::max(std::abs(around.x), std::abs(around.y)) + reach <= border_);
    const int side = 2 * reach + 1;
    const std::vector<std::int64_t> all =
        scores(points, {around.x - reach, around.y - reach}, side);
    ShiftPx best = around;
    auto limit = static_cast<double>(all[static_cast<std::size_t>(reach * side + reach)]) * gain;
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
            const auto value = static_cast<double>(all[static_cast<std::size_t>(y * side + x)]);
            if (value > limit) {
                limit = value;
                best = {around.x + x - reach, around.y + y - reach};
            }
        }
    }
    return best;
}

void mark_form(InkPicture& picture, const std::vector<LaidPrint>& pieces) {
    const int reach = limits::near_form_px;
    // A border of whole words, since print beyond the edges is near to pixels within.
    constexpr int border = BitRows::word_bits;
    BitRows here(picture.width + 2 * border, picture.height + 2 * reach);
    for (const LaidPrint& piece : pieces) {
        for (const InkPoint& point : piece.print) {
            const int x = point.x + piece.shift.x, y = point.y + piece.shift.y;
            if (x >= -reach && x < picture.width + reach && y >= -reach &&
                y < picture.height + reach) {
                here.set(x + border, y + reach);
            }
        }
    }
    picture.form |=
        within(widened(here, limits::form_within_px), reach, picture.width, picture.height);
    picture.near_form |= within(widened(here, reach), reach, picture.width, picture.height);
}

}  // namespace indgang::ocr
