// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace indgang {
namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr std::uint8_t least_trail = 0x80, most_trail = 0xBF;
constexpr unsigned trail_bits = 6, trail_mask = 0x3F;

/// Bytes that a sequence has after its lead, the bits of the lead that belong to the code point,
/// and what the second byte may be: the narrow ranges keep out overlong writings, surrogates and
/// what lies beyond U+10FFFF.
struct Lead {
    std::size_t more = 0;
    std::uint8_t mask = 0;
    std::uint8_t second_least = least_trail;
    std::uint8_t second_most = most_trail;
};

Lead lead_of(std::uint8_t byte) {
    if (byte >= 0xC2 && byte <= 0xDF) {
        return {1, 0x1F};
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        return {2, 0x0F, byte == 0xE0 ? std::uint8_t{0xA0} : least_trail,
                byte == 0xED ? std::uint8_t{0x9F} : most_trail};
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        return {3, 0x07, byte == 0xF0 ? std::uint8_t{0x90} : least_trail,
                byte == 0xF4 ? std::uint8_t{0x8F} : most_trail};
    }
    return {};
}

}  // namespace

Utf8Start utf8_start(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    if (is_ascii(text.front())) {
        return {byte(0), 1, true, false};
    }
    const Lead lead = lead_of(byte(0));
    if (lead.more == 0) {
        return {replacement, 1, false, false};
    }
    char32_t code_point = byte(0) & lead.mask;
    for (std::size_t i = 1; i <= lead.more; ++i) {
        const std::uint8_t least = i == 1 ? lead.second_least : least_trail;
        const std::uint8_t most = i == 1 ? lead.second_most : most_trail;
        if (i == text.size() || byte(i) < least || byte(i) > most) {
            return {replacement, i, false, i == text.size()};
        }
        code_point = code_point << trail_bits | (byte(i) & trail_mask);
    }
    return {code_point, lead.more + 1, true, false};
}

void append_utf8(std::string& text, char32_t code_point) {
    constexpr char32_t two_bytes = 0x80, three_bytes = 0x800, four_bytes = 0x10000;
    constexpr char32_t lead_of_two = 0xC0, lead_of_three = 0xE0, lead_of_four = 0xF0;
    const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
    const auto put_trails = [&](unsigned count) {
        while (count-- > 0) {
            put(least_trail | (code_point >> count * trail_bits & trail_mask));
        }
    };
    if (code_point < two_bytes) {
        put(code_point);
    } else if (code_point < three_bytes) {
        put(lead_of_two | code_point >> trail_bits);
        put_trails(1);
    } else if (code_point < four_bytes) {
        put(lead_of_three | code_point >> 2 * trail_bits);
        put_trails(2);
    } else {
        put(lead_of_four | code_point >> 3 * trail_bits);
        put_trails(3);
    }
}

std::size_t skip_ascii(std::string_view text, std::size_t at) {
    constexpr std::size_t word_bytes = 8;
    constexpr std::uint64_t high_bits = 0x8080808080808080u;
    for (; at + word_bytes <= text.size(); at += word_bytes) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, word_bytes);
        if ((word & high_bits) != 0) {
            break;
        }
    }
    while (at < text.size() && is_ascii(text[at])) {
        ++at;
    }
    return at;
}

std::size_t count_code_points(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !is_utf8_trail(c); }));
}

std::vector<std::string> characters_of(std::string_view text) {
    std::vector<std::string> all;
    while (!text.empty()) {
        const auto length = utf8_start(text).length;
        all.emplace_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return all;
}

std::string_view cut_utf8(std::string_view text, std::size_t most_bytes) {
    if (text.size() <= most_bytes) {
        return text;
    }
    while (most_bytes > 0 && is_utf8_trail(text[most_bytes])) {
        --most_bytes;
    }
    return text.substr(0, most_bytes);
}

}  // namespace indgang
