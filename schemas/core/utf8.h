// SPDX-License-Identifier: MPL-2.0
// The one place that knows how UTF-8 is made. What is nearly always ASCII goes past the decoder:
// callers take a byte below 0x80 as it is, or a whole stretch of them by skip_ascii.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace indgang {

/// What stands at the start of a text.
struct Utf8Start {
    char32_t code_point;  ///< U+FFFD where the bytes are not well formed
    std::size_t length;   ///< bytes, >= 1
    bool is_well_formed;  ///< one code point; else the longest start of one, or one stray byte
    bool is_cut_off;      ///< the text ends within a code point that was well formed so far
};
/// Takes:  a text that is not empty.
/// Source: Unicode 15, table 3-7 and "maximal subpart" (3.9, U+FFFD substitution).
[[nodiscard]] Utf8Start utf8_start(std::string_view text);

/// Takes: a code point up to U+10FFFF; surrogates are not looked for.
void append_utf8(std::string& text, char32_t code_point);

[[nodiscard]] constexpr bool is_ascii(char byte) {
    return static_cast<unsigned char>(byte) < 0x80;
}

/// Whether the byte stands within a code point, behind its first byte.
[[nodiscard]] constexpr bool is_utf8_trail(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80;
}

/// The first place from `at` on whose byte is not ASCII; the size of the text where all are.
[[nodiscard]] std::size_t skip_ascii(std::string_view text, std::size_t at);

/// Takes: well-formed UTF-8; of other text it counts the bytes that are no trailing ones.
[[nodiscard]] std::size_t count_code_points(std::string_view text);

/// The characters of a text, one code point each; what is not well formed is one by itself.
[[nodiscard]] std::vector<std::string> characters_of(std::string_view text);

/// At most `most_bytes` of the text, without cutting a code point in two.
[[nodiscard]] std::string_view cut_utf8(std::string_view text, std::size_t most_bytes);

}  // namespace indgang
