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
#include "schemas/error/verify.h"
#include "schemas/register/dwelling.h"
#include "schemas/register/words.h"

namespace indgang::rules {
namespace {

using record::Agreement;
using record::Severity;
using registers::Dwelling;

/// What BBR says of a dwelling in one respect: a number, or whether it has something of its own.
struct Aspect {
    const char* role;
    const char* rule;
    std::optional<std::int64_t> Dwelling::*count;  ///< nullptr: a yes or no
    std::optional<bool> Dwelling::*yes_no;
    bool is_measured = false;  ///< may differ by the tolerance
};
constexpr Aspect aspects[] = {
    {"area", "area_differs", &Dwelling::area_m2, nullptr, true},
    {"rooms", "rooms_differ", &Dwelling::rooms, nullptr},
    {"toilet", "toilet_differs", nullptr, &Dwelling::toilet},
    {"bath", "bath_differs", nullptr, &Dwelling::bath},
    {"kitchen", "kitchen_differs", nullptr, &Dwelling::kitchen},
};

/// What can be true of the dwelling: areas and rooms above 0.
std::optional<Value> sane_value(const Dwelling& unit, const Aspect& aspect) {
    if (aspect.count == nullptr) {
        const auto& is_there = unit.*aspect.yes_no;
        return is_there ? std::optional(Value::of_yes_no(*is_there)) : std::nullopt;
    }
    const auto& count = unit.*aspect.count;
    return count && *count > 0 ? std::optional(Value::of_count(*count)) : std::nullopt;
}

bool fits_count(const RuleBinding& binding, const Aspect& aspect, std::int64_t declared,
                std::int64_t registered) {
    if (!aspect.is_measured) {
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
                  const Dwelling& unit) {
    const auto registered = sane_value(unit, aspect);
    if (!registered) {
        return Agreement::unknown;
    }
    const bool fits = aspect.count == nullptr ? fits_yes_no(declared, *registered->yes_no())
                                              : declared.count() != nullptr &&
                                                    fits_count(binding, aspect, *declared.count(),
                                                               *registered->count());
    return fits ? Agreement::confirmed : Agreement::differs;
}

/// The unit with the most agreements; of equals the one with the fewest differences.
const Dwelling& best_unit(const RuleBinding& binding, const ApplicationRecord& record,
                          const std::vector<Dwelling>& units) {
    const auto score = [&](const Dwelling& unit) {
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
    return *std::max_element(units.begin(), units.end(), [&](const Dwelling& a, const Dwelling& b) {
        return score(a) < score(b);
    });
}

/// Two units that were joined are often still two in BBR.
bool fits_sum(const RuleBinding& binding, const Aspect& aspect, const Value& declared,
              const std::vector<Dwelling>& units) {
    if (aspect.count == nullptr || declared.count() == nullptr || units.size() < 2) {
        return false;
    }
    std::int64_t sum = 0;
    for (const Dwelling& unit : units) {
        const auto part = sane_value(unit, aspect);
        sum += part ? *part->count() : 0;
    }
    return sum > 0 && fits_count(binding, aspect, *declared.count(), sum);
}

/// BBR use codes (enh020): 110 to 199 are dwellings for the whole year, 5xx are for holidays.
bool is_for_another_use(const std::string& code) {
    return code.size() == 3 && code.front() != '1';
}

std::string_view role_of(const registers::AddressWord& word) {
    const auto roles = address_roles();
    const auto found = std::find_if(roles.begin(), roles.end(), [&](const AddressRole& role) {
        return role.part == word.part;
    });
    VERIFY(found != roles.end());
    return found->role;
}

std::optional<record::Question> question(const FormDefinition& form, const RuleBinding& binding,
                                         const ApplicationRecord& record) {
    record::Question question{
        std::string(registers::dwelling_register), {}, purpose_of(form, record)};
    for (const registers::AddressWord& each : registers::address_words()) {
        if (!each.is_asked) {
            continue;
        }
        if (const Value* value = value_of(binding, record, role_of(each))) {
            question.key.emplace(each.word, *value);
        } else if (each.is_needed) {
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
    std::vector<Dwelling> units;
    for (const record::Facts& row : answer->rows) {
        units.push_back(registers::dwelling_of(row));
    }
    const Dwelling& unit = best_unit(binding, record, units);
    for (const Aspect& aspect : aspects) {
        const Value* declared = value_of(binding, record, aspect.role);
        if (declared == nullptr) {
            continue;
        }
        const std::string& field = id_of(binding, aspect.role);
        Agreement agreement = compare(binding, aspect, *declared, unit);
        if (agreement == Agreement::differs && fits_sum(binding, aspect, *declared, units)) {
            agreement = Agreement::confirmed;
        }
        const std::string registered =
            agreement == Agreement::unknown ? "" : sane_value(unit, aspect)->canonical();
        judgement.verdicts.push_back(verdict(field, agreement, *answer, registered));
        if (agreement == Agreement::differs) {
            judgement.findings.push_back(
                finding(aspect.rule, Severity::remark, {field},
                        {{"registered", registered}, {"units", std::to_string(units.size())}}));
        }
    }
    if (is_for_another_use(unit.use)) {
        judgement.findings.push_back(finding("dwelling_for_another_use", Severity::remark,
                                             {id_of(binding, "street")}, {{"use_code", unit.use}}));
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
