// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

#include "pipeline/stages/tail.h"
#include "pipeline/store/store.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

namespace indgang::runner {

/// What the JSON of an item's record, or of a past one, says: a settled record, or an application
/// record of which nothing is settled, with its own findings and no verdicts, reasons and answers.
/// Errors: as record::parse_settled_record.
[[nodiscard]] record::SettledRecord settled_of(bool is_settled, const std::string& json);
[[nodiscard]] record::SettledRecord settled_of(const store::Item& item);
/// The application record in it.
[[nodiscard]] record::ApplicationRecord record_of(const store::Item& item);

/// What the store keeps of what the tail decided of an item.
[[nodiscard]] store::Settlement settlement_of(const std::string& item, stages::Delivery delivery,
                                              const form::FormCatalogue& catalogue);

}  // namespace indgang::runner
