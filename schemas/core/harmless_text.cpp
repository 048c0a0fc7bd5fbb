// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/harmless_text.h"

#include <array>
#include <cstdint>
#include <cstdio>

#include "schemas/core/utf8.h"

namespace indgang {
namespace {

bool is_control(char32_t point) {
    constexpr char32_t first_printable = 0x20, del = 0x7F, last_control = 0x9F;
    return point < first_printable || (point >= del && point <= last_control);
}

/// The marks, embeddings, overrides and isolates of UAX #9, and the two separators.
bool changes_order_or_line(char32_t point) {
    return point == 0x061C || point == 0x200E || point == 0x200F ||
           (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

/// The blank without a width and the byte order mark: what holds one is another than it looks.
bool is_unseen(char32_t point) {
    return point == 0x200B || point == 0xFEFF;
}

template <typename Replace>
std::string replaced(std::string_view text, Replace replace) {
    std::string result;
    result.reserve(text.size());
    while (!text.empty()) {
        const auto start = utf8_start(text);
        const bool is_harmful = !start.is_well_formed || is_control(start.code_point) ||
                                changes_order_or_line(start.code_point) ||
                                is_unseen(start.code_point);
        if (is_harmful) {
            result += replace(start);
        } else {
            result += text.substr(0, start.length);
        }
        text.remove_prefix(start.length);
    }
    return result;
}

}  // namespace

std::string harmless(std::string_view text) {
    return replaced(text, [](const Utf8Start&) { return std::string("?"); });
}

std::string harmless_lines(std::string_view text) {
    return replaced(text, [](const Utf8Start& start) {
        return std::string(start.is_well_formed && start.code_point == U'\n' ? "\n" : "?");
    });
}

namespace {

/// `form` writes a code point. Line ends stand between members and elements.
std::string escaped(std::string_view text, const char* form) {
    return replaced(text, [form](const Utf8Start& start) -> std::string {
        if (!start.is_well_formed) {
            return "?";
        }
        if (start.code_point == U'\n') {
            return "\n";
        }
        constexpr std::size_t longest = 16;
        std::array<char, longest> escape{};
        std::snprintf(escape.data(), escape.size(), form, static_cast<unsigned>(start.code_point));
        return escape.data();
    });
}

}  // namespace

std::string harmless_json(std::string_view json) {
    return escaped(json, "\\u%04x");
}

std::string harmless_xml(std::string_view xml) {
    return escaped(xml, "&#x%x;");
}

}  // namespace indgang
