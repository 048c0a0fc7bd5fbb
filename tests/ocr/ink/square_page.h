// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>

#include "ocr/ink/added_ink.h"

namespace indgang::ocr::squares {

constexpr int px_per_mm = 12, square_px = 4;
constexpr double square_mm = 1.0 / 3;
constexpr int side = 180;  ///< squares of a page of 60 mm

/// A page of 60 x 60 mm and its blank. The form lies 2 mm to the right of the page's corner and
/// 1 mm below it.
class SquarePage {
  public:
    explicit SquarePage(int columns = side, int rows = side, int depth = 8)
        : page_(white(columns, rows, depth)) {
        blank_.image = white(columns, rows, 8);
        blank_.to_image = to_page_;
        blank_.print = PrintMask(blank_.image, blank_.to_image, {});
    }

    /// Fills pixels of the page, and of the blank if it is printed.
    void fill(const BoxPx& box, int grey = 0) { fill(page_, box, grey); }
    void print(const BoxPx& box, int grey = 0) { fill(blank_.image, box, grey); }
    /// Black squares.
    void draw(int column, int row, int width = 1, int height = 1, int grey = 0) {
        fill({column * square_px, row * square_px, width * square_px, height * square_px}, grey);
    }
    void mask(std::span<const BoxMm> varying = {}) {
        blank_.print = PrintMask(blank_.image, blank_.to_image, varying);
    }

    [[nodiscard]] AddedInk added(std::span<const BoxMm> places = {}) const {
        return {page_, to_page_, blank_, places};
    }

    /// Squares of the page as a box on the form.
    [[nodiscard]] static BoxMm box(double column, double row, double width, double height) {
        return {column * square_mm - 2, row * square_mm - 1, width * square_mm, height * square_mm};
    }
    [[nodiscard]] static PointMm point(double column, double row) {
        return {column * square_mm - 2, row * square_mm - 1};
    }

  private:
    static PageImage white(int columns, int rows, int depth) {
        PageImage page{PixPtr(pixCreate(columns * square_px, rows * square_px, depth)),
                       px_per_mm * mm_per_inch, 0};
        if (depth == 8) {
            pixSetAll(page.pix.get());
        }
        return page;
    }
    static void fill(PageImage& page, const BoxPx& box, int grey) {
        const auto value =
            static_cast<l_uint32>(pixGetDepth(page.pix.get()) == 1 ? (grey < 128 ? 1 : 0) : grey);
        for (int y = box.y; y < box.y + box.height; ++y) {
            for (int x = box.x; x < box.x + box.width; ++x) {
                pixSetPixel(page.pix.get(), x, y, value);
            }
        }
    }

    PageImage page_;
    MmToPx to_page_{px_per_mm, 0, 2 * px_per_mm, 0, px_per_mm, px_per_mm};
    BlankPage blank_;
};

}  // namespace indgang::ocr::squares
