// SPDX-License-Identifier: MPL-2.0
#include "pipeline/store/item_name.h"

#include <charconv>

namespace indgang::store {

std::string item_id(const std::string& arrival, std::int64_t ordinal) {
    return arrival + '-' + std::to_string(ordinal);
}

std::optional<ItemName> parse_item_id(std::string_view id) {
    const auto hyphen = id.rfind('-');
    if (hyphen == std::string_view::npos) {
        return std::nullopt;
    }
    ItemName name{std::string(id.substr(0, hyphen)), 0};
    const auto digits = id.substr(hyphen + 1);
    const auto [end, trouble] =
        std::from_chars(digits.data(), digits.data() + digits.size(), name.ordinal);
    if (trouble != std::errc{} || end != digits.data() + digits.size() || name.ordinal < 1 ||
        digits.front() == '0') {
        return std::nullopt;
    }
    return name;
}

int ordinal_of(std::string_view item) {
    const auto name = parse_item_id(item);
    return name ? name->ordinal : 0;
}

}  // namespace indgang::store
