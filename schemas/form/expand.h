// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/form/definition.h"
#include "schemas/form/form_source.h"
#include "schemas/form/layout.h"

/// Inside schemas/form only: prefixes, blocks, columns and repeats become fields.
namespace indgang::form {

/// What a kind of value is on paper unless the form says otherwise.
struct OnPaper {
    Capture capture = Capture::line;
    int cells = 0;
    bool may_set_cells = false;
    std::string_view hint;
};
[[nodiscard]] OnPaper on_paper(ValueKind kind);

/// Whether the field can stand on paper as it says.
void check_capture(const std::string& name, const FieldSource& from, Problems& problems);

/// Fills `form.fields` and gives the rows that they stand in; both point into `source`.
[[nodiscard]] std::vector<FlowSection> expand_sections(const FormSource& source,
                                                       FormDefinition& form, Problems& problems);

/// Fills the conditions of the fields: what a condition names is found in the same row of a table,
/// then under the field's own prefix, then as it is written. Takes: all fields are there.
void expand_conditions(const FormSource& source, const std::vector<FlowSection>& sections,
                       FormDefinition& form, Problems& problems);

/// Words, and when a field or section is to be filled in, in those of the author.
[[nodiscard]] Text with_conditions(const Text& words,
                                   const std::vector<ConditionSource>& shown_when,
                                   const std::vector<ConditionSource>& required_when);

/// Fills `form.rules`, with "husstand.*.cpr" replaced by the ids of all rows, or of one row each
/// where the rule is bound to `each_row` of that table. A rule `required_when` is the older writing
/// of that attribute and becomes it.
void expand_rules(const FormSource& source, FormDefinition& form, Problems& problems);

}  // namespace indgang::form
