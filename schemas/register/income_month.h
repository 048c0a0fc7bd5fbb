// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>

#include "schemas/record/record.h"
#include "schemas/values/amount.h"
#include "schemas/values/date.h"

namespace indgang::registers {

/// What employers reported of one tax month to eIndkomst, reversals taken off.
struct IncomeMonth {
    Date first_day;   ///< of the month
    Amount a_income;  ///< with and without AM contribution
    std::optional<Amount> am_contribution;
    std::optional<Amount> a_tax;
};

/// Nothing: the row has no month or no income.
[[nodiscard]] std::optional<IncomeMonth> income_month_of(const record::Facts& facts);
[[nodiscard]] record::Facts facts_of(const IncomeMonth& month);

}  // namespace indgang::registers
