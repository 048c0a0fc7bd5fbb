// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>

/// The limits and hand-set probabilities of the room, each with its unit and where it comes from.
/// Marks and signatures: of sketched ones (tests/forge) at 200 and 300 dpi with pens of 0.3 to
/// 0.7 mm, by hand; the bench counts what is wrong and accepted. Bubbles: of the answer sheets in
/// docs/accuracy.md.
namespace indgang::ocr::limits {

// Marks. Shares are of the inside of the box.
constexpr double mark_inset_mm = 0.35;  ///< half a printed line and a pixel of registration
constexpr double trace_share = 0.015, mark_share = 0.06, black_share = 0.66;
constexpr double middle_least = 0.04;  ///< of the middle half: lines of the form do not reach it
constexpr double form_seen_least = 0.6;
constexpr double moved_least_mm2 = 0.3;  ///< lines of the box beside their place

// Probabilities that the box is meant as marked.
constexpr double empty_marked = 0.0004, clear_marked = 0.998;
constexpr double filled_marked = 0.93, struck_marked = 0.03;
/// Lines of the form lie in the box, so that the page may be another place than it seems.
constexpr double moved_empty_marked = 0.02, beside_middle_marked = 0.4;
constexpr double grain_marked = 0.001;
/// Beside a clear mark: a box that was scribbled over, or filled.
constexpr double taken_back_marked = 0.004, filled_beside_clear_marked = 0.2;

// What leaves the box.
constexpr double beside_from_mm = 0.35, beside_width_mm = 0.9;
constexpr double scribble_mm2 = 0.25;                                     ///< on both sides
constexpr double through_height_most = 0.55, through_width_least = 0.85;  ///< of the box, inside
constexpr double through_mm2 = 0.1;
constexpr double leaning_share = 0.3, leaning_mm2 = 0.5;  ///< above or below the box

// What is no mark.
constexpr double dash_height_most_mm = 0.9, dash_width_by_height = 2;
constexpr double pen_stroke_mm2 = 0.5, pen_piece_least = 0.35;  ///< pieces of grain are smaller

// Signatures. The shortest is two initials: more than a stroke, wider than a character.
constexpr double signature_inset_mm = 0.8;
constexpr double signature_mm2 = 4, signature_width_mm = 6, signature_stroke_mm2 = 1;
constexpr double signature_ink_least_mm2 = 0.5;
/// Of what is drawn: a streak of a fax is thinner by its length, grain is shorter, and of the edge
/// of a shadow more is solid (AddedPiece) than of strokes.
constexpr double drawn_thick_mm = 0.5, drawn_long_mm = 1.6, solid_most = 0.25;
constexpr double signature_surely = 0.995, signature_perhaps = 0.6;

// Bubbles. Sizes are of the bubble's, darkness of the paper's.
constexpr double around = 1.0;          ///< looked at on each side for paper
constexpr double bubble_inside = 0.72;  ///< away from its ring
constexpr double patch_px = 24;         ///< across the bubble
constexpr double paper_share = 0.85;    ///< of the points around and in it are darker than paper
constexpr double paper_least = 80;      ///< darker than that is no paper
constexpr double between_share = 0.6;   ///< of its inside a letter may take nearly as much
constexpr double empty_share = 0.25;
constexpr double print_most = 0.22;  ///< what letters and grey columns add at most
constexpr double empty_darker = 0.09, marked_darker = 0.3;
constexpr double empty_bubble_marked = 0.0005, clear_bubble_marked = 0.998;
/// Where print fills this much of an empty bubble, pencil hardly makes it darker.
constexpr double crowded = 0.3, crowded_empty_marked = 0.02;
/// Far from the limits: a student number takes ninety such looks.
constexpr double surely_empty_darker = 0.04, surely_marked_darker = 0.4;
constexpr double surely_empty_marked = 0.00005, surely_marked = 0.9996;
constexpr std::size_t family_least = 4;  ///< bubbles that are compared with each other

// Candidates.
constexpr std::size_t candidates_most = 8;
constexpr double listed_least = 0.001;

}  // namespace indgang::ocr::limits
