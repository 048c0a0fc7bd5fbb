// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "ocr/read/line_removal.h"

namespace indgang::ocr {

struct InkPoint {
    int x = 0;
    int y = 0;
};

/// Whether one of the eight bytes from `bytes` is above `level`; 0 <= level < 128. Most of a page
/// is paper, which is passed over eight pixels at a time.
[[nodiscard]] inline bool has_above(const std::uint8_t* bytes, unsigned level) {
    constexpr std::uint64_t each = 0x0101010101010101U, high = 0x80 * each;
    constexpr unsigned most = 127;
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return ((((word & ~high) + (most - level) * each) | word) & high) != 0;
}

/// The ink of a patch: how much darker than its own paper, the middle of its grey values.
[[nodiscard]] std::vector<std::uint8_t> ink_of(const GreyPatch& patch);

/// Row and blank, of the same size, side by side while the form is looked for. Borrows both inks.
class FormOverlay {
  public:
    /// `shift_most` is the furthest that any shift asked for below lies from no shift, each way.
    FormOverlay(int width, int height, const std::vector<std::uint8_t>& row,
                const std::vector<std::uint8_t>& blank, int shift_most);

    /// The blank's ink in the columns x0 to x1.
    [[nodiscard]] std::vector<InkPoint> blank_points(int x0, int x1) const;
    /// Ink of the row; paper beyond its edges.
    [[nodiscard]] int row_ink(int x, int y) const;
    /// The shift within `reach` of `around` under which the row has most ink under `points`, each
    /// point capped, so that dark handwriting pulls no harder than the line itself. `around` stays
    /// unless another has more than `gain` times its ink; of equal ones the first wins, row by row.
    /// Takes: points of the blank; |around| + reach <= shift_most.
    [[nodiscard]] ShiftPx best_shift(const std::vector<InkPoint>& points, ShiftPx around, int reach,
                                     double gain) const;

  private:
    [[nodiscard]] std::vector<std::int64_t> scores(const std::vector<InkPoint>& points,
                                                   ShiftPx first, int side) const;

    int width_;
    int height_;
    const std::vector<std::uint8_t>* row_;
    const std::vector<std::uint8_t>* blank_;
    int border_;
    std::ptrdiff_t stride_;
    std::vector<std::uint8_t> capped_;  ///< the row's ink, capped, in a border of paper
};

/// Marks the form, `points` as they were laid on the row, and its surroundings.
void mark_form(InkPicture& picture, const std::vector<InkPoint>& points);

}  // namespace indgang::ocr
