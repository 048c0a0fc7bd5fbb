// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>

#include "ocr/blank/print_mask.h"

/// The limits of the room, each with its unit and where it comes from. All are set by hand after
/// pages of tests/forge, of other seeds than the bench's, where no measurement is named; what they
/// cost in fields that a person sees is measured by the bench (docs/accuracy.md).
namespace indgang::ocr::limits {

// Emptiness.
constexpr double mark_inset_mm = 0.35;  ///< away from the box, where ink is looked for

// The box beside another (neighbours.cpp).
constexpr double leaning_near_mm = 5;
constexpr double sure_least = 0.9;
constexpr double beside_struck_mm = 5, before_signature_mm = 8;

// Rows of tables (row_reader.cpp).
constexpr double lower_part = 0.6;    ///< what hangs down from the row above ends before it
constexpr double enough_ink_mm2 = 4;  ///< no more zones need to be looked at
constexpr double row_dirt_mm2 = 0.12, row_dirt_all_mm2 = 0.5;
constexpr double row_writing_mm2 = 1.1;
constexpr double written_if_dirt = 0.002, written_if_writing = 0.9995;
constexpr double written_from = 0.03, written_to = 0.97;  ///< between: nobody can tell
constexpr double profile_mm = 0.25;                       ///< of columns looked at for a stroke
constexpr double row_frame_mm = 1.2;                      ///< lines of a bent page, above and below
constexpr double pause_mm = 2;  ///< about a printed line added ink is not seen
constexpr double line_hidden_mm = PrintMask::near_mm + 0.15;
constexpr double gap_least_mm = 2;  ///< between fields of a row
constexpr double gap_share = 0.5, gaps_share = 0.6, stroke_share = 0.55;
constexpr double clear_mm = 1.2;       ///< of descenders, and of what is written below
constexpr double deepest_mm = 30;      ///< who runs out of rows writes right below
constexpr double page_end_mm = 12;     ///< no scanner promises more
constexpr double row_accepted = 0.99;  ///< a row below, either way, is in doubt
constexpr double unseen_behind = 0.001, unseen_further = 0.00005;

}  // namespace indgang::ocr::limits
