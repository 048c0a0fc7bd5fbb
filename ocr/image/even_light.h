// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ocr/image/page_image.h"

namespace indgang::ocr {

/// How much brighter each place of a page has to be made, so that its paper is equally bright
/// everywhere, where a lamp, a window or a shadow did not. What is not paper (a table around it, a
/// black page) stays dark.
class UnevenLight {
  public:
    /// Takes: depth 8, no colour map; `dpi` > 0.
    /// Gives: nothing when the light is even, or the page too dark to show paper.
    [[nodiscard]] static std::optional<UnevenLight> of(const Pix& grey, double dpi);

    /// The factor for each word of four pixels of a row, 8.8 fixed point; 0 <= y < height.
    [[nodiscard]] std::span<const std::uint16_t> factors(int y) const {
        const auto line = static_cast<std::size_t>(y / rows_alike);
        return std::span(factors_).subspan(line * words_, words_);
    }

  private:
    static constexpr int rows_alike = 4;

    std::size_t words_ = 0;  ///< of a row
    std::vector<std::uint16_t> factors_;
};

}  // namespace indgang::ocr
