// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

#include "schemas/form/definition.h"
#include "tests/forge/hand/hand.h"
#include "tests/forge/sheet/sheet.h"

namespace indgang::forge {

/// How people answer a question of boxes when not by a cross in one.
enum class MarkHabit {
    circle,       ///< a ring round the box
    beside,       ///< a cross or a tick beside the box, which it misses
    underline,    ///< the words of the answer underlined
    crossed_out,  ///< box and words of every other answer crossed out
    scratched,    ///< another box crossed, that cross scribbled over, the right box crossed
    large,        ///< a cross or tick over the borders of the box
};

/// Answers `field` with `choice` on the page where its boxes stand, and gives what was done.
/// Takes: a field of capture mark that has a box for `choice`.
std::string draw_answer(const Sheet& sheet, const form::FormDefinition& form,
                        const std::string& field, const std::string& choice, MarkHabit habit,
                        const Hand& hand, Dice& dice);

}  // namespace indgang::forge
