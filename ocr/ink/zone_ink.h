// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>

#include "ocr/blank/blank_page.h"
#include "ocr/image/page_image.h"
#include "ocr/ink/added_ink.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

constexpr double ink_px_per_mm = 12;   ///< of the patches below: 305 dpi, so little is lost
constexpr double ink_margin_mm = 1.5;  ///< around the printed box

/// A page with its place, the blank of the same page, and what was added to it. Borrowed.
struct PageOnBlank {
    const PageImage& page;
    const MmToPx& to_page;
    const BlankPage& blank;
    const AddedInk& added;
};

/// What a writer put into a box of the form and around it, the printed form taken out.
///
/// `patch` is the box with ink_margin_mm on each side at ink_px_per_mm: 255 - ink, white where
/// there is none.
struct WriterInk {
    GreyPatch patch;
    BoxPx box;               ///< the printed box within the patch
    double dropped_mm2 = 0;  ///< ink that was taken for specks
    double largest_mm2 = 0;  ///< of the pieces of ink that hang together
    /// How much of the printed form in a small zone (a mark's) was seen at its place; 1 in others.
    double form_seen = 1;
    double frame_mm2 = 0;  ///< pieces of the box's own lines that were found off their place
    std::optional<double> unevenness_mm;  ///< see foreign_ink.h

    /// Ink in a part of the patch, as square millimetres of full black.
    [[nodiscard]] double ink_mm2(const BoxPx& part) const;
    /// The upright box around all ink within `part`; of no size when there is none.
    [[nodiscard]] BoxPx extent(const BoxPx& part) const;
};
[[nodiscard]] WriterInk take_ink(const PageOnBlank& at, const BoxMm& box);

/// Whether there is any ink within a printed box, at least `inset_mm` away from its lines: single
/// dark pixels of the page as it was scanned, or a pale trace that a person sees (added_ink.h). A
/// fold or a streak through the box is none. Quick. The blank has to be white there.
[[nodiscard]] bool has_ink_inside(const PageOnBlank& at, const BoxMm& box, double inset_mm);

}  // namespace indgang::ocr
