// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/route.h"

#include <algorithm>

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

}  // namespace indgang::stages
