// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "tests/forge/hand/glyph_shape.h"

namespace indgang::forge {

/// Digits as they are written in Denmark and its neighbours, drawn by program: 1 with a long
/// up-stroke, crossed 7, open 4, 9 with a curled or a straight tail. MNIST was written in the USA
/// and hardly has them.
///
/// Gives:   for each of `writers` several drawings of each digit; each writer has own habits.
[[nodiscard]] GlyphSet draw_european_hands(int writers, Dice& dice);

}  // namespace indgang::forge
