// SPDX-License-Identifier: MPL-2.0
#include "tests/forge/scan/ordinary_scan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace indgang::forge {
namespace {

/// `source(x, y)` is where on `page` a pixel of the new picture comes from.
template <class Source>
paper::Raster resampled(const paper::Raster& page, int width, int height, const Source& source) {
    paper::Raster result{width, height, page.dpi, {}};
    result.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 255);
    const auto stride = static_cast<std::size_t>(page.width);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const PointPx p = source(x, y);
            if (p.x < 0 || p.y < 0 || p.x >= page.width - 1 || p.y >= page.height - 1) {
                continue;
            }
            const auto column = static_cast<std::size_t>(p.x), line = static_cast<std::size_t>(p.y);
            const double fx = p.x - static_cast<double>(column);
            const double fy = p.y - static_cast<double>(line);
            const std::uint8_t* q = &page.pixels[line * stride + column];
            const double above = q[0] + (q[1] - q[0]) * fx;
            const double below = q[stride] + (q[stride + 1] - q[stride]) * fx;
            result.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                          static_cast<std::size_t>(x)] =
                static_cast<std::uint8_t>(above + (below - above) * fy + 0.5);
        }
    }
    return result;
}

paper::Raster raster_of(const ocr::PixPtr& pix, double dpi) {
    paper::Raster raster{static_cast<int>(pixGetWidth(pix.get())),
                         static_cast<int>(pixGetHeight(pix.get())),
                         dpi,
                         {}};
    raster.pixels.reserve(static_cast<std::size_t>(raster.width) *
                          static_cast<std::size_t>(raster.height));
    for (int y = 0; y < raster.height; ++y) {
        const l_uint32* line =
            pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
        for (int x = 0; x < raster.width; ++x) {
            raster.pixels.push_back(static_cast<std::uint8_t>(GET_DATA_BYTE(line, x)));
        }
    }
    return raster;
}

/// Its red, green or blue, or itself where it is grey.
ocr::PixPtr component(const ocr::PixPtr& pix, int colour) {
    constexpr int colour_depth = 32;
    return ocr::PixPtr(pixGetDepth(pix.get()) == colour_depth
                           ? pixGetRGBComponent(pix.get(), colour)
                           : pixClone(pix.get()));
}

}  // namespace

paper::Raster askew(const paper::Raster& page, double degrees) {
    const double angle = degrees * std::numbers::pi / 180;
    const double c = std::cos(angle), s = std::sin(angle);
    const int width =
        static_cast<int>(std::ceil(page.width * std::abs(c) + page.height * std::abs(s)));
    const int height =
        static_cast<int>(std::ceil(page.width * std::abs(s) + page.height * std::abs(c)));
    return resampled(page, width, height, [&](int x, int y) {
        const double u = x - width / 2.0, v = y - height / 2.0;
        return PointPx{page.width / 2.0 + c * u + s * v, page.height / 2.0 - s * u + c * v};
    });
}

paper::Raster scaled(const paper::Raster& page, double factor, double dx, double dy) {
    const double px_per_mm = page.dpi / mm_per_inch;
    const double middle_x = page.width / 2.0, middle_y = page.height / 2.0;
    return resampled(page, page.width, page.height, [&](int x, int y) {
        return PointPx{middle_x + (x - middle_x - dx * px_per_mm) / factor,
                       middle_y + (y - middle_y - dy * px_per_mm) / factor};
    });
}

paper::Raster bent(const paper::Raster& page, double across_mm, double down_mm) {
    const double px_per_mm = page.dpi / mm_per_inch;
    std::vector<double> by_column, by_row;
    for (int x = 0; x < page.width; ++x) {
        by_column.push_back(down_mm * px_per_mm * std::sin(std::numbers::pi * x / page.width));
    }
    for (int y = 0; y < page.height; ++y) {
        by_row.push_back(across_mm * px_per_mm * std::sin(std::numbers::pi * y / page.height));
    }
    return resampled(page, page.width, page.height, [&](int x, int y) {
        return PointPx{x + by_row[static_cast<std::size_t>(y)],
                       y + by_column[static_cast<std::size_t>(x)]};
    });
}

paper::Raster copied(const paper::Raster& page, Dice& dice) {
    paper::Raster copy = raster_of(degrade(page, Grade::office_grey, 0, dice), page.dpi);
    const double steepness = dice.uniform(1.3, 2.6), middle = dice.uniform(115, 175);
    std::array<std::uint8_t, 256> tone{};
    for (std::size_t grey = 0; grey < tone.size(); ++grey) {
        const double value = 128 + (static_cast<double>(grey) - middle) * steepness;
        tone[grey] = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
    }
    for (std::uint8_t& pixel : copy.pixels) {
        pixel = tone[pixel];
    }
    return copy;
}

ocr::PixPtr degrade_channels(const std::vector<paper::Raster>& channels, Grade grade,
                             int turned_quarters, Dice& dice) {
    if (channels.size() == 1) {
        return degrade(channels[0], grade, turned_quarters, dice);
    }
    constexpr std::array<int, 3> colours = {COLOR_RED, COLOR_GREEN, COLOR_BLUE};
    const Dice before = dice;
    std::array<ocr::PixPtr, 3> parts;
    int resolution = 0;
    for (std::size_t i = 0; i < colours.size(); ++i) {
        dice = before;
        const ocr::PixPtr scan = degrade(channels[i], grade, turned_quarters, dice);
        resolution = pixGetXRes(scan.get());
        parts[i] = component(scan, colours[i]);
    }
    ocr::PixPtr all(pixCreateRGBImage(parts[0].get(), parts[1].get(), parts[2].get()));
    pixSetResolution(all.get(), resolution, resolution);
    return all;
}

ocr::PixPtr dithered(const ocr::PixPtr& grey, Dither kind) {
    if (kind == Dither::floyd_steinberg) {
        ocr::PixPtr result(pixDitherToBinary(grey.get()));
        pixCopyResolution(result.get(), grey.get());
        return result;
    }
    constexpr std::array<std::array<int, 4>, 4> bayer = {
        {{0, 8, 2, 10}, {12, 4, 14, 6}, {3, 11, 1, 9}, {15, 7, 13, 5}}};
    constexpr int step = 16;  // grey levels of one place of the matrix
    const int width = static_cast<int>(pixGetWidth(grey.get()));
    const int height = static_cast<int>(pixGetHeight(grey.get()));
    ocr::PixPtr result(pixCreate(width, height, 1));
    pixCopyResolution(result.get(), grey.get());
    for (int y = 0; y < height; ++y) {
        const l_uint32* from =
            pixGetData(grey.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(grey.get());
        l_uint32* to =
            pixGetData(result.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(result.get());
        for (int x = 0; x < width; ++x) {
            const int limit =
                bayer[static_cast<std::size_t>(y % 4)][static_cast<std::size_t>(x % 4)] * step +
                step / 2;
            if (static_cast<int>(GET_DATA_BYTE(from, x)) < limit) {
                SET_DATA_BIT(to, x);
            }
        }
    }
    return result;
}

}  // namespace indgang::forge
