// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "ocr/comb/comb_reader.h"
#include "ocr/ink/zone_ink.h"
#include "ocr/net/net_panel.h"

namespace indgang::ocr {

/// A whole number in a box without cells, one cell for each character that was found.
///
/// `is_guessed`: characters touch, and where one ends is a guess.
struct FreeDigits {
    CombReading comb;
    bool is_guessed = false;
};

/// Reads the digits that stand in a box without cells, on one line.
///
/// Takes:   the ink of the box as take_ink gives it.
/// Gives:   no cells for no ink, and for more than limits::comb_cells characters.
/// Threads: any.
[[nodiscard]] FreeDigits read_free_digits(const WriterInk& ink, const NetPanel& net);

}  // namespace indgang::ocr
