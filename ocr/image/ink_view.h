// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "ocr/image/page_image.h"

namespace indgang::ocr {

/// Reads single pixels of a page of depth 1 or 8 as ink, 0 = paper to 255 = black; paper beyond
/// the edges. Borrows the page.
class InkView {
  public:
    explicit InkView(const PageImage& page)
        : data_(pixGetData(page.pix.get())),
          words_(pixGetWpl(page.pix.get())),
          width_(pixGetWidth(page.pix.get())),
          height_(pixGetHeight(page.pix.get())),
          is_one_bit_(pixGetDepth(page.pix.get()) == 1) {}

    [[nodiscard]] int width() const { return width_; }
    [[nodiscard]] int height() const { return height_; }
    [[nodiscard]] int at(int x, int y) const {
        if (x < 0 || y < 0 || x >= width_ || y >= height_) {
            return 0;
        }
        const l_uint32* row = data_ + static_cast<std::ptrdiff_t>(y) * words_;
        return is_one_bit_ ? GET_DATA_BIT(row, x) * full : full - GET_DATA_BYTE(row, x);
    }
    [[nodiscard]] bool is_dark(int x, int y) const { return at(x, y) >= dark; }

    /// For the pixels from (x, y) to the right: 1 where they are dark, else 0.
    void take_dark(int x, int y, std::span<std::uint8_t> out) const {
        std::fill(out.begin(), out.end(), std::uint8_t{0});
        if (y < 0 || y >= height_) {
            return;
        }
        const l_uint32* row = data_ + static_cast<std::ptrdiff_t>(y) * words_;
        const int end = std::min(x + static_cast<int>(out.size()), width_);
        int at = std::max(x, 0);
        while (at < end) {
            std::uint8_t* to = out.data() + (at - x);
            if (is_one_bit_ && at % 8 == 0 && at + 8 <= end) {
                const std::uint64_t ones = eight_bits(GET_DATA_BYTE(row, at / 8));
                std::memcpy(to, &ones, sizeof ones);
                at += 8;
            } else if (!is_one_bit_ && at % 4 == 0 && at + 4 <= end) {
                // Leptonica keeps the leftmost pixel in the highest byte; 128 and more is paper.
                const std::uint32_t ones = ~__builtin_bswap32(row[at / 4]) >> 7 & 0x01010101U;
                std::memcpy(to, &ones, sizeof ones);
                at += 4;
            } else {
                const bool is_ink = is_one_bit_ ? GET_DATA_BIT(row, at) != 0
                                                : full - GET_DATA_BYTE(row, at) >= dark;
                *to = is_ink ? 1 : 0;
                ++at;
            }
        }
    }
    /// Whether any pixel of the box is dark; left, top to right, bottom, these included.
    [[nodiscard]] bool has_dark_between(int left, int top, int right, int bottom) const {
        left = std::max(left, 0);
        right = std::min(right, width_ - 1);
        if (left > right) {
            return false;
        }
        // The leftmost pixel of a word is in its highest bit or byte. Paper is 0 in a bit, and in
        // the highest bit of a byte 1.
        const int per_word = is_one_bit_ ? 32 : 4, bits = 32 / per_word;
        const l_uint32 seen = is_one_bit_ ? ~l_uint32{0} : 0x80808080U;
        const l_uint32 paper = is_one_bit_ ? 0 : seen;
        const int begin = left / per_word, end = right / per_word;
        const l_uint32 from = ~l_uint32{0} >> (left % per_word * bits);
        const l_uint32 upto = ~l_uint32{0} << ((per_word - 1 - right % per_word) * bits);
        for (int y = std::max(top, 0); y <= std::min(bottom, height_ - 1); ++y) {
            const l_uint32* row = data_ + static_cast<std::ptrdiff_t>(y) * words_;
            for (int word = begin; word <= end; ++word) {
                const l_uint32 mask =
                    (word == begin ? from : ~l_uint32{0}) & (word == end ? upto : ~l_uint32{0});
                if (((row[word] ^ paper) & seen & mask) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    static constexpr int full = 255;
    static constexpr int dark = 128;  ///< half of full, so that the highest bit of a grey tells

  private:
    /// The bits of a byte as bytes of 0 or 1, the highest bit first.
    static std::uint64_t eight_bits(unsigned byte) {
        constexpr std::uint64_t each = 0x0101010101010101U, places = 0x0102040810204080U;
        constexpr std::uint64_t below_high = 0x7f * each;
        return ((byte * each & places) + below_high) >> 7 & each;
    }

    const l_uint32* data_;
    std::ptrdiff_t words_;
    int width_;
    int height_;
    bool is_one_bit_;
};

}  // namespace indgang::ocr
