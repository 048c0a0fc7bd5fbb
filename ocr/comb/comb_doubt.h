// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/comb/comb_reader.h"
#include "ocr/ink/cell_cleaner.h"
#include "schemas/values/value.h"

namespace indgang::ocr {

/// The comb's own lines stand in its cells: what they say is not what somebody wrote.
inline constexpr std::string_view fit_off = "fit_off";

/// Why a person should look at a comb of digits, whatever its digits say; empty: no reason.
///
/// `fit_off` (the page was laid on the form wrongly), "struck_out", "gap_in_comb", "misplaced" (a
/// character stands between this comb and the one above or below), "date_strokes" (of a date: what
/// may be the strokes of 12/02/20), "decimal_mark" (of an amount: what may be a comma, a full stop
/// or a dash), "lone_character" (two strokes read as one, a ditto mark; of an amount also what may
/// be a correction of another row or a dash).
///
/// Takes: the cells, as cleaned and as read, of one comb, as many; how high the comb is. For a box
///        without printed cells none that were cleaned.
[[nodiscard]] std::string comb_doubt(std::span<const CleanCell> clean, const CombReading& comb,
                                     ValueKind kind, double height_mm);

/// Where characters stand that were written for another comb than the one that they stand in.
struct Misplaced {
    bool is_above = false;  ///< the middle of some character lies far above the comb's middle
    bool is_below = false;
};
[[nodiscard]] Misplaced find_misplaced(std::span<const CleanCell> clean, double height_mm);

}  // namespace indgang::ocr
