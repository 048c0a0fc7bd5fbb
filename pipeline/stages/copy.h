// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/copy/searchable_copy.h"
#include "schemas/form/definition.h"
#include "schemas/record/reading.h"
#include "schemas/record/record.h"

namespace indgang::stages {

/// What the searchable copy of an application is made of: its own pages as the case gets them
/// (never a foreign one), and on each the values of its fields as the record has them, corrected
/// ones too, in place of their writing.
///
/// Takes:   `form` of the record, or nullptr when it is of no known form; the readings of the
///          arrival's pages in any order; `id` of the application.
/// Gives:   nothing when no page can be shown: XML, or only unreadable pages.
/// Known limit: a page that could not be read is left out, because it has no pixels.
[[nodiscard]] std::optional<ocr::CopyOrder> order_copy(
    const form::FormDefinition* form, const record::ApplicationRecord& record,
    const std::vector<record::PageReading>& readings, const std::string& id);

}  // namespace indgang::stages
