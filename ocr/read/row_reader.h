// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <set>
#include <span>

#include "ocr/ink/zone_ink.h"
#include "schemas/form/definition.h"
#include "schemas/record/reading.h"

namespace indgang::ocr {

/// Which rows of a table somebody filled in, without reading them.
///
/// Takes:   a page with rows of the table; `inks`, of those lines of text on it in which there is
///          ink; `hidden`, the zones of the page with hidden print; `typed`, the rows in which
///          something was filled in on a screen.
/// Gives:   a reading in which a row is filled, doubtful, struck out or, in none of the lists,
///          empty. Its box is that of all rows on the page.
/// Threads: any.
/// Source:  docs/accuracy.md#tables
[[nodiscard]] record::TableReading read_rows(const PageOnBlank& at,
                                             const form::FormDefinition& form,
                                             const form::Table& table,
                                             const std::map<const form::Zone*, WriterInk>& inks,
                                             std::span<const form::Zone* const> hidden,
                                             const std::set<int>& typed);

}  // namespace indgang::ocr
