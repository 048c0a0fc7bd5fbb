// SPDX-License-Identifier: MPL-2.0
// Whether the income is what employers reported.
//
// Compared are whole months before the month of receipt, because the running month is not yet
// reported. A month without a report counts as 0: eIndkomst has a row for each month in which
// anybody paid. Reversals are netted by the adapter. A difference is a remark: bonuses, holiday pay
// and late reports make honest people differ.
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

std::optional<Period> period(const RuleBinding& binding, const ApplicationRecord& record) {
    const int months = static_cast<int>(number_setting(binding, "months"));
    if (months < 1 || months > most_months) {
        return std::nullopt;
    }
    const auto day = danish_day(record.received_at).day();
    const std::chrono::year_month this_month = day.year() / day.month();
    const auto first = this_month - std::chrono::months(months);
    const std::chrono::year_month_day last =
        (this_month - std::chrono::months(1)) / std::chrono::last;
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
         .what = "The income is what employers reported to eIndkomst for the whole months before "
                 "the day of receipt.",
         .roles = {{.name = "cpr", .kinds = {ValueKind::cpr}},
                   {.name = "amount", .kinds = {ValueKind::amount}}},
         .settings = {{.name = "months",
                       .what = "How many whole months before the month of receipt are compared.",
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
