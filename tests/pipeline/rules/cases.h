// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "pipeline/rules/rule.h"
#include "schemas/error/verify.h"

/// Small forms, records and registers by hand, for the tests of the rules. The persons are
/// invented.
namespace indgang::rules::cases {

using form::FormDefinition;
using form::RuleBinding;
using record::Agreement;
using record::ApplicationRecord;
using record::Facts;
using record::FieldValue;
using record::Finding;
using record::InquiredRecord;
using record::Outcome;
using record::Severity;

inline const std::string applicant = "6101551234";  // fails modulus 11
inline const std::string partner = "6202561234";
inline const std::string child = "6303154321";

inline Value value(ValueKind kind, const std::string& canonical) {
    auto parsed = parse_canonical(kind, canonical);
    VERIFY(parsed.has_value());
    return *parsed;
}

inline const std::map<std::string, ValueKind>& kinds() {
    static const std::map<std::string, ValueKind> all{{"cpr", ValueKind::cpr},
                                                      {"fornavn", ValueKind::name},
                                                      {"mellemnavn", ValueKind::name},
                                                      {"efternavn", ValueKind::name},
                                                      {"vejnavn", ValueKind::street},
                                                      {"husnummer", ValueKind::house_number},
                                                      {"etage", ValueKind::floor},
                                                      {"doer", ValueKind::door},
                                                      {"postnummer", ValueKind::postcode},
                                                      {"firma", ValueKind::name},
                                                      {"firma_cvr", ValueKind::cvr},
                                                      {"bynavn", ValueKind::city},
                                                      {"civilstand", ValueKind::choice},
                                                      {"partner_cpr", ValueKind::cpr},
                                                      {"husstand.1.cpr", ValueKind::cpr},
                                                      {"husstand.2.cpr", ValueKind::cpr},
                                                      {"areal", ValueKind::count},
                                                      {"vaerelser", ValueKind::count},
                                                      {"toilet", ValueKind::yes_no},
                                                      {"bad", ValueKind::yes_no},
                                                      {"koekken", ValueKind::yes_no},
                                                      {"indkomst", ValueKind::amount},
                                                      {"husleje", ValueKind::amount},
                                                      {"varme", ValueKind::amount},
                                                      {"vand", ValueKind::amount},
                                                      {"fra", ValueKind::date},
                                                      {"til", ValueKind::date},
                                                      {"erklaering", ValueKind::yes_no},
                                                      {"underskrift", ValueKind::signature},
                                                      {"underskriftsdato", ValueKind::date},
                                                      {"telefon", ValueKind::phone},
                                                      {"email", ValueKind::email},
                                                      {"bemaerkning", ValueKind::text}};
    return all;
}

/// A form with all fields of `kinds`, none required, and these rules.
inline FormDefinition form_with(std::vector<RuleBinding> rules) {
    FormDefinition form;
    form.key = {"proeve", "1"};
    form.kle = "32.18.00";
    for (const auto& [id, kind] : kinds()) {
        form::Field field;
        field.id = id;
        field.kind = kind;
        form.fields.push_back(field);
    }
    form.rules = std::move(rules);
    return form;
}

/// What `check_bindings` says, without the places.
inline std::vector<std::string> binding_problems(const FormDefinition& form) {
    std::vector<std::string> texts;
    for (const auto& problem : check_bindings(form)) {
        texts.push_back(problem.text);
    }
    return texts;
}

/// A record of XML with these values, all accepted; the other fields are empty.
inline ApplicationRecord record_of(const std::map<std::string, std::string>& values) {
    ApplicationRecord record;
    record.form = {"proeve", "1"};
    record.source = record::Source::xml;
    record.received_at = *parse_utc("2026-11-22T10:00:00.000Z");
    for (const auto& [id, kind] : kinds()) {
        FieldValue field;
        field.field = id;
        field.provenance = record::Submitted{"/a/" + id};
        field.is_accepted = true;
        if (const auto found = values.find(id); found != values.end()) {
            field.raw = found->second;
            field.value = value(kind, found->second);
        }
        record.fields.push_back(std::move(field));
    }
    return record;
}

inline FieldValue& field_of(ApplicationRecord& record, const std::string& id) {
    const auto found = std::find_if(record.fields.begin(), record.fields.end(),
                                    [&](const FieldValue& field) { return field.field == id; });
    VERIFY(found != record.fields.end());
    return *found;
}

/// As `record_of`, read from paper with certainty.
inline ApplicationRecord scanned(const std::map<std::string, std::string>& values) {
    ApplicationRecord record = record_of(values);
    record.source = record::Source::paper;
    for (FieldValue& field : record.fields) {
        field.provenance = record::Scanned{1, {10, 20, 30, 40}, 0.999, "digits/1"};
    }
    return record;
}

inline void make_doubtful(ApplicationRecord& record, const std::string& id,
                          const std::string& doubt = "low_probability") {
    field_of(record, id).is_accepted = false;
    field_of(record, id).doubt = doubt;
}

/// Facts of a register, typed as `kinds` says; names that are not in it are texts.
inline Facts facts(const std::map<std::string, std::string>& values) {
    static const std::map<std::string, ValueKind> own{{"gaeldende_cpr", ValueKind::cpr},
                                                      {"aegtefaelle_cpr", ValueKind::cpr},
                                                      {"adressebeskyttet", ValueKind::yes_no},
                                                      {"boligareal", ValueKind::count},
                                                      {"maaned", ValueKind::date},
                                                      {"a_indkomst", ValueKind::amount},
                                                      {"status", ValueKind::text},
                                                      {"civilstand", ValueKind::text}};
    Facts result;
    for (const auto& [name, text] : values) {
        const auto mine = own.find(name), shared = kinds().find(name);
        const ValueKind kind = mine != own.end()         ? mine->second
                               : shared != kinds().end() ? shared->second
                                                         : ValueKind::text;
        result.emplace(name, value(kind, text));
    }
    return result;
}

inline Facts person(const std::string& cpr, std::map<std::string, std::string> more = {}) {
    std::map<std::string, std::string> all{{"cpr", cpr},
                                           {"gaeldende_cpr", cpr},
                                           {"fornavn", "Åge"},
                                           {"efternavn", "Sørensen-Bjærgård"},
                                           {"status", "01"},
                                           {"civilstand", "ugift"},
                                           {"vejnavn", "Ridehusgade"},
                                           {"husnummer", "49"},
                                           {"etage", "2"},
                                           {"doer", "th"},
                                           {"postnummer", "5000"},
                                           {"bynavn", "Odense C"},
                                           {"adressebeskyttet", "nej"}};
    for (auto& [name, text] : more) {
        all[name] = text;
    }
    std::erase_if(all, [](const auto& entry) { return entry.second.empty(); });
    return facts(all);
}

/// What a register knows: rows for a question by registry and, for cpr and eindkomst, the number;
/// "" as key stands for any question of the registry.
struct Register {
    std::map<std::string, std::vector<Facts>> persons;
    std::vector<Facts> income;
    std::vector<Facts> dwelling;
    std::optional<record::Unknown> unknown = {};  ///< why everything is; nothing: it answers
    std::vector<Facts> company = {};
};

inline bool is_effect(Effect effect, const Finding& found, bool is_paper) {
    switch (effect) {
        case Effect::remarks:
            return found.severity == Severity::remark;
        case Effect::parks:
            return found.severity != Severity::remark;
        case Effect::parks_on_paper:
            return is_paper == (found.severity != Severity::remark);
    }
    return false;
}

/// Each finding is one that the rule or check declares, and does what is declared of it.
inline void expect_declared(std::string_view name, const std::vector<FindingCode>& declared,
                            const std::vector<Finding>& findings, bool is_paper) {
    for (const Finding& found : findings) {
        EXPECT_TRUE(std::any_of(declared.begin(), declared.end(),
                                [&](const FindingCode& each) {
                                    return each.code == found.rule &&
                                           is_effect(each.effect, found, is_paper);
                                }))
            << name << " does not declare " << name_of(found.severity) << " " << found.rule;
    }
}

inline void expect_declared(const FormDefinition& form, const InquiredRecord& inquired) {
    const bool is_paper = inquired.record.source == record::Source::paper;
    for (const RuleBinding& binding : form.rules) {
        if (const Rule* rule = find_rule(binding.rule)) {
            expect_declared(rule->name, rule->findings,
                            rule->judge(form, binding, inquired).findings, is_paper);
        }
    }
    for (const Check& check : checks()) {
        expect_declared(check.name, check.findings, check.check(form, inquired.record, {}),
                        is_paper);
    }
}

/// Asks all questions of the form and validates.
inline record::ValidatedRecord judge(const FormDefinition& form, const ApplicationRecord& record,
                                     const Register& known) {
    InquiredRecord inquired{record, {}};
    for (const record::Question& question : questions(form, record)) {
        record::Answer answer{question,
                              {},
                              known.unknown,
                              question.registry + "/test",
                              *parse_utc("2026-11-22T10:00:01.000Z")};
        if (!known.unknown && question.registry == "cpr") {
            const auto found = known.persons.find(question.key.at("cpr").canonical());
            if (found == known.persons.end()) {
                answer.unknown = record::Unknown::no_such_person;
            } else {
                answer.rows = found->second;
            }
        } else if (!known.unknown) {
            answer.rows = question.registry == "bbr"   ? known.dwelling
                          : question.registry == "cvr" ? known.company
                                                       : known.income;
        }
        inquired.answers.push_back(std::move(answer));
    }
    expect_declared(form, inquired);
    return validate(form, std::move(inquired));
}

inline record::SettledRecord settled(const FormDefinition& form, const ApplicationRecord& record,
                                     const Register& known) {
    return settle(form, judge(form, record, known));
}

/// "confirmed", "differs", "unknown" or "none".
inline std::string agreement(const record::ValidatedRecord& validated, const std::string& field) {
    for (const record::Verdict& verdict : validated.verdicts) {
        if (verdict.field == field) {
            return std::string(name_of(verdict.agreement));
        }
    }
    return "none";
}

/// "remark name_differs fornavn efternavn" for each finding, in order.
inline std::vector<std::string> findings(const record::ValidatedRecord& validated) {
    std::vector<std::string> result;
    for (const Finding& finding : validated.findings) {
        std::string line = std::string(name_of(finding.severity)) + " " + finding.rule;
        for (const std::string& field : finding.fields) {
            line += " " + field;
        }
        result.push_back(line);
    }
    return result;
}

using Lines = std::vector<std::string>;

}  // namespace indgang::rules::cases
