// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "ocr/image/page_image.h"
#include "ocr/match/matcher.h"
#include "schemas/core/page_place.h"

namespace indgang::ocr {

/// What stands on one part of a picture.
struct PageOfSheet {
    Half half = Half::whole;
    MatchedPage page;
};

/// Finds out what a picture shows: one page, or two that were scanned side by side as one sheet.
///
/// A picture is parted only where both halves are pages of forms, or where it is known to be as
/// large as A3 (its file says the dpi, or it is of one bit and a page that is registered fills
/// exactly a half) and one half is. What is parted is never one page of a form.
///
/// Takes:  what `normalise` gives, not turned.
/// Gives:  the whole; or its halves in the order of reading, each turned upright by itself, an
///         empty one too.
/// Costs:  nothing for a picture whose dpi says that it is smaller than A3.
/// Known limit: the cut is in the middle. What a half lost by a sheet that lay askew is its margin.
[[nodiscard]] std::vector<PageOfSheet> match_sheet(Matcher& matcher, PageImage&& picture);

}  // namespace indgang::ocr
