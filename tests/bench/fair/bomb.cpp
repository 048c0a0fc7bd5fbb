// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/fair/bomb.h"

#include <array>
#include <cstdint>

namespace indgang::bench {
namespace {

void put(Bytes& file, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        file.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
}

struct Entry {
    int tag;
    std::uint32_t value;
};

}  // namespace

Bytes bomb(int pages, int side) {
    constexpr int type_long = 4, header_bytes = 8;
    Bytes file{'I', 'I', 42, 0};
    // A white line is one bit in group 4: "as the line above".
    const auto strip = static_cast<std::uint32_t>(side / 8 + 1);
    put(file, header_bytes + strip + strip % 2, 4);
    file.insert(file.end(), strip + strip % 2, 0xFF);
    const std::array<Entry, 10> entries{{{256, static_cast<std::uint32_t>(side)},
                                         {257, static_cast<std::uint32_t>(side)},
                                         {258, 1},
                                         {259, 4},
                                         {262, 0},
                                         {273, header_bytes},
                                         {277, 1},
                                         {278, static_cast<std::uint32_t>(side)},
                                         {279, strip},
                                         {293, 0}}};
    for (int page = 0; page < pages; ++page) {
        put(file, entries.size(), 2);
        for (const auto& [tag, value] : entries) {
            put(file, static_cast<std::uint64_t>(tag), 2);
            put(file, type_long, 2);
            put(file, 1, 4);
            put(file, value, 4);
        }
        const bool is_last = page + 1 == pages;
        put(file, is_last ? 0 : file.size() + 4, 4);
    }
    return file;
}

}  // namespace indgang::bench
