// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace indgang::registers {

/// The civil status of a person as CPR registers it. CPR does not know who is separated or lives
/// with somebody: that is only declared.
/// Source: CPR, field CIVST.
enum class CivilStatus {
    unmarried,
    married,
    divorced,
    widowed,
    registered_partner,
    dissolved_partnership,
    surviving_partner,
    dead,
};

/// The word in facts and records: "ugift", "gift", "fraskilt", "enke", "registreret_partner",
/// "ophaevet_partnerskab", "laengstlevende_partner", "doed". Adapters write it and rules read it,
/// both through these functions only.
[[nodiscard]] std::string_view name_of(CivilStatus status);
[[nodiscard]] std::optional<CivilStatus> civil_status_of(std::string_view name);

/// All there are.
[[nodiscard]] std::span<const CivilStatus> civil_statuses();

}  // namespace indgang::registers
