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

bool is_same_city(const std::string& declared, const std::string& registered) {
    const std::string a = folded(declared), b = folded(registered);
    // "Odense" for "Odense C": people leave the district out.
    return b.starts_with(a + " ") || folded_distance(a, b) <= close_street_distance;
}

bool agrees(const AddressRole& part, const Address& declared, const Address& registered) {
    const std::string& mine = declared.*part.part;
    const std::string& theirs = registered.*part.part;
    const bool is_place_sure = declared.house_number == registered.house_number &&
                               declared.postcode == registered.postcode;
    if (part.part == &Address::street && is_place_sure) {
        return folded_distance(mine, theirs) <= close_street_distance;
    }
    if (part.part == &Address::city && declared.postcode == registered.postcode) {
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
bool is_silent(const record::FieldValue* field, const AddressRole& part) {
    return field == nullptr ||
           (!field->value && (!field->raw.empty() || part.part == &Address::city));
}

Judgement judge_address_agrees(const FormDefinition& form, const RuleBinding& binding,
                               const InquiredRecord& inquired) {
    Judgement judgement;
    const ApplicationRecord& record = inquired.record;
    const Value* cpr = value_of(binding, record, "cpr");
    Address declared;
    std::vector<std::string> filled;
    for (const AddressRole& part : address_roles()) {
        declared.*part.part = text_of(binding, record, part.role);
        if (!(declared.*part.part).empty()) {
            filled.push_back(id_of(binding, part.role));
        }
    }
    if (cpr == nullptr || filled.empty()) {
        return judgement;
    }
    declared = normalised(declared);
    const record::Answer* answer =
        find_answer(inquired, person_question(form, inquired.record, *cpr));
    const auto person = person_in(answer);
    if (!person) {
        add_unknown(judgement, answer, filled);
        return judgement;
    }
    const Address* home = person->home.to_compare();
    if (home == nullptr || home->street.empty()) {
        for (const std::string& field : filled) {
            judgement.verdicts.push_back(verdict(field, Agreement::unknown, *answer));
        }
        return judgement;
    }
    const Address registered = normalised(*home);
    const bool is_shown = person->home.to_show() != nullptr;
    std::vector<std::string> differing;
    for (const AddressRole& part : address_roles()) {
        const std::string& field = id_of(binding, part.role);
        if (field.empty() || is_silent(record.field(field), part)) {
            continue;
        }
        const bool is_same = agrees(part, declared, registered);
        judgement.verdicts.push_back(verdict(field,
                                             is_same ? Agreement::confirmed : Agreement::differs,
                                             *answer, is_shown ? registered.*part.part : ""));
        if (!is_same) {
            differing.push_back(field);
        }
    }
    if (!differing.empty()) {
        judgement.findings.push_back(
            finding("address_differs", Severity::remark, std::move(differing)));
        if (is_shown) {
            judgement.findings.back().evidence.emplace("registered", one_line(registered));
        }
    }
    if (person->home.is_protected()) {
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
