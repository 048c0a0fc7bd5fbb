// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "schemas/form/definition.h"
#include "tests/bench/bench.h"

namespace indgang::bench {

/// 1,000 good scans of one page, alone and with 100 damaged ones among them: truncated, and with
/// bytes changed.
///
/// Gives: "good_files", "poisoned_files", "good_files_read" (beside the damaged ones),
///        "throughput_with_poison" (good files a second with them, divided by without).
[[nodiscard]] nlohmann::ordered_json measure_poisoned(const XmlOptions& options,
                                                      const form::FormCatalogue& catalogue);

}  // namespace indgang::bench
