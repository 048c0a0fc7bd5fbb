// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "schemas/record/record.h"

namespace indgang::registers {

/// One unit of BBR at an address. What BBR does not say is nothing.
struct Dwelling {
    std::string unit;  ///< BBR's id
    std::optional<std::int64_t> area_m2;
    std::optional<std::int64_t> rooms;
    std::optional<bool> toilet;  ///< of its own, as the bath and the kitchen
    std::optional<bool> bath;
    std::optional<bool> kitchen;
    std::string use;  ///< BBR's code enh020: "140"
};

[[nodiscard]] Dwelling dwelling_of(const record::Facts& facts);
[[nodiscard]] record::Facts facts_of(const Dwelling& dwelling);

}  // namespace indgang::registers
