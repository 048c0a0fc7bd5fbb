// SPDX-License-Identifier: MPL-2.0
#include "pipeline/rules/applicant.h"

#include <algorithm>

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

}  // namespace indgang::rules
