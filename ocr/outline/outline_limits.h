// SPDX-License-Identifier: MPL-2.0
#pragma once

/// The limits of the room, each with its unit. All are set by hand: on our own blanks, of which
/// found_places_test counts what is found, and on one scanned form of others.
namespace indgang::ocr::limits {

// Lines (found_places.cpp).
constexpr double stroke_least_mm = 2.4;  ///< of a stroke that may be an edge: longer than letters
constexpr double stroke_mm = 0.25;       ///< how thick a line is, in the middle: most are
constexpr double hole_mm = 0.45;         ///< that a scan tears into a thin line
constexpr int ink_below = 190;           ///< of 255: pale lines are lines

// Boxes.
constexpr double inner_least_mm = 1.8;  ///< of what a pen can be put into
constexpr double box_high_mm = 60;      ///< of a box for writing of several lines
constexpr double filled_least = 0.85;   ///< of a rectangle
constexpr double clean_most = 0.004;    ///< the share of ink in what is empty

// Marks.
constexpr double mark_most_mm = 6.5;
constexpr double mark_proportion = 0.25;  ///< how far from square

// Combs.
constexpr double cell_wide_mm = 9, cell_high_least_mm = 3.5, cell_high_mm = 13;
constexpr double cell_gap_mm = 2.2;  ///< between two cells of one comb
constexpr double shared_mm = 0.8;    ///< between cells that have one line between them
constexpr double same_mm = 0.45;     ///< edges of one row, distances in one comb
constexpr int cells_least = 3;

// Lines to write upon, and labels.
constexpr double rule_least_mm = 22, rule_room_mm = 6.5;
constexpr double rule_thick_most_mm = 1;  ///< what is thicker is a bar
constexpr double rule_apart_mm = 0.5;     ///< about it: no other line comes so near
constexpr double rule_air_mm = 0.4;       ///< above it, where its rim may be seen
constexpr double writing_least_mm = 4.5;  ///< the room below a label
constexpr double label_step_mm = 0.5;     ///< of the search for it, from the bottom up
constexpr double place_row_mm = 3;        ///< what begins so little below the first is in its row

}  // namespace indgang::ocr::limits
