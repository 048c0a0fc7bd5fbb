// SPDX-License-Identifier: MPL-2.0
// A record of some 90 fields is 15 KB of JSON and is written twice on its way. A tree of it is some
// thousand small allocations before the first byte is written; writing straight to one text is
// copying. Nearly every string needs no escape, so a string is looked through once and then
// appended whole; only quotes, backslash, control characters and bytes above ASCII take the slow
// way. Measured with `indgang_bench xml`.
#include "schemas/record/json_writer.h"

#include <array>
#include <charconv>
#include <cmath>

#include "schemas/core/utf8.h"
#include "schemas/record/json_plain.h"

namespace indgang::record {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

std::string escaped(char c) {
    constexpr std::string_view hex = "0123456789abcdef";
    switch (c) {
        case '"':
            return "\\\"";
        case '\\':
            return "\\\\";
        case '\b':
            return "\\b";
        case '\f':
            return "\\f";
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        default:
            return {'\\',
                    'u',
                    '0',
                    '0',
                    hex[static_cast<unsigned char>(c) >> 4],
                    hex[static_cast<unsigned char>(c) & 15]};
    }
}

}  // namespace

void JsonWriter::text(std::string_view value) {
    separate();
    put('"');
    const std::size_t clean = plain_bytes(value);
    put(value.substr(0, clean));
    if (clean < value.size()) {
        escape(value.substr(clean));
    }
    put('"');
}

void JsonWriter::escape(std::string_view value) {
    while (!value.empty()) {
        const std::size_t clean = plain_bytes(value);
        put(value.substr(0, clean));
        value.remove_prefix(clean);
        if (value.empty()) {
            return;
        }
        const Utf8Start start = utf8_start(value);
        if (!start.is_well_formed) {
            put(replacement);
        } else if (start.length > 1) {
            put(value.substr(0, start.length));
        } else {
            put(escaped(value.front()));
        }
        value.remove_prefix(start.length);
    }
}

void JsonWriter::whole(std::int64_t value) {
    separate();
    constexpr std::size_t longest = 20;
    std::array<char, longest> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    put(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

void JsonWriter::number(double value) {
    separate();
    if (!std::isfinite(value)) {
        put("null");
        return;
    }
    constexpr std::size_t longest = 32;
    std::array<char, longest> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    const std::string_view written(digits.data(), static_cast<std::size_t>(end - digits.data()));
    put(written);
    if (written.find_first_of(".e") == std::string_view::npos) {
        put(".0");
    }
}

void JsonWriter::boolean(bool value) {
    separate();
    put(value ? std::string_view("true") : std::string_view("false"));
}

void JsonWriter::json(std::string_view value) {
    separate();
    put(value);
}

}  // namespace indgang::record
