// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <vector>

#include "ocr/ink/zone_ink.h"
#include "schemas/form/definition.h"

namespace indgang::ocr {

/// A wall of a comb that is clearly thicker than the comb's others along most of its height: a
/// stroke may stand on it that goes with the print, as a 1 between two cells does.
struct InkedWall {
    const form::Zone* zone;
    BoxMm box;                       ///< the wall with what may stand on it
    bool is_beside_written = false;  ///< one of the cells beside it is written in
};

/// Takes:   the zones of this page; those that are no combs have none.
/// Threads: any.
[[nodiscard]] std::vector<InkedWall> inked_walls(const PageOnBlank& at,
                                                 std::span<const form::Zone* const> zones);

}  // namespace indgang::ocr
