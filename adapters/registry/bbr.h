// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>

#include "adapters/registry/registry.h"

namespace indgang::registry {

/// The register of buildings and dwellings. Key {vejnavn, husnummer, postnummer} and, where known,
/// {etage, doer}. One row of facts for each unit in use at the address (real addresses carry more
/// than one):
///
///   enhed       text: the unit's id
///   boligareal  count, m2; left out where the register holds none or a negative one
///   vaerelser   count; 0 occurs for real dwellings
///   toilet bad koekken   yes_no: of its own; left out where the register does not know
///   anvendelse  text: three-digit code of use
///
/// Unknown reasons: "no_such_address", "ambiguous_address" (floor or door is needed).
/// Source: docs/formats/registers.md#bbr
[[nodiscard]] std::unique_ptr<Registry> create_bbr(http::ClientSettings settings, Clock clock);

}  // namespace indgang::registry
