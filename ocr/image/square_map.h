// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ocr/image/page_image.h"

namespace indgang::ocr {

/// How dark small squares of a page are: what a person sees from a normal distance, where single
/// pixels do not count and a pale stroke does.
///
/// A square is about a third of a millimetre, as wide as the thinnest pen. Squares at the right and
/// lower edge that the page does not fill are left out.
class SquareMap {
  public:
    /// Takes:   a page as PageImage, depth 1 or 8.
    /// Threads: any.
    [[nodiscard]] static SquareMap of(const PageImage& page);

    [[nodiscard]] bool is_one_bit() const { return is_one_bit_; }
    [[nodiscard]] int side_px() const { return side_px_; }
    [[nodiscard]] int columns() const { return columns_; }
    [[nodiscard]] int rows() const { return rows_; }
    /// The mean of 255 - grey of a square's pixels.
    [[nodiscard]] std::uint8_t ink(int column, int row) const {
        return ink_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                    static_cast<std::size_t>(column)];
    }
    /// A square of at least this ink is a trace that a person sees on this paper; below it is the
    /// paper's own grain. At least 1.
    [[nodiscard]] std::uint8_t visible_ink() const { return visible_ink_; }
    [[nodiscard]] bool is_visible(int column, int row) const {
        return ink(column, row) >= visible_ink_;
    }

    /// A square of at least this ink is darker than most of this paper. One alone is its grain;
    /// many side by side may be writing. From 1 to visible_ink().
    [[nodiscard]] std::uint8_t dot_ink() const { return dot_ink_; }

  private:
    bool is_one_bit_ = false;
    int side_px_ = 1;
    int columns_ = 0;
    int rows_ = 0;
    std::vector<std::uint8_t> ink_;
    std::uint8_t visible_ink_ = 1;
    std::uint8_t dot_ink_ = 1;
};

}  // namespace indgang::ocr
