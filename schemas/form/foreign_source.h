// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "schemas/form/form_source.h"
#include "schemas/toml/table_reader.h"

/// Inside schemas/form only.
namespace indgang::form {

/// Reads the [[page]] and [[grid]] tables of a form.toml into `source.pages` and `source.grids`.
void read_foreign(TableReader& form, FormSource& source);

}  // namespace indgang::form
