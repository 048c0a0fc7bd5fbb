// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>

#include "ocr/blank/affine_fit.h"
#include "ocr/image/ink_view.h"
#include "ocr/match/matcher.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr::scanned {

/// How a page lies on the scanner: turned about its middle, scaled, moved.
struct Lie {
    double skew_degrees = 0;
    double scale = 1;
    double shift_x_mm = 0;
    double shift_y_mm = 0;
    double dpi = 300;
};

[[nodiscard]] inline MmToPx transform_of(const Lie& lie) {
    constexpr double middle_x_mm = 105, middle_y_mm = 148.5;
    const double angle = lie.skew_degrees * std::numbers::pi / 180;
    const double scale = lie.scale * lie.dpi / mm_per_inch;
    MmToPx transform;
    transform.a = transform.e = scale * std::cos(angle);
    transform.d = scale * std::sin(angle);
    transform.b = -transform.d;
    const double dpmm = lie.dpi / mm_per_inch;
    transform.c = (middle_x_mm + lie.shift_x_mm) * dpmm - transform.a * middle_x_mm -
                  transform.b * middle_y_mm;
    transform.f = (middle_y_mm + lie.shift_y_mm) * dpmm - transform.d * middle_x_mm -
                  transform.e * middle_y_mm;
    return transform;
}

/// A grey picture of A4 paper, with `paper` (its pixels in form mm by `paper_to_px`) lying on it.
[[nodiscard]] inline PageImage scan(const PageImage& paper, const MmToPx& paper_to_px,
                                    const Lie& lie) {
    const MmToPx to_page = transform_of(lie);
    const double determinant = to_page.a * to_page.e - to_page.b * to_page.d;
    const InkView ink(paper);
    const int width = static_cast<int>(std::lround(210 / mm_per_inch * lie.dpi));
    const int height = static_cast<int>(std::lround(297 / mm_per_inch * lie.dpi));
    PageImage page;
    page.dpi = lie.dpi;
    page.pix.reset(pixCreate(width, height, 8));
    for (int y = 0; y < height; ++y) {
        l_uint32* row =
            pixGetData(page.pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(page.pix.get());
        for (int x = 0; x < width; ++x) {
            const double u = x + 0.5 - to_page.c, v = y + 0.5 - to_page.f;
            const PointPx from =
                paper_to_px(PointMm{(to_page.e * u - to_page.b * v) / determinant,
                                    (to_page.a * v - to_page.d * u) / determinant});
            const double fx = from.x - 0.5, fy = from.y - 0.5;
            const int x0 = static_cast<int>(std::floor(fx)), y0 = static_cast<int>(std::floor(fy));
            const double rx = fx - x0, ry = fy - y0;
            const double dark =
                ink.at(x0, y0) * (1 - rx) * (1 - ry) + ink.at(x0 + 1, y0) * rx * (1 - ry) +
                ink.at(x0, y0 + 1) * (1 - rx) * ry + ink.at(x0 + 1, y0 + 1) * rx * ry;
            SET_DATA_BYTE(row, x, 255 - static_cast<int>(std::lround(dark)));
        }
    }
    return page;
}

[[nodiscard]] inline PageImage scan(const BlankPage& blank, const Lie& lie) {
    return scan(blank.image, blank.to_image, lie);
}

[[nodiscard]] inline PageImage bitonal(const PageImage& page) {
    return {PixPtr(pixThresholdToBinary(page.pix.get(), 140)), page.dpi, page.turned_quarters};
}

[[nodiscard]] inline PageImage turned(const PageImage& page, int quarters) {
    return {PixPtr(pixRotateOrth(page.pix.get(), quarters)), page.dpi, page.turned_quarters};
}

/// Paints a box white (a torn corner) or black, in mm of the page.
inline void paint(PageImage& page, const BoxMm& box, bool is_black) {
    const double scale = page.dpi / mm_per_inch;
    const bool is_set = is_black == (pixGetDepth(page.pix.get()) == 1);
    pixRasterop(page.pix.get(), static_cast<int>(box.x * scale), static_cast<int>(box.y * scale),
                static_cast<int>(box.width * scale), static_cast<int>(box.height * scale),
                is_set ? PIX_SET : PIX_CLR, nullptr, 0, 0);
}

/// The largest distance between two transforms over the writing area of a page, in mm.
[[nodiscard]] inline double distance_mm(const MmToPx& a, const MmToPx& b) {
    double most = 0;
    for (const PointMm point : {PointMm{15, 32}, {195, 32}, {15, 279}, {195, 279}, {105, 150}}) {
        const PointPx p = a(point), q = b(point);
        most = std::max(most, std::hypot(p.x - q.x, p.y - q.y) / px_per_mm(b));
    }
    return most;
}

}  // namespace indgang::ocr::scanned
