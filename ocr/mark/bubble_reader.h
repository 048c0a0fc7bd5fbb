// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "ocr/ink/zone_ink.h"
#include "ocr/mark/mark_reader.h"
#include "schemas/form/definition.h"
#include "schemas/record/reading.h"

namespace indgang::ocr {

constexpr const char* bubble_reader_name = "bubbles/1";

/// One bubble of a page and how much darker it is than empty.
struct Bubble {
    const form::Zone* zone = nullptr;
    double darker = 0;        ///< 0: as empty ones; a bubble painted black has 0.6 to 1
    bool is_crowded = false;  ///< so full of print that a mark may not show
};

/// All bubbles of a page: what empty means is seen from the blank and from the others.
/// Takes: the page's zones of capture bubble.
/// Gives: one Bubble for each, in their order.
[[nodiscard]] std::vector<Bubble> see_bubbles(const PageOnBlank& at,
                                              const std::vector<const form::Zone*>& zones);

/// One reading of a field: as join_marks, or with cells as a comb: one character a column.
/// Takes: the bubbles of one field, at least one.
/// Gives: a reading without field and box.
[[nodiscard]] record::FieldReading read_bubbles(const std::vector<Bubble>& bubbles);

}  // namespace indgang::ocr
