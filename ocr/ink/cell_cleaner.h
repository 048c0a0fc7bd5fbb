// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "ocr/blank/blank_zones.h"
#include "ocr/image/page_image.h"
#include "ocr/ink/line_removal.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

constexpr int tile_side_px = 28;

/// One character as the net sees it: 255 = ink, 0 = paper, row by row; 20 px high or wide, its
/// centre of mass in the middle (the form in which MNIST is kept).
struct CharacterTile {
    std::array<std::uint8_t, static_cast<std::size_t>(tile_side_px* tile_side_px)> pixels{};
    bool operator==(const CharacterTile&) const = default;
};

/// What is left of one cell when the printed form is gone.
///
/// `has_ink` false: less ink than any character has; the tile is then all 0. The measures are of
/// the ink that the cell owns, also where it overshoots the cell; `top_mm` counts from the cell's
/// upper line, and is negative above it.
struct CleanCell {
    CharacterTile tile;
    bool has_ink = false;
    double ink_mm2 = 0;
    double width_mm = 0;
    double height_mm = 0;
    double top_mm = 0;
    /// All ink about the lower end of the wall to the next cell, the wall's own with it: more than
    /// at the comb's other walls where a decimal comma stands. 0 behind the last cell.
    double wall_foot_mm2 = 0;
    /// Ink right before the first cell, at half its height, where a minus stands; 0 of others.
    double before_mm2 = 0;
    /// A small piece of ink by itself on or below the line on which digits stand, as commas,
    /// full stops and dashes are.
    bool has_low_sign = false;
    /// Small pieces of ink by themselves above the character, as the dots of a diaeresis (2), an
    /// acute (1) and the ring of an Å that hangs on nothing (1); 0 where all of them together have
    /// no more ink than dirt has. A mark that touches its letter is none.
    int marks_above = 0;
};

/// Removes the printed form from a row of cells and takes each cell's own ink.
///
/// Takes:   `row` 8-bit grey, one row of cells with 1 to 2 mm of margin on each side; `blank` the
///          same zone of the empty form, same size, at most 0.4 mm off; `cells` inside the patch,
///          left to right, at least one; `px_per_mm` of both patches (10 to 14; made for 12);
///          `faint_ink` as remove_form.
/// Gives:   one CleanCell per cell, in order. Strokes that cross a printed line stay whole; a
///          stroke that leaves its cell stays with its cell and is not ink of the neighbour.
///          Characters of two cells that touch each other are cut at the wall between the cells.
/// Threads: any.
/// Source:  docs/formats/character_net.md for the shape of the tile.
[[nodiscard]] std::vector<CleanCell> clean_comb(const GreyPatch& row, const BlankZone& blank,
                                                std::span<const BoxPx> cells, double px_per_mm,
                                                int faint_ink = usual_faint_ink);

/// The tile of a single character that stands alone on white paper, made the same way.
[[nodiscard]] CleanCell clean_single(const GreyPatch& character, double px_per_mm);

}  // namespace indgang::ocr
