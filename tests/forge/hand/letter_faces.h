// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

#include "tests/forge/hand/glyph_shape.h"

namespace indgang::forge {

/// Pictures of letter_alphabet() from each font file of a folder (TTF, OTF, WOFF, WOFF2), in the
/// order of the file names; writer = number of the file. What a font lacks is left out.
/// Errors: std::runtime_error (no folder, or no font in it).
[[nodiscard]] GlyphSet draw_face_files(const std::string& folder);

/// `bendings` bent copies of each writer's pictures, as if others wrote in the same manner: bent
/// alike for all characters of a copy. The copies count as writers of their own.
[[nodiscard]] GlyphSet bent_copies(const GlyphSet& set, int bendings, Dice& dice);

/// Gives each picture of draw_fonts(letter_alphabet(), ...) its size and place beside the H.
void take_sizes(GlyphSet& printed);

}  // namespace indgang::forge
