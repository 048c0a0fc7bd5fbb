// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/identity.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "schemas/core/harmless_text.h"

namespace indgang::identity {
namespace {

constexpr std::array<std::string_view, 8> names = {"operator",       "verifier", "case_worker",
                                                   "contact_centre", "manager",  "designer",
                                                   "administrator",  "auditor"};

// Longer than any e-mail address of an office, and short enough for a column of a list.
constexpr std::size_t user_id_bytes = 64, unit_bytes = 64, name_bytes = 200;

bool is_of_user_id(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '@' ||
           c == '-';
}

bool is_line(std::string_view text, std::size_t most_bytes) {
    return text.size() <= most_bytes && harmless(text) == text;
}

}  // namespace

std::span<const std::string_view> role_names() {
    return names;
}

bool is_role(std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

bool is_user_id(std::string_view text) {
    return !text.empty() && text.size() <= user_id_bytes &&
           std::ranges::all_of(text, is_of_user_id);
}

bool is_unit(std::string_view text) {
    return !text.empty() && is_line(text, unit_bytes) && text.front() != ' ' && text.back() != ' ';
}

bool is_name(std::string_view text) {
    return is_line(text, name_bytes);
}

}  // namespace indgang::identity
