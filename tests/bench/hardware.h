// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json.hpp>

namespace indgang::bench {

/// {"processor", "cores", "memory_mib", "system", "load": tasks that ran or waited, the mean of the
/// last minute}: what a rate belongs to. What cannot be found out is left out.
[[nodiscard]] nlohmann::ordered_json hardware();

}  // namespace indgang::bench
