// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/core/geometry.h"
#include "schemas/core/utf8.h"
#include "schemas/filling/filling.h"
#include "tests/forge/hand/glyph_shape.h"
#include "tests/forge/sheet/sheet.h"

namespace indgang::forge {

/// How somebody writes: a typewriter or printer, or a pen.
struct Hand {
    bool is_typed = true;
    std::string family;         ///< of the font
    double height_share = 0.5;  ///< height of a capital letter, as a share of the box
    double slant = 0;           ///< x per y
    double wobble_mm = 0;       ///< of the base line
    double turn_degrees = 0;    ///< of single letters
    double size_spread = 0;     ///< of single letters, relative
    double pen_mm = 0;          ///< added to the strokes of the font
    double ink_grey = 20;
    /// Digits of combs are drawn from these pictures instead of the font, when it is not null.
    /// Must outlive the hand; label = digit.
    const GlyphSet* digits = nullptr;
    int writer = -1;  ///< of `digits`; -1: any
    /// Characters of combs are drawn from these pictures, where they have them; label = place in
    /// letter_alphabet(). Must outlive the hand.
    const GlyphSet* letters = nullptr;
    int letter_writer = -1;  ///< of `letters`; -1: any
};

enum class Script { typed, written };

/// The font families that are tried; only those that are installed are used.
[[nodiscard]] std::vector<std::string> typed_families();
[[nodiscard]] std::vector<std::string> written_families();
/// Those of `wanted` that are installed, in their order.
[[nodiscard]] std::vector<std::string> installed_families(const std::vector<std::string>& wanted);

/// A hand by chance. Errors: std::runtime_error naming packages.txt (no such font installed).
[[nodiscard]] Hand pick_hand(Script script, Dice& dice);

/// Writes one line into a box, from the left, made smaller when it is too long.
void write_line(const Sheet& sheet, std::string_view text, const BoxMm& box, const Hand& hand,
                Dice& dice);
/// Writes one character into each cell, from the left; a blank leaves its cell empty.
void write_comb(const Sheet& sheet, std::string_view text, const BoxMm& box, int cells,
                const Hand& hand, Dice& dice);

enum class MarkShape { cross, tick, filled, line, struck_out };
void draw_mark(const Sheet& sheet, const BoxMm& box, MarkShape shape, const Hand& hand, Dice& dice);
/// A scribble as a signature is.
void draw_signature(const Sheet& sheet, const BoxMm& box, const Hand& hand, Dice& dice);

}  // namespace indgang::forge
