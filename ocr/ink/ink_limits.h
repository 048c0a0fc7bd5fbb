// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>

/// The limits of the room, each with its unit and where it comes from. All are set by hand after
/// pages of tests/forge, of other seeds than the bench's, where no measurement is named; what they
/// cost in fields that a person sees is measured by the bench (docs/accuracy.md). The nets learnt
/// from cells that were cleaned with these limits (ocr/models/digits.md): a changed one shows them
/// tiles that they did not learn.
///
/// What other rooms are told stands with the declarations: `usual_faint_ink` (line_removal.h),
/// `ink_px_per_mm` and `ink_margin_mm` (zone_ink.h).
namespace indgang::ocr::limits {

// Laying the blank on a row (line_removal.cpp, form_overlay.cpp).
constexpr double row_shift_most_mm = 0.4;  ///< by which a page's place may be wrong
constexpr int cell_shift_most_px = 2;      ///< of a cell from its row: paper bends
constexpr double cell_shift_gain = 1.03;   ///< a cell leaves the row's shift only for so much ink
constexpr std::size_t row_samples_most = 1500;  ///< points of the blank that find the row's shift
constexpr std::size_t cell_samples_most = 400;  ///< and a cell's
/// Of 255. Ink beyond this adds nothing, so that dark handwriting pulls no harder than a line.
constexpr int overlay_ink_cap = 128;
constexpr double line_present_share = 0.05;  ///< of the print: with less, the scan lost its lines
constexpr int wall_rim_px = 2;        ///< beyond a cell's border: a wall between two is of both
constexpr double blank_piece_mm = 8;  ///< of a box: each may lie elsewhere, as paper bends

// Ink of the writer, the form's and the paper's (line_removal.cpp, form_overlay.cpp).
constexpr int form_within_px = 1, near_form_px = 2;  ///< of the print, where it was laid on the row
/// Of the ink under the print, from its faintest up: the rim of a line is lighter than its middle.
constexpr double line_level_share = 0.75;
/// Of the ink beside the print, from its faintest up: the rest is the grey rim of strokes.
constexpr double stroke_level_share = 0.8;
constexpr double stroke_by_faint_least = 1.75;   ///< times the faintest ink: pencil is above this
constexpr double stroke_threshold_share = 0.45;  ///< of a full stroke: paler is the rim of one
/// Line to stroke. Under a light line what is nearer to the stroke in darkness is surely a stroke.
/// Under a middling one it also has to go on beyond the line; under a darker one both look alike,
/// and only going on tells a stroke.
constexpr double light_line_share = 0.6, middling_line_share = 0.75;
constexpr double crossing_most_mm = 1;  ///< that a stroke goes on below print
/// Of a stroke beyond a line, on each side of it or on one alone: more than the line's blur.
constexpr double beyond_both_mm = 0.15, beyond_one_mm = 0.3;

// What is left of a printed line (ink_components.cpp).
constexpr double line_rest_share = 0.75;        ///< of its pixels lie near_form_px or less away
constexpr double line_rest_thickness_mm = 0.3;  ///< a printed line is 0.25 mm wide

// Whose ink it is (cell_owners.cpp). Shares are of the piece.
constexpr double salt_mm2 = 0.035;           ///< of a scan of one bit: up to 4 px at 300 dpi
constexpr double owned_share = 0.3;          ///< inside the row, else it is not ours
constexpr double owned_at_edge_share = 0.6;  ///< of one that leaves the patch: else another row's
constexpr double cut_share = 0.30;           ///< in a second cell: two characters that touch
constexpr double cut_depth_share = 0.45;     ///< of the second cell's width: the same

// The character of a cell (cell_cleaner.cpp, comb_cells.cpp).
constexpr double comb_px_per_mm = 12;   ///< 305 dpi: what forms are scanned at, so little is lost
constexpr double comb_margin_mm = 1.5;  ///< for overshoot, and for the search for the blank
constexpr double character_least_mm2 = 0.15;  ///< a thin "1" of 2.5 mm has 0.6
constexpr double outlier_mm2 = 0.12;          ///< small and far from the character: dirt
constexpr double outlier_gap_mm = 0.5;
/// By outlier_mm2: from a piece that is smaller nothing is far, as it may be dirt itself.
constexpr double outlier_main_least = 2;
constexpr double magnified_least_mm = 2.4;  ///< smaller characters do not fill their tile
constexpr float tile_gain_most = 2.2F;      ///< of a faint tile's contrast
/// The pixels of a tile that set its contrast: a stroke of 8 px.
constexpr std::size_t tile_gain_pixels = 24;

// Signs about a cell. The foot of a wall is looked at where a comma stands, and the paper before
// the first cell where a minus does.
constexpr double foot_up_mm = 1.3, foot_down_mm = 0.5, foot_beside_mm = 0.6;
constexpr double before_from_mm = 1.3, before_to_mm = 0.3;           ///< away from the first wall
constexpr double before_top_share = 0.3, before_bottom_share = 0.7;  ///< of the cell's height
/// Commas, full stops and dashes: more than dirt, less than a character.
constexpr double low_sign_least_mm2 = 0.12, low_sign_most_mm2 = 1.6;
/// Of the cell's height; top and bottom are below its upper line.
constexpr double low_sign_height_most = 0.45, low_sign_top_least = 0.5, low_sign_bottom_least = 0.8;

/// Marks above a letter (cell_cleaner.cpp). A piece with less ink is dirt, and all of them together
/// have more than specks: on faxes those have up to 0.17 mm2, a thin acute has 0.21. Of 6,900
/// letters without a mark on 120 forged pages (UNIPEN's writers for calibration, print; 50 are
/// faxes) two have such a mark by these limits.
constexpr double above_piece_least_mm2 = 0.06, above_least_mm2 = 0.2;
constexpr double above_thin_mm = 0.25;  ///< a streak of the glass is thinner
/// Of the letter's. The upper stroke of an E in two pieces has 0.29 of its ink or more, a tilde
/// mostly 0.15 to 0.28; the bar of a T is wider than its stem.
constexpr double above_ink_most = 0.28, above_width_most = 0.85;
constexpr double above_gap_most_mm = 1;         ///< further off it belongs to the row above
constexpr double marked_letter_least_mm = 1.2;  ///< high: what is lower is a sign itself

// Rests of the box's own lines (foreign_ink.cpp): a bent page is off by the reach, and writing
// begins further inside. The frame of a small box is thinner, so that every mark that is meant
// reaches out of it.
constexpr double frame_reach_mm = 1.3;
constexpr double frame_rest_long_mm = 6;         ///< no letter lies so long in the frame
constexpr double frame_rest_inside_most = 0.04;  ///< of the piece's ink
constexpr double frame_small_box_mm = 6;
constexpr double frame_small_reach_share = 0.22, frame_small_long_share = 0.5;  ///< of its side

// Streaks of a dirty glass (foreign_ink.cpp): thin pieces, one above the other.
constexpr double streak_thin_mm = 0.3, streak_lean_mm = 0.3;
constexpr double streak_height_share = 0.6;  ///< of the picture's; no letter is that tall

// Specks (foreign_ink.cpp). What is smaller than a letter, as dots, full stops and the letters of
// very small print, has to stand among other ink and to be no thinner than the pen.
constexpr double letter_mm2 = 0.3;                      ///< a thin "i" has as much
constexpr double dot_least_mm2 = 0.02;                  ///< of any pen
constexpr double dot_stroke_share = 0.6;                ///< of the square of the stroke's width
constexpr double dot_among_mm2 = 0.3, dot_near_mm = 2;  ///< other ink, and how near it is
/// Two like dots side by side, right above one letter, are its diaeresis, however small.
constexpr double pair_above_most_mm = 1, pair_apart_least_mm = 0.3, pair_apart_most_mm = 1.2;
constexpr int pair_unlike_most_px = 2;
constexpr std::int64_t pair_dot_least_px = 4;  ///< a sixth of a millimetre each way

// How even letters stand (foreign_ink.cpp).
constexpr double even_letter_least_mm = 1.2;  ///< high: what is lower is a sign
constexpr double descender_mm = 0.5;          ///< below the line: such ends do not count
constexpr double uneven_most_mm = 1;          ///< what stands further off counts no more than this
constexpr std::size_t even_letters_least = 3;

// Ink of a box (zone_ink.cpp).
constexpr int stroke_rim_px = 2;  ///< of grey beside a stroke; alone it is grain of the paper
/// Narrower boxes are marks', where it is asked how much of the printed form was seen.
constexpr double form_seen_box_mm = 6;
constexpr int form_seen_near_px = 3;  ///< a quarter of a millimetre
/// Of 255: darker print of the blank is looked for; the page shows it where it is darker than a
/// third of black.
constexpr std::uint8_t blank_print_grey = 110, page_print_grey = 170;
constexpr double inside_dark_mm2 = 0.05;  ///< a dot of a pen has 0.1; a speck of a scanner less
/// Two squares: a pale dot of a pen, and more than a dent of the paper.
constexpr double inside_pale_mm2 = 0.2;

// Squares of a page that are ink beside its print (added_ink.cpp); a square has 0.34 mm.
constexpr int bridged_squares = 1;        ///< without ink between two that hang together
constexpr double sheet_rim_mm = 3;        ///< what lies around the sheet on a photo is lines, too
constexpr int dark_near_squares = 2;      ///< a bent page may be off by as much as print is near
constexpr int solid_arm_squares = 3;      ///< a millimetre each way: no stroke is so wide
constexpr double pale_character_mm2 = 1;  ///< a thin 1 of 2.5 mm; dirt has less
/// By the page's visible ink: grain is as much stronger in a pixel than in a square of 16 as it is
/// rarer in neighbours.
constexpr int faint_by_visible = 2;
constexpr int faintest_ink = 16;  ///< of 255; the least that a square map calls visible gives 18

// Ink over print (added_ink.cpp): in a window the page has clearly more ink than its blank.
constexpr int print_window_squares = 6;          ///< 2 mm; windows are half of that apart
constexpr double window_print_least_mm2 = 0.15;  ///< with less print a window tells nothing of it
/// How bold this scan makes print: the upper quarter of the windows, and within these limits. With
/// fewer windows it is not known, and nothing is ink over print.
constexpr std::size_t gain_windows_least = 50, gain_quarters = 3;
constexpr double gain_least = 0.6, gain_most = 1.8;
/// More than the print has, and by its share; the larger counts.
constexpr double surplus_mm2 = 0.6, surplus_share = 0.5;
/// Windows beside it with a surplus: a stroke is longer than two windows; a bold letter is not.
constexpr int surplus_neighbours_least = 2;

// Folds and streaks from edge to edge (page_lines.cpp).
constexpr double line_step_mm = 2, line_offset_step_mm = 0.7;  ///< along a line, across it
/// Beside the form: the slope moves a line by 4 mm over half of A4.
constexpr double line_margin_mm = 10;
/// Of the way. A stroke through a row of fields ends before the edges.
constexpr double line_covered_share = 0.55;
constexpr double line_end_mm = 14, line_end_share = 0.4;  ///< covered at both ends of the way
constexpr double line_half_width_mm = 0.75;  ///< what lies so near to a line is its own
constexpr double line_slope_most = 0.026, line_slope_step = 0.0035;  ///< 1.5 and 0.2 degrees
constexpr double same_line_mm = 1.5;  ///< nearer ones are one line, found at two slopes

// Dots of a page that lost its pencil (scattered_dots.cpp).
constexpr int dots_window_squares = 6;  ///< a side: 2 mm, half a character
constexpr double dots_window_mm = 2;
constexpr int dots_rim_squares = 1;  ///< about print and ink: the rim of a stroke is no bare paper
/// A page without any dirt would call two dots many: a stroke of 2 mm has to have left so many.
constexpr int dots_least = 5;
constexpr double dots_stroke_least_mm = 0.8;  ///< a speck on the corner of four squares is shorter
/// Windows of bare paper: their middle, and their upper tenth, which lies so many deviations of a
/// normal distribution above it.
constexpr double dots_usual_share = 0.5, dots_upper_share = 0.9, dots_upper_deviations = 1.28;
constexpr double dots_many_deviations = 6;  ///< above what is usual

// Writing in parts of a page without places to write (new_ink.cpp).
constexpr double new_ink_step_mm = 0.17;  ///< half a square of AddedInk: none is stepped over
constexpr double writing_square_mm = 1, writing_square_ink_mm2 = 0.2;  ///< two squares of AddedInk
constexpr int writing_bridge_squares = 2;  ///< over a printed line that runs through the writing
/// More than one stroke: the shortest is a short word in small writing.
constexpr std::size_t writing_squares_least = 6;
constexpr int writing_columns_least = 4, writing_rows_least = 2;
constexpr int dark_grey = 128;  ///< of 255: darker is ink, the middle between ink and paper

}  // namespace indgang::ocr::limits
