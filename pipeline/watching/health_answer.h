// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <vector>

#include "adapters/http/server.h"
#include "pipeline/watching/health.h"

namespace indgang::watching {

/// JSON, not to be kept by anybody on the way.
[[nodiscard]] http::ServerResponse alive_answer();
/// For a load balancer before the intake: 503 with the first reason that blocks, else 200. It names
/// no register, case system or folder.
[[nodiscard]] http::ServerResponse short_readiness(const std::vector<Ailment>& ailments);
/// For the administrator: everything, with the words of the table of reasons.
[[nodiscard]] http::ServerResponse full_readiness(const std::vector<Ailment>& ailments);

}  // namespace indgang::watching
