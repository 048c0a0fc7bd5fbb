// SPDX-License-Identifier: MPL-2.0
#include "tests/forge/sheet/sheet.h"

#include <cmath>
#include <utility>
#include <vector>

namespace indgang::forge {

Sheet::Sheet(paper::Raster paper)
    : paper_(std::move(paper)),
      surface_(cairo_image_surface_create(CAIRO_FORMAT_A8, paper_.width, paper_.height)),
      ink_(cairo_create(surface_.get())) {
    const double px_per_mm = paper_.dpi / mm_per_inch;
    cairo_scale(ink_.get(), px_per_mm, px_per_mm);
    cairo_set_line_cap(ink_.get(), CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(ink_.get(), CAIRO_LINE_JOIN_ROUND);
}

Sheet Sheet::blank(double width_mm, double height_mm, double dpi) {
    paper::Raster paper;
    paper.width = static_cast<int>(std::lround(width_mm * dpi / mm_per_inch));
    paper.height = static_cast<int>(std::lround(height_mm * dpi / mm_per_inch));
    paper.dpi = dpi;
    paper.pixels.assign(
        static_cast<std::size_t>(paper.width) * static_cast<std::size_t>(paper.height), 255);
    return Sheet(std::move(paper));
}

void Sheet::dry(double ink_grey) {
    cairo_surface_flush(surface_.get());
    unsigned char* data = cairo_image_surface_get_data(surface_.get());
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface_.get()));
    const auto width = static_cast<std::size_t>(paper_.width);
    for (std::size_t y = 0; y < static_cast<std::size_t>(paper_.height); ++y) {
        for (std::size_t x = 0; x < width; ++x) {
            unsigned char& alpha = data[y * stride + x];
            if (alpha == 0) {
                continue;
            }
            std::uint8_t& pixel = paper_.pixels[y * width + x];
            const double cover = alpha / 255.0;
            const double wet = pixel * ink_grey / 255.0;
            pixel = static_cast<std::uint8_t>(std::lround(pixel + (wet - pixel) * cover));
            alpha = 0;
        }
    }
    cairo_surface_mark_dirty(surface_.get());
}

void Sheet::roughen(double grain, Dice& dice) {
    constexpr std::size_t tooth_px = 2;  // of the paper: 0.17 mm at 300 dpi
    constexpr std::size_t table_size = 8191;
    std::vector<float> tooth(table_size);
    for (float& value : tooth) {
        value = static_cast<float>(dice.uniform(0, 1));
    }
    cairo_surface_flush(surface_.get());
    unsigned char* data = cairo_image_surface_get_data(surface_.get());
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface_.get()));
    for (std::size_t y = 0; y < static_cast<std::size_t>(paper_.height); ++y) {
        for (std::size_t x = 0; x < static_cast<std::size_t>(paper_.width); ++x) {
            unsigned char& alpha = data[y * stride + x];
            if (alpha > 0) {
                const std::size_t at = (y / tooth_px) * 1277 + x / tooth_px;  // rows far apart
                const double thin = grain * static_cast<double>(tooth[at % table_size]);
                alpha = static_cast<unsigned char>(alpha * (1 - thin));
            }
        }
    }
    cairo_surface_mark_dirty(surface_.get());
}

void Sheet::darken(double light) {
    for (std::uint8_t& pixel : paper_.pixels) {
        pixel = static_cast<std::uint8_t>(std::lround(pixel * light));
    }
}

}  // namespace indgang::forge
