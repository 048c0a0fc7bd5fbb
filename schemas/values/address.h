// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

namespace indgang {

/// A Danish address in the one form that the project compares. Registers write it in three
/// dialects (zero-padded CPR, OIO print, DAR text); the adapters translate.
///
/// Any part may be empty when it is not known; `house_number` has no leading zeros and a capital
/// letter ("12B"); `floor` is "", "st", "kl", "kl2" or "1".."99"; `door` is lower case.
struct Address {
    std::string street;
    std::string house_number;
    std::string floor;
    std::string door;
    std::string postcode;
    std::string city;
    bool operator==(const Address&) const = default;
};

/// Brings each part to its canonical writing ("012b" -> "12B", "3. sal" -> "3", "TV" -> "tv").
[[nodiscard]] Address normalised(const Address& address);

/// Whether both name the same dwelling; roads and cities are compared folded, and a city is left
/// out of the comparison when a postcode is known on both sides.
[[nodiscard]] bool is_same_dwelling(const Address& a, const Address& b);

}  // namespace indgang
