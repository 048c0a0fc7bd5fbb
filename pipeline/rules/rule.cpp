// SPDX-License-Identifier: MPL-2.0
// The table of all rules, and what is done with it: questions, validation, settlement.
//
// Everything here is a pure function of form, record and answers, so running it again after a rule
// was changed, and explaining why an application waits, are the same act.
#include "pipeline/rules/rule.h"

#include <algorithm>

#include "pipeline/rules/bound.h"

namespace indgang::rules {
namespace {

using record::Agreement;
using record::Finding;
using record::Severity;
using record::Verdict;

constexpr Rule table[] = {
    {"person_known", "cpr first_name last_name [middle_name]", person_questions,
     judge_person_known},
    {"address_agrees", "cpr street house_number [floor] [door] postcode [city]", person_questions,
     judge_address_agrees},
    {"partner_agrees", "cpr civil_status [partner_cpr]", partner_questions, judge_partner_agrees},
    {"members_at_address", "cpr members", member_questions, judge_members_at_address},
    {"dwelling_agrees",
     "street house_number [floor] [door] postcode [area] [rooms] [toilet] [bath] [kitchen]",
     dwelling_questions, judge_dwelling_agrees},
    {"income_agrees", "cpr amount", income_questions, judge_income_agrees},
    {"sum_within", "parts total", no_questions, judge_sum_within},
    {"date_order", "earlier later", no_questions, judge_date_order},
    {"date_not_after_receipt", "date", no_questions, judge_date_not_after_receipt},
    {"required_when", "condition fields", no_questions, judge_required_when},
    {"declared", "declaration", no_questions, judge_declared},
    {"signed", "signature [date]", no_questions, judge_signed},
    {"not_twice", "persons", no_questions, judge_not_twice},
    {"same_on_each_page", "fields", no_questions, judge_same_on_each_page},
};

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
        for (record::Facts& facts : answer.rows) {
            if (is_protected(facts)) {
                for (const auto* part :
                     {"vejnavn", "husnummer", "etage", "doer", "postnummer", "bynavn"}) {
                    facts.erase(part);
                }
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

void add_reason(std::vector<std::string>& reasons, std::string reason) {
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) {
        reasons.push_back(std::move(reason));
    }
}

}  // namespace

std::span<const Rule> rules() {
    return table;
}

const Rule* find_rule(std::string_view name) {
    const auto* found = std::find_if(std::begin(table), std::end(table),
                                     [&](const Rule& rule) { return rule.name == name; });
    return found == std::end(table) ? nullptr : found;
}

std::vector<record::Question> questions(const form::FormDefinition& form,
                                        const record::ApplicationRecord& record) {
    std::vector<record::Question> all;
    for (const RuleBinding& binding : form.rules) {
        const Rule* rule = find_rule(binding.rule);
        if (rule == nullptr) {
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
    for (const RuleBinding& binding : form.rules) {
        const Rule* rule = find_rule(binding.rule);
        if (rule == nullptr) {
            // The form was loaded by an installation that did not check its bindings.
            add_finding(validated.findings,
                        finding("unknown_rule", Severity::doubt, {}, {{"rule", binding.rule}}));
            continue;
        }
        Judgement judgement = rule->judge(form, binding, record);
        for (Finding& found : judgement.findings) {
            add_finding(validated.findings, std::move(found));
        }
        for (Verdict& verdict : judgement.verdicts) {
            add_verdict(validated.verdicts, std::move(verdict));
        }
    }
    for (Finding& found : check_required(form, record.record)) {
        add_finding(validated.findings, std::move(found));
    }
    for (Finding& found : check_rows(form, record.record)) {
        add_finding(validated.findings, std::move(found));
    }
    for (Finding& found : check_cpr_numbers(record.record, validated.verdicts)) {
        add_finding(validated.findings, std::move(found));
    }
    lift_passed(record.record, validated.findings);
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
    for (const record::FieldValue& field : record.inquired.record.fields) {
        if (is_open(field, record.verdicts)) {
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
