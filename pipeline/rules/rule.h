// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "schemas/form/definition.h"
#include "schemas/record/record.h"

namespace indgang::rules {

/// What a rule says of one record.
struct Judgement {
    std::vector<record::Finding> findings;
    std::vector<record::Verdict> verdicts;
};

/// A rule is a name and two pure functions. Forms bind rules to their fields by name
/// (form::RuleBinding); the table of rule.cpp lists all.
struct Rule {
    std::string_view name;
    /// Roles that a binding must fill, separated by blanks; a role in brackets may be missing.
    /// "cpr first_name last_name [middle_name]".
    std::string_view roles;
    /// What the rule needs to know; empty when fields are empty. Never asks twice.
    std::vector<record::Question> (*questions)(const form::FormDefinition& form,
                                               const form::RuleBinding& binding,
                                               const record::ApplicationRecord& record);
    Judgement (*judge)(const form::FormDefinition& form, const form::RuleBinding& binding,
                       const record::InquiredRecord& record);
};
[[nodiscard]] std::span<const Rule> rules();
[[nodiscard]] const Rule* find_rule(std::string_view name);

/// Every problem of a form's bindings, as "rule NAME: what is wrong"; empty when all fit.
[[nodiscard]] std::vector<std::string> check_bindings(const form::FormDefinition& form);

/// All questions of all bindings, without repetition.
[[nodiscard]] std::vector<record::Question> questions(const form::FormDefinition& form,
                                                      const record::ApplicationRecord& record);

/// Runs all bindings and the checks that hold for every form (required fields, CPR plausibility).
[[nodiscard]] record::ValidatedRecord validate(const form::FormDefinition& form,
                                               record::InquiredRecord record);

/// Pages that `one` and `other`, two applications of one form and batch, seem to have exchanged:
/// registers contradict the page of each where it is, and less beside the other's pages.
/// Takes: both with the answers to all of their questions.
/// Gives: a doubt exchanged_page for each page of `one`; `other` has its own.
[[nodiscard]] std::vector<record::Finding> exchanged_pages(const form::FormDefinition& form,
                                                           const record::InquiredRecord& one,
                                                           const record::InquiredRecord& other);

/// Adds what was found after `validate`. What a person let pass is a remark, as there.
void add_findings(record::ValidatedRecord& record, std::vector<record::Finding> findings);

/// Decides. Parked: a finding of severity doubt or error, or a field that is not accepted and that
/// no register confirms (an empty optional field is no doubt).
[[nodiscard]] record::SettledRecord settle(const form::FormDefinition& form,
                                           record::ValidatedRecord record);

}  // namespace indgang::rules
