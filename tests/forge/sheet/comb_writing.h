// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "schemas/core/geometry.h"
#include "tests/forge/hand/glyph_shape.h"
#include "tests/forge/scan/scan_canvas.h"

namespace indgang::forge {

/// How hard the sketched scans are, and what stands in the cells.
struct SketchStyle {
    double harshness = 0.5;      ///< 0 = careful writer, good scanner; 1 = the worst we expect
    double reject_share = 0.06;  ///< struck, overwritten, no character
    double empty_share = 0.08;
    double overwritten_share = 0.15;  ///< of the rejects: two characters, one upon the other
    double struck_once_share = 0;     ///< of the rejects: one line through the character
    bool has_european_digits = true;  ///< 1 with an up-stroke, crossed 7 (labels 1 and 7)
    bool has_signs = false;  ///< a dash alone in a cell is a hyphen, not a refusal to answer
};

/// One row's writing: what stays the same from cell to cell.
struct RowHand {
    double half_pen = 0.2;
    double height_mm = 5;
    double shear = 0;
    double stretch = 1;
    double darkness = 0.9;
    double offset_y = 0;
    double jitter = 0.3;
    double texture = 0;
    bool is_printed = false;
    bool has_up_stroke = false;
    bool has_cross = false;
};

/// Where a character goes.
struct Placing {
    PointMm centre;
    double height_mm = 5;
};

/// A writer or a printer for a row of cells like `cell`.
[[nodiscard]] RowHand choose_hand(const BoxMm& cell, bool is_printed, const SketchStyle& style,
                                  Dice& dice);

/// Writes one character. `label` says which, for the strokes that European digits have.
void write_glyph(const GlyphShape& shape, int label, const Placing& placing, const RowHand& hand,
                 const SketchStyle& style, Dice& dice, Canvas& canvas);

/// Lines over a cell: struck out, crossed, scribbled; `is_alone` allows a dash in an empty cell.
void strike(const BoxMm& cell, const RowHand& hand, bool is_alone, Dice& dice, Canvas& canvas);

/// One line through a character of `width_mm`, as somebody strikes it in a hurry, or a scratch
/// that stays on it. `digit` picks a line that does not make it another digit or a way of writing
/// it: a 7 and a 1 get no bar in the middle, a 0 no slash.
void strike_once(const Placing& placing, double width_mm, int digit, const RowHand& hand,
                 Dice& dice, Canvas& canvas);

/// Up to three specks or hairs, each with `chance` after the one before.
void scatter_dirt(const BoxMm& cell, const RowHand& hand, double chance, Dice& dice,
                  Canvas& canvas);

}  // namespace indgang::forge
