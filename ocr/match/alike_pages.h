// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/match/contest.h"
#include "ocr/place/blank_pages.h"

namespace indgang::ocr {

/// Which of pages that are printed alike a page is: the one of which the print that another lacks
/// is seen, while what it lacks itself is not; so against each of the others. The last pages of
/// forms differ in a heading and a few lines, which is a tenth of no print and yet says all.
///
/// Versions of a form that have the page in common, print and places, need not be told apart by it:
/// the pages beside do that.
///
/// Takes: claims to one page, and the page turned as the best of them says.
/// Gives: nothing when two have too little print of their own (apart_points_least) to be told
/// apart, or when the page shows neither's.
struct Winner {
    const Claim* claim;
    std::vector<std::string> other_versions;  ///< of its form, which have the page in common
};
[[nodiscard]] std::optional<Winner> told_apart(const std::vector<Claim>& alike,
                                               const PageImage& page, BlankPages& blanks);

}  // namespace indgang::ocr
