// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace indgang::store {

/// The id of an item tells its arrival and its place in it: "<arrival>-<ordinal>".
struct ItemName {
    std::string arrival;
    int ordinal = 0;  ///< from 1
};
[[nodiscard]] std::string item_id(const std::string& arrival, std::int64_t ordinal);
/// Nothing: it is no id of an item.
[[nodiscard]] std::optional<ItemName> parse_item_id(std::string_view id);
/// Which application of its arrival the id names; 0: it is no id.
[[nodiscard]] int ordinal_of(std::string_view item);

}  // namespace indgang::store
