// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace indgang::record {

/// How many bytes at the beginning of a text stand in JSON as they are: ASCII but for the quote,
/// the backslash and control characters. Eight at a time, since this looks at every byte of every
/// record.
[[nodiscard]] inline std::size_t plain_bytes(std::string_view text) {
    constexpr std::uint64_t each = 0x0101010101010101, top = each * 0x80;
    constexpr std::size_t step = sizeof(std::uint64_t);
    // Marks at least each byte below `least`, and none when there is none.
    const auto below = [](std::uint64_t eight, std::uint64_t least) {
        return (eight - each * least) & ~eight & top;
    };
    const auto is_plain = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
    };
    std::size_t at = 0;
    for (; at + step <= text.size(); at += step) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data() + at, step);
        const auto marked = below(eight, 0x20) | below(eight ^ each * '"', 1) |
                            below(eight ^ each * '\\', 1) | (eight & top);
        if (marked != 0) {
            break;
        }
    }
    while (at < text.size() && is_plain(text[at])) {
        ++at;
    }
    return at;
}

}  // namespace indgang::record
