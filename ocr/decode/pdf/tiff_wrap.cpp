// SPDX-License-Identifier: MPL-2.0
#include "ocr/decode/pdf/tiff_wrap.h"

#include <tiffio.h>

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
    constexpr std::uint32_t header_bytes = 8, entry_bytes = 12;
    const std::uint32_t photometric =
        image.is_black_one ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_MINISWHITE;
    const std::uint32_t compression = image.k < 0 ? COMPRESSION_CCITTFAX4 : COMPRESSION_CCITTFAX3;
    const std::uint32_t dimensions = image.k > 0 ? GROUP3OPT_2DENCODING : 0;
    const auto size = static_cast<std::uint32_t>(image.bytes.size());
    std::array<Entry, 10> entries = {{
        {TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(image.width)},
        {TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(image.height)},
        {TIFFTAG_BITSPERSAMPLE, 1},
        {TIFFTAG_COMPRESSION, compression},
        {TIFFTAG_PHOTOMETRIC, photometric},
        {TIFFTAG_STRIPOFFSETS, 0},
        {TIFFTAG_SAMPLESPERPIXEL, 1},
        {TIFFTAG_ROWSPERSTRIP, static_cast<std::uint32_t>(image.height)},
        {TIFFTAG_STRIPBYTECOUNTS, size},
        {TIFFTAG_GROUP3OPTIONS, dimensions},
    }};
    // The options of group 4 have another tag; 0 is its default too.
    entries.back().tag = image.k < 0 ? TIFFTAG_GROUP4OPTIONS : TIFFTAG_GROUP3OPTIONS;
    constexpr auto count = static_cast<std::uint32_t>(entries.size());
    constexpr std::uint32_t data_at = header_bytes + 2 + count * entry_bytes + 4;
    Bytes tiff = {'I', 'I', 42, 0};
    tiff.reserve(data_at + image.bytes.size());
    put(tiff, header_bytes, 4);
    put(tiff, count, 2);
    for (const Entry& entry : entries) {
        put(tiff, entry.tag, 2);
        put(tiff, TIFF_LONG, 2);
        put(tiff, 1, 4);
        put(tiff, entry.tag == TIFFTAG_STRIPOFFSETS ? data_at : entry.value, 4);
    }
    put(tiff, 0, 4);
    tiff.insert(tiff.end(), image.bytes.begin(), image.bytes.end());
    return tiff;
}

}  // namespace indgang::ocr
