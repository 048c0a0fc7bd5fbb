// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cmath>
#include <cstdint>

#include "ocr/image/page_image.h"

namespace indgang::ocr::drawn {

/// The same numbers on every machine.
class Dice {
  public:
    explicit Dice(std::uint32_t seed) : state_(seed) {}
    int below(int end) {
        // Knuth's MMIX; the high bits are the good ones.
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<int>((state_ >> 33) % static_cast<std::uint64_t>(end));
    }

  private:
    std::uint64_t state_;
};

inline PageImage white_page(int width, int height, int depth = 8) {
    PageImage page{PixPtr(pixCreate(width, height, depth)), 200, 0};
    if (depth == 8) {
        pixSetAll(page.pix.get());
    }
    return page;
}

/// Black in a page of depth 1 or 8; what lies beyond its edges is not drawn.
inline void draw_box(PageImage& page, int left, int top, int width, int height) {
    const l_uint32 black = pixGetDepth(page.pix.get()) == 1 ? 1 : 0;
    for (int y = top; y < top + height; ++y) {
        for (int x = left; x < left + width; ++x) {
            pixSetPixel(page.pix.get(), x, y, black);
        }
    }
}

/// Lines of something like letters, 3 mm apart, from (left, top) on; each seed is another text.
inline void draw_text(PageImage& page, int left, int top, int width, int height, double px_per_mm,
                      std::uint32_t seed) {
    const auto px = [&](double mm) { return static_cast<int>(std::lround(mm * px_per_mm)); };
    Dice dice(seed);
    for (int y = top; y + px(2) <= top + height; y += px(3)) {
        for (int x = left; x + px(1.6) <= left + width;) {
            const int stem = px(0.3 + 0.1 * dice.below(3)), wide = px(0.8 + 0.2 * dice.below(5));
            if (dice.below(5) != 0) {
                draw_box(page, x, y, stem, px(2));
                draw_box(page, x, y + px(0.4 * dice.below(5)), wide, px(0.3));
            }
            x += wide + px(0.4);
        }
    }
}

}  // namespace indgang::ocr::drawn
