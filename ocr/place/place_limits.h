// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>

/// The limits of the room, each with its unit and where it comes from. All are set by hand after
/// pages of tests/forge, of other seeds than the bench's, where no measurement is named; what they
/// cost in pages that are not found is measured by the bench and on forms of others
/// (docs/accuracy.md). Levels of grey are of 255.
///
/// What other rooms are told stands with the declarations: `blanks_held` (blank_pages.h),
/// `residual_most_mm` and `squares_least` (registration.h).
namespace indgang::ocr::limits {

// Blanks (blank_pages.cpp).
constexpr double blank_dpi = 300;  ///< of one that is drawn: what forms are scanned at
/// Of the blank's size: what is smaller is made from half the blank, which costs a quarter.
constexpr double small_sketch = 0.3;

// Somebody else's blank (blank_picture.cpp).
constexpr double blank_dpi_least = 150, blank_dpi_most = 300;
constexpr int blank_dark_below = 128;        ///< what hangs together with the edge, and is no paper
constexpr int blank_rim_px = 5;              ///< across: cleared about it
constexpr double blank_stretch_most = 1.03;  ///< of its proportions from the page's
constexpr std::size_t blank_anchors_least = 15;

// Black squares (mark_search.cpp).
constexpr double square_least_px = 4;
constexpr double square_furthest_px = 1e6;  ///< no page is so large
/// Of the square's side. The inside leaves out what a turn of 6 degrees moves; the frame begins
/// where blur has ended.
constexpr double inside_share = 0.88, frame_inner_share = 1.25, frame_outer_share = 1.7;
/// Measured: whole marks score 0.9 and more on bitonal scans, half covered ones 0.65; the best
/// place of a window of print, a finder of the page code included, 0.45.
constexpr double square_score_least = 0.6;
constexpr int square_step_px = 2;  ///< of the search

// Page codes (page_codes.cpp).
/// At 150 dpi the modules of a page code are 4 pixels wide: enough, at a quarter of the cost.
constexpr double code_dpi_enough = 140;

// Where the squares of a page of which the code is known are looked for (registration.cpp). The
// corners of the code are seen to about a third of a module (0.25 mm), so the guess is off by a
// share of the distance from it, until a far square is found. The far side of a page that was
// photographed at an angle is larger or smaller than the near one.
constexpr double reach_near_mm = 2;
constexpr double reach_share = 0.035;
constexpr double angled_reach_share = 0.1;
/// Where nothing is known. On a photo a corner is moved by the room around the page, its turn and
/// the angle.
constexpr double unknown_reach_mm = 18;

// Transforms through marks (registration.cpp).
/// Paper is not rubber: what stretches one way by more than this was found wrongly.
constexpr double stretch_most = 1.1;
/// So many marks (with the code's centre) that fit an affine transform so well were all seen
/// rightly, on a page that is flat.
constexpr double trusted_mm = 0.15;
constexpr std::size_t trusted_least = 4;
/// Of marks that remain when one is left out: three fit any affine transform.
constexpr std::size_t fitted_least = 4;
constexpr double hopeless_mm = 2;  ///< no flat page: such a residual is no proposal

// Bending to the print (registration.cpp).
constexpr double print_near_mm = 0.6, print_wide_mm = 1.8;  ///< how far it is looked for
/// Good to a third of a pixel at 200 dpi: nothing is to be gained.
constexpr double fine_mm = 0.04;
/// Of the nearest marks and anchors: a stamp or a signature hides some of them.
constexpr double trusted_share = 0.9;
/// Of the anchors, and how many, that say anything.
constexpr double seen_share_least = 0.4;
constexpr std::ptrdiff_t seen_least = 12;

// Whether a page is that page (registration.cpp), by the share of its print that is seen.
/// Filled in pages have 0.75 and more, other pages of the same form 0.25 and less.
constexpr double agreement_least = 0.5;
constexpr double agreement_promising = 0.3;  ///< at some hundred points before the long search

// A coarse page is looked at enlarged (registration.cpp): below 100 dpi, to 150.
constexpr double readable_px_per_mm = 4, enlarged_px_per_mm = 6;

// Pieces of print (print_compare.cpp).
constexpr double light_beside_mm = 0.9;  ///< of a printed point: strokes are 0.25 mm wide
/// Each way, of a page; of each at most and at least so many points are looked at.
constexpr int tile_columns = 5, tile_rows = 7;
constexpr int tile_points_most = 120, tile_points_least = 40;
constexpr double tile_agreement_least = 0.45;
constexpr double tile_step_mm = 0.2;  ///< of the search: steps must not jump over a stroke
/// How far a piece may be off at first, and when the others have said where the page lies.
constexpr double tile_wide_mm = 4, tile_narrow_mm = 1;
constexpr std::size_t pieces_least = 8;
constexpr double piece_off_most_mm = 0.8;  ///< from where the others put it

}  // namespace indgang::ocr::limits
