// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "ocr/ink/cell_cleaner.h"

namespace indgang::ocr::comb {

constexpr double scale = 12;  // px per mm
constexpr int cell_width = 60, cell_height = 84, margin = 18;

/// A row of three boxes with lines of 0.2 mm, and pens to write into it.
class Sheet {
  public:
    explicit Sheet(int line_grey = 0, int shift_x = 0, int shift_y = 0) {
        patch_.width = 2 * margin + 3 * cell_width;
        patch_.height = 2 * margin + cell_height;
        patch_.pixels.assign(static_cast<std::size_t>(patch_.width * patch_.height), 255);
        for (int i = 0; i <= 3; ++i) {
            fill(margin + i * cell_width - 1 + shift_x, margin + shift_y, 2, cell_height,
                 line_grey);
        }
        fill(margin + shift_x, margin - 1 + shift_y, 3 * cell_width, 2, line_grey);
        fill(margin + shift_x, margin + cell_height - 1 + shift_y, 3 * cell_width, 2, line_grey);
    }

    void fill(int x, int y, int width, int height, int grey) {
        for (int j = y; j < y + height; ++j) {
            for (int i = x; i < x + width; ++i) {
                std::uint8_t& pixel = patch_.pixels[static_cast<std::size_t>(j * patch_.width + i)];
                pixel = static_cast<std::uint8_t>(std::min<int>(pixel, grey));
            }
        }
    }
    /// A stroke of 5 px.
    void stroke(double x0, double y0, double x1, double y1, int grey = 0) {
        const int steps = static_cast<int>(2 * std::hypot(x1 - x0, y1 - y0)) + 1;
        for (int i = 0; i <= steps; ++i) {
            const double t = static_cast<double>(i) / steps;
            fill(static_cast<int>(x0 + t * (x1 - x0)) - 2, static_cast<int>(y0 + t * (y1 - y0)) - 2,
                 5, 5, grey);
        }
    }
    [[nodiscard]] const GreyPatch& patch() const { return patch_; }

    [[nodiscard]] static int x(int cell, double share) {
        return margin + cell * cell_width + static_cast<int>(share * cell_width);
    }
    [[nodiscard]] static int y(double share) {
        return margin + static_cast<int>(share * cell_height);
    }

  private:
    GreyPatch patch_;
};

inline std::vector<CleanCell> clean(const Sheet& sheet, const Sheet& blank = Sheet()) {
    std::vector<BoxPx> cells;
    for (int i = 0; i < 3; ++i) {
        cells.push_back({margin + i * cell_width, margin, cell_width, cell_height});
    }
    return clean_comb(sheet.patch(), print_of(blank.patch()), cells, scale);
}

}  // namespace indgang::ocr::comb
