// SPDX-License-Identifier: MPL-2.0
// Whether the others of the household are who and where the application says.
//
// CPR has no list of the people at an address (SF1520 does not give it), so each person who is
// named is looked up and the addresses are compared. A number whose owner lives at the applicant's
// own address was hardly misread: that agreement confirms the number. Addresses themselves never
// leave the comparison, because a member's may be protected from the applicant.
#include <algorithm>
#include <optional>

#include "pipeline/rules/bound.h"
#include "pipeline/rules/families.h"
#include "schemas/register/civil_status.h"

namespace indgang::rules {
namespace {

using record::Agreement;
using record::Severity;
using registers::CivilStatus;
using registers::Person;

struct Fit {
    std::string_view declared;
    CivilStatus registered;
};

/// What people declare is how they live, what CPR knows is what was registered: an unmarried
/// couple is "samlevende" on the form and unmarried, divorced or widowed in CPR, and who is
/// separated is still married there.
constexpr Fit fits[] = {
    {"enlig", CivilStatus::unmarried},
    {"enlig", CivilStatus::divorced},
    {"enlig", CivilStatus::widowed},
    {"enlig", CivilStatus::dissolved_partnership},
    {"enlig", CivilStatus::surviving_partner},
    {"samlevende", CivilStatus::unmarried},
    {"samlevende", CivilStatus::divorced},
    {"samlevende", CivilStatus::widowed},
    {"samlevende", CivilStatus::dissolved_partnership},
    {"samlevende", CivilStatus::surviving_partner},
    {"gift", CivilStatus::married},
    {"gift", CivilStatus::registered_partner},
    {"ugift", CivilStatus::unmarried},
    {"fraskilt", CivilStatus::divorced},
    {"fraskilt", CivilStatus::dissolved_partnership},
    {"skilt", CivilStatus::divorced},
    {"skilt", CivilStatus::dissolved_partnership},
    {"separeret", CivilStatus::married},
    {"separeret", CivilStatus::registered_partner},
    {"enke", CivilStatus::widowed},
    {"enke", CivilStatus::surviving_partner},
};

/// Nothing is said of a word that no form of ours has, and of a status that CPR does not tell.
Agreement compare_civil_status(std::string_view declared, std::optional<CivilStatus> status) {
    const bool is_known = std::any_of(std::begin(fits), std::end(fits),
                                      [&](const Fit& fit) { return fit.declared == declared; });
    if (!status || !is_known) {
        return Agreement::unknown;
    }
    const bool is_fit = std::any_of(std::begin(fits), std::end(fits), [&](const Fit& fit) {
        return fit.declared == declared && fit.registered == *status;
    });
    return is_fit ? Agreement::confirmed : Agreement::differs;
}

/// Whether CPR has both persons at one known address.
Agreement compare_addresses(const Person& one, const Person& other) {
    const Address* a = one.home.to_compare();
    const Address* b = other.home.to_compare();
    if (a == nullptr || b == nullptr || a->street.empty() || b->street.empty()) {
        return Agreement::unknown;
    }
    return is_same_dwelling(*a, *b) ? Agreement::confirmed : Agreement::differs;
}

const record::Answer* person_answer(const FormDefinition& form, const InquiredRecord& inquired,
                                    const Value* cpr) {
    return cpr == nullptr ? nullptr
                          : find_answer(inquired, person_question(form, inquired.record, *cpr));
}

void judge_spouse(Judgement& judgement, const record::Answer& applicant, const std::string& spouse,
                  const record::FieldValue& partner) {
    const std::string& field = partner.field;
    if (spouse == partner.value->canonical()) {
        judgement.verdicts.push_back(verdict(field, Agreement::confirmed, applicant, spouse));
        return;
    }
    // On paper the difference may be one misread digit, and only a person can see that.
    judgement.verdicts.push_back(verdict(field, Agreement::differs, applicant, spouse));
    judgement.findings.push_back(finding("partner_differs",
                                         is_scanned(partner) ? Severity::doubt : Severity::remark,
                                         {field}, {{"registered", spouse}}));
}

void judge_partner(Judgement& judgement, const record::Answer& applicant,
                   const record::Answer* answer, const record::FieldValue& partner,
                   std::string_view declared) {
    const auto person = person_in(&applicant);
    const auto other = person_in(answer);
    if (other) {
        add_status(judgement, *other, partner.field, *partner.value);
    }
    if (person->relations.spouse && declared != "samlevende") {
        judge_spouse(judgement, applicant, person->relations.spouse->digits(), partner);
    } else if (!other) {
        add_unknown(judgement, answer, {partner.field});
    } else {
        const bool is_together = compare_addresses(*person, *other) == Agreement::confirmed;
        judgement.verdicts.push_back(
            verdict(partner.field, is_together ? Agreement::confirmed : Agreement::unknown, *answer,
                    is_together ? partner.value->canonical() : ""));
    }
}

Questions partner_questions(const FormDefinition& form, const RuleBinding& binding,
                            const ApplicationRecord& record) {
    Questions questions;
    const Value* cpr = value_of(binding, record, "cpr");
    if (cpr == nullptr) {
        return questions;
    }
    questions.push_back(person_question(form, record, *cpr));
    if (const Value* partner = value_of(binding, record, "partner_cpr")) {
        questions.push_back(person_question(form, record, *partner));
    }
    return questions;
}

Judgement judge_partner_agrees(const FormDefinition& form, const RuleBinding& binding,
                               const InquiredRecord& inquired) {
    Judgement judgement;
    const ApplicationRecord& record = inquired.record;
    const record::Answer* applicant =
        person_answer(form, inquired, value_of(binding, record, "cpr"));
    const std::string declared = text_of(binding, record, "civil_status");
    const record::FieldValue* partner = record.field(id_of(binding, "partner_cpr"));
    const bool has_partner = partner != nullptr && partner->value;
    const auto person = person_in(applicant);
    if (!person) {
        std::vector<std::string> fields;
        if (!declared.empty()) {
            fields.push_back(id_of(binding, "civil_status"));
        }
        if (has_partner) {
            fields.push_back(partner->field);
        }
        add_unknown(judgement, applicant, fields);
        return judgement;
    }
    if (!declared.empty()) {
        const std::string& field = id_of(binding, "civil_status");
        const auto status = person->relations.civil_status;
        const Agreement agreement = compare_civil_status(declared, status);
        const std::string registered(agreement == Agreement::unknown ? "" : name_of(*status));
        judgement.verdicts.push_back(verdict(field, agreement, *applicant, registered));
        if (agreement == Agreement::differs) {
            judgement.findings.push_back(finding("civil_status_differs", Severity::remark, {field},
                                                 {{"registered", registered}}));
        }
    }
    if (has_partner) {
        judge_partner(judgement, *applicant, person_answer(form, inquired, &*partner->value),
                      *partner, declared);
    }
    return judgement;
}

Questions member_questions(const FormDefinition& form, const RuleBinding& binding,
                           const ApplicationRecord& record) {
    Questions questions;
    const Value* cpr = value_of(binding, record, "cpr");
    for (const std::string& id : ids_of(binding, "members")) {
        if (const Value* member = record.value(id); member != nullptr && cpr != nullptr) {
            questions.push_back(person_question(form, record, *member));
        }
    }
    if (!questions.empty()) {
        questions.insert(questions.begin(), person_question(form, record, *cpr));
    }
    return questions;
}

Judgement judge_members_at_address(const FormDefinition& form, const RuleBinding& binding,
                                   const InquiredRecord& inquired) {
    Judgement judgement;
    const auto applicant =
        person_in(person_answer(form, inquired, value_of(binding, inquired.record, "cpr")));
    for (const std::string& id : ids_of(binding, "members")) {
        const Value* cpr = inquired.record.value(id);
        if (cpr == nullptr) {
            continue;
        }
        const record::Answer* answer = person_answer(form, inquired, cpr);
        const auto member = person_in(answer);
        if (!member) {
            add_unknown(judgement, answer, {id});
            continue;
        }
        add_status(judgement, *member, id, *cpr);
        const Agreement together =
            applicant ? compare_addresses(*applicant, *member) : Agreement::unknown;
        const bool is_confirmed = together == Agreement::confirmed;
        judgement.verdicts.push_back(
            verdict(id, is_confirmed ? Agreement::confirmed : Agreement::unknown, *answer,
                    is_confirmed ? cpr->canonical() : ""));
        if (together == Agreement::differs) {
            judgement.findings.push_back(
                finding("member_at_other_address", Severity::remark, {id}));
        }
    }
    return judgement;
}

Questions both_questions(const FormDefinition& form, const RuleBinding& binding,
                         const ApplicationRecord& record) {
    const Value* cpr = value_of(binding, record, "cpr");
    const Value* other = value_of(binding, record, "other");
    if (cpr == nullptr || other == nullptr) {
        return {};
    }
    return {person_question(form, record, *cpr), person_question(form, record, *other)};
}

Judgement judge_lives_elsewhere(const FormDefinition& form, const RuleBinding& binding,
                                const InquiredRecord& inquired) {
    const auto person_of = [&](std::string_view role) {
        return person_in(person_answer(form, inquired, value_of(binding, inquired.record, role)));
    };
    const auto one = person_of("cpr");
    const auto other = person_of("other");
    if (!one || !other || compare_addresses(*one, *other) != Agreement::confirmed) {
        return {};
    }
    return {{finding("same_address", Severity::remark,
                     {id_of(binding, "cpr"), id_of(binding, "other")})},
            {}};
}

}  // namespace

std::vector<Rule> household_rules() {
    return {
        {.name = "partner_agrees",
         .what = "The civil status is the one in CPR. A spouse is the one in CPR, and a cohabitant "
                 "lives at the same address.",
         .roles = {{.name = "cpr", .kinds = {ValueKind::cpr}},
                   {.name = "civil_status", .kinds = {ValueKind::choice}},
                   {.name = "partner_cpr", .kinds = {ValueKind::cpr}, .is_optional = true}},
         .findings = with_status(with_unknown({{"civil_status_differs", Effect::remarks},
                                               {"partner_differs", Effect::parks_on_paper}})),
         .questions = partner_questions,
         .judge = judge_partner_agrees},
        {.name = "members_at_address",
         .what = "Each member of the household has the same address in CPR as the applicant.",
         .clause = {"CPR law, section 28",
                    "Addresses never leave the comparison, because a member's may be protected "
                    "from the applicant."},
         .roles = {{.name = "cpr", .kinds = {ValueKind::cpr}},
                   {.name = "members", .kinds = {ValueKind::cpr}, .is_of_many = true}},
         .findings = with_status(with_unknown({{"member_at_other_address", Effect::remarks}})),
         .questions = member_questions,
         .judge = judge_members_at_address},
        {.name = "lives_elsewhere",
         .what = "Two people who must not live together have different addresses in CPR. Nothing "
                 "is found of somebody whom CPR does not know.",
         .clause = {"CPR law, section 28",
                    "Addresses never leave the comparison, because one may be protected from the "
                    "other."},
         .roles = {{.name = "cpr", .kinds = {ValueKind::cpr}},
                   {.name = "other", .kinds = {ValueKind::cpr}}},
         .findings = {{"same_address", Effect::remarks}},
         .questions = both_questions,
         .judge = judge_lives_elsewhere},
    };
}

}  // namespace indgang::rules
