// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <vector>

#include "ocr/ink/zone_ink.h"
#include "schemas/form/definition.h"
#include "schemas/record/reading.h"

namespace indgang::ocr {

/// Holds what stands on a page against what was read of it: every visible trace is part of a
/// reading, or it is told.
///
/// Takes:   `hidden`, the zones of the page with hidden print (hidden_print.h); `fields`, the
///          readings of all fields on this page, in any order.
/// Gives:   the traces that no reading explains, the largest first, their boxes on the page that
///          was read; at most limits::page_traces. A field that a trace may change and that had no
///          doubt gets one: "writing_beside" for ink outside its box, "writing_unread" for ink in a
///          box or a cell that was read as empty, "faint_ink" for what may be pale ink there,
///          "print_hidden" for a box whose lines are not to be seen, "line_through" and
///          "show_through" for a fold and the back of the paper in what was read.
/// Threads: any.
[[nodiscard]] std::vector<record::Trace> account_for_ink(const PageOnBlank& at,
                                                         const form::FormDefinition& form, int page,
                                                         std::span<const form::Zone* const> hidden,
                                                         std::vector<record::FieldReading>& fields);

}  // namespace indgang::ocr
