// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string_view>
#include <vector>

#include "schemas/core/geometry.h"
#include "tests/forge/hand/hand.h"
#include "tests/forge/sheet/sheet.h"

namespace indgang::forge {

/// A stroke through all points, each a little off as a hand is.
void draw_stroke(const Sheet& sheet, const std::vector<PointMm>& points, double pen_mm,
                 double tremble_mm, Dice& dice);

/// One stroke from a point to another, bent a little.
void draw_bar(const Sheet& sheet, PointMm from, PointMm to, double pen_mm, Dice& dice);

/// A ring that does not quite close, about the middle of `box` and wider than it by `margin_mm`.
void draw_ring(const Sheet& sheet, const BoxMm& box, double margin_mm, double pen_mm, Dice& dice);

/// To and fro over a box until nothing in it can be read.
void draw_scribble(const Sheet& sheet, const BoxMm& box, double pen_mm, Dice& dice);

/// One character in the middle of a box, as write_comb writes it.
void write_character(const Sheet& sheet, std::string_view character, const BoxMm& box,
                     const Hand& hand, Dice& dice);

/// Width of the pen that this hand draws strokes with.
[[nodiscard]] double stroke_pen_mm(const Hand& hand, Dice& dice);

/// `box` moved by (dx, dy) and with its sides multiplied by `size` about its middle.
[[nodiscard]] BoxMm moved(const BoxMm& box, double dx, double dy, double size = 1);

}  // namespace indgang::forge
