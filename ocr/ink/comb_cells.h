// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <vector>

#include "ocr/blank/blank_page.h"
#include "ocr/blank/blank_zones.h"
#include "ocr/image/page_image.h"
#include "ocr/ink/cell_cleaner.h"
#include "schemas/core/divide_comb.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// The empty form below a comb: drawn from the form's definition, or a scan of a foreign blank.
/// Borrowed; `to_page` goes from form mm to pixels of `page`; `zones` are those of `page`, if it
/// is looked at again and again.
struct BlankForm {
    const PageImage& page;
    MmToPx to_page;
    BlankZones* zones = nullptr;

    [[nodiscard]] static BlankForm of(const BlankPage& blank) {
        return {blank.image, blank.to_image, blank.zones.get()};
    }
};

/// Samples the cells out of page and blank and cleans them; read_comb without the net.
///
/// Takes:   `page` and `to_page` as sample_zone, off by at most 0.4 mm; `cells` in form mm, one
/// row,
///          left to right, with or without gaps, 1 to limits::comb_cells of them;
///          `faint_ink` as remove_form.
/// Gives:   one CleanCell per cell.
/// Errors:  limit (number of cells), and those of sample_zone.
/// Threads: any.
[[nodiscard]] std::vector<CleanCell> clean_cells(const PageImage& page, const MmToPx& to_page,
                                                 const BlankForm& blank,
                                                 std::span<const BoxMm> cells,
                                                 int faint_ink = usual_faint_ink);

}  // namespace indgang::ocr
