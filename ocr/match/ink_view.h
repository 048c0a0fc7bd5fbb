// SPDX-License-Identifier: MPL-2.0
#pragma once

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
