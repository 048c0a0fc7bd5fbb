// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

#include "pipeline/store/store.h"
#include "schemas/core/time.h"

namespace indgang::service {

/// The store's counts in the text format of Prometheus (version 0.0.4): arrivals and applications
/// by state, cases, and how old the oldest is that goes on by itself. Numbers only.
///
/// Known limit: of arrivals only the newest 1,000 are looked at for the oldest that is still to be
/// read, so with more of them waiting the age is a lower bound.
[[nodiscard]] std::string metrics_text(const store::Store& store, UtcTime now);

}  // namespace indgang::service
