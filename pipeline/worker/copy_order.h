// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "ocr/copy/searchable_copy.h"

namespace indgang::worker {

/// How a copy is ordered from a worker, and back. The two ends are the same program.
[[nodiscard]] nlohmann::json json_of(const ocr::CopyOrder& order);
/// Takes: what json_of gives.
[[nodiscard]] ocr::CopyOrder parse_copy_order(const nlohmann::json& json);

}  // namespace indgang::worker
