// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>

#include "schemas/record/record.h"
#include "schemas/values/date.h"

namespace indgang::registers {

/// A company as CVR knows it. What CVR does not say is nothing.
struct Company {
    std::string number;  ///< eight digits, as asked
    std::string name;
    std::optional<Date> started;
    std::optional<Date> ceased;

    /// Whether it is one on that day, as far as CVR says.
    [[nodiscard]] bool is_there_on(Date day) const;
};

[[nodiscard]] Company company_of(const record::Facts& facts);
[[nodiscard]] record::Facts facts_of(const Company& company);

}  // namespace indgang::registers
