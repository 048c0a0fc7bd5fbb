// SPDX-License-Identifier: MPL-2.0
// The table of all rules, which the families list, and what is done with it: questions, validation,
// settlement.
//
// Everything here is a pure function of form, record and answers, so running it again after a rule
// was changed, and explaining why an application waits, are the same act.
#include "pipeline/rules/rule.h"

#include <algorithm>

#include "pipeline/rules/applicant.h"
#include "pipeline/rules/bound.h"
#include "pipeline/rules/families.h"
#include "schemas/register/person.h"
#include "schemas/register/words.h"

namespace indgang::rules {
namespace {

using record::Agreement;
using record::Finding;
using record::Severity;
using record::Verdict;

std::vector<Rule> all_families() {
    std::vector<Rule> all;
    for (const auto& family : {person_rules(), address_rules(), household_rules(), dwelling_rules(),
                               company_rules(), income_rules(), form_rules(), answer_rules()}) {
        all.insert(all.end(), family.begin(), family.end());
    }
    return all;
}

template <typename Named>
const Named* find_named(const std::vector<Named>& all, std::string_view name) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Named& each) { return each.name == name; });
    return found == all.end() ? nullptr : &*found;
}

bool is_same(const Finding& a, const Finding& b) {
    return a.rule == b.rule && a.severity == b.severity && a.fields == b.fields &&
           a.evidence == b.evidence;
}

/// Several rules look at the same person; what they find alike is said once.
void add_finding(std::vector<Finding>& findings, Finding added) {
    const bool is_known = std::any_of(findings.begin(), findings.end(),
                                      [&](const Finding& known) { return is_same(known, added); });
    if (!is_known) {
        findings.push_back(std::move(added));
    }
}

/// One verdict for each field and register: a difference outweighs a confirmation, and both
/// outweigh silence.
void add_verdict(std::vector<Verdict>& verdicts, Verdict added) {
    const auto weight = [](Agreement agreement) {
        switch (agreement) {
            case Agreement::differs:
                return 2;
            case Agreement::confirmed:
                return 1;
            case Agreement::unknown:
                return 0;
        }
        return 0;
    };
    const auto known = std::find_if(verdicts.begin(), verdicts.end(), [&](const Verdict& verdict) {
        return verdict.field == added.field && verdict.registry == added.registry;
    });
    if (known == verdicts.end()) {
        verdicts.push_back(std::move(added));
    } else if (weight(added.agreement) > weight(known->agreement)) {
        *known = std::move(added);
    }
}

/// The address of a protected person goes no further than the comparison.
void mask_protected_addresses(std::vector<record::Answer>& answers) {
    for (record::Answer& answer : answers) {
        if (answer.question.registry == registers::cpr_register) {
            for (record::Facts& facts : answer.rows) {
                facts = registers::facts_to_keep(facts);
            }
        }
    }
}

bool is_confirmed(const std::vector<Verdict>& verdicts, const std::string& field) {
    bool is_known = false;
    for (const Verdict& verdict : verdicts) {
        if (verdict.field == field) {
            if (verdict.agreement == Agreement::differs) {
                return false;
            }
            is_known |= verdict.agreement == Agreement::confirmed;
        }
    }
    return is_known;
}

/// Whether a person must look at the field: it is not accepted, and it is not simply empty.
bool is_open(const record::FieldValue& field, const std::vector<Verdict>& verdicts) {
    const bool is_empty = !field.value && field.raw.empty() && field.doubt.empty();
    return !field.is_accepted && !is_empty && !is_confirmed(verdicts, field.field);
}

/// What parks: "<rule>" or "<rule>:<first field>".
std::string reason_of(const Finding& found) {
    return found.fields.empty() ? found.rule : found.rule + ":" + found.fields.front();
}

/// Findings that a person has looked at and lets pass (stages::Apply) are remarks from then on.
void lift_passed(const record::ApplicationRecord& record, std::vector<Finding>& findings) {
    for (const Finding& passed : record.findings) {
        const auto named = passed.evidence.find("finding");
        if (passed.rule != record::passed_by_person || named == passed.evidence.end()) {
            continue;
        }
        for (Finding& found : findings) {
            if (reason_of(found) == named->second) {
                found.severity = Severity::remark;
            }
        }
    }
}

void put_right(record::ApplicationRecord& record, const Judgement& judgement) {
    for (const Correction& correction : judgement.corrections) {
        const auto field = std::find_if(
            record.fields.begin(), record.fields.end(),
            [&](const record::FieldValue& each) { return each.field == correction.field; });
        if (field != record.fields.end()) {
            field->value = correction.value;
        }
    }
    for (const Finding& found : judgement.findings) {
        add_finding(record.findings, found);
    }
}

