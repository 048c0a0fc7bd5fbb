// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>

/// The limits of the room, each with its unit and where it comes from. All are set by hand after
/// pages of tests/forge, of other seeds than the bench's, where no measurement is named; what they
/// cost in pages that are not found is measured by the bench and on forms of others
/// (docs/accuracy.md).
namespace indgang::ocr::limits {

// Looking for the page code (matcher.cpp): about the place where a form has it. Scans come first,
// then photos, on which the page is smaller than the picture.
constexpr double scanned_room_mm = 9, photo_room_mm = 24;

// Straightening (matcher.cpp).
constexpr double flat_enough_mm = 0.12;  ///< half a printed line: readers look closer themselves

// Which page it is (contest.cpp, feature_search.cpp).
/// Of agreement. Two editions of a form differ in a few words: which one it is must not be guessed.
constexpr double contest_margin_least = 0.1;
/// Of pages alike (alike_pages.cpp), print that only one of two has; 1: all that should be seen is
/// seen and nothing else, -1: the other way round.
constexpr double apart_least = 0.5;
constexpr int apart_points_least = 100;
constexpr std::size_t sightings_surely = 60;  ///< so many are of the right size and way up
/// Pages of one family share their heading; what is seen of the right one is much more. The others
/// are compared while they have a third of the first one's sightings.
constexpr std::size_t likely_pages_most = 6, likely_share = 3;

// Whether a place on a page is where it should be (matched_page.cpp).
constexpr double print_near_mm = 20;  ///< anchors stand 16 mm apart
constexpr double displaced_mm = 0.3;  ///< the readers themselves move a zone by up to 0.4 mm
constexpr std::size_t print_near_least = 3;
/// Of three anchors that are looked for one is seen, or the print around is covered, torn off or
/// somewhere else.
constexpr std::size_t print_seen_thirds = 3;

// Two pages in one picture (sheet_lie.cpp, sheet_halves.cpp).
/// The longer side by the shorter. Two A4 pages are as long as A3 (1.414); scanners for it also
/// give 11 x 17 inches (1.545).
constexpr double sheet_ratio_least = 1.3, sheet_ratio_most = 1.65;
constexpr double sheet_short_least_px = 800;  ///< a half that is read at all has 70 dpi
/// The glass may be a little smaller than the sheet; legal paper is 356 mm long.
constexpr double sheet_long_least_mm = 385, sheet_short_least_mm = 270;
/// Of the picture's sides, beyond a half: 13 mm along A3, 9 mm across.
constexpr double half_room = 0.03;
/// Of them, how far a page is from filling a half exactly.
constexpr double half_along_off_most = 0.02, half_across_off_most = 0.05;
constexpr double page_of_half_room = 0.08;  ///< a sheet that lies askew or off the middle

// An empty page (empty_page.cpp).
constexpr double empty_edge_mm = 8;  ///< scanners draw edges and shadows here
/// A note of one word has 10 mm2 of ink; specks smaller than 0.2 mm are not counted.
constexpr double blank_ink_most_mm2 = 4;
/// More than holes and edges leave inside the edge: two holes have 50 mm2, four 100.
constexpr double surely_written_mm2 = 150;
constexpr double reduced_px_per_mm_most = 4;  ///< a page is halved until it has no more
constexpr int black_ink_below = 128;          ///< of 255: darker than half
/// Of 255, darker than the paper around: as much as an empty page is stretched to see.
constexpr int pale_ink_levels_least = 32;
constexpr double paper_around_mm = 4;       ///< where its level is looked up
constexpr double black_edge_least = 0.005;  ///< the share of the darkest that `normalise` looks at
constexpr double ink_together_mm = 1;       ///< ink so near is one piece
/// ISO 838: holes are 6 mm wide. A worn punch or a torn rim makes them wider; the darkness behind
/// fills them.
constexpr double hole_least_mm = 4, hole_most_mm = 8, hole_filled_least = 0.6;
constexpr double border_mm = 0.7;  ///< of the picture: what reaches it is no writing
/// Dirt in the edge: small, as thin as the shadow of the paper, or light. Two specks side by side
/// have so much ink; a letter has 1.5 mm2.
constexpr double edge_speck_most_mm = 1.5, edge_thin_most_mm = 0.9, edge_specks_most_mm2 = 1.2;

}  // namespace indgang::ocr::limits
