// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

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

    /// Whether any pixel of the box is dark; left, top to right, bottom, these included. May say
    /// yes where only the pixels beside it are.
    [[nodiscard]] bool has_dark_between(int left, int top, int right, int bottom) const {
        const int per_word = is_one_bit_ ? 32 : 4;
        const int begin = std::max(left, 0) / per_word;
        const int end = std::min(right, width_ - 1) / per_word;
        // Paper is 0 in a bit, and in the highest bit of a byte.
        const l_uint32 paper = is_one_bit_ ? 0 : 0x80808080U;
        const l_uint32 looked_at = is_one_bit_ ? 0xffffffffU : paper;
        for (int y = std::max(top, 0); y <= std::min(bottom, height_ - 1); ++y) {
            const l_uint32* row = data_ + static_cast<std::ptrdiff_t>(y) * words_;
            for (int word = begin; word <= end; ++word) {
                if ((row[word] & looked_at) != paper) {
                    return true;
                }
            }
        }
        return false;
    }

    static constexpr int full = 255;
    static constexpr int dark = 128;

  private:
    const l_uint32* data_;
    std::ptrdiff_t words_;
    int width_;
    int height_;
    bool is_one_bit_;
};

}  // namespace indgang::ocr
