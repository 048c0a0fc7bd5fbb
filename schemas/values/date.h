// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace indgang {

/// A day of the Gregorian calendar that exists, between the years 1850 and 2150.
class Date {
  public:
    [[nodiscard]] static std::optional<Date> of(int year, unsigned month, unsigned day);
    /// "2026-11-22"; also xs:date with a zone and xs:dateTime, whose day is taken as written.
    [[nodiscard]] static std::optional<Date> parse_iso(std::string_view text);
    /// Danish order, never the American: "22-11-2026", "22.11.2026", "22/11 2026", "22112026",
    /// "221126" (two-digit years: 00..68 is 20yy, 69..99 is 19yy).
    [[nodiscard]] static std::optional<Date> parse_danish(std::string_view text);

    [[nodiscard]] std::chrono::year_month_day day() const { return day_; }
    [[nodiscard]] std::string iso() const;
    auto operator<=>(const Date&) const = default;

  private:
    explicit Date(std::chrono::year_month_day day) : day_(day) {}
    std::chrono::year_month_day day_;
};

}  // namespace indgang
