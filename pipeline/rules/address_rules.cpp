// SPDX-License-Identifier: MPL-2.0
// Whether the applicant lives where the application says.
//
// The parts are compared one by one, so that a register lifts the doubt from each part that was
// read right. Streets and cities are compared as loosely as names, but only when the number and
// the postcode are equal: those are the independent agreement that loose letters need. A protected
// address (CPR law, section 28) is compared and never written anywhere.
#include "pipeline/rules/bound.h"
#include "pipeline/rules/families.h"
#include "schemas/values/danish_text.h"

namespace indgang::rules {
namespace {

using record::Agreement;
using record::Severity;

constexpr double close_street_distance = 0.34;  // as for names, see person_rules.cpp

struct Part {
    const char* role;
    std::string Address::*member;
};
constexpr Part parts[] = {
    {"street", &Address::street},     {"house_number", &Address::house_number},
    {"floor", &Address::floor},       {"door", &Address::door},
    {"postcode", &Address::postcode}, {"city", &Address::city},
};

bool is_same_city(const std::string& declared, const std::string& registered) {
    const std::string a = folded(declared), b = folded(registered);
    // "Odense" for "Odense C": people leave the district out.
    return b.starts_with(a + " ") || folded_distance(a, b) <= close_street_distance;
}

bool agrees(const Part& part, const Address& declared, const Address& registered) {
    const std::string& mine = declared.*part.member;
    const std::string& theirs = registered.*part.member;
    const bool is_place_sure = declared.house_number == registered.house_number &&
                               declared.postcode == registered.postcode;
    if (part.member == &Address::street && is_place_sure) {
        return folded_distance(mine, theirs) <= close_street_distance;
    }
    if (part.member == &Address::city && declared.postcode == registered.postcode) {
        return is_same_city(mine, theirs);
    }
    return folded(mine) == folded(theirs);
}

std::string one_line(const Address& address) {
    std::string line = address.street + " " + address.house_number;
    for (const std::string& part : {address.floor, address.door}) {
        line += part.empty() ? "" : ", " + part;
    }
    return line + ", " + address.postcode + " " + address.city;
}

/// Nothing was said that could be compared: the field could not be read, or the city was left out,
/// which the postcode names anyway.
bool is_silent(const record::FieldValue* field, const Part& part) {
    return field == nullptr ||
           (!field->value && (!field->raw.empty() || part.member == &Address::city));
}

Judgement judge_address_agrees(const FormDefinition& form, const RuleBinding& binding,
                               const InquiredRecord& inquired) {
    Judgement judgement;
    const ApplicationRecord& record = inquired.record;
    const Value* cpr = value_of(binding, record, "cpr");
    Address declared;
    std::vector<std::string> filled;
    for (const Part& part : parts) {
        declared.*part.member = text_of(binding, record, part.role);
        if (!(declared.*part.member).empty()) {
            filled.push_back(id_of(binding, part.role));
        }
    }
    if (cpr == nullptr || filled.empty()) {
        return judgement;
    }
    declared = normalised(declared);
    const record::Answer* answer = find_answer(inquired, person_question(form, *cpr));
    if (!has_facts(answer)) {
        add_unknown(judgement, answer, filled);
        return judgement;
    }
    const record::Facts& person = answer->rows.front();
    const Address registered = normalised(address_of(person));
    if (registered.street.empty()) {
        for (const std::string& field : filled) {
            judgement.verdicts.push_back(verdict(field, Agreement::unknown, *answer));
        }
        return judgement;
    }
    std::vector<std::string> differing;
    for (const Part& part : parts) {
        const std::string& field = id_of(binding, part.role);
        if (field.empty() || is_silent(record.field(field), part)) {
            continue;
        }
        const bool is_same = agrees(part, declared, registered);
        judgement.verdicts.push_back(
            verdict(field, is_same ? Agreement::confirmed : Agreement::differs, *answer,
                    is_protected(person) ? "" : registered.*part.member));
        if (!is_same) {
            differing.push_back(field);
        }
    }
    if (!differing.empty()) {
        judgement.findings.push_back(
            is_protected(person)
                ? finding("address_differs", Severity::remark, std::move(differing))
                : finding("address_differs", Severity::remark, std::move(differing),
                          {{"registered", one_line(registered)}}));
    }
    if (is_protected(person)) {
        judgement.findings.push_back(
            finding("address_protected", Severity::remark, {id_of(binding, "cpr")}));
    }
    return judgement;
}

}  // namespace

std::vector<Rule> address_rules() {
    return {
        {.name = "address_agrees",
         .what = "The person lives at the address, by CPR.",
         .clause = {"CPR law, section 28",
                    "A protected address is compared and never written anywhere."},
         .roles = {{.name = "cpr", .kinds = {ValueKind::cpr}},
                   {.name = "street", .kinds = {ValueKind::street}},
                   {.name = "house_number", .kinds = {ValueKind::house_number}},
                   {.name = "floor", .kinds = {ValueKind::floor}, .is_optional = true},
                   {.name = "door", .kinds = {ValueKind::door}, .is_optional = true},
                   {.name = "postcode", .kinds = {ValueKind::postcode}},
                   {.name = "city", .kinds = {ValueKind::city}, .is_optional = true}},
         .findings = with_unknown(
             {{"address_differs", Effect::remarks}, {"address_protected", Effect::remarks}}),
         .questions = person_questions,
         .judge = judge_address_agrees},
    };
}

}  // namespace indgang::rules
