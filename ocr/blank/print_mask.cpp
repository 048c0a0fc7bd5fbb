// SPDX-License-Identifier: MPL-2.0
#include "ocr/blank/print_mask.h"

#include <algorithm>

#include "ocr/blank/blank_limits.h"
#include "ocr/image/ink_view.h"

namespace indgang::ocr {
namespace {

const double cell_mm = limits::mask_cell_mm;

}  // namespace

PrintMask::PrintMask(const PageImage& blank, const MmToPx& to_image, std::span<const BoxMm> varying)
    : origin_{-to_image.c / to_image.a, -to_image.f / to_image.e}, per_mm_(1 / cell_mm) {
    Pix* pix = blank.pix.get();
    const int width = pixGetWidth(pix), height = pixGetHeight(pix);
    const double cells_a_px = 1 / (to_image.a * cell_mm);
    BitRows print(static_cast<int>(width * cells_a_px) + 1,
                  static_cast<int>(height * cells_a_px) + 1);
    const std::size_t stride = static_cast<std::size_t>(print.width()) + 1;
    sums_.assign(stride * (static_cast<std::size_t>(print.height()) + 1), 0);
    constexpr float full_ink = 255;
    const auto px_mm2 = static_cast<float>(1 / (to_image.a * to_image.e));
    const InkView ink(blank);
    for (int y = 0; y < height; ++y) {
        const int row = static_cast<int>(y * cells_a_px);
        for (int x = 0; x < width; ++x) {
            const int level = ink.at(x, y);
            if (level >= limits::print_ink_least) {
                const int column = static_cast<int>(x * cells_a_px);
                print.set(column, row);
                sums_[static_cast<std::size_t>(row + 1) * stride +
                      static_cast<std::size_t>(column + 1)] +=
                    static_cast<float>(level) / full_ink * px_mm2;
            }
        }
    }
    const auto cell = [](double mm, int most) {
        return std::clamp(static_cast<int>(std::floor(mm / cell_mm)), 0, most);
    };
    constexpr float varying_mm2 = 1;  // in a cell of 0.06 mm2
    for (const BoxMm& box : varying) {
        for (int row = cell(box.y - origin_.y, print.height());
             row < cell(box.y + box.height - origin_.y, print.height()); ++row) {
            for (int column = cell(box.x - origin_.x, print.width());
                 column < cell(box.x + box.width - origin_.x, print.width()); ++column) {
                print.set(column, row);
                sums_[static_cast<std::size_t>(row + 1) * stride +
                      static_cast<std::size_t>(column + 1)] = varying_mm2;
            }
        }
    }
    for (std::size_t i = stride; i < sums_.size(); ++i) {
        const bool is_first = i % stride == 0;
        sums_[i] += sums_[i - stride] + (is_first ? 0.0F : sums_[i - 1] - sums_[i - stride - 1]);
    }
    near_ = widened(print, static_cast<int>(std::lround(near_mm / cell_mm)));
}

double PrintMask::ink_mm2(const PointMm& middle, double side_mm) const {
    const auto cell = [&](double mm, int most) {
        return static_cast<std::size_t>(
            std::clamp(static_cast<int>(std::lround(mm * per_mm_)), 0, most));
    };
    const std::size_t stride = static_cast<std::size_t>(near_.width()) + 1;
    const std::size_t left = cell(middle.x - side_mm / 2 - origin_.x, near_.width());
    const std::size_t right = cell(middle.x + side_mm / 2 - origin_.x, near_.width());
    const std::size_t top = cell(middle.y - side_mm / 2 - origin_.y, near_.height());
    const std::size_t bottom = cell(middle.y + side_mm / 2 - origin_.y, near_.height());
    return static_cast<double>(sums_[bottom * stride + right]) -
           static_cast<double>(sums_[top * stride + right]) -
           static_cast<double>(sums_[bottom * stride + left]) +
           static_cast<double>(sums_[top * stride + left]);
}

double PrintMask::most_ink_mm2(const PointMm& middle, double side_mm) const {
    double most = 0;
    for (const double dy : {-near_mm, 0.0, near_mm}) {
        for (const double dx : {-near_mm, 0.0, near_mm}) {
            most = std::max(most, ink_mm2({middle.x + dx, middle.y + dy}, side_mm));
        }
    }
    return most;
}

}  // namespace indgang::ocr
