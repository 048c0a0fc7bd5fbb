// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace indgang::ocr {

/// Grey pixels of one byte in rows one after the other. Borrowed.
struct GreyRows {
    /// Leptonica keeps four pixels in a word of the machine, the leftmost in its highest byte; its
    /// rows begin at a word.
    enum class Order { by_pixel, by_word };

    const std::uint8_t* pixels = nullptr;
    std::ptrdiff_t stride_bytes = 0;
    std::ptrdiff_t size_bytes = 0;  ///< from `pixels` on; nothing beyond is read
    Order order = Order::by_pixel;
};

/// Where the first pixel of a row comes from and how far the next is from there: the centre of a
/// pixel is at whole numbers. 16.16 fixed point.
struct MixWalk {
    std::int32_t x = 0, y = 0;
    std::int32_t step_x = 0, step_y = 0;
};
constexpr int mix_fraction_bits = 16;

/// The mean of the four pixels around a point by their nearness, in steps of 1/256 px.
/// Takes: a point that has all four.
[[nodiscard]] std::uint8_t mix_pixel(const GreyRows& from, std::int32_t x, std::int32_t y);

/// The same for each point of a walk; as fast as the processor allows, and the same on each.
/// Takes: a walk of out.size() points that have all four pixels.
void mix_pixels(const GreyRows& from, MixWalk walk, std::span<std::uint8_t> out);

}  // namespace indgang::ocr
