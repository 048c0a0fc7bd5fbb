// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/rules/rule.h"
#include "schemas/register/person.h"
#include "schemas/values/address.h"

/// How rules look at what they are bound to, and how they say what they found.
namespace indgang::rules {

using Questions = std::vector<record::Question>;
using form::FormDefinition;
using form::RuleBinding;
using record::ApplicationRecord;
using record::InquiredRecord;

/// Whether a condition holds; nothing: that cannot be known, because its field could not be read
/// and a person sees that one first.
[[nodiscard]] std::optional<bool> holds(const form::Condition& condition,
                                        const ApplicationRecord& record);
/// Whether a rule is to be checked in this application.
[[nodiscard]] bool applies(const RuleBinding& binding, const ApplicationRecord& record);

/// Nothing stands in the field, and nobody doubts that. A field that could not be read has its own
/// doubt, and a person sees that one.
[[nodiscard]] bool is_empty(const ApplicationRecord& record, const std::string& id);

/// For rules that ask no register.
[[nodiscard]] Questions no_questions(const FormDefinition&, const RuleBinding&,
                                     const ApplicationRecord&);
/// Asks about the person of the role `cpr`.
[[nodiscard]] Questions person_questions(const FormDefinition& form, const RuleBinding& binding,
                                         const ApplicationRecord& record);

/// The field ids of a role; empty when the binding does not fill it.
[[nodiscard]] const std::vector<std::string>& ids_of(const RuleBinding& binding,
                                                     std::string_view role);
/// The first field id of a role, or "".
[[nodiscard]] const std::string& id_of(const RuleBinding& binding, std::string_view role);
[[nodiscard]] const Value* value_of(const RuleBinding& binding, const ApplicationRecord& record,
                                    std::string_view role);
/// The canonical value of a role, or "".
[[nodiscard]] std::string text_of(const RuleBinding& binding, const ApplicationRecord& record,
                                  std::string_view role);
/// A setting of a rule of the table: what the binding gives, or what the rule has otherwise.
[[nodiscard]] std::string_view word_setting(const RuleBinding& binding, std::string_view name);
/// The same as a number; a text that is none counts as not given.
[[nodiscard]] double number_setting(const RuleBinding& binding, std::string_view name);

/// Whether `word` is one of `words`, which blanks part.
[[nodiscard]] bool holds_word(std::string_view words, std::string_view word);

/// Whether a machine read the field from paper, so that a mistake may be the reading's.
[[nodiscard]] bool is_scanned(const record::FieldValue& field);
/// The day in Denmark at a moment: what "the day of receipt" means.
[[nodiscard]] Date danish_day(UtcTime time);

/// The KLE number that registers are asked with: the form's on the day of receipt.
[[nodiscard]] const std::string& purpose_of(const FormDefinition& form,
                                            const ApplicationRecord& record);
[[nodiscard]] record::Question person_question(const FormDefinition& form,
                                               const ApplicationRecord& record, const Value& cpr);
/// The answer to a question; nullptr: it was not asked or the register does not know.
[[nodiscard]] const record::Answer* find_answer(const InquiredRecord& record,
                                                const record::Question& question);
/// Whether the register gave facts.
[[nodiscard]] bool has_facts(const record::Answer* answer);
/// The person of an answer of CPR; nothing: it was not asked or does not know.
[[nodiscard]] std::optional<registers::Person> person_in(const record::Answer* answer);

/// The role of each part of an address, in every rule that takes one.
struct AddressRole {
    std::string_view role;
    std::string Address::*part;
};
[[nodiscard]] std::span<const AddressRole> address_roles();

[[nodiscard]] record::Finding finding(std::string rule, record::Severity severity,
                                      std::vector<std::string> fields,
                                      std::map<std::string, std::string> evidence = {});
/// The verdict of an answer on a field.
[[nodiscard]] record::Verdict verdict(const std::string& field, record::Agreement agreement,
                                      const record::Answer& answer, std::string registered = {});
/// `own`, and what `add_unknown` and (of persons) `add_status` may find.
[[nodiscard]] std::vector<FindingCode> with_unknown(std::vector<FindingCode> own,
                                                    Effect of_nobody = Effect::remarks);
[[nodiscard]] std::vector<FindingCode> with_status(std::vector<FindingCode> own);
/// The register does not know: a remark (`of_nobody` when it knows that there is no such person),
/// and the verdict `unknown` on each of `fields`.
void add_unknown(Judgement& judgement, const record::Answer* answer,
                 const std::vector<std::string>& fields,
                 record::Severity of_nobody = record::Severity::remark);
/// What a person's status in CPR means for an application: dead, emigrated, another number. Also
/// the remark that the address is protected.
void add_status(Judgement& judgement, const registers::Person& person, const std::string& cpr_field,
                const Value& cpr);

}  // namespace indgang::rules
