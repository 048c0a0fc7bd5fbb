// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>

/// The limits of the room, each with its unit and where it comes from. All are set by hand after
/// pages of tests/forge, of other seeds than the bench's, where no measurement is named; what they
/// cost in fields that a person sees is measured by the bench (docs/accuracy.md).
namespace indgang::ocr::limits {

// Emptiness.
constexpr double line_inset_mm = 0.8;  ///< away from printed lines, where ink is looked for
/// Of a comb without any ink: of 134,000 simulated characters 5 lost all of theirs
/// (ocr/comb/comb_reader.cpp), and a comb has several; still on the safe side of that.
constexpr double empty_probability = 0.999;

// Ink outside and inside of boxes (ink_account.cpp).
/// Smaller pieces are dirt: the smallest sign that changes a value, a comma, is 1.5 mm long.
constexpr double dirt_mm2 = 0.4, dirt_mm = 0.95;
/// So many bits of dirt outside of all boxes are specks of the page, not single accidents.
constexpr std::ptrdiff_t specks_least = 25;
/// Empty boxes are seen through a net of squares: a speck of a fax fills two.
constexpr double unread_mm2 = 0.6;
/// Ink inside a box this near to a piece outside is the same stroke: between them lies the printed
/// line with PrintMask::near_mm on both sides.
constexpr double attached_mm = 3;
/// So near to a comb begins what goes on from inside, the same on one side of the line: beside
/// combs people write further digits, beside other boxes only strokes end.
constexpr double begins_mm = 1.1;
constexpr double box_rim_mm = 0.3;         ///< half of a printed line and a pixel of registration
constexpr double signature_begins_mm = 3;  ///< of its place: what ends before is another field's

// How far the end of a stroke may reach out of a box that it belongs to: a 9 hangs down 2 mm.
constexpr double comb_overshoot_mm = 2.4, mark_overshoot_mm = 2.6, line_overshoot_mm = 3.5;
constexpr double signature_overshoot_mm = 15;

// The other side of thin paper.
constexpr double pale_most = 0.3;            ///< of full black: pencil has more
constexpr std::ptrdiff_t shine_pieces = 25;  ///< so many pale pieces nobody writes beside boxes
constexpr double pale_writing_mm2 = 0.4;     ///< more than dirt has in a box

// Which fields a piece may be meant for: within the height of a line, or a character's width.
constexpr double comb_beside_x_mm = 4, comb_beside_y_mm = 5;
constexpr double mark_beside_x_mm = 4, mark_beside_y_mm = 3;
constexpr double line_beside_x_mm = 3, line_beside_y_mm = 4;
constexpr double letter_mm = 2.2;            ///< specks of a fax that met are up to 2.1 mm wide
constexpr double before_signature_x_mm = 5;  ///< a date may run into it
constexpr double signature_beside_mm = 2;
constexpr double same_line_mm = 2.5, label_most_mm = 60, behind_most_mm = 25;
constexpr double before_most_mm = 12;  ///< a minus between a label and its number

// A minus at a comb's first wall, where it may touch the label.
constexpr double minus_before_mm = 3.5, minus_mm2 = 0.15;
constexpr double minus_least_mm = 1.2;  ///< wide, among specks; a speck fills two squares
constexpr double middle_share = 0.3;    ///< of a comb's height, off its middle

// What is no writing.
constexpr int edge_px = 6;    ///< of the scan
constexpr double rim_mm = 1;  ///< of the sheet
/// A stroke from the edge goes at least so far into the page and is as thin as a pen.
constexpr double into_page_mm = 12, pen_most_mm = 1.2;
/// ISO 838: holes of 6 mm, their middles 12 mm from the edge; rims make shadows smaller.
constexpr double hole_least_mm = 3.5, hole_most_mm = 8, hole_within_mm = 20;
constexpr double hole_filled_least = 0.6, hole_round_least = 0.7;

// Streaks that end within the page (streaks.cpp): of a dot of a scanner's glass, bits of 0.6 to 1.6
// mm of squares, with at most a box for a line of text between them.
constexpr double streak_mm = 20;         ///< nobody draws so long a line so straight
constexpr double streak_wide_mm = 1.3;   ///< the area of a bit by its height
constexpr double streak_aside_mm = 0.5;  ///< of the bit above: a square and a half
constexpr double streak_gap_mm = 14;
constexpr double streak_seen_share = 0.35;   ///< print and boxes hide the rest
constexpr double streak_slope_most = 0.012;  ///< a square over 30 mm
/// Root mean square of the squares off the line, beyond what the width of the bits makes; a stroke
/// of a hand over 20 mm bends by a millimetre and has 0.3.
constexpr double streak_off_mm = 0.2;
constexpr double beside_streak_mm = 3;  ///< writing so near to it may be read with it

// Cells of a comb that hold ink but no character.
constexpr double cell_wall_mm = 1, cell_mm2 = 0.8;

// A mark over the label of a box, or between two, that shows in bits.
constexpr double label_mm = 12, bits_beside_mm = 2.5;
constexpr double expected_bits_most = 0.25;  ///< in its place, by how many the page has
constexpr int bits_least = 3;
constexpr double bits_mm2 = 0.5;

/// Boxes with scattered dots from which on all of a clean page has lost its pencil.
constexpr std::size_t dotted_boxes_least = 2;

// Printed lines that are not to be seen (hidden_print.cpp).
constexpr double sample_mm = 0.5;
constexpr double piece_mm = 8;
constexpr std::size_t samples_least = 5;
constexpr double printed_least = 0.7;  ///< of the samples: the blank has a line there
constexpr double missing_most = 0.35;  ///< of the usual share
/// One side of a box for a mark. Of 74 pages that were folded, dithered, copied twice or punched
/// none misses any piece.
constexpr double missing_least_mm = 3.5;

// Walls of combs that are thicker than others (inked_walls.cpp).
constexpr double wall_apart_mm = 0.3;
constexpr double wall_reach_mm = 1, wall_step_mm = 0.1;
constexpr double wall_off_mm = 0.4;      ///< from where the page is thought to have it
constexpr int wall_edge_share = 4;       ///< of a line's peak: less is the paper beside it
constexpr double wall_end_share = 0.15;  ///< of the height: there horizontal lines show
constexpr std::size_t wall_rows = 12, wall_rows_bare = 4;  ///< so many may be without the stroke
/// A pen of 0.45 mm on a line of 0.3. Of 25,344 fields of forged pages without a 1 on any wall 39
/// are asked about for it, most of them where the writing is far too large.
constexpr double wall_thicker_mm = 0.15;
/// Of full black. A scan of one bit makes the thin walls of one comb 0.1 to 0.3 mm thick.
constexpr double pen_least_mm = 0.38;

}  // namespace indgang::ocr::limits
