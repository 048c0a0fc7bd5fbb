// SPDX-License-Identifier: MPL-2.0
#include "schemas/record/utf8.h"

#include <cstdint>

namespace indgang::record {
namespace {

/// Bytes that a sequence has after its lead, and what its second byte may be: the narrow ranges
/// keep out overlong writings, surrogates and what lies beyond U+10FFFF.
struct Lead {
    std::size_t more = 0;
    std::uint8_t second_least = 0x80;
    std::uint8_t second_most = 0xBF;
};

Lead lead_of(std::uint8_t byte) {
    if (byte >= 0xC2 && byte <= 0xDF) {
        return {1};
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        return {2, static_cast<std::uint8_t>(byte == 0xE0 ? 0xA0 : 0x80),
                static_cast<std::uint8_t>(byte == 0xED ? 0x9F : 0xBF)};
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        return {3, static_cast<std::uint8_t>(byte == 0xF0 ? 0x90 : 0x80),
                static_cast<std::uint8_t>(byte == 0xF4 ? 0x8F : 0xBF)};
    }
    return {};
}

}  // namespace

Utf8Start utf8_start(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    if (byte(0) < 0x80) {
        return {1, true};
    }
    const Lead lead = lead_of(byte(0));
    if (lead.more == 0) {
        return {1, false};
    }
    for (std::size_t i = 1; i <= lead.more; ++i) {
        const std::uint8_t least = i == 1 ? lead.second_least : 0x80;
        const std::uint8_t most = i == 1 ? lead.second_most : 0xBF;
        if (i == text.size() || byte(i) < least || byte(i) > most) {
            return {i, false};
        }
    }
    return {lead.more + 1, true};
}

}  // namespace indgang::record
