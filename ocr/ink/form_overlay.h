// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ocr/blank/blank_zones.h"
#include "ocr/ink/line_removal.h"

namespace indgang::ocr {

/// The ink of a row while the form is looked for on it. Borrows the ink.
class FormOverlay {
  public:
    /// `shift_most` is the furthest that any shift asked for below lies from no shift, each way.
    FormOverlay(int width, int height, const std::vector<std::uint8_t>& row, int shift_most);

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
    int border_;
    std::ptrdiff_t stride_;
    std::vector<std::uint8_t> capped_;  ///< the row's ink, capped, in a border of paper
};

/// A piece of the print of a blank, and how far from there it lies on the row.
struct LaidPrint {
    std::vector<InkPoint> print;
    ShiftPx shift;
};

/// Marks the form of a picture, as its pieces were laid on the row, and its surroundings.
void mark_form(InkPicture& picture, const std::vector<LaidPrint>& pieces);

}  // namespace indgang::ocr
