// SPDX-License-Identifier: MPL-2.0
#include "schemas/register/civil_status.h"

#include <algorithm>
#include <array>

#include "schemas/error/verify.h"

namespace indgang::registers {
namespace {

constexpr std::array all{CivilStatus::unmarried,          CivilStatus::married,
                         CivilStatus::divorced,           CivilStatus::widowed,
                         CivilStatus::registered_partner, CivilStatus::dissolved_partnership,
                         CivilStatus::surviving_partner,  CivilStatus::dead};

}  // namespace

std::string_view name_of(CivilStatus status) {
    switch (status) {
        case CivilStatus::unmarried:
            return "ugift";
        case CivilStatus::married:
            return "gift";
        case CivilStatus::divorced:
            return "fraskilt";
        case CivilStatus::widowed:
            return "enke";
        case CivilStatus::registered_partner:
            return "registreret_partner";
        case CivilStatus::dissolved_partnership:
            return "ophaevet_partnerskab";
        case CivilStatus::surviving_partner:
            return "laengstlevende_partner";
        case CivilStatus::dead:
            return "doed";
    }
    VERIFY(false);
    return {};
}

std::optional<CivilStatus> civil_status_of(std::string_view name) {
    const auto* const found = std::find_if(
        all.begin(), all.end(), [&](CivilStatus status) { return name_of(status) == name; });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

std::span<const CivilStatus> civil_statuses() {
    return all;
}

}  // namespace indgang::registers
