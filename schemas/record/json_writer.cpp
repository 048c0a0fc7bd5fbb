// SPDX-License-Identifier: MPL-2.0
// A record of some 90 fields is 15 KB of JSON and is written twice on its way. A tree of it is some
// thousand small allocations before the first byte is written; writing straight to one text is
// copying. Nearly every string needs no escape, so a string is looked through once and then
// appended whole; only what a table marks (quotes, backslash, control characters, bytes above
// ASCII) takes the slow way. Measured with `indgang_bench xml`.
#include "schemas/record/json_writer.h"

#include <array>
#include <charconv>
#include <cmath>

#include "schemas/core/utf8.h"

namespace indgang::record {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

constexpr std::array<bool, 256> make_plain() {
    std::array<bool, 256> plain{};
    for (std::size_t byte = 0x20; byte < 0x80; ++byte) {
        plain[byte] = byte != '"' && byte != '\\';
    }
    return plain;
}
constexpr std::array<bool, 256> plain = make_plain();

bool is_plain(char c) {
    return plain[static_cast<unsigned char>(c)];
}

void append_ascii(std::string& text, char c) {
    constexpr std::string_view hex = "0123456789abcdef";
    switch (c) {
        case '"':
            text += "\\\"";
            return;
        case '\\':
            text += "\\\\";
            return;
        case '\b':
            text += "\\b";
            return;
        case '\f':
            text += "\\f";
            return;
        case '\n':
            text += "\\n";
            return;
        case '\r':
            text += "\\r";
            return;
        case '\t':
            text += "\\t";
            return;
        default:
            text += "\\u00";
            text += hex[static_cast<unsigned char>(c) >> 4];
            text += hex[static_cast<unsigned char>(c) & 15];
    }
}

}  // namespace

void JsonWriter::text(std::string_view value) {
    separate();
    text_ += '"';
    std::size_t clean = 0;
    while (clean < value.size() && is_plain(value[clean])) {
        ++clean;
    }
    text_.append(value.substr(0, clean));
    if (clean < value.size()) {
        escape(value.substr(clean));
    }
    text_ += '"';
}

void JsonWriter::escape(std::string_view value) {
    while (!value.empty()) {
        const char first = value.front();
        if (is_plain(first)) {
            text_ += first;
            value.remove_prefix(1);
            continue;
        }
        const Utf8Start start = utf8_start(value);
        if (!start.is_well_formed) {
            text_ += replacement;
        } else if (start.length > 1) {
            text_ += value.substr(0, start.length);
        } else {
            append_ascii(text_, first);
        }
        value.remove_prefix(start.length);
    }
}

void JsonWriter::whole(std::int64_t value) {
    separate();
    constexpr std::size_t longest = 20;
    std::array<char, longest> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    text_.append(digits.data(), end);
}

void JsonWriter::number(double value) {
    separate();
    if (!std::isfinite(value)) {
        text_ += "null";
        return;
    }
    constexpr std::size_t longest = 32;
    std::array<char, longest> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    const std::string_view written(digits.data(), static_cast<std::size_t>(end - digits.data()));
    text_ += written;
    if (written.find_first_of(".e") == std::string_view::npos) {
        text_ += ".0";
    }
}

void JsonWriter::boolean(bool value) {
    separate();
    text_ += value ? "true" : "false";
}

void JsonWriter::json(std::string_view value) {
    separate();
    text_ += value;
}

}  // namespace indgang::record
