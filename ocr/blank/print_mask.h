// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cmath>
#include <span>
#include <vector>

#include "ocr/image/bit_rows.h"
#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// Where a blank page has print of its own, or has some close by, and how much.
class PrintMask {
  public:
    /// Print as far away as this counts as close: a bent page moves it by up to 0.3 mm, and a
    /// square of the page (square_map.h) has half a diagonal of 0.24 mm.
    static constexpr double near_mm = 0.5;

    PrintMask() = default;
    /// `varying` are places in form mm where each print has something of its own, as its page code;
    /// they count as print. Takes: a blank and its transform, without skew.
    PrintMask(const PageImage& blank, const MmToPx& to_image, std::span<const BoxMm> varying);

    /// Points beyond the page are near no print.
    [[nodiscard]] bool is_near_print(const PointMm& point) const {
        const int x = static_cast<int>(std::floor((point.x - origin_.x) * per_mm_));
        const int y = static_cast<int>(std::floor((point.y - origin_.y) * per_mm_));
        return x >= 0 && y >= 0 && x < near_.width() && y < near_.height() && near_.at(x, y);
    }

    /// The most ink that the blank has in a square of this side about a point, wherever within
    /// near_mm the square is moved to; mm2 of full black. More than the square can hold where each
    /// print has something of its own.
    [[nodiscard]] double most_ink_mm2(const PointMm& middle, double side_mm) const;

  private:
    [[nodiscard]] double ink_mm2(const PointMm& middle, double side_mm) const;

    PointMm origin_;
    double per_mm_ = 1;
    BitRows near_;
    /// Sums of the blank's ink in the rows above and the columns to the left of each cell, mm2.
    std::vector<float> sums_;
};

}  // namespace indgang::ocr
