// SPDX-License-Identifier: MPL-2.0
#include "pipeline/rules/applicant.h"

#include <algorithm>

#include "schemas/register/person.h"
#include "schemas/register/words.h"

namespace indgang::rules {
namespace {

std::string text_in(const form::RuleBinding& binding, const char* role,
                    const record::ApplicationRecord& record) {
    const auto bound = binding.fields.find(role);
    if (bound == binding.fields.end() || bound->second.empty()) {
        return {};
    }
    const auto* field = record.field(bound->second.front());
    return field == nullptr || !field->value ? std::string() : field->value->canonical();
}

}  // namespace

Applicant applicant_of(const form::FormDefinition& form, const record::ApplicationRecord& record) {
    const auto binding =
        std::find_if(form.rules.begin(), form.rules.end(),
                     [](const form::RuleBinding& each) { return each.rule == "person_known"; });
    Applicant applicant;
    if (binding == form.rules.end()) {
        return applicant;
    }
    applicant.cpr = text_in(*binding, "cpr", record);
    for (const char* role : {"first_name", "middle_name", "last_name"}) {
        const auto name = text_in(*binding, role, record);
        applicant.name += (applicant.name.empty() || name.empty() ? "" : " ") + name;
    }
    return applicant;
}

std::string municipality_of(const form::FormDefinition& form,
                            const record::InquiredRecord& inquired) {
    const auto cpr = applicant_of(form, inquired.record).cpr;
    for (const record::Answer& answer : inquired.answers) {
        const auto asked = answer.question.key.find(registers::words::cpr);
        if (answer.question.registry == registers::cpr_register && !answer.rows.empty() &&
            asked != answer.question.key.end() && asked->second.canonical() == cpr) {
            return registers::person_of(answer.rows.front()).home.municipality_to_route();
        }
    }
    return {};
}

}  // namespace indgang::rules
