// SPDX-License-Identifier: MPL-2.0
// Whether the income is what employers reported.
//
// Compared are the last months that employers had to have reported on the day of receipt: a month
// is reported by the 10th of the next, December by the 17th of January, and on the Monday after
// when that is a weekend (info.skat.dk, indberetning til eIndkomst). Before that day its pay may be
// missing, and a mean with it would contradict whoever wrote the truth. A month without a report
// counts as 0: eIndkomst has a row for each month in which anybody paid. Reversals are netted by
// the adapter. A difference is a remark: bonuses, holiday pay and late reports make honest people
// differ.
#include <chrono>
#include <cstdlib>

#include "pipeline/rules/bound.h"
#include "pipeline/rules/families.h"
#include "schemas/register/income_month.h"
#include "schemas/register/words.h"

namespace indgang::rules {
namespace {

using record::Agreement;
using record::Severity;

constexpr int most_months = 36;

struct Period {
    Date from;
    Date to;
    int months;
};

/// Whether what was paid in the month before had to be reported before this day.
bool is_month_before_reported(const std::chrono::year_month_day& day) {
    constexpr std::chrono::day last_day{10}, last_day_of_january{17};
    const auto last = day.month() == std::chrono::January ? last_day_of_january : last_day;
    std::chrono::sys_days due = day.year() / day.month() / last;
    while (std::chrono::weekday(due) == std::chrono::Saturday ||
           std::chrono::weekday(due) == std::chrono::Sunday) {
        due += std::chrono::days(1);
    }
    return std::chrono::sys_days(day) > due;
}

std::optional<Period> period(const RuleBinding& binding, const ApplicationRecord& record) {
    const int months = static_cast<int>(number_setting(binding, "months"));
    if (months < 1 || months > most_months) {
        return std::nullopt;
    }
    const auto day = danish_day(record.received_at).day();
    const std::chrono::months back(is_month_before_reported(day) ? 1 : 2);
    const std::chrono::year_month last_month = day.year() / day.month() - back;
    const auto first = last_month - std::chrono::months(months - 1);
    const std::chrono::year_month_day last = last_month / std::chrono::last;
    const auto from =
        Date::of(static_cast<int>(first.year()), static_cast<unsigned>(first.month()), 1);
    const auto to = Date::of(static_cast<int>(last.year()), static_cast<unsigned>(last.month()),
                             static_cast<unsigned>(last.day()));
    return from && to ? std::optional(Period{*from, *to, months}) : std::nullopt;
}

std::optional<record::Question> question(const FormDefinition& form, const RuleBinding& binding,
                                         const ApplicationRecord& record) {
    const Value* cpr = value_of(binding, record, "cpr");
    const Value* amount = value_of(binding, record, "amount");
    const auto asked = period(binding, record);
    if (cpr == nullptr || amount == nullptr || amount->amount() == nullptr || !asked) {
        return std::nullopt;
    }
    return registers::income_question(*cpr, asked->from, asked->to, purpose_of(form, record));
}

/// In oere, of the months of the period.
std::int64_t sum_of(const std::vector<record::Facts>& rows, const Period& asked) {
    std::int64_t sum = 0;
    for (const record::Facts& row : rows) {
        const auto month = registers::income_month_of(row);
        if (month && month->first_day >= asked.from && month->first_day <= asked.to) {
            sum += month->a_income.oere();
        }
    }
    return sum;
}

Questions income_questions(const FormDefinition& form, const RuleBinding& binding,
                           const ApplicationRecord& record) {
    auto asked = question(form, binding, record);
    return asked ? Questions{std::move(*asked)} : Questions{};
}

Judgement judge_income_agrees(const FormDefinition& form, const RuleBinding& binding,
                              const InquiredRecord& inquired) {
    Judgement judgement;
    const auto asked = question(form, binding, inquired.record);
    const record::Answer* answer = asked ? find_answer(inquired, *asked) : nullptr;
    const std::string& field = id_of(binding, "amount");
    if (answer == nullptr) {
        return judgement;
    }
    if (answer->unknown) {
        add_unknown(judgement, answer, {field});
        return judgement;
    }
    const auto months = period(binding, inquired.record);
    std::int64_t registered_oere = sum_of(answer->rows, *months);
    if (word_setting(binding, "compare") == "monthly_mean") {
        registered_oere /= months->months;
    }
    const auto registered = Amount::of_oere(registered_oere);
    if (!registered) {
        judgement.verdicts.push_back(verdict(field, Agreement::unknown, *answer));
        return judgement;
    }
    constexpr double percent = 100;
    const double tolerance = number_setting(binding, "tolerance_percent") / percent *
                             static_cast<double>(std::abs(registered_oere));
    const std::int64_t declared = inquired.record.value(field)->amount()->oere();
    const bool is_close = static_cast<double>(std::abs(declared - registered_oere)) <= tolerance;
    judgement.verdicts.push_back(verdict(field,
                                         is_close ? Agreement::confirmed : Agreement::differs,
                                         *answer, registered->decimal()));
    if (!is_close) {
        judgement.findings.push_back(finding("income_differs", Severity::remark, {field},
                                             {{"registered", registered->decimal()},
                                              {"from", months->from.iso()},
                                              {"to", months->to.iso()}}));
    }
    return judgement;
}

}  // namespace

std::vector<Rule> income_rules() {
    constexpr double most_percent = 100;
    return {
        {.name = "income_agrees",
         .what =
             "The income is what employers reported to eIndkomst for the last months that had to "
             "be reported on the day of receipt.",
         .roles = {{.name = "cpr", .kinds = {ValueKind::cpr}},
                   {.name = "amount", .kinds = {ValueKind::amount}}},
         .settings = {{.name = "months",
                       .what =
                           "How many months are compared, the last one reported being the last.",
                       .otherwise = "3",
                       .is_needed = true,
                       .least = 1,
                       .most = most_months},
                      {.name = "compare",
                       .kind = SettingKind::word,
                       .what = "Whether the amount is the sum of these months or their mean.",
                       .otherwise = "sum",
                       .is_needed = true,
                       .words = {"sum", "monthly_mean"}},
                      {.name = "tolerance_percent",
                       .what = "How many percent of the reported income the amount may differ.",
                       .otherwise = "0",
                       .most = most_percent}},
         .findings = with_unknown({{"income_differs", Effect::remarks}}),
         .questions = income_questions,
         .judge = judge_income_agrees},
    };
}

}  // namespace indgang::rules
