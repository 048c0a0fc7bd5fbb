// SPDX-License-Identifier: MPL-2.0
// Rules on answers that belong together, and on days: how many are given, what they add up to,
// when something begins, how old somebody is, which periods go together. None asks a register.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "pipeline/rules/bound.h"
#include "pipeline/rules/families.h"

namespace indgang::rules {
namespace {

using record::Severity;
using std::chrono::sys_days;

/// "nej", and a box that nobody ticked, is no answer to "which of these".
bool is_chosen(const ApplicationRecord& record, const std::string& id) {
    const Value* value = record.value(id);
    return value != nullptr && (value->yes_no() == nullptr || *value->yes_no());
}

bool is_doubted(const ApplicationRecord& record, const std::string& id) {
    const record::FieldValue* field = record.field(id);
    return field != nullptr && !field->value && !field->doubt.empty();
}

/// What a machine may have misread, a person looks at; of what was typed the case worker reads.
Severity on_paper(const ApplicationRecord& record, const std::vector<std::string>& fields) {
    const bool is_read = std::ranges::any_of(fields, [&](const auto& id) {
        const auto* field = record.field(id);
        return field != nullptr && is_scanned(*field);
    });
    return is_read ? Severity::doubt : Severity::remark;
}

Judgement judge_count(const FormDefinition&, const RuleBinding& binding,
                      const InquiredRecord& inquired) {
    const auto& fields = ids_of(binding, "fields");
    if (std::ranges::any_of(fields,
                            [&](const auto& id) { return is_doubted(inquired.record, id); })) {
        return {};
    }
    const auto chosen = static_cast<double>(std::ranges::count_if(
        fields, [&](const auto& id) { return is_chosen(inquired.record, id); }));
    if (chosen < number_setting(binding, "least")) {
        return {{finding("too_few_answers", Severity::error, fields)}, {}};
    }
    if (chosen > number_setting(binding, "most")) {
        return {{finding("too_many_answers", Severity::error, fields)}, {}};
    }
    return {};
}

Judgement judge_together(const FormDefinition&, const RuleBinding& binding,
                         const InquiredRecord& inquired) {
    std::vector<std::string> missing;
    const auto& fields = ids_of(binding, "fields");
    for (const auto& id : fields) {
        if (is_empty(inquired.record, id)) {
            missing.push_back(id);
        }
    }
    if (missing.empty() || missing.size() == fields.size()) {
        return {};
    }
    return {{finding("answered_in_part", Severity::error, std::move(missing))}, {}};
}

Judgement judge_sum_equals(const FormDefinition&, const RuleBinding& binding,
                           const InquiredRecord& inquired) {
    const Value* total = value_of(binding, inquired.record, "total");
    if (total == nullptr || total->amount() == nullptr) {
        return {};
    }
    std::int64_t sum_oere = 0;
    std::vector<std::string> fields;
    for (const auto& id : ids_of(binding, "parts")) {
        if (is_doubted(inquired.record, id)) {
            return {};
        }
        const Value* part = inquired.record.value(id);
        if (part != nullptr && part->amount() != nullptr) {
            sum_oere += part->amount()->oere();
            fields.push_back(id);
        }
    }
    constexpr double oere_per_krone = 100;
    const auto allowed = static_cast<std::int64_t>(
        std::llround(number_setting(binding, "tolerance_kr") * oere_per_krone));
    if (fields.empty() || std::abs(sum_oere - total->amount()->oere()) <= allowed) {
        return {};
    }
    fields.push_back(id_of(binding, "total"));
    const auto sum = Amount::of_oere(sum_oere);
    const auto severity = on_paper(inquired.record, fields);
    return {{finding("sum_differs", severity, std::move(fields),
                     {{"sum", sum ? sum->decimal() : ""}, {"total", total->canonical()}})},
            {}};
}

Judgement judge_first_of_month(const FormDefinition&, const RuleBinding& binding,
                               const InquiredRecord& inquired) {
    const Value* value = value_of(binding, inquired.record, "date");
    if (value == nullptr || value->date() == nullptr ||
        value->date()->day().day() == std::chrono::day(1)) {
        return {};
    }
    return {{finding("not_first_of_month", Severity::error, {id_of(binding, "date")},
                     {{"date", value->canonical()}})},
            {}};
}

/// The last day on which something of `day` can be filed; a month later is the same day of the next
/// month, or its last day.
Date last_day(const Date& day, int months, int days) {
    using std::chrono::last;
    auto moved = day.day() + std::chrono::months(months);
    if (!moved.ok()) {
        moved = moved.year() / moved.month() / last;
    }
    const std::chrono::year_month_day end{sys_days(moved) + std::chrono::days(days)};
    return Date::of(static_cast<int>(end.year()), static_cast<unsigned>(end.month()),
                    static_cast<unsigned>(end.day()))
        .value_or(day);
}

Judgement judge_filed_within(const FormDefinition&, const RuleBinding& binding,
                             const InquiredRecord& inquired) {
    const Value* event = value_of(binding, inquired.record, "event");
    if (event == nullptr || event->date() == nullptr) {
        return {};
    }
    const Date last = last_day(*event->date(), static_cast<int>(number_setting(binding, "months")),
                               static_cast<int>(number_setting(binding, "days")));
    const Date receipt = danish_day(inquired.record.received_at);
    if (receipt <= last) {
        return {};
    }
    return {{finding("filed_late", Severity::remark, {id_of(binding, "event")},
                     {{"last_day", last.iso()}, {"received", receipt.iso()}})},
            {}};
}

/// Whole years; who was born on 29 February is a year older on 1 March.
int age_on(const Date& birth, const Date& day) {
    const auto years = static_cast<int>(day.day().year()) - static_cast<int>(birth.day().year());
    const auto of_year = [](const Date& date) {
        return std::pair(date.day().month(), date.day().day());
    };
    return of_year(day) < of_year(birth) ? years - 1 : years;
}

Judgement judge_age(const FormDefinition&, const RuleBinding& binding,
                    const InquiredRecord& inquired) {
    const Value* cpr = value_of(binding, inquired.record, "cpr");
    const Value* date = value_of(binding, inquired.record, "date");
    if (cpr == nullptr || cpr->cpr() == nullptr) {
        return {};
    }
    const Date day = date != nullptr && date->date() != nullptr
                         ? *date->date()
                         : danish_day(inquired.record.received_at);
    const int age = age_on(cpr->cpr()->birth_date(), day);
    if (age >= number_setting(binding, "least") && age <= number_setting(binding, "most")) {
        return {};
    }
    const std::vector<std::string> fields{id_of(binding, "cpr")};
    return {{finding("age_outside", on_paper(inquired.record, fields), fields,
                     {{"age", std::to_string(age)}, {"on", day.iso()}})},
            {}};
}

struct Period {
    std::string from_field;
    std::string to_field;
    Date from;
    Date to;
};

/// Those of which both days are known and in order.
std::vector<Period> periods(const RuleBinding& binding, const ApplicationRecord& record) {
    const auto& from = ids_of(binding, "from");
    const auto& to = ids_of(binding, "to");
    std::vector<Period> all;
    for (std::size_t i = 0; i < std::min(from.size(), to.size()); ++i) {
        const Value* first = record.value(from[i]);
        const Value* last = record.value(to[i]);
        if (first != nullptr && last != nullptr && first->date() != nullptr &&
            last->date() != nullptr && *first->date() <= *last->date()) {
            all.push_back({from[i], to[i], *first->date(), *last->date()});
        }
    }
    std::ranges::stable_sort(all, {}, &Period::from);
    return all;
}

Judgement judge_periods_apart(const FormDefinition&, const RuleBinding& binding,
                              const InquiredRecord& inquired) {
    Judgement judgement;
    const auto all = periods(binding, inquired.record);
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (all[i].from <= all[i - 1].to) {
            const std::vector<std::string> fields{all[i - 1].to_field, all[i].from_field};
            judgement.findings.push_back(
                finding("periods_overlap", on_paper(inquired.record, fields), fields,
                        {{"until", all[i - 1].to.iso()}, {"from", all[i].from.iso()}}));
        }
    }
    return judgement;
}

Judgement judge_weeks_within(const FormDefinition&, const RuleBinding& binding,
                             const InquiredRecord& inquired) {
    std::chrono::days days{0};
    std::vector<std::string> fields;
    for (const auto& period : periods(binding, inquired.record)) {
        days += sys_days(period.to.day()) - sys_days(period.from.day()) + std::chrono::days(1);
        fields.push_back(period.from_field);
    }
    constexpr int days_of_week = 7;
    if (static_cast<double>(days.count()) <= number_setting(binding, "weeks") * days_of_week) {
        return {};
    }
    return {{finding("too_many_weeks", Severity::remark, std::move(fields),
                     {{"days", std::to_string(days.count())}})},
            {}};
}

const Role dates_from{.name = "from", .kinds = {ValueKind::date}, .is_of_many = true};
const Role dates_to{.name = "to", .kinds = {ValueKind::date}, .is_of_many = true};

}  // namespace

