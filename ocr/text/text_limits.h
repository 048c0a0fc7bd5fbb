// SPDX-License-Identifier: MPL-2.0
#pragma once

/// The limits and hand-set probabilities of the room, each with its unit and where it comes from.
/// Fitted numbers stand in text_weights.h. "By hand" means that nobody measured how often it is
/// right.
namespace indgang::ocr::limits {

// Pictures of lines.
constexpr int dark_grey = 128;  ///< of 255: darker is ink, the middle between ink and paper

constexpr double plain_px_per_mm = 7.2;  ///< a capital of 3.3 mm is 24 px, its line 36
constexpr double small_px_per_mm = 5.8;  ///< a fifth lower
constexpr double padding_mm = 0.8;       ///< white around the ink; Tesseract loses edges else

constexpr double overshoot_mm = 0.6;  ///< of writing over the box's lines that still is its own
constexpr int edge_px = 3;            ///< 0.25 mm: ink so near the edge may go on beyond it

constexpr double lost_dot_mm2 = 0.02;  ///< of specks: with less none was the dot of an "i"

// Gaps between words (text_gaps.cpp); shares of the height of the line's ink, but the last.
constexpr double gap_narrow = 0.16;  ///< no narrower gap is a blank
constexpr double gap_wide = 0.4;     ///< so wide without a blank: one was missed
constexpr double gap_wider = 1.15;   ///< a blank, by the widest gap between letters

// Votes of looks at one line (line_looks.cpp), by hand. A sure look counts for more than an unsure
// one, but not for as much as two.
constexpr double own_vote = 1;
constexpr double witness_vote = 0.6;
constexpr double vote_per_confidence = 1.0 / 150;  ///< confidences are 0 to 100
constexpr double unknowing_share = 0.5;  ///< of the vote of a look that does not know a letter
constexpr double mark_vote = 1.5;        ///< against a text, for each mark too many or too few

// Marks over and under letters (letter_marks.cpp). Shares are of the height of a capital; measured
// on 90 office lines in six typefaces: dots are 0.12 to 0.18 wide, accents 0.18 to 0.35, rings 0.28
// to 0.36, pairs and carets 0.34 to 0.68.
constexpr double letter_least_mm = 1.2;     ///< a small letter in print of 7 points
constexpr double letter_least = 0.4;        ///< of a letter under a mark; a small "x" has 0.6
constexpr double mark_bottom_least = 0.62;  ///< above the base line; a small "x" has 0.6 to 0.78
constexpr double mark_height_most = 0.45;
constexpr double mark_width_least = 0.08;  ///< thinner is a piece of a streak
constexpr int tail_least_px = 3;           ///< 0.25 mm: a cedilla is wider, a speck is not
constexpr double mark_overhang = 0.12;     ///< that a mark reaches beyond its letter: "í"
constexpr double mark_over_letter = 0.6;   ///< of the mark's width, the least that is over it
constexpr double pair_gap_most = 0.35;     ///< between the dots of a diaeresis
constexpr double below_least = 0.12;       ///< a round letter overshoots the line by 0.03
constexpr double dot_most = 0.24;          ///< no mark that is larger is a dot
constexpr double dot_mostly = 0.17;        ///< up to here the slant of so few pixels says nothing
constexpr double wide_mark_least = 0.3;
constexpr double wide_mark_aspect = 1.5;  ///< width by height
constexpr double slanted_least = 0.4;     ///< correlation; a ring has 0 to 0.2, an accent 0.7

// Bars that stick out of letters to the left, and letters from the top to below the base line.
// Measured on the letters of 14 typefaces, capitals of 40 px: "đ", "ð", "ł", "f", "t" have 0.07 and
// more, no other letter has, but of a slanted edge.
constexpr double barred_height_least = 0.92;  ///< of a letter with a bar; a small "a" has to 0.8
constexpr double letter_width_most = 1.2;     ///< wider are letters that touch each other
constexpr double letter_end = 0.1;  ///< rows at the top and the bottom, with serifs and blur
constexpr double bar_least = 0.07;  ///< how far a bar sticks out
constexpr int bar_least_px = 3;     ///< 0.25 mm: the grain of a scan's edges is less
constexpr double bar_thickness_most = 0.2;
constexpr double bar_lowest = 0.25, bar_highest = 0.93;  ///< of its middle above the base line
constexpr double tall_least = 0.8, deep_least = 0.15;    ///< above and below the base line
constexpr double taller_than_small = 1.2;  ///< small letters have 0.6 to 0.78 of a capital

// How even letters stand.
constexpr double even_mm = 0.02;                   ///< the grain of the picture
constexpr double unknown_unevenness_mm = 0.1;      ///< where there are too few letters: neither
constexpr double print_unevenness_most_mm = 0.06;  ///< forged: print to 0.045, hands from 0.075

// Probabilities that were never measured.
/// By hand: below the acceptance of every form, since a mark that the text does not explain is a
/// letter that was read wrong.
constexpr double unexplained_most = 0.9;
/// By hand: of ink in which no letter was seen, that nothing is written there.
constexpr double unread_probability = 0.6;
/// By hand: that a box is empty in which there are at most specks, and one with many of them.
constexpr double empty_probability = 0.995;
constexpr double perhaps_empty_probability = 0.7;
constexpr double specks_most_mm2 = 1.0;  ///< more may be a faint or very small writing
constexpr double speck_mm2 = 0.15;       ///< less ink in a box than this is none
/// By hand: of what the best text leaves over, the share of the next one, and so on.
constexpr double next_share = 0.5;
constexpr double listed_least = 0.001;  ///< a less likely text is not listed

}  // namespace indgang::ocr::limits
