// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/values/date.h"

/// Which case system an application goes to. Data decides: the first route that matches.
namespace indgang::stages {

/// A line of the configuration. A condition that is empty matches whatever it is.
struct Route {
    std::string form;           ///< "boligstoette", in any version
    std::string municipality;   ///< three digits: where the applicant lives
    std::string authority;      ///< eight digits: the form's `authority_cvr`
    std::optional<Date> from;   ///< received on this day or later
    std::optional<Date> until;  ///< received on this day or earlier
    std::string to;             ///< name of a destination
};

/// The routes of an installation with one case system.
[[nodiscard]] inline std::vector<Route> everything_to(std::string_view destination) {
    Route route;
    route.to = destination;
    return {route};
}

/// What routes look at.
struct RoutedBy {
    std::string form;
    std::string municipality;  ///< empty: not known, so that no condition on it matches
    std::string authority;
    Date received;  ///< in Denmark
};

/// The name of the destination; nothing: no route matches.
[[nodiscard]] std::optional<std::string> destination_of(std::span<const Route> routes,
                                                        const RoutedBy& by);

/// Whether `earlier` matches all that `later` matches, so that a `later` one behind it is never
/// reached.
[[nodiscard]] bool covers(const Route& earlier, const Route& later);

}  // namespace indgang::stages
