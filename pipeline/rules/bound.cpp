// SPDX-License-Identifier: MPL-2.0
#include "pipeline/rules/bound.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "schemas/error/verify.h"
#include "schemas/register/words.h"

namespace indgang::rules {
namespace {

using record::Severity;
using registers::PersonStatus;

struct Status {
    PersonStatus status;
    std::string_view rule;
    Severity severity;
};

/// Who lives in Denmark is not in it. Nobody is turned away because of a
/// status: the dead and the numbers that are nobody's go to a person, the others are for the case
/// worker to route.
constexpr Status statuses[] = {
    {PersonStatus::greenland, "person_not_resident", Severity::remark},
    {PersonStatus::greenland_special, "person_not_resident", Severity::remark},
    {PersonStatus::tax_only, "person_not_resident", Severity::remark},
    {PersonStatus::annulled, "number_annulled", Severity::doubt},
    {PersonStatus::deleted_double, "number_annulled", Severity::doubt},
    {PersonStatus::number_changed, "number_changed", Severity::remark},
    {PersonStatus::missing, "person_missing", Severity::remark},
    {PersonStatus::emigrated, "person_emigrated", Severity::remark},
    {PersonStatus::dead, "person_dead", Severity::doubt},
};

/// 01:00 UTC on the last Sunday of a month: when summer time begins and ends (directive
/// 2000/84/EC, articles 2 and 3).
UtcTime change_of_clocks(std::chrono::year year, std::chrono::month month) {
    const std::chrono::sys_days day = year / month / std::chrono::Sunday[std::chrono::last];
    return day + std::chrono::hours(1);
}

std::optional<double> number_of(std::string_view text) {
    double number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

/// A rule reads no setting that its struct does not declare.
const Setting& declared_setting(const RuleBinding& binding, std::string_view name) {
    const Rule* rule = find_rule(binding.rule);
    const Setting* setting = rule == nullptr ? nullptr : rule->setting(name);
    VERIFY(setting != nullptr);
    return *setting;
}

std::vector<FindingCode> joined(std::vector<FindingCode> one,
                                const std::vector<FindingCode>& other) {
    one.insert(one.end(), other.begin(), other.end());
    return one;
}

}  // namespace

std::optional<bool> holds(const form::Condition& condition, const ApplicationRecord& record) {
    const record::FieldValue* asked = record.field(condition.field);
    const bool is_read = asked == nullptr || asked->value || asked->doubt.empty();
    if (!is_read) {
        return std::nullopt;
    }
    return asked != nullptr && asked->value ? condition.holds_for(asked->value->canonical())
                                            : condition.holds_for(std::nullopt);
}

bool applies(const RuleBinding& binding, const ApplicationRecord& record) {
    return std::all_of(binding.when.begin(), binding.when.end(), [&](const auto& condition) {
        return holds(condition, record).value_or(false);
    });
}

bool is_empty(const ApplicationRecord& record, const std::string& id) {
    const record::FieldValue* field = record.field(id);
    return field == nullptr || (!field->value && field->doubt.empty());
}

Questions no_questions(const FormDefinition&, const RuleBinding&, const ApplicationRecord&) {
    return {};
}

Questions person_questions(const FormDefinition& form, const RuleBinding& binding,
                           const ApplicationRecord& record) {
    const Value* cpr = value_of(binding, record, "cpr");
    return cpr == nullptr ? Questions{} : Questions{person_question(form, record, *cpr)};
}

const std::vector<std::string>& ids_of(const RuleBinding& binding, std::string_view role) {
    static const std::vector<std::string> none;
    // A rule reads no role that its struct does not declare.
    const Rule* rule = find_rule(binding.rule);
    VERIFY(rule != nullptr && rule->role(role) != nullptr);
    const auto found = binding.fields.find(std::string(role));
    return found == binding.fields.end() ? none : found->second;
}

const std::string& id_of(const RuleBinding& binding, std::string_view role) {
    static const std::string none;
    const auto& ids = ids_of(binding, role);
    return ids.empty() ? none : ids.front();
}

const Value* value_of(const RuleBinding& binding, const ApplicationRecord& record,
                      std::string_view role) {
    return record.value(id_of(binding, role));
}

std::string text_of(const RuleBinding& binding, const ApplicationRecord& record,
                    std::string_view role) {
    const Value* value = value_of(binding, record, role);
    return value == nullptr ? std::string() : value->canonical();
}

std::string_view word_setting(const RuleBinding& binding, std::string_view name) {
    const auto given = binding.settings.find(std::string(name));
    return given == binding.settings.end() ? declared_setting(binding, name).otherwise
                                           : std::string_view(given->second);
}

double number_setting(const RuleBinding& binding, std::string_view name) {
    const auto given = number_of(word_setting(binding, name));
    const auto otherwise = number_of(declared_setting(binding, name).otherwise);
    VERIFY(otherwise.has_value());
    return given.value_or(*otherwise);
}

bool holds_word(std::string_view words, std::string_view word) {
    while (!word.empty() && !words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        if (words.substr(0, end) == word) {
            return true;
        }
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

bool is_scanned(const record::FieldValue& field) {
    return std::holds_alternative<record::Scanned>(field.provenance);
}

Date danish_day(UtcTime time) {
    const auto year =
        std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(time)).year();
    const bool is_summer = time >= change_of_clocks(year, std::chrono::March) &&
                           time < change_of_clocks(year, std::chrono::October);
    const std::chrono::year_month_day day(
        std::chrono::floor<std::chrono::days>(time + std::chrono::hours(is_summer ? 2 : 1)));
    const auto date = Date::of(static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                               static_cast<unsigned>(day.day()));
    VERIFY(date.has_value());
    return *date;
}

const std::string& purpose_of(const FormDefinition& form, const ApplicationRecord& record) {
    return form.kle.on(danish_day(record.received_at));
}

record::Question person_question(const FormDefinition& form, const ApplicationRecord& record,
                                 const Value& cpr) {
    return registers::person_question(cpr, purpose_of(form, record));
}

const record::Answer* find_answer(const InquiredRecord& record, const record::Question& question) {
    const auto found =
        std::find_if(record.answers.begin(), record.answers.end(),
                     [&](const record::Answer& answer) { return answer.question == question; });
    return found == record.answers.end() ? nullptr : &*found;
}

bool has_facts(const record::Answer* answer) {
    return answer != nullptr && !answer->unknown && !answer->rows.empty();
}

std::optional<registers::Person> person_in(const record::Answer* answer) {
    return has_facts(answer) ? std::optional(registers::person_of(answer->rows.front()))
                             : std::nullopt;
}

std::span<const AddressRole> address_roles() {
    static constexpr AddressRole roles[] = {
        {"street", &Address::street},     {"house_number", &Address::house_number},
        {"floor", &Address::floor},       {"door", &Address::door},
        {"postcode", &Address::postcode}, {"city", &Address::city},
    };
    return roles;
}

record::Finding finding(std::string rule, Severity severity, std::vector<std::string> fields,
                        std::map<std::string, std::string> evidence) {
    return {std::move(rule), severity, std::move(fields), std::move(evidence)};
}

record::Verdict verdict(const std::string& field, record::Agreement agreement,
                        const record::Answer& answer, std::string registered) {
    return {field, agreement, answer.question.registry, std::move(registered), answer.at};
}

std::vector<FindingCode> with_unknown(std::vector<FindingCode> own, Effect of_nobody) {
    return joined(std::move(own),
                  {{"person_unknown", of_nobody}, {"register_unknown", Effect::remarks}});
}

std::vector<FindingCode> with_status(std::vector<FindingCode> own) {
    for (const Status& status : statuses) {
        const bool is_known = std::any_of(own.begin(), own.end(), [&](const FindingCode& known) {
            return known.code == status.rule;
        });
        if (!is_known) {
            own.push_back({status.rule,
                           status.severity == Severity::remark ? Effect::remarks : Effect::parks});
        }
    }
    return joined(std::move(own), {{"address_protected", Effect::remarks}});
}

void add_unknown(Judgement& judgement, const record::Answer* answer,
                 const std::vector<std::string>& fields, Severity of_nobody) {
    if (answer == nullptr || fields.empty()) {
        return;
    }
    for (const std::string& field : fields) {
        judgement.verdicts.push_back(verdict(field, record::Agreement::unknown, *answer));
    }
    const std::string reason(answer->unknown ? name_of(*answer->unknown) : "no_rows");
    const bool is_nobody = answer->unknown == record::Unknown::no_such_person;
    judgement.findings.push_back(finding(
        is_nobody ? "person_unknown" : "register_unknown", is_nobody ? of_nobody : Severity::remark,
        fields, {{"registry", answer->question.registry}, {"reason", reason}}));
}

void add_status(Judgement& judgement, const registers::Person& person, const std::string& cpr_field,
                const Value& cpr) {
    const bool is_changed = person.current && Value::of(*person.current) != cpr;
    for (const Status& status : statuses) {
        if (status.status == person.status && !(is_changed && status.rule == "number_changed")) {
            judgement.findings.push_back(
                finding(std::string(status.rule), status.severity, {cpr_field},
                        {{"status", std::string(code_of(status.status))}}));
        }
    }
    if (is_changed) {
        judgement.findings.push_back(finding("number_changed", Severity::remark, {cpr_field},
                                             {{"registered", person.current->digits()}}));
    }
    if (person.home.is_protected()) {
        judgement.findings.push_back(finding("address_protected", Severity::remark, {cpr_field}));
    }
}

}  // namespace indgang::rules
