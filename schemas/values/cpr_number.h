// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/values/date.h"

namespace indgang {

/// A Danish personal number: ten digits of which the first six name a day that exists.
///
/// Modulus 11 is not part of the invariant: since October 2007 numbers without it are issued, so
/// it only raises suspicion. Replacement numbers (day + 60) are valid. There is no operator<<:
/// a CPR number never goes to a log.
class CprNumber {
  public:
    /// Takes "DDMMYYSSSS", "DDMMYY-SSSS", blanks around and before the hyphen, and
    /// "urn:oio:cpr:DDMMYYSSSS". Anything else, and a day that does not exist, gives nothing.
    [[nodiscard]] static std::optional<CprNumber> parse(std::string_view text);

    [[nodiscard]] const std::string& digits() const { return digits_; }  ///< ten digits
    [[nodiscard]] Date birth_date() const;
    [[nodiscard]] bool passes_modulus_11() const;
    [[nodiscard]] bool is_replacement() const;  ///< day + 60
    [[nodiscard]] bool is_female() const;       ///< an even last digit
    auto operator<=>(const CprNumber&) const = default;

  private:
    explicit CprNumber(std::string digits) : digits_(std::move(digits)) {}
    std::string digits_;
};

}  // namespace indgang
