// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"

namespace indgang::ocr {

/// Something on a blank page that looks like a place to write.
struct FoundPlace {
    enum class Kind {
        comb,  ///< boxes for one character each, side by side
        box,   ///< one box for writing
        mark,  ///< a small square to tick
        line,  ///< writing stands on a rule
    };
    Kind kind = Kind::box;
    BoxMm box;          ///< outer edges; of a line the room above it
    int cells = 0;      ///< of a comb
    double gap_mm = 0;  ///< between the cells of a comb, 0 where they share their borders
};

/// The places on the picture of a blank page, from its ruled lines alone: from top to bottom, and
/// from left to right where they stand side by side. A proposal for a person: what it says is
/// there is nearly always there, what is tinted or dotted it does not see.
///
/// Takes:   a page that stands upright; how wide and high it is, > 0.
/// Errors:  internal (no memory).
/// Threads: any.
[[nodiscard]] std::vector<FoundPlace> find_places(const PageImage& blank, double width_mm,
                                                  double height_mm);

}  // namespace indgang::ocr
