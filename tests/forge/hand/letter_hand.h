// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <vector>

#include "tests/forge/hand/glyph_shape.h"
#include "tests/forge/hand/letter_strokes.h"

namespace indgang::forge {

/// A picture of strokes, drawn with one pen. The ink fits `side` with a margin; its shape is kept.
/// `label` and `writer` go into the picture as they are.
[[nodiscard]] GlyphSet::Picture draw_strokes(const StrokeLetter& letter, int label, int writer);
/// What goes with pictures of draw_strokes.
[[nodiscard]] GlyphSet stroke_pictures();

/// Pictures of letter_alphabet() from A on, by writers made up by program.
///
/// A writer chooses one way of writing for each letter and bends all letters alike; each drawing
/// differs a little more. For training only.
[[nodiscard]] GlyphSet draw_letter_hands(int writers, Dice& dice);

/// Pictures of the digits that ways_of_digit has, by writers made up in the same manner.
[[nodiscard]] GlyphSet draw_digit_hands(int writers, Dice& dice);

/// Letters of people, by their strokes (Chars74K as JSON, gzip): the capitals of each writer, and
/// Æ, Ø and Å put together from the same writer's A, E and O. Label = place in letter_alphabet().
/// For measuring only: the terms of the data do not let a net trained on it be passed on.
/// Errors: std::runtime_error (not such a file).
[[nodiscard]] GlyphSet load_stroke_letters(const std::string& path, Dice& dice);

/// Which people of a file of UNIPEN: the contributors named in `only` (all when empty), less those
/// in `without`.
struct PenSources {
    std::string only;  ///< parted by commas
    std::string without;
};

/// Characters of people, by their strokes (UNIPEN as a table, gzip): digits, or capitals with Æ, Ø
/// and Å put together from the same writer's A, E and O. Label = place in letter_alphabet(); a
/// writer whose number the file does not tell is a run of 48 characters and ends in 5.
/// Errors: std::runtime_error (not such a file, or nobody left).
[[nodiscard]] GlyphSet load_pen_characters(const std::string& path, const PenSources& sources,
                                           Dice& dice);

}  // namespace indgang::forge
