// SPDX-License-Identifier: MPL-2.0
#include "schemas/register/income_month.h"

#include "schemas/register/facts.h"
#include "schemas/register/words.h"

namespace indgang::registers {
namespace {

std::optional<Amount> amount_of(const record::Facts& facts, const char* word) {
    const Value* value = find_fact(facts, word);
    return value == nullptr ? std::nullopt : copied(value->amount());
}

}  // namespace

std::optional<IncomeMonth> income_month_of(const record::Facts& facts) {
    const Value* month = find_fact(facts, words::month);
    const auto income = amount_of(facts, words::a_income);
    if (month == nullptr || month->date() == nullptr || !income) {
        return std::nullopt;
    }
    return IncomeMonth{*month->date(), *income, amount_of(facts, words::am_contribution),
                       amount_of(facts, words::a_tax)};
}

record::Facts facts_of(const IncomeMonth& month) {
    record::Facts facts;
    facts.insert_or_assign(words::month, Value::of(month.first_day));
    facts.insert_or_assign(words::a_income, Value::of(month.a_income));
    put_value(facts, words::am_contribution, month.am_contribution);
    put_value(facts, words::a_tax, month.a_tax);
    return facts;
}

}  // namespace indgang::registers
