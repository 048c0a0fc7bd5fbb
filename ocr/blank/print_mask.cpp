// SPDX-License-Identifier: MPL-2.0
#include "ocr/blank/print_mask.h"

#include <algorithm>

#include "ocr/image/ink_view.h"

namespace indgang::ocr {
namespace {

constexpr double cell_mm = 0.25;  ///< of the mask; near_mm is two of them
/// Of 255: tinted areas of a drawn blank begin at 13; a scanned blank has noise of about 8, and
/// what it prints lighter than this nobody mistakes for a pen.
constexpr int print_least = 12;

}  // namespace

PrintMask::PrintMask(const PageImage& blank, const MmToPx& to_image, std::span<const BoxMm> varying)
    : origin_{-to_image.c / to_image.a, -to_image.f / to_image.e}, per_mm_(1 / cell_mm) {
    Pix* pix = blank.pix.get();
    const int width = pixGetWidth(pix), height = pixGetHeight(pix);
    const double cells_a_px = 1 / (to_image.a * cell_mm);
    BitRows print(static_cast<int>(width * cells_a_px) + 1,
                  static_cast<int>(height * cells_a_px) + 1);
    const InkView ink(blank);
    for (int y = 0; y < height; ++y) {
        const int row = static_cast<int>(y * cells_a_px);
        for (int x = 0; x < width; ++x) {
            if (ink.at(x, y) >= print_least) {
                print.set(static_cast<int>(x * cells_a_px), row);
            }
        }
    }
    for (const BoxMm& box : varying) {
        const auto cell = [](double mm, int most) {
            return std::clamp(static_cast<int>(std::floor(mm / cell_mm)), 0, most);
        };
        const int left = cell(box.x - origin_.x, print.width());
        const int right = cell(box.x + box.width - origin_.x, print.width());
        const int bottom = cell(box.y + box.height - origin_.y, print.height());
        for (int row = cell(box.y - origin_.y, print.height()); row < bottom; ++row) {
            print.set(row, left, right);
        }
    }
    near_ = widened(print, static_cast<int>(std::lround(near_mm / cell_mm)));
}

}  // namespace indgang::ocr
