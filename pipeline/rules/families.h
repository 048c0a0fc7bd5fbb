// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "pipeline/rules/rule.h"

/// The two functions of each rule, by family; rule.cpp makes the table of them.
namespace indgang::rules {

using Questions = std::vector<record::Question>;
using form::FormDefinition;
using form::RuleBinding;
using record::ApplicationRecord;
using record::InquiredRecord;

/// For rules that ask no register.
[[nodiscard]] Questions no_questions(const FormDefinition&, const RuleBinding&,
                                     const ApplicationRecord&);

// person_rules.cpp
[[nodiscard]] Questions person_questions(const FormDefinition&, const RuleBinding&,
                                         const ApplicationRecord&);
[[nodiscard]] Judgement judge_person_known(const FormDefinition&, const RuleBinding&,
                                           const InquiredRecord&);
[[nodiscard]] Judgement judge_not_twice(const FormDefinition&, const RuleBinding&,
                                        const InquiredRecord&);

// household_rules.cpp
[[nodiscard]] Questions partner_questions(const FormDefinition&, const RuleBinding&,
                                          const ApplicationRecord&);
[[nodiscard]] Judgement judge_partner_agrees(const FormDefinition&, const RuleBinding&,
                                             const InquiredRecord&);
[[nodiscard]] Questions member_questions(const FormDefinition&, const RuleBinding&,
                                         const ApplicationRecord&);
[[nodiscard]] Judgement judge_members_at_address(const FormDefinition&, const RuleBinding&,
                                                 const InquiredRecord&);

// address_rules.cpp
[[nodiscard]] Judgement judge_address_agrees(const FormDefinition&, const RuleBinding&,
                                             const InquiredRecord&);

// dwelling_rules.cpp
[[nodiscard]] Questions dwelling_questions(const FormDefinition&, const RuleBinding&,
                                           const ApplicationRecord&);
[[nodiscard]] Judgement judge_dwelling_agrees(const FormDefinition&, const RuleBinding&,
                                              const InquiredRecord&);

// income_rules.cpp
[[nodiscard]] Questions income_questions(const FormDefinition&, const RuleBinding&,
                                         const ApplicationRecord&);
[[nodiscard]] Judgement judge_income_agrees(const FormDefinition&, const RuleBinding&,
                                            const InquiredRecord&);

// form_rules.cpp
[[nodiscard]] Judgement judge_sum_within(const FormDefinition&, const RuleBinding&,
                                         const InquiredRecord&);
[[nodiscard]] Judgement judge_same_on_each_page(const FormDefinition&, const RuleBinding&,
                                                const InquiredRecord&);
[[nodiscard]] Judgement judge_date_order(const FormDefinition&, const RuleBinding&,
                                         const InquiredRecord&);
[[nodiscard]] Judgement judge_date_not_after_receipt(const FormDefinition&, const RuleBinding&,
                                                     const InquiredRecord&);
[[nodiscard]] Judgement judge_required_when(const FormDefinition&, const RuleBinding&,
                                            const InquiredRecord&);
[[nodiscard]] Judgement judge_declared(const FormDefinition&, const RuleBinding&,
                                       const InquiredRecord&);
[[nodiscard]] Judgement judge_signed(const FormDefinition&, const RuleBinding&,
                                     const InquiredRecord&);

// general_checks.cpp: what holds for every form
/// Rows of tables that stay empty before one that is there: row_skipped (doubt on paper, else a
/// remark).
[[nodiscard]] std::vector<record::Finding> check_rows(const FormDefinition& form,
                                                      const ApplicationRecord& record);
/// Each required field is filled, in a table those of each row that is there; of XML a signature is
/// no field that can be filled.
[[nodiscard]] std::vector<record::Finding> check_required(const FormDefinition& form,
                                                          const ApplicationRecord& record);
/// Each CPR number is plausible. `verdicts` are those of all rules: what a register confirms needs
/// no check digit.
[[nodiscard]] std::vector<record::Finding> check_cpr_numbers(
    const ApplicationRecord& record, const std::vector<record::Verdict>& verdicts);

}  // namespace indgang::rules
