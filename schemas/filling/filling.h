// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/filling/dice.h"
#include "schemas/form/definition.h"
#include "schemas/record/record.h"

/// Applications of invented people, from the definition of a form alone: for trying a form, for
/// samples and for tests. The same dice give the same application.
namespace indgang::filling {

/// What somebody answers: field id to canonical value (Value::canonical). Fields left empty are
/// not in it.
using Filling = std::map<std::string, std::string>;

/// Plausible answers of an invented person, with a replacement CPR number. All required fields
/// and those that a condition demands are filled, those that are not asked for are not, optional
/// ones are half of the time; the limits of fields, `sum_within` and `date_order` hold.
[[nodiscard]] Filling random_filling(const form::FormDefinition& form, Dice& dice);

/// Puts plausible answers into these rows of a table, and none into its others: required fields
/// always, the others mostly.
void fill_rows(const form::FormDefinition& form, const std::string& table,
               const std::vector<int>& rows, Filling& filling, Dice& dice);

/// A CPR number with day + 60; about half of them pass modulus 11.
[[nodiscard]] std::string random_cpr(int youngest_year, int oldest_year, Dice& dice);

/// Errors: std::runtime_error naming the first field that the form does not have or whose value is
/// not canonical.
void check_filling(const form::FormDefinition& form, const Filling& filling);

/// As people write in a comb: "Søndre Allé" becomes "SØNDRE ALLE". Takes UTF-8.
[[nodiscard]] std::string capitals(std::string_view text);

/// How a value is written in its field: "01032026" and capitals in a comb, "1. marts" nowhere.
[[nodiscard]] std::string written(const form::Field& field, const std::string& canonical);

/// Whether a condition of the form holds among these answers.
[[nodiscard]] bool holds(const form::Condition& condition, const Filling& filling);

/// As `random_filling`, and nothing in it breaks a rule of the form that needs no register: what
/// must be declared and signed is, nobody stands there twice, pages say the same.
[[nodiscard]] Filling valid_filling(const form::FormDefinition& form, Dice& dice);

/// What an application can be made to break: names of rules without registers, and of attributes
/// of fields ("required", "required_when", "shown_when", "min", "max", "pattern", "max_length").
/// Only those that this form has.
[[nodiscard]] std::vector<std::string> breakable(const form::FormDefinition& form);

/// A valid application, changed so that it breaks `rule` and nothing else.
/// Gives: nothing when the form has nothing to break by that name.
[[nodiscard]] std::optional<Filling> broken_filling(const form::FormDefinition& form,
                                                    const std::string& rule, Dice& dice);

/// The answers as a record of XML, as `xml::to_xml` writes it.
/// Takes: a filling that `check_filling` takes.
[[nodiscard]] record::ApplicationRecord record_of(const form::FormDefinition& form,
                                                  const Filling& filling);

}  // namespace indgang::filling
