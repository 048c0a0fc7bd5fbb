// SPDX-License-Identifier: MPL-2.0
#include "ocr/decode/pdf/tiff_wrap.h"

#include <array>
#include <cstdint>

#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

struct Entry {
    std::uint16_t tag = 0;
    std::uint32_t value = 0;
};

void put(Bytes& bytes, std::uint32_t value, int length) {
    for (int i = 0; i < length; ++i) {
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i) & 0xFFU));
    }
}

}  // namespace

Bytes wrap_fax(const FaxImage& image) {
    VERIFY(!image.has_byte_aligned_rows);
    constexpr std::uint32_t group_3 = 3, group_4 = 4, two_dimensional = 1, type_long = 4;
    constexpr std::uint32_t header_bytes = 8, entry_bytes = 12;
    const std::uint32_t photometric = image.is_black_one ? 1 : 0;
    const auto size = static_cast<std::uint32_t>(image.bytes.size());
    std::array<Entry, 10> entries = {{
        {256, static_cast<std::uint32_t>(image.width)},
        {257, static_cast<std::uint32_t>(image.height)},
        {258, 1},
        {259, image.k < 0 ? group_4 : group_3},
        {262, photometric},
        {273, 0},
        {277, 1},
        {278, static_cast<std::uint32_t>(image.height)},
        {279, size},
        {292, image.k > 0 ? two_dimensional : 0},
    }};
    // The options of group 4 have another tag; 0 is its default too.
    entries.back().tag = image.k < 0 ? 293 : 292;
    constexpr auto count = static_cast<std::uint32_t>(entries.size());
    constexpr std::uint32_t data_at = header_bytes + 2 + count * entry_bytes + 4;
    Bytes tiff = {'I', 'I', 42, 0};
    tiff.reserve(data_at + image.bytes.size());
    put(tiff, header_bytes, 4);
    put(tiff, count, 2);
    constexpr std::uint16_t strip_offsets = 273;
    for (const Entry& entry : entries) {
        put(tiff, entry.tag, 2);
        put(tiff, type_long, 2);
        put(tiff, 1, 4);
        put(tiff, entry.tag == strip_offsets ? data_at : entry.value, 4);
    }
    put(tiff, 0, 4);
    tiff.insert(tiff.end(), image.bytes.begin(), image.bytes.end());
    return tiff;
}

}  // namespace indgang::ocr
