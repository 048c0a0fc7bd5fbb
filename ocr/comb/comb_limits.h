// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>

/// The limits and hand-set probabilities of the room, each with its unit and where it comes from.
/// Fitted numbers stand in digit_weights.h. "By hand" means between what forged pages with and
/// without such signs show (tests/ocr/comb/comb_doubt_test.cpp); the bench's conditions measure it.
namespace indgang::ocr::limits {

// Cells.
constexpr double likely = 0.5;  ///< more likely so than not
/// Of 134,000 simulated characters for digits 5 lost all ink, of 304,000 for letters 41.
constexpr double empty_digit_cell = 0.9995, empty_letter_cell = 0.9999;
constexpr double empty_field = 0.999;  ///< of letters; a field has several cells
/// Of 130 cells with dirt of forged faxes none had more than 1.2 mm2; a "1" has 1 to 3.
constexpr double most_dirt_mm2 = 2.0;
constexpr double listed_least = 1e-5;  ///< of a cell's characters
/// Of the cells that nets are trained and calibrated on; and assumed, on the safe side.
constexpr double struck_in_training = 0.1, struck_by_people = 0.01;

// From cells to readings.
constexpr double gap_probability = 0.02;      ///< per empty cell inside a number; by hand
constexpr double least_share = 1e-8;          ///< of the best reading: not worth the copies
constexpr std::size_t slack = 4;              ///< the same text can be reached from several places
constexpr std::size_t candidates_most = 8;    ///< of record::FieldReading
constexpr std::size_t candidates_tried = 48;  ///< of letters: some have the form of the kind
constexpr double unforeseen = 0.02;           ///< of letters: texts without that form; by hand
/// Odds of a field of letters above which mistakes get rarer faster: of 1, 1.5, 2, 2.5 and 3 the
/// one with the best likelihood on pages that were not fitted on (ocr/models/letters.md).
constexpr double letter_knee = 2;
constexpr std::size_t listed_most = 32;  ///< readings of digits that are weighed
constexpr double most_log_odds = 14;     ///< one in a million
/// Assumed, on the safe side: one value in fifty is written wrongly, and one CPR number in eleven
/// fails modulus 11 (of those issued hardly any does).
constexpr double misfit_weight = 0.02, no_modulus_11_weight = 0.1;

// Print or hand, by how much the heights of digits differ. Of 84 forged pages of print one had a
// median above 0.08, of 240 by hand none one below 0.19 (ocr/models/digits.md).
constexpr double page_of_print_most_mm = 0.12, page_by_hand_least_mm = 0.15;
constexpr double print_most_mm = 0.085, on_page_of_print_most_mm = 0.2;
constexpr std::size_t heights_least = 3, heights_to_leave_one_out = 5;
constexpr std::size_t combs_least = 3;  ///< that tell of a page

// The comb's own lines: how far their ends may be from the comb's, and in how many cells. On a
// photo laid half a cell off they are at most 0.3 mm away; people's digits begin half a millimetre
// inside or end beyond.
constexpr double line_end_most_mm = 0.3;
constexpr std::size_t lines_least = 3;

// Corrections.
constexpr double misplaced_mm = 1.2;  ///< of a character's middle; people hit it within 0.5 mm
constexpr double out_least_mm = 0.3, beyond_others_mm = 1;
constexpr double character_least_mm = 1.2;  ///< its longer side; digits have 2 or more

// Signs.
/// Ink at the foot of a wall, more than at the middle one of the comb's walls. Of 550 amounts
/// without a comma in forged pages 95 in 100 have less than 0.06, six have more than 0.13; of 20
/// with one all but one have more than 0.08, 17 more than 0.12. Before two zeros, where a comma is
/// to be expected, less is enough.
constexpr double comma_mm2 = 0.13, comma_before_zeros_mm2 = 0.07;
/// A minus has 0.18 mm2 between the fields or more; of 550 amounts without one none has 0.04.
constexpr double minus_mm2 = 0.12;
constexpr std::size_t decimals = 2;
constexpr int stroke_least = 12 * 255;  ///< ink of a stroke in a tile, as sums of its pixels
constexpr int column_least = 48;        ///< of a tile's column: a fifth of a pixel
constexpr std::size_t lone_most = 2, lone_of_cells_least = 4;

// Digits without cells. Sizes are by the height of the digit; by hand.
constexpr double widest = 1.15, usual_width = 0.68;
constexpr double speck_mm2 = 0.15, low_share = 0.4;

}  // namespace indgang::ocr::limits
