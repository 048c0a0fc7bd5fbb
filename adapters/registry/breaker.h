// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <string>

#include "adapters/registry/registry.h"

namespace indgang::registry {

/// A register behind a circuit breaker: after 5 failures in a row it is left alone and every
/// question fails at once (Error unavailable, reason "registry_resting"); after one second a single
/// question goes through as a probe. A failed probe doubles the rest, up to 30 seconds; a good one
/// ends it. Only Errors of kind unavailable are failures.
///
/// `clock` may jump: a rest that would begin in the future is over. `observer` may be left out.
[[nodiscard]] std::unique_ptr<Registry> with_breaker(std::string name,
                                                     std::unique_ptr<Registry> registry,
                                                     Clock clock, Observer observer = {});

}  // namespace indgang::registry
