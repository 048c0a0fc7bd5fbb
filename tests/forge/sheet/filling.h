// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/form/definition.h"
#include "tests/forge/hand/hand.h"
#include "tests/forge/sheet/sheet.h"

namespace indgang::forge {

/// What somebody answers: field id to canonical value (Value::canonical). Fields left empty are
/// not in it.
using Filling = std::map<std::string, std::string>;

/// Plausible answers of an invented person, with a replacement CPR number. All required fields
/// and those that a rule `required_when` demands are filled, optional ones half of the time;
/// `sum_within` and `date_order` hold.
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

/// At which end of a comb an amount stands that does not fill it.
enum class Side { left, right };

/// Writes one answer into its zone; of a question with boxes, what belongs into this box.
void write_field(const Sheet& sheet, const form::FormDefinition& form, const form::Zone& zone,
                 const std::string& canonical, const Hand& hand, Side amounts, Dice& dice);

/// A printed page with everything of `filling` that belongs on it; `set` as form::render_page.
[[nodiscard]] Sheet fill_page(const form::FormDefinition& form, int page, double dpi,
                              const Filling& filling, const Hand& hand, Dice& dice,
                              const std::string& set = {});

}  // namespace indgang::forge
