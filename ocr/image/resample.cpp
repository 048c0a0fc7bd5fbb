// SPDX-License-Identifier: MPL-2.0
// Straightens a page that was photographed at an angle or is not flat. Where a pixel comes from is
// computed exactly only for every 32nd pixel each way: a sheet of paper bends so little over 3 mm
// that interpolating between is exact to a hundredth of a pixel, and the inner loop is two
// additions of 16.16 fixed point. Each row of a cell is tested once for lying wholly inside the
// old picture; only rows that do not are tested pixel by pixel.
#include "ocr/image/resample.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "schemas/core/error.h"
#include "schemas/core/verify.h"

namespace indgang::ocr {

namespace {

constexpr int fraction_bits = 16;
constexpr double one = 1 << fraction_bits;
constexpr std::uint8_t white = 255;
/// Points further out than any page are white like all others: 16.16 holds 32767 whole pixels.
constexpr double furthest_px = 32'000;

struct Source {
    const l_uint32* data;
    std::ptrdiff_t words;
    int width;
    int height;

    [[nodiscard]] const std::uint8_t* row(int y) const {
        return reinterpret_cast<const std::uint8_t*>(data + y * words);
    }
};

/// Leptonica packs the leftmost pixel into the highest byte of a word.
constexpr std::uint32_t byte_of(std::uint32_t x) {
    return x ^ 3U;
}

/// A piece of one row of the new picture: where its first pixel's centre comes from and the step.
struct Run {
    std::int32_t x, y, step_x, step_y;
    int begin, end;  ///< of the new row
};

std::uint8_t mixed(const Source& source, std::int32_t x, std::int32_t y) {
    const auto column = static_cast<std::uint32_t>(x >> fraction_bits);
    const std::uint8_t* above = source.row(y >> fraction_bits);
    const std::uint8_t* below = above + source.words * 4;
    const auto right = static_cast<std::uint32_t>(x >> 8) & 255U;
    const auto down = static_cast<std::uint32_t>(y >> 8) & 255U;
    const std::uint32_t a = byte_of(column), b = byte_of(column + 1);
    // Upper and lower row in the halves of one word, mixed at once: 255 * 256 fits 16 bits.
    const std::uint32_t first = above[a] | static_cast<std::uint32_t>(below[a]) << 16;
    const std::uint32_t second = above[b] | static_cast<std::uint32_t>(below[b]) << 16;
    const std::uint32_t both = first * (256 - right) + second * right;
    constexpr std::uint32_t half = 32768;
    return static_cast<std::uint8_t>(
        ((both & 0xffffU) * (256 - down) + (both >> 16) * down + half) >> 16);
}

bool holds(const Source& source, std::int64_t x, std::int64_t y) {
    return x >= 0 && y >= 0 && (x >> fraction_bits) < source.width - 1 &&
           (y >> fraction_bits) < source.height - 1;
}

void draw_grey(const Source source, Run run, std::uint8_t* out) {
    const std::int64_t steps = run.end - run.begin - 1;
    const bool is_inside = holds(source, run.x, run.y) &&
                           holds(source, run.x + steps * run.step_x, run.y + steps * run.step_y);
    for (int at = run.begin; is_inside && at < run.end; ++at) {
        out[byte_of(static_cast<std::uint32_t>(at))] = mixed(source, run.x, run.y);
        run.x += run.step_x;
        run.y += run.step_y;
    }
    for (int at = run.begin; !is_inside && at < run.end; ++at) {
        out[byte_of(static_cast<std::uint32_t>(at))] =
            holds(source, run.x, run.y) ? mixed(source, run.x, run.y) : white;
        run.x += run.step_x;
        run.y += run.step_y;
    }
}

void draw_bits(const Source& source, Run run, l_uint32* out) {
    constexpr std::int32_t half = 1 << (fraction_bits - 1);
    for (int at = run.begin; at < run.end; ++at) {
        const std::int32_t x = (run.x + half) >> fraction_bits;
        const std::int32_t y = (run.y + half) >> fraction_bits;
        if (x >= 0 && y >= 0 && x < source.width && y < source.height &&
            GET_DATA_BIT(source.data + y * source.words, x) != 0) {
            SET_DATA_BIT(out, at);
        }
        run.x += run.step_x;
        run.y += run.step_y;
    }
}

PointPx between(const PointPx& a, const PointPx& b, double share) {
    return {a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share};
}

/// The piece of row `y` in one column of cells; positions are of pixel centres less half a pixel.
Run run_of(const PixelGrid& grid, int column, int y, int width) {
    const int row = y / grid_step_px;
    const double down = (y - row * grid_step_px + 0.5) / grid_step_px;
    const PointPx left = between(grid.at(column, row), grid.at(column, row + 1), down);
    const PointPx right = between(grid.at(column + 1, row), grid.at(column + 1, row + 1), down);
    const PointPx step{(right.x - left.x) / grid_step_px, (right.y - left.y) / grid_step_px};
    const auto fixed = [](double px) {
        return static_cast<std::int32_t>(
            std::lround(std::clamp(px, -furthest_px, furthest_px) * one));
    };
    const int begin = column * grid_step_px;
    return {fixed(left.x + step.x / 2 - 0.5),
            fixed(left.y + step.y / 2 - 0.5),
            fixed(step.x),
            fixed(step.y),
            begin,
            std::min(begin + grid_step_px, width)};
}

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
        throw Error(ErrorKind::internal, "image_not_converted", "resample: no memory for a page");
    }
    const Source source{pixGetData(from), pixGetWpl(from), pixGetWidth(from), pixGetHeight(from)};
    const std::ptrdiff_t words = pixGetWpl(drawn.get());
    for (int y = 0; y < height; ++y) {
        l_uint32* out = pixGetData(drawn.get()) + y * words;
        for (int column = 0; column * grid_step_px < width; ++column) {
            const Run run = run_of(grid, column, y, width);
            if (depth == 1) {
                draw_bits(source, run, out);
            } else {
                draw_grey(source, run, reinterpret_cast<std::uint8_t*>(out));
            }
        }
    }
    return drawn;
}

}  // namespace indgang::ocr
