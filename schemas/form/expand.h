// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "schemas/form/definition.h"
#include "schemas/form/form_source.h"
#include "schemas/form/layout.h"

/// Inside schemas/form only: prefixes, blocks, columns and repeats become fields.
namespace indgang::form {

/// Fills `form.fields` and gives the rows that they stand in; both point into `source`.
[[nodiscard]] std::vector<FlowSection> expand_sections(const FormSource& source,
                                                       FormDefinition& form, Problems& problems);

/// Fills `form.rules`, with "husstand.*.cpr" replaced by the ids of all rows.
void expand_rules(const FormSource& source, FormDefinition& form, Problems& problems);

}  // namespace indgang::form
