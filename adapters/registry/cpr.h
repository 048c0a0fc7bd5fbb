// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>

#include "adapters/registry/registry.h"

namespace indgang::registry {

/// The central person register. Key {cpr}. One row: the facts of a registers::Person
/// (schemas/register/person.h).
///
/// What the register leaves empty is left out. Unknown reason: "no_such_person".
/// Source: docs/formats/registers.md#cpr
[[nodiscard]] std::unique_ptr<Registry> create_cpr(http::ClientSettings settings, Clock clock);

}  // namespace indgang::registry
