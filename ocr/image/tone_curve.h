// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace indgang::ocr {

/// Brings grey values to full contrast: `black` and below become 0, `paper` and above 255.
class ToneCurve {
  public:
    /// How many bytes of a row one factor of the light is for: a word, in any order.
    static constexpr std::size_t bytes_a_factor = 4;
    static constexpr std::uint16_t unchanged = 256;

    /// Takes: 0 <= black < paper <= 255.
    ToneCurve(int black, int paper);

    /// Grey values as they become.
    [[nodiscard]] std::uint8_t operator()(std::uint8_t grey) const { return table_[grey]; }
    /// The same for a row of bytes, in place; as fast as the processor allows.
    void apply(std::span<std::uint8_t> row) const;
    /// The same after each byte was multiplied by the factor of its word, 8.8 fixed point, and cut
    /// off at 255.
    /// Takes: factors for all of the row, each at most 65535.
    void apply(std::span<std::uint8_t> row, std::span<const std::uint16_t> factors) const;

    /// One byte and its factor.
    [[nodiscard]] static std::uint8_t lit(std::uint8_t grey, std::uint16_t factor) {
        const std::uint32_t value = std::uint32_t{grey} * factor >> 8;
        return static_cast<std::uint8_t>(value < 255 ? value : 255);
    }

  private:
    std::array<std::uint8_t, 256> table_{};
    int black_;
    float slope_;
};

}  // namespace indgang::ocr
