// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace indgang::ocr {

/// Brings grey values to full contrast: `black` and below become 0, the lightest paper and above
/// 255. Between them the curve has a knee. It is as steep as if `paper` became 255, up to the
/// lightest `faint_levels`; into these goes what is lighter, the paper's grain and the palest
/// writing, so that readers see white there and whoever looks closer still sees the writing.
class ToneCurve {
  public:
    /// How many bytes of a row one factor of the light is for: a word, in any order.
    static constexpr std::size_t bytes_a_factor = 4;
    static constexpr std::uint16_t unchanged = 256;

    static constexpr int faint_levels = 16;

    /// Takes: 0 <= black < paper <= lightest <= 255.
    ToneCurve(int black, int paper, int lightest);
    /// Without a knee.
    ToneCurve(int black, int paper) : ToneCurve(black, paper, paper) {}

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
    float slope_;  ///< from `black` on
    /// Above the knee what this line gives is less: 255 at the lightest paper.
    float faint_slope_ = 0, faint_offset_ = 255;
};

}  // namespace indgang::ocr
