// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>

#include "schemas/form/definition.h"
#include "tests/forge/hand/hand.h"
#include "tests/forge/sheet/sheet.h"

/// How people mend what they wrote in a comb, and how they write amounts that the form did not ask
/// for in this way. Each function writes into a comb and gives what was done, in a few words.
namespace indgang::forge {

enum class Mend {
    struck_once,   ///< one bar or slash through the wrong character, the right one beside it
    struck_twice,  ///< two strokes through it
    scratched,     ///< scribbled over until it can not be read
    overwritten,   ///< the right character upon the wrong one
};

/// Takes: `text` one character a cell, blanks for empty cells, at least one that is not blank; the
///        right value. One character is written wrong and mended.
std::string write_mended(const Sheet& sheet, std::string_view text, const BoxMm& box, int cells,
                         const Hand& hand, Mend mend, Dice& dice);

/// Writes another value of the same length, strikes all of it and writes `text` above it, to the
/// right of the comb or in the margin, where there is room.
std::string write_value_struck(const Sheet& sheet, std::string_view text, const BoxMm& box,
                               int cells, const Hand& hand, Dice& dice);

enum class AmountHabit {
    comma,      ///< 8450,00 or 8450,50: on the line between two cells or in a cell of its own
    thousands,  ///< 12.345
    dash_end,   ///< 8450,-
    kr,         ///< "kr" behind the number
    minus,      ///< "-" before the number
};

/// A canonical amount that there is room to write in this way. Takes: `cells` >= 6.
[[nodiscard]] std::string amount_for(AmountHabit habit, int cells, Dice& dice);

/// Takes: an amount of amount_for.
std::string write_amount(const Sheet& sheet, const std::string& canonical, const BoxMm& box,
                         int cells, const Hand& hand, AmountHabit habit, Dice& dice);

}  // namespace indgang::forge
