// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "ocr/blank/page_shape.h"
#include "ocr/blank/print_anchors.h"
#include "ocr/image/ink_view.h"

namespace indgang::ocr {

/// The points of an anchor on a page. A look at all of them, moved by some pixels, is what finding
/// an anchor consists of. Borrows page and view.
class AnchorPoints {
  public:
    /// The balance of this many points is kept in 16 bits.
    static constexpr int most_points = 200;

    /// Takes: 1 to most_points points; no move further than `reach` pixels will be asked for.
    AnchorPoints(const PageImage& page, const InkView& ink, const PageShape& shape,
                 const PrintAnchor& anchor, int reach);

    /// -1 to 1: the print at its place gives 0.4 to 1, a wrong place about 0.
    [[nodiscard]] double score(int dx, int dy);

  private:
    static constexpr int eight = 8;
    using Eight = std::array<std::int16_t, eight>;
    struct Pair {
        std::int64_t dark, light;
        int dark_x, dark_y, light_x, light_y;
    };
    struct Known {
        int block = 0, dy = 0;
        bool is_known = false;
        Eight balance{};
    };

    [[nodiscard]] int slow_balance(int dx, int dy) const;
    [[nodiscard]] const Eight& eight_at(int block, int dy);
    [[nodiscard]] Eight balance_of_bits(std::int64_t move) const;
    [[nodiscard]] Eight balance_of_bytes(std::int64_t move) const;

    const InkView& ink_;
    const l_uint32* data_;
    std::int64_t stride_;  ///< pixels from one row of the page to the next
    bool is_one_bit_;
    bool is_inside_ = true;
    std::vector<Pair> points_;
    static constexpr std::size_t known_count = 32;
    std::array<Known, known_count> known_{};
};

}  // namespace indgang::ocr