std::vector<Rule> answer_rules() {
    constexpr double many = 100, most_years = 150, most_days = 3650, most_kr = 1'000'000;
    return {
        {.name = "answers_given",
         .what = "So many of the fields are answered; \"nej\" is no answer.",
         .roles = {{.name = "fields", .is_of_many = true}},
         .settings =
             {{.name = "least", .what = "How many at least.", .otherwise = "1", .most = many},
              {.name = "most", .what = "How many at most.", .otherwise = "100", .most = many}},
         .findings = {{"too_few_answers", Effect::parks}, {"too_many_answers", Effect::parks}},
         .questions = no_questions,
         .judge = judge_count},
        {.name = "answered_together",
         .what = "The fields are all answered, or none of them is.",
         .roles = {{.name = "fields", .is_of_many = true}},
         .findings = {{"answered_in_part", Effect::parks}},
         .questions = no_questions,
         .judge = judge_together},
        {.name = "sum_equals",
         .what = "The parts that are given add up to the total.",
         .roles = {{.name = "parts", .kinds = {ValueKind::amount}, .is_of_many = true},
                   {.name = "total", .kinds = {ValueKind::amount}}},
         .settings = {{.name = "tolerance_kr",
                       .what = "How many kroner they may differ, since people round.",
                       .otherwise = "1",
                       .most = most_kr}},
         .findings = {{"sum_differs", Effect::parks_on_paper}},
         .questions = no_questions,
         .judge = judge_sum_equals},
        {.name = "first_of_month",
         .what = "The date is the first of a month.",
         .roles = {{.name = "date", .kinds = {ValueKind::date}}},
         .findings = {{"not_first_of_month", Effect::parks}},
         .questions = no_questions,
         .judge = judge_first_of_month},
        {.name = "filed_within",
         .what = "The application came within so long of an event. Nobody is turned away: what it "
                 "means for the right is the case worker's decision.",
         .roles = {{.name = "event", .kinds = {ValueKind::date}}},
         .settings =
             {{.name = "months",
               .what = "How many months after the event it may come.",
               .otherwise = "0",
               .most = many},
              {.name = "days", .what = "How many days more.", .otherwise = "0", .most = most_days}},
         .findings = {{"filed_late", Effect::remarks}},
         .questions = no_questions,
         .judge = judge_filed_within},
        {.name = "age_between",
         .what = "The person, by the CPR number, is of an age on a date; without a date on the day "
                 "of receipt.",
         .roles = {{.name = "cpr", .kinds = {ValueKind::cpr}},
                   {.name = "date", .kinds = {ValueKind::date}, .is_optional = true}},
         .settings = {{.name = "least",
                       .what = "How many years at least.",
                       .otherwise = "0",
                       .most = most_years},
                      {.name = "most",
                       .what = "How many years at most.",
                       .otherwise = "150",
                       .most = most_years}},
         .findings = {{"age_outside", Effect::parks_on_paper}},
         .questions = no_questions,
         .judge = judge_age},
        {.name = "periods_apart",
         .what = "No two periods have a day in common. The first of `from` goes with the first of "
                 "`to`, and so on.",
         .roles = {dates_from, dates_to},
         .findings = {{"periods_overlap", Effect::parks_on_paper}},
         .questions = no_questions,
         .judge = judge_periods_apart},
        {.name = "weeks_within",
         .what = "The periods are together no more than so many weeks.",
         .roles = {dates_from, dates_to},
         .settings = {{.name = "weeks",
                       .what = "How many weeks.",
                       .otherwise = "0",
                       .is_needed = true,
                       .most = many}},
         .findings = {{"too_many_weeks", Effect::remarks}},
         .questions = no_questions,
         .judge = judge_weeks_within},
    };
}

}  // namespace indgang::rules
