// SPDX-License-Identifier: MPL-2.0
// The problem: a threshold on darkness calls pale writing paper. A person sees pencil at a tenth of
// the contrast of print, because a stroke is many pixels that are all a little darker than the
// paper around them, while the paper's grain is pixels that are darker here and lighter there.
//
// The idea: the mean of a square as wide as a pen keeps the stroke and loses the grain. What the
// grain leaves is measured on the page itself: most squares of a form are paper, so the spread of
// the middle of all squares is the paper's. A square that is darker than the paper by several times
// that spread is visible; on a clean scan, of next to no spread, that is `visible_least_grey`.
//
// The spread is read from the quantiles at 50 and 70 %, which print and writing do not reach.
#include "ocr/image/square_map.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ocr/image/histogram.h"
#include "ocr/image/image_limits.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {
namespace {

constexpr int full_ink = 255;

using Row = std::vector<std::uint16_t>;

/// Adds the ink of a row of pixels to the sums of its squares.
void add_grey(const l_uint32* row, int side, int columns, Row& sums) {
    if (side == 4) {  // a square's pixels are one word, in any order
        for (int i = 0; i < columns; ++i) {
            const l_uint32 paper = row[i];
            const l_uint32 pairs = (paper & 0x00ff00ffU) + ((paper >> 8) & 0x00ff00ffU);
            sums[static_cast<std::size_t>(i)] =
                static_cast<std::uint16_t>(sums[static_cast<std::size_t>(i)] + 4 * full_ink -
                                           (pairs & 0xffffU) - (pairs >> 16));
        }
        return;
    }
    int x = 0;
    for (int i = 0; i < columns; ++i) {
        int sum = 0;
        for (int end = x + side; x < end; ++x) {
            sum += full_ink - static_cast<int>(GET_DATA_BYTE(row, x));
        }
        sums[static_cast<std::size_t>(i)] =
            static_cast<std::uint16_t>(sums[static_cast<std::size_t>(i)] + sum);
    }
}

/// The same for pixels of one bit, as counts of dark ones.
void add_bits(const l_uint32* row, int side, int columns, Row& sums) {
    if (side == 4) {  // eight squares a word, the leftmost in the highest four bits
        constexpr int squares_a_word = 8;
        for (int i = 0; i < columns; i += squares_a_word) {
            l_uint32 counts = row[i / squares_a_word];
            if (counts == 0) {
                continue;
            }
            counts -= (counts >> 1) & 0x55555555U;
            counts = (counts & 0x33333333U) + ((counts >> 2) & 0x33333333U);
            for (int k = 0; k < std::min(squares_a_word, columns - i); ++k) {
                sums[static_cast<std::size_t>(i + k)] = static_cast<std::uint16_t>(
                    sums[static_cast<std::size_t>(i + k)] + ((counts >> (28 - 4 * k)) & 0xfU));
            }
        }
        return;
    }
    int x = 0;
    for (int i = 0; i < columns; ++i) {
        int sum = 0;
        for (int end = x + side; x < end; ++x) {
            sum += static_cast<int>(GET_DATA_BIT(row, x));
        }
        sums[static_cast<std::size_t>(i)] =
            static_cast<std::uint16_t>(sums[static_cast<std::size_t>(i)] + sum);
    }
}

/// The ink of paper: what half of the squares have at most, and a deviation of its grain.
struct Paper {
    int ink = 0;
    double spread = 0;
    /// The least ink that stands out by so much, and by so many deviations.
    [[nodiscard]] std::uint8_t ink_above(int least, double deviations) const {
        const double above = ink + std::max<double>(least, deviations * spread);
        return static_cast<std::uint8_t>(std::min<double>(std::ceil(above), full_ink));
    }
};

Paper paper_of(const std::vector<std::uint8_t>& squares) {
    std::array<int, full_ink + 1> histogram{};
    for (const std::uint8_t each : squares) {
        ++histogram[each];
    }
    const int ink = level_at(histogram, limits::paper_share);
    return {ink, (level_at(histogram, limits::grain_share) - ink) / limits::grain_deviations};
}

}  // namespace

SquareMap SquareMap::of(const PageImage& page) {
    Pix* pix = page.pix.get();
    const bool is_one_bit = pixGetDepth(pix) == 1;
    SquareMap map;
    map.is_one_bit_ = is_one_bit;
    // A square of at most 16 px keeps the sum of its pixels within 16 bits.
    constexpr int side_most = 16;
    map.side_px_ = std::clamp(
        static_cast<int>(std::lround(page.dpi / mm_per_inch * limits::square_mm)), 1, side_most);
    map.columns_ = pixGetWidth(pix) / map.side_px_;
    map.rows_ = pixGetHeight(pix) / map.side_px_;
    map.ink_.reserve(static_cast<std::size_t>(map.columns_) * static_cast<std::size_t>(map.rows_));
    const l_uint32* data = pixGetData(pix);
    const std::ptrdiff_t words = pixGetWpl(pix);
    const int area = map.side_px_ * map.side_px_;
    const int per_pixel = is_one_bit ? full_ink : 1;
    Row sums(static_cast<std::size_t>(map.columns_));
    for (int row = 0; row < map.rows_; ++row) {
        std::fill(sums.begin(), sums.end(), std::uint16_t{0});
        for (int y = row * map.side_px_; y < (row + 1) * map.side_px_; ++y) {
            (is_one_bit ? add_bits : add_grey)(data + y * words, map.side_px_, map.columns_, sums);
        }
        for (const std::uint16_t sum : sums) {
            map.ink_.push_back(static_cast<std::uint8_t>(sum * per_pixel / area));
        }
    }
    const Paper paper = paper_of(map.ink_);
    map.visible_ink_ =
        paper.ink_above(is_one_bit ? limits::visible_least_bit : limits::visible_least_grey,
                        limits::visible_deviations);
    map.dot_ink_ = is_one_bit ? 1 : paper.ink_above(limits::dot_least_grey, limits::dot_deviations);
    return map;
}

}  // namespace indgang::ocr
