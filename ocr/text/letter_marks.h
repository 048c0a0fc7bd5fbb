// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string_view>
#include <vector>

#include "ocr/image/page_image.h"
#include "ocr/ink/zone_ink.h"

namespace indgang::ocr {

/// The ink that stands apart over one letter. Sizes are shares of the height of a capital.
struct LetterMark {
    int pieces = 1;  ///< side by side: a diaeresis has two
    double width = 0;
    double height = 0;
    double slant = 0;  ///< -1 ("\") to 1 ("/"); near 0 for dots, rings, carets
};

/// What stands over the letters of one line and below its base line, and what crosses them.
struct LineMarks {
    std::vector<LetterMark> above;  ///< left to right
    int below = 0;                  ///< places where ink reaches below the base line
    int tall_and_below = 0;         ///< pieces from the height of a capital to below the base line
    int tall = 0;                   ///< pieces as high as a capital; 0 where all letters are
    int bars = 0;           ///< pieces with a thin bar that sticks out to the left: "f", "ð"
    bool is_dirty = false;  ///< the box holds specks, so that a small dot may be one
    bool is_known = false;  ///< false: not measured, so that nothing can be said
};

/// Measures the marks of one line of print.
///
/// Takes: ink, and the box of it that holds the line.
/// Gives: unknown marks where the line has no letter of 1.2 mm or more.
/// Limits: a mark that touches its letter, and one that was taken for a speck, is not seen; a bar
///         only of a letter that touches no other on its left.
[[nodiscard]] LineMarks marks_of(const WriterInk& ink, const BoxPx& extent);

/// How a text and the marks of the ink that it was read from go together.
struct MarkBalance {
    int unexplained = 0;  ///< marks, bars, tails that no letter has: two dots where it has a "u"
    int missing = 0;      ///< letters of the text whose mark the ink does not show: an "i"
    /// Of these, letters that are no dotted ones that touch their dot either, for then they were as
    /// high as capitals: an "ı" that was read as "i". 0 where a dot may have been taken for a
    /// speck.
    int dotless = 0;
};

/// Takes: UTF-8. A mark counts as explained when the letters that have one can be laid on the
/// marks in their order, each on one of its look. Unknown marks go with every text.
[[nodiscard]] MarkBalance balance_of(const LineMarks& marks, std::string_view text);

}  // namespace indgang::ocr
