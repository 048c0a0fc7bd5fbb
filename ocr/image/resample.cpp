// SPDX-License-Identifier: MPL-2.0
// Straightens a page that was photographed at an angle or is not flat. Where a pixel comes from is
// computed exactly only for every 32nd pixel each way: a sheet of paper bends so little over 3 mm
// that interpolating between is exact to a hundredth of a pixel, and the inner loop is two
// additions of 16.16 fixed point (mix_pixels.cpp). Each row of a cell is tested once for lying
// wholly inside the old picture; only rows that do not are tested pixel by pixel.
#include "ocr/image/resample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <span>

#include "ocr/image/mix_pixels.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

constexpr double one = 1 << mix_fraction_bits;
constexpr std::uint8_t white = 255;
constexpr std::ptrdiff_t bytes_per_word = 4;
/// Points further out than any page are white like all others: 16.16 holds 32767 whole pixels.
constexpr double furthest_px = 32'000;

struct Source {
    const l_uint32* data;
    std::ptrdiff_t words;
    int width;
    int height;

    [[nodiscard]] GreyRows rows() const {
        return {reinterpret_cast<const std::uint8_t*>(data), words * bytes_per_word,
                words * bytes_per_word * height, GreyRows::Order::by_word};
    }
};

/// A piece of one row of the new picture: where its first pixel's centre comes from and the step.
struct Run {
    std::int32_t x, y, step_x, step_y;
    int begin, end;  ///< of the new row
};

bool holds(const Source& source, std::int64_t x, std::int64_t y) {
    return x >= 0 && y >= 0 && (x >> mix_fraction_bits) < source.width - 1 &&
           (y >> mix_fraction_bits) < source.height - 1;
}

void draw_grey(const Source& source, Run run, l_uint32* out) {
    const std::int64_t steps = run.end - run.begin - 1;
    const bool is_inside = holds(source, run.x, run.y) &&
                           holds(source, run.x + steps * run.step_x, run.y + steps * run.step_y);
    const GreyRows rows = source.rows();
    std::array<std::uint8_t, grid_step_px> drawn{};
    const std::span<std::uint8_t> pixels(drawn.data(), static_cast<std::size_t>(steps + 1));
    if (is_inside) {
        mix_pixels(rows, {run.x, run.y, run.step_x, run.step_y}, pixels);
    } else {
        for (std::uint8_t& pixel : pixels) {
            pixel = holds(source, run.x, run.y) ? mix_pixel(rows, run.x, run.y) : white;
            run.x += run.step_x;
            run.y += run.step_y;
        }
    }
    // Leptonica keeps the leftmost pixel in the highest byte of a word of the machine.
    for (std::ptrdiff_t at = 0; at <= steps; at += bytes_per_word) {
        std::uint32_t word = 0;
        std::memcpy(&word, drawn.data() + at, sizeof word);
        out[(run.begin + at) / bytes_per_word] = __builtin_bswap32(word);
    }
}

void draw_bits(const Source& source, Run run, l_uint32* out) {
    constexpr std::int32_t half = 1 << (mix_fraction_bits - 1);
    for (int at = run.begin; at < run.end; ++at) {
        const std::int32_t x = (run.x + half) >> mix_fraction_bits;
        const std::int32_t y = (run.y + half) >> mix_fraction_bits;
        if (x >= 0 && y >= 0 && x < source.width && y < source.height &&
            GET_DATA_BIT(source.data + y * source.words, x) != 0) {
            SET_DATA_BIT(out, at);
        }
        run.x += run.step_x;
        run.y += run.step_y;
    }
}

/// To the nearest 16.16; std::lround is a call, and there are four to a row of each cell.
std::int32_t fixed(double px) {
    constexpr std::int64_t positive = std::int64_t{1} << 32;  // so that cutting off rounds down
    const double all = std::clamp(px, -furthest_px, furthest_px) * one;
    return static_cast<std::int32_t>(
        static_cast<std::int64_t>(all + static_cast<double>(positive) + 0.5) - positive);
}

/// One cell of the grid: where its rows begin and how they run changes evenly from row to row.
class Cell {
  public:
    Cell(const PixelGrid& grid, int column, int row) {
        const PointPx &a = grid.at(column, row), &b = grid.at(column + 1, row);
        const PointPx &c = grid.at(column, row + 1), &d = grid.at(column + 1, row + 1);
        constexpr double each = 1.0 / grid_step_px;
        step_ = {(b.x - a.x) * each, (b.y - a.y) * each};
        step_down_ = {((d.x - c.x) * each - step_.x) * each, ((d.y - c.y) * each - step_.y) * each};
        down_ = {(c.x - a.x) * each, (c.y - a.y) * each};
        first_ = a;
    }
    /// Positions are of pixel centres less half a pixel. `down` counts from the cell's first row.
    [[nodiscard]] Run run(int down, int begin, int end) const {
        const double t = down + 0.5;
        const PointPx step{step_.x + step_down_.x * t, step_.y + step_down_.y * t};
        return {fixed(first_.x + down_.x * t + step.x / 2 - 0.5),
                fixed(first_.y + down_.y * t + step.y / 2 - 0.5),
                fixed(step.x),
                fixed(step.y),
                begin,
                end};
    }

  private:
    PointPx first_, down_, step_, step_down_;
};

}  // namespace

PixPtr resample(const Pix& picture, const PixelGrid& grid) {
    Pix* from = const_cast<Pix*>(&picture);  // Leptonica reads through pointers that may write
    return resample(picture, grid, pixGetWidth(from), pixGetHeight(from));
}

PixPtr resample(const Pix& picture, const PixelGrid& grid, int width, int height) {
    Pix* from = const_cast<Pix*>(&picture);
    const int depth = pixGetDepth(from);
    VERIFY(depth == 1 || depth == 8);
    VERIFY((grid.columns - 1) * grid_step_px >= width && (grid.rows - 1) * grid_step_px >= height);
    PixPtr drawn(pixCreate(width, height, depth));
    if (drawn) {
        pixCopyResolution(drawn.get(), from);
    } else {
        throw Error(Reason::page_too_large, "resample: no memory for a page");
    }
    const Source source{pixGetData(from), pixGetWpl(from), pixGetWidth(from), pixGetHeight(from)};
    const std::ptrdiff_t words = pixGetWpl(drawn.get());
    for (int top = 0; top < height; top += grid_step_px) {
        for (int begin = 0; begin < width; begin += grid_step_px) {
            const Cell cell(grid, begin / grid_step_px, top / grid_step_px);
            const int end = std::min(begin + grid_step_px, width);
            for (int y = top; y < std::min(top + grid_step_px, height); ++y) {
                const Run run = cell.run(y - top, begin, end);
                l_uint32* out = pixGetData(drawn.get()) + y * words;
                if (depth == 1) {
                    draw_bits(source, run, out);
                } else {
                    draw_grey(source, run, out);
                }
            }
        }
    }
    return drawn;
}

}  // namespace indgang::ocr
