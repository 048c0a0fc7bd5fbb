// SPDX-License-Identifier: MPL-2.0
// Whether the dwelling is as the application says.
//
// BBR is a register that owners and municipalities keep by hand. Of 3,024 current units of the
// DAWA test data 22 have a negative area and 11 dwellings have no rooms; 262 of 2,624 addresses
// have more than one unit. So a number that cannot be is taken as not known, of several units the
// one that fits best is compared, two units that were joined may fit by their sum, and no
// difference is more than a remark.
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "pipeline/rules/bound.h"
#include "pipeline/rules/families.h"

namespace indgang::rules {
namespace {

using record::Agreement;
using record::Severity;

enum class Shape { area, rooms, yes_no };

struct Aspect {
    const char* role;
    const char* fact;
    const char* rule;
    Shape shape;
};
constexpr Aspect aspects[] = {
    {"area", "boligareal", "area_differs", Shape::area},
    {"rooms", "vaerelser", "rooms_differ", Shape::rooms},
    {"toilet", "toilet", "toilet_differs", Shape::yes_no},
    {"bath", "bad", "bath_differs", Shape::yes_no},
    {"kitchen", "koekken", "kitchen_differs", Shape::yes_no},
};

/// A fact that can be true: areas and rooms above 0.
const Value* sane_fact(const record::Facts& unit, const Aspect& aspect) {
    const auto found = unit.find(aspect.fact);
    if (found == unit.end()) {
        return nullptr;
    }
    const Value& value = found->second;
    const bool is_sane = aspect.shape == Shape::yes_no
                             ? value.yes_no() != nullptr
                             : value.count() != nullptr && *value.count() > 0;
    return is_sane ? &value : nullptr;
}

bool fits_count(const RuleBinding& binding, const Aspect& aspect, std::int64_t declared,
                std::int64_t registered) {
    if (aspect.shape == Shape::rooms) {
        return declared == registered;
    }
    constexpr double percent = 100;
    const double tolerance = std::max(number_setting(binding, "area_tolerance_m2"),
                                      number_setting(binding, "area_tolerance_percent") / percent *
                                          static_cast<double>(registered));
    return static_cast<double>(std::abs(declared - registered)) <= tolerance;
}

/// On paper and in XML yes or no may be a choice of that name.
bool fits_yes_no(const Value& declared, bool registered) {
    return declared.canonical() == (registered ? "ja" : "nej");
}

Agreement compare(const RuleBinding& binding, const Aspect& aspect, const Value& declared,
                  const record::Facts& unit) {
    const Value* registered = sane_fact(unit, aspect);
    if (registered == nullptr) {
        return Agreement::unknown;
    }
    const bool fits =
        aspect.shape == Shape::yes_no
            ? fits_yes_no(declared, *registered->yes_no())
            : declared.count() != nullptr &&
                  fits_count(binding, aspect, *declared.count(), *registered->count());
    return fits ? Agreement::confirmed : Agreement::differs;
}

/// The unit with the most agreements; of equals the one with the fewest differences.
const record::Facts& best_unit(const RuleBinding& binding, const ApplicationRecord& record,
                               const std::vector<record::Facts>& units) {
    const auto score = [&](const record::Facts& unit) {
        std::pair<int, int> confirmed_and_not_differing{0, 0};
        for (const Aspect& aspect : aspects) {
            if (const Value* declared = value_of(binding, record, aspect.role)) {
                const Agreement agreement = compare(binding, aspect, *declared, unit);
                confirmed_and_not_differing.first += agreement == Agreement::confirmed ? 1 : 0;
                confirmed_and_not_differing.second += agreement == Agreement::differs ? -1 : 0;
            }
        }
        return confirmed_and_not_differing;
    };
    return *std::max_element(
        units.begin(), units.end(),
        [&](const record::Facts& a, const record::Facts& b) { return score(a) < score(b); });
}

/// Two units that were joined are often still two in BBR.
bool fits_sum(const RuleBinding& binding, const Aspect& aspect, const Value& declared,
              const std::vector<record::Facts>& units) {
    if (aspect.shape == Shape::yes_no || declared.count() == nullptr || units.size() < 2) {
        return false;
    }
    std::int64_t sum = 0;
    for (const record::Facts& unit : units) {
        const Value* part = sane_fact(unit, aspect);
        sum += part == nullptr ? 0 : *part->count();
    }
    return sum > 0 && fits_count(binding, aspect, *declared.count(), sum);
}

/// BBR use codes (enh020): 110 to 199 are dwellings for the whole year, 5xx are for holidays.
bool is_for_another_use(const std::string& code) {
    return code.size() == 3 && code.front() != '1';
}

std::optional<record::Question> question(const FormDefinition& form, const RuleBinding& binding,
                                         const ApplicationRecord& record) {
    constexpr struct {
        const char* role;
        const char* key;
        bool is_needed;
    } parts[] = {{"street", "vejnavn", true},
                 {"house_number", "husnummer", true},
                 {"floor", "etage", false},
                 {"door", "doer", false},
                 {"postcode", "postnummer", true}};
    record::Question question{"bbr", {}, form.kle};
    for (const auto& part : parts) {
        if (const Value* value = value_of(binding, record, part.role)) {
            question.key.emplace(part.key, *value);
        } else if (part.is_needed) {
            return std::nullopt;
        }
    }
    return question;
}

std::vector<std::string> declared_fields(const RuleBinding& binding,
                                         const ApplicationRecord& record) {
    std::vector<std::string> fields;
    for (const Aspect& aspect : aspects) {
        if (value_of(binding, record, aspect.role) != nullptr) {
            fields.push_back(id_of(binding, aspect.role));
        }
    }
    return fields;
}

Questions dwelling_questions(const FormDefinition& form, const RuleBinding& binding,
                             const ApplicationRecord& record) {
    auto asked = question(form, binding, record);
    const bool is_needed = asked && !declared_fields(binding, record).empty();
    return is_needed ? Questions{std::move(*asked)} : Questions{};
}

Judgement judge_dwelling_agrees(const FormDefinition& form, const RuleBinding& binding,
                                const InquiredRecord& inquired) {
    Judgement judgement;
    const ApplicationRecord& record = inquired.record;
    const auto asked = question(form, binding, record);
    const record::Answer* answer = asked ? find_answer(inquired, *asked) : nullptr;
    if (!has_facts(answer)) {
        add_unknown(judgement, answer, declared_fields(binding, record));
        return judgement;
    }
    const record::Facts& unit = best_unit(binding, record, answer->rows);
    for (const Aspect& aspect : aspects) {
        const Value* declared = value_of(binding, record, aspect.role);
        if (declared == nullptr) {
            continue;
        }
        const std::string& field = id_of(binding, aspect.role);
        Agreement agreement = compare(binding, aspect, *declared, unit);
        if (agreement == Agreement::differs && fits_sum(binding, aspect, *declared, answer->rows)) {
            agreement = Agreement::confirmed;
        }
        const std::string registered =
            agreement == Agreement::unknown ? "" : fact(unit, aspect.fact);
        judgement.verdicts.push_back(verdict(field, agreement, *answer, registered));
        if (agreement == Agreement::differs) {
            judgement.findings.push_back(finding(
                aspect.rule, Severity::remark, {field},
                {{"registered", registered}, {"units", std::to_string(answer->rows.size())}}));
        }
    }
    if (const std::string code = fact(unit, "anvendelse"); is_for_another_use(code)) {
        judgement.findings.push_back(finding("dwelling_for_another_use", Severity::remark,
                                             {id_of(binding, "street")}, {{"use_code", code}}));
    }
    return judgement;
}

std::vector<FindingCode> dwelling_findings() {
    std::vector<FindingCode> findings;
    for (const Aspect& aspect : aspects) {
        findings.push_back({aspect.rule, Effect::remarks});
    }
    findings.push_back({"dwelling_for_another_use", Effect::remarks});
    return with_unknown(std::move(findings));
}

}  // namespace

std::vector<Rule> dwelling_rules() {
    constexpr double most_m2 = 1000;
    constexpr double most_percent = 100;
    const std::vector<ValueKind> yes_or_no{ValueKind::yes_no, ValueKind::choice};
    return {
        {.name = "dwelling_agrees",
         .what = "The dwelling is as large and has the rooms, toilet, bath and kitchen that BBR "
                 "has, and is a home for the whole year.",
         .roles = {{.name = "street", .kinds = {ValueKind::street}},
                   {.name = "house_number", .kinds = {ValueKind::house_number}},
                   {.name = "floor", .kinds = {ValueKind::floor}, .is_optional = true},
                   {.name = "door", .kinds = {ValueKind::door}, .is_optional = true},
                   {.name = "postcode", .kinds = {ValueKind::postcode}},
                   {.name = "area", .kinds = {ValueKind::count}, .is_optional = true},
                   {.name = "rooms", .kinds = {ValueKind::count}, .is_optional = true},
                   {.name = "toilet", .kinds = yes_or_no, .is_optional = true},
                   {.name = "bath", .kinds = yes_or_no, .is_optional = true},
                   {.name = "kitchen", .kinds = yes_or_no, .is_optional = true}},
         .settings = {{.name = "area_tolerance_m2",
                       .what = "How many square metres the area may differ.",
                       .otherwise = "0",
                       .most = most_m2},
                      {.name = "area_tolerance_percent",
                       .what = "How many percent of the area in BBR it may differ; the larger of "
                               "the two tolerances counts.",
                       .otherwise = "0",
                       .most = most_percent}},
         .findings = dwelling_findings(),
         .questions = dwelling_questions,
         .judge = judge_dwelling_agrees},
    };
}

}  // namespace indgang::rules
