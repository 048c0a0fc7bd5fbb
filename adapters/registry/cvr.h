// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>

#include "adapters/registry/registry.h"

namespace indgang::registry {

/// The central register of companies. Key {cvr}. One row: the facts of a registers::Company
/// (schemas/register/company.h); none: no company has that number.
///
/// Source: docs/formats/registers.md#cvr
[[nodiscard]] std::unique_ptr<Registry> create_cvr(http::ClientSettings settings, Clock clock);

}  // namespace indgang::registry
