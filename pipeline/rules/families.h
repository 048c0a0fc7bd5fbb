// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "pipeline/rules/rule.h"

/// The rules of each family and the checks of every form; rule.cpp makes the tables of them.
namespace indgang::rules {

[[nodiscard]] std::vector<Rule> person_rules();
[[nodiscard]] std::vector<Rule> address_rules();
[[nodiscard]] std::vector<Rule> household_rules();
[[nodiscard]] std::vector<Rule> dwelling_rules();
[[nodiscard]] std::vector<Rule> company_rules();
[[nodiscard]] std::vector<Rule> income_rules();
[[nodiscard]] std::vector<Rule> form_rules();
[[nodiscard]] std::vector<Rule> answer_rules();
[[nodiscard]] std::vector<Check> general_checks();

}  // namespace indgang::rules
