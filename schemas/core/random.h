// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
#include <string>

namespace indgang {

/// Gives a new unguessable name of 26 letters and digits at each call.
using IdSource = std::function<std::string()>;

/// From the kernel's random numbers; only pipeline/program and tests hand it out.
[[nodiscard]] IdSource random_ids();

}  // namespace indgang
