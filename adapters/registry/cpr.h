// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>

#include "adapters/registry/registry.h"

namespace indgang::registry {

/// The central person register. Key {cpr}. One row of facts:
///
///   cpr               as asked
///   gaeldende_cpr     cpr: the number in force; differs when it was changed
///   fornavn mellemnavn efternavn   names
///   status            text, two digits as CPR gives them: "01" lives in Denmark, "80" emigrated...
///   civilstand        text: ugift gift fraskilt enke registreret_partner ophaevet_partnerskab
///                     laengstlevende_partner doed
///   aegtefaelle_cpr   cpr
///   vejnavn husnummer etage doer postnummer bynavn   canonical (schemas/values/address.h)
///   tilflytningsdato  date
///   adressebeskyttet  yes_no
///
/// What the register leaves empty is left out. Unknown reason: "no_such_person".
/// Source: docs/formats/registers.md#cpr
[[nodiscard]] std::unique_ptr<Registry> create_cpr(http::ClientSettings settings, Clock clock);

}  // namespace indgang::registry
