// SPDX-License-Identifier: MPL-2.0
// More black than white does not make a negative: the scanner's open lid and the table under a
// photographed sheet are black, too. But there the sheet itself is white all over, while on a
// negative white is only ever thin: print and writing. So a coarse grid is laid over the page. On a
// negative nearly every square is black for the most part and hardly any is white all over. A page
// that is black and nothing else stays so, or it would become an empty one. Nearly all pages are
// known to be none by their share of black, at one pixel of 961: 0.1 ms for A4 at 300 dpi.
#include "ocr/decode/white_on_black.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "ocr/decode/decode_limits.h"

namespace indgang::ocr {

namespace {

constexpr int grey_levels = 256;

/// Leptonica reads through pointers that may write.
Pix* readable(const Pix& page) {
    return const_cast<Pix*>(&page);
}

std::uint8_t level_at(const Pix& page, bool is_one_bit, int x, int y) {
    constexpr std::uint8_t white = grey_levels - 1;
    Pix* pix = readable(page);
    const l_uint32* row = pixGetData(pix) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix);
    if (is_one_bit) {
        return GET_DATA_BIT(row, x) != 0 ? 0 : white;
    }
    return static_cast<std::uint8_t>(GET_DATA_BYTE(row, x));
}

/// Half way between the darkest and the lightest that are more than specks; 0 when they are too
/// near each other to be ink and paper.
int middle_level(const std::array<std::int64_t, grey_levels>& histogram, std::int64_t all) {
    const auto specks = static_cast<std::int64_t>(limits::speck_share * static_cast<double>(all));
    // Both ways end, since all pixels are more than specks.
    std::size_t dark_at = 0, light_at = histogram.size() - 1;
    for (std::int64_t seen = histogram[dark_at]; seen <= specks;) {
        seen += histogram[++dark_at];
    }
    for (std::int64_t seen = histogram[light_at]; seen <= specks;) {
        seen += histogram[--light_at];
    }
    const int dark = static_cast<int>(dark_at), light = static_cast<int>(light_at);
    return light - dark < limits::ink_contrast_least ? 0 : (dark + light + 1) / 2;
}

/// How many squares of the page are black for the most part, and how many are white all over.
struct Squares {
    int all = 0;
    int black = 0;
    int white = 0;
};

Squares look_at_squares(const Pix& page, bool is_one_bit, int middle) {
    const int width = pixGetWidth(readable(page)), height = pixGetHeight(readable(page));
    const int side = std::max(limits::negative_square_least_px,
                              std::max(width, height) / limits::negative_squares_side);
    Squares squares;
    for (int top = 0; top + side <= height; top += side) {
        for (int left = 0; left + side <= width; left += side) {
            int white = 0, looks = 0;
            for (int y = top; y < top + side; y += limits::negative_look_px) {
                for (int x = left; x < left + side; x += limits::negative_look_px) {
                    white += level_at(page, is_one_bit, x, y) >= middle ? 1 : 0;
                    ++looks;
                }
            }
            ++squares.all;
            squares.black += white < limits::square_black * looks ? 1 : 0;
            squares.white += white > limits::square_white * looks ? 1 : 0;
        }
    }
    return squares;
}

}  // namespace

bool is_white_on_black(const Pix& page) {
    const int width = pixGetWidth(readable(page)), height = pixGetHeight(readable(page));
    const bool is_one_bit = pixGetDepth(readable(page)) == 1;
    constexpr int step = limits::negative_step_px;
    std::array<std::int64_t, grey_levels> histogram{};
    std::int64_t all = 0;
    for (int y = step / 2; y < height; y += step) {
        for (int x = step / 2; x < width; x += step, ++all) {
            ++histogram[level_at(page, is_one_bit, x, y)];
        }
    }
    const int middle = middle_level(histogram, all);
    std::int64_t dark = 0;
    for (int level = 0; level < middle; ++level) {
        dark += histogram[static_cast<std::size_t>(level)];
    }
    if (static_cast<double>(dark) < limits::negative_dark * static_cast<double>(all)) {
        return false;
    }
    const Squares squares = look_at_squares(page, is_one_bit, middle);
    return squares.black >= limits::black_squares_least * squares.all &&
           squares.white <= limits::white_squares_most * squares.all;
}

}  // namespace indgang::ocr
