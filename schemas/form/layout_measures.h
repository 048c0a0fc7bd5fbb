// SPDX-License-Identifier: MPL-2.0
// The fixed measures are chosen for machines and people: squares of 6 mm survive a fax, lie 10 mm
// from the edges because office scanners lose up to 5 mm, and the code stands apart from them; a
// cell of 5 x 7 mm takes a hand's digit; labels stand half a millimetre clear of the box.
#pragma once

#include <cmath>

#include "schemas/core/geometry.h"

namespace indgang::form::measures {

constexpr double left_mm = 15;
constexpr double width_mm = 180;
constexpr double top_mm = 32.5;
constexpr double bottom_mm = 279;
constexpr int grid_columns = 12;
constexpr double gap_mm = 4;
constexpr double column_mm = (width_mm - (grid_columns - 1) * gap_mm) / grid_columns;
constexpr double ledger_gap_mm = 8;
constexpr double least_label_mm = 8;  ///< beside a comb: a word of four letters

constexpr double cell_mm = 5;
constexpr double comb_height_mm = 7;
constexpr double line_height = 7.5;
constexpr double block_line_mm = 8;
constexpr double mark_mm = 4;
constexpr double mark_pitch_mm = 6;        ///< from one line of marks to the next
constexpr double mark_drop_mm = 1.5;       ///< centres a mark on a comb of the same row
constexpr double lone_mark_drop_mm = 0.5;  ///< where a row has marks alone
constexpr double mark_text_gap_mm = 1.4;
constexpr double choice_gap_mm = 4.5;
constexpr double yes_no_pitch_mm = 14;  ///< "Ja" and "Nej" stand below each other in all rows
constexpr double signature_mm = 12;
constexpr double label_gap_mm = 0.6;
constexpr double row_gap_mm = 2.2;
constexpr double ledger_row_gap_mm = 1.4;
constexpr double section_gap_mm = 2.2;
constexpr double person_gap_mm = 1.4;  ///< between the repeats of a group
constexpr double table_row_gap_mm = 1.2;
constexpr double number_width_mm = 4;  ///< of a row's number, left of its boxes

constexpr double title_pt = 17;
constexpr double later_title_pt = 12;
constexpr double heading_pt = 10.5;
constexpr double label_pt = 7.5;
constexpr double help_pt = 6.5;      ///< below a label; the smallest that print shows clearly
constexpr double unit_gap_mm = 1.2;  ///< between a box and its unit
constexpr double choice_pt = 8.5;
constexpr double ledger_pt = 8.5;
constexpr double footer_pt = 7;
constexpr double bar_mm = 0.45;

constexpr double square_mm = 6;
constexpr double square_edge_mm = 10;
constexpr BoxMm code_box = {168, 10, 18, 18};
constexpr BoxMm title_box = {20, 9.6, 142, 8};
constexpr BoxMm intro_box = {20, 18.6, 142, 11};
constexpr double name_pt = 9;           ///< of the authority
constexpr double address_left_mm = 75;  ///< of the return address, from `left_mm`
constexpr double address_width_mm = 55;
constexpr double masthead_gap_mm = 3;  ///< to what stands below
constexpr double footer_y_mm = 283;
constexpr double footer_left_mm = 20;
constexpr double footer_width_mm = 170;

/// To a hundredth of a millimetre, so that the layout reads well and is the same everywhere.
inline double rounded(double mm) {
    constexpr double steps_per_mm = 100;
    return std::round(mm * steps_per_mm) / steps_per_mm;
}

/// So many columns of the grid with the gaps between them.
inline double span_mm(int span) {
    return span * column_mm + (span - 1) * gap_mm;
}

}  // namespace indgang::form::measures
