// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

#include "pipeline/store/store.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

namespace indgang::runner {

/// What lists show of a record, and what it is searched by. A form that is not in the catalogue has
/// no applicant.
[[nodiscard]] store::Listing listing_of(const form::FormCatalogue& catalogue,
                                        const record::SettledRecord& settled);

/// "1-3,5-left": the pages of the arrival; empty for documents.
[[nodiscard]] std::string pages_of(const record::ApplicationRecord& record);

/// The set that each page of the form has; empty: they have none, or not the same.
[[nodiscard]] std::string set_of(const record::ApplicationRecord& record);

/// Tells whether two say the same: form, person and every value. What stands beside the values,
/// such as comments and the order of elements, is not in it.
[[nodiscard]] std::string content_of(const record::ApplicationRecord& record);

/// Makes the listings that a store from before there were any lacks.
void list_unlisted(store::Store& store, const form::FormCatalogue& catalogue);

}  // namespace indgang::runner