void add_reason(std::vector<std::string>& reasons, std::string reason) {
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) {
        reasons.push_back(std::move(reason));
    }
}

}  // namespace

std::string_view name_of(SettingKind kind) {
    switch (kind) {
        case SettingKind::number:
            return "number";
        case SettingKind::word:
            return "word";
    }
    return "";
}

std::string_view name_of(Effect effect) {
    switch (effect) {
        case Effect::remarks:
            return "remarks";
        case Effect::parks:
            return "parks";
        case Effect::parks_on_paper:
            return "parks_on_paper";
    }
    return "";
}

const Role* Rule::role(std::string_view role_name) const {
    return find_named(roles, role_name);
}

const Setting* Rule::setting(std::string_view setting_name) const {
    return find_named(settings, setting_name);
}

std::span<const Rule> rules() {
    static const std::vector<Rule> all = all_families();
    return all;
}

std::span<const Check> checks() {
    static const std::vector<Check> all = general_checks();
    return all;
}

const Rule* find_rule(std::string_view name) {
    const auto all = rules();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Rule& rule) { return rule.name == name; });
    return found == all.end() ? nullptr : &*found;
}

std::vector<record::Question> questions(const form::FormDefinition& form,
                                        const record::ApplicationRecord& record) {
    std::vector<record::Question> all;
    for (const RuleBinding& binding : form.rules) {
        const Rule* rule = find_rule(binding.rule);
        if (rule == nullptr || !applies(binding, record)) {
            continue;
        }
        for (record::Question& question : rule->questions(form, binding, record)) {
            if (std::find(all.begin(), all.end(), question) == all.end()) {
                all.push_back(std::move(question));
            }
        }
    }
    return all;
}

record::ValidatedRecord validate(const form::FormDefinition& form, record::InquiredRecord record) {
    record::ValidatedRecord validated;
    validated.findings = record.record.findings;
    std::vector<Judgement> correcting;  // all rules see the record as it came
    for (const RuleBinding& binding : form.rules) {
        const Rule* rule = find_rule(binding.rule);
        if (rule == nullptr) {
            // The form was loaded by an installation that did not check its bindings.
            add_finding(validated.findings,
                        finding("unknown_rule", Severity::doubt, {}, {{"rule", binding.rule}}));
            continue;
        }
        if (!applies(binding, record.record)) {
            continue;
        }
        Judgement judgement = rule->judge(form, binding, record);
        for (const Finding& found : judgement.findings) {
            add_finding(validated.findings, found);
        }
        for (Verdict& verdict : judgement.verdicts) {
            add_verdict(validated.verdicts, std::move(verdict));
        }
        if (!judgement.corrections.empty()) {
            correcting.push_back(std::move(judgement));
        }
    }
    for (const Judgement& judgement : correcting) {
        put_right(record.record, judgement);
    }
    for (const Check& each : checks()) {
        for (Finding& found : each.check(form, record.record, validated.verdicts)) {
            add_finding(validated.findings, std::move(found));
        }
    }
    lift_passed(record.record, validated.findings);
    validated.municipality = municipality_of(form, record);
    mask_protected_addresses(record.answers);
    validated.inquired = std::move(record);
    return validated;
}

void add_findings(record::ValidatedRecord& record, std::vector<Finding> findings) {
    for (Finding& found : findings) {
        add_finding(record.findings, std::move(found));
    }
    lift_passed(record.inquired.record, record.findings);
}

record::SettledRecord settle(const form::FormDefinition&, record::ValidatedRecord record) {
    record::SettledRecord settled;
    for (const Severity severity : {Severity::error, Severity::doubt}) {
        for (const Finding& found : record.findings) {
            if (found.severity == severity) {
                add_reason(settled.reasons, reason_of(found));
            }
        }
    }
    // A page that is missing is one reason, not one for each of its fields.
    const bool lacks_page =
        std::any_of(record.findings.begin(), record.findings.end(), [](const Finding& found) {
            return found.rule == "missing_page" && found.severity != Severity::remark;
        });
    for (const record::FieldValue& field : record.inquired.record.fields) {
        const bool is_told = lacks_page && field.doubt == "page_missing";
        if (is_open(field, record.verdicts) && !is_told) {
            add_reason(settled.reasons,
                       (field.doubt.empty() ? "not_accepted" : field.doubt) + ":" + field.field);
        }
    }
    const bool has_remarks =
        std::any_of(record.findings.begin(), record.findings.end(),
                    [](const Finding& found) { return found.severity == Severity::remark; });
    settled.outcome = !settled.reasons.empty() ? record::Outcome::parked
                      : has_remarks            ? record::Outcome::accepted_with_remarks
                                               : record::Outcome::accepted;
    settled.validated = std::move(record);
    return settled;
}

}  // namespace indgang::rules
