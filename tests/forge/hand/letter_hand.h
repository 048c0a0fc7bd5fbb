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

/// Letters of people, by their strokes (Chars74K as JSON, gzip): the capitals of each writer, and
/// Æ, Ø and Å put together from the same writer's A, E and O. Label = place in letter_alphabet().
/// For measuring only: the terms of the data do not let a net trained on it be passed on.
/// Errors: std::runtime_error (not such a file).
[[nodiscard]] GlyphSet load_stroke_letters(const std::string& path, Dice& dice);

}  // namespace indgang::forge
