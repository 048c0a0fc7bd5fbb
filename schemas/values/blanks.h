// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>

namespace indgang {

/// `text` without blanks, tabs, newlines and no-break blanks (U+00A0, U+202F) at its ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// One line: trimmed, and every run of blanks, tabs and newlines as one blank.
[[nodiscard]] std::string single_blanks(std::string_view text);

/// Several lines: each with single blanks, without empty lines at the start and the end; "\r\n"
/// and "\r" count as newlines.
[[nodiscard]] std::string clean_lines(std::string_view text);

/// At least one character, and nothing but the digits 0 to 9.
[[nodiscard]] bool is_digits(std::string_view text);

[[nodiscard]] constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
[[nodiscard]] constexpr char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] constexpr char ascii_upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

}  // namespace indgang
