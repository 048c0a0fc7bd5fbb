// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/toml/key_table.h"

/// Every key of form.toml and of the field library, in one place: what reads a form, the nearest
/// known word, docs/formats/form-keys.md and docs/formats/form.schema.json come from it.
namespace indgang::form {

/// The root first.
[[nodiscard]] std::span<const KeyTable> form_keys();
/// Takes: the name of a table of `form_keys`.
[[nodiscard]] const KeyTable& keys_of(std::string_view table);

/// What a field may hold that is more private than the rest of an application.
[[nodiscard]] const std::vector<std::string_view>& sensitivities();
/// Registers that may confirm a field.
[[nodiscard]] const std::vector<std::string_view>& confirming_registers();

/// docs/formats/form-keys.md and docs/formats/form.schema.json.
[[nodiscard]] std::string form_keys_markdown();
[[nodiscard]] std::string form_json_schema();

/// The text of schemas/forms/template.toml: a new form, with "{{form}}" where its id stands.
[[nodiscard]] std::string_view form_template();
/// Whether a form, a field or a block can have this name: a letter, then a-z, 0-9 and _.
[[nodiscard]] bool is_id(std::string_view text);

}  // namespace indgang::form
