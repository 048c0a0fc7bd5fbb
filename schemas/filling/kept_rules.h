// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "schemas/filling/filling.h"

/// Inside schemas/filling only.
namespace indgang::filling {

/// Changes answers so that the form's rules without registers are kept: what must be declared and
/// signed is, nobody stands there twice, pages say the same, sums and days are right.
/// Takes: answers in which `sum_within` and `date_order` hold already.
void keep_rules(const form::FormDefinition& form, Filling& filling, Dice& dice);

/// The first field of a role; empty: the binding has none.
[[nodiscard]] std::string first_of(const form::RuleBinding& binding, const std::string& role);

/// Whether the form asks for the field, by `shown_when`.
[[nodiscard]] bool is_shown(const form::Field& field, const Filling& filling);

/// Whether the binding is checked among these answers.
[[nodiscard]] bool applies(const form::RuleBinding& binding, const Filling& filling);

/// A number of a binding's settings, or what the rule takes otherwise.
[[nodiscard]] int setting_of(const form::RuleBinding& binding, const std::string& name,
                             int otherwise);

}  // namespace indgang::filling
