// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The writings of old senders that one element holds several values in.
namespace indgang::xml {

/// Takes back one level of escaping: "R&amp;D" -> "R&D". Knows the five names of XML and numbers;
/// anything else that begins with '&' stays as written.
[[nodiscard]] std::string unescaped(std::string_view text);

struct NameParts {
    std::string first;
    std::string middle;
    std::string last;
};
/// "Åse Bøgh Sørensen" -> first, middle (all between), last; a single word is the last name.
[[nodiscard]] NameParts split_name(std::string_view text);

struct AddressParts {
    std::string street;
    std::string house_number;
    std::string floor;
    std::string door;
};
/// One line without postcode: "Ridehusgade 49, 2. th", "Nørrebrogade 12B 03 tv". Parts are as
/// written. Nothing where no house number can be told or words are left over.
[[nodiscard]] std::optional<AddressParts> split_address(std::string_view text);

}  // namespace indgang::xml
