// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>

#include "adapters/registry/registry.h"

namespace indgang::registry {

/// The income register. Key {cpr, fra, til}: the months from that of `fra` to that of `til`, both
/// included, at most 36. One row for each month with at least one report, oldest first: the facts
/// of a registers::IncomeMonth (schemas/register/income_month.h).
///
/// The register gives raw reports; reversals (field 011 = "T") are netted here. A person without
/// reports, known or not, gives no rows. Months without reports have no row: nothing was reported.
/// Source: docs/formats/registers.md#eindkomst
[[nodiscard]] std::unique_ptr<Registry> create_eindkomst(http::ClientSettings settings,
                                                         Clock clock);

}  // namespace indgang::registry
