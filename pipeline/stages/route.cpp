// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/route.h"

#include <algorithm>

#include "schemas/core/verify.h"

namespace indgang::stages {
namespace {

bool allows(const std::string& condition, const std::string& value) {
    return condition.empty() || condition == value;
}

bool matches(const Route& route, const RoutedBy& by) {
    return allows(route.form, by.form) && allows(route.municipality, by.municipality) &&
           allows(route.authority, by.authority) && (!route.from || *route.from <= by.received) &&
           (!route.until || by.received <= *route.until);
}

std::chrono::sys_seconds change_of(std::chrono::year year, std::chrono::month month) {
    constexpr std::chrono::hours at_utc{1};
    return std::chrono::sys_days(year / month / std::chrono::Sunday[std::chrono::last]) + at_utc;
}

}  // namespace

std::optional<std::string> destination_of(std::span<const Route> routes, const RoutedBy& by) {
    const auto route = std::find_if(routes.begin(), routes.end(),
                                    [&](const Route& each) { return matches(each, by); });
    return route == routes.end() ? std::nullopt : std::optional(route->to);
}

bool covers(const Route& earlier, const Route& later) {
    return allows(earlier.form, later.form) && allows(earlier.municipality, later.municipality) &&
           allows(earlier.authority, later.authority) &&
           (!earlier.from || (later.from && *earlier.from <= *later.from)) &&
           (!earlier.until || (later.until && *later.until <= *earlier.until));
}

Date day_in_denmark(UtcTime time) {
    const auto year =
        std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(time)).year();
    const bool is_summer =
        change_of(year, std::chrono::March) <= time && time < change_of(year, std::chrono::October);
    const std::chrono::hours ahead{is_summer ? 2 : 1};
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time + ahead));
    const auto date = Date::of(static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                               static_cast<unsigned>(day.day()));
    VERIFY(date);
    return *date;
}

}  // namespace indgang::stages
