// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>

#include "adapters/registry/registry.h"

namespace indgang::registry {

/// The register of buildings and dwellings. Key {vejnavn, husnummer, postnummer} and, where known,
/// {etage, doer}. One row for each unit in use at the address (real addresses carry more than one):
/// the facts of a registers::Dwelling (schemas/register/dwelling.h). Left out is an area or a
/// number of rooms that the register does not hold or that is negative; 0 rooms occur for real
/// dwellings.
///
/// Unknown reasons: "no_such_address", "ambiguous_address" (floor or door is needed).
/// Source: docs/formats/registers.md#bbr
[[nodiscard]] std::unique_ptr<Registry> create_bbr(http::ClientSettings settings, Clock clock);

}  // namespace indgang::registry
