// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

/// The limits of the room, each with its unit and where it comes from. All are set by hand after
/// pages of tests/forge, of other seeds than the bench's, where no measurement is named; what they
/// cost in pages that are not found is measured by the bench and on forms of others
/// (docs/accuracy.md).
///
/// What other rooms are told stands with the declarations: `PrintMask::near_mm`,
/// `BlankZones::most_bytes`, `AnchorPoints::most_points`, and how large a page is drawn for its
/// features (print_features.h).
namespace indgang::ocr::limits {

// Print of a blank. Levels of ink are of 255.
/// Ink beyond this is print of a zone (blank_zones.cpp): scanned blanks have noise of about 8.
constexpr std::uint8_t paper_ink_most = 28;
/// From this on it is print of a page (print_mask.cpp): tinted areas of a drawn blank begin at 13,
/// and what a scanned one prints lighter nobody mistakes for a pen.
constexpr int print_ink_least = 12;
constexpr double mask_cell_mm = 0.25;  ///< PrintMask::near_mm is two of them

// Transforms through points (affine_fit.cpp, page_shape.cpp).
/// Points within a millimetre of one line say nothing about the direction across it.
constexpr double spread_least_mm2 = 1;
constexpr double size_least_mm2 = 1;  ///< one point has no size, and neither has none
/// The far side of a sheet by its near one: a camera sees one side a third larger at most.
constexpr double tilt_most = 1.33;
/// Half widths and heights of A4 from its middle: beyond the paper a polynomial goes anywhere.
constexpr double bend_furthest = 1.1;

// Anchors of a blank (print_anchors.cpp): tiles with enough print to be found again.
constexpr double tile_mm = 16;
constexpr std::size_t tile_points_most = 40, tile_points_least = 16;
constexpr double white_beside_mm = 0.9;  ///< a white point, away from its printed one
constexpr int white_about_px = 2;        ///< so far on both sides of it there is no print either

// An anchor on a page (print_anchors.cpp, anchor_points.cpp). A score is -1 to 1: the print at its
// place gives 0.4 to 1.
constexpr int anchor_ink_cap = 160;   ///< of 255: a pen pulls no harder than a printed line
constexpr double score_least = 0.35;  ///< measured: other print scores up to 0.25
constexpr double score_sure = 0.6;    ///< nothing better will be found elsewhere
/// What a shift to the end of the reach costs: less than any print that is really there gains.
constexpr double way_cost = 0.05;
constexpr double fall_least = 0.12;      ///< beside the place, in a direction that is known
constexpr double beside_line_mm = 0.4;   ///< there the score falls: a printed line is 0.25 mm wide
constexpr int beside_line_least_px = 2;  ///< on a coarse page
constexpr int reach_least_px = 2;        ///< shifts are tried in steps of two
constexpr double not_found_mm = 1;       ///< so far counts what was not found; nothing counts more

// The bend through what was seen (print_anchors.cpp).
/// Keeps the higher terms from swinging where there is no print; rounds of bending make up for what
/// it takes away.
constexpr double stiffness = 0.003;
constexpr std::size_t pulls_per_term_least = 2;
constexpr int fit_rounds = 4;  ///< each without what the one before left far off
/// What lies further off the bend than both is left out: a signature across a line, a stamp, a tile
/// that jumped to the next line of text.
constexpr double off_least_mm = 0.15, off_medians = 3;

// Features of a picture (print_features.cpp), in pixels of it (`fine_px_per_mm`).
/// How far from their corner points are compared: two or three letters.
constexpr int feature_reach_px = 14;
constexpr int feature_blur_px = 2;                  ///< each point is a mean over 5 x 5 pixels
constexpr int smooth_px = 1, corner_window_px = 2;  ///< before corners are looked for; of a corner
constexpr float edge_cost = 0.05F;                  ///< Harris' k
/// A faint line's end has as much; grain of paper has below 1000.
constexpr float corner_strength_least = 4000;
constexpr int corner_apart_px = 2;  ///< the strongest of its surroundings is the corner
constexpr std::size_t corners_of_part_most = 5;  ///< so that each part of a page has some
/// Of 255: white compared with white must not be the paper's grain.
constexpr float grain_grey = 6;

// Features of a blank on a page (print_features.cpp).
constexpr int unlike_bits_most = 80;       ///< of 256; unlike places differ by 128 +- 20
constexpr std::size_t matches_most = 400;  ///< the likeliest
/// A pair of matches proposes a place: far enough apart to tell its turn, a likely scale, and a
/// turn up to 14 degrees, in radians.
constexpr double pair_apart_least_mm = 20, scale_off_most = 0.28, turn_most = 0.25;
constexpr int pairs_drawn = 1500;
/// What perspective and bent paper may add to a similarity.
constexpr double proposal_within_mm = 2.5;
/// The same beside a projection, which is fitted anew to what lies within.
inline constexpr std::array projection_within_mm = {2.0, 1.5, 1.0};
constexpr std::size_t agreeing_least = 12;  ///< on a page that is another form no twelve agree

}  // namespace indgang::ocr::limits
