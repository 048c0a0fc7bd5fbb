// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <vector>

#include "pipeline/configuration/configuration.h"

/// What a configuration meets on this machine and on the network: the mistakes that no line of the
/// file shows.
namespace indgang::configuration {

struct Surrounding {
    std::string what;  ///< "port of the intake", "register cpr"
    bool is_good = false;
    std::string seen;    ///< without personal data
    std::string remedy;  ///< what to do when it is not good
};

/// Ports, folders and files of this machine: whether each port is free or answered by a service of
/// this program, whether TLS files can be used, whether watched folders are there, may be worked
/// in, and keep clear of the store and of each other, and whether the request log can be written.
/// Changes nothing; a port is tried for a moment.
[[nodiscard]] std::vector<Surrounding> look_around(const Configuration& configuration);

/// Whether each register and case system answers, and lets us in: any answer over HTTP but 401 and
/// 403 is good. All are asked at once, each for as long as its `timeout_ms`; they stand in the
/// configuration's order.
[[nodiscard]] std::vector<Surrounding> ask_others(const Configuration& configuration);

}  // namespace indgang::configuration
