// SPDX-License-Identifier: MPL-2.0
#include "ocr/decode/picture/orientation.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ocr/decode/picture/checked.h"
#include "schemas/error/error.h"
#include "schemas/tiff/tiff_file.h"

namespace indgang::ocr {

namespace {

constexpr int orientation_most = 8;

PixPtr must_turn(Pix* pix) {
    if (pix == nullptr) {
        throw Error(Reason::page_too_large, "scan: no memory to turn a page");
    }
    return PixPtr(pix);
}

}  // namespace

int orientation_of_exif(BytesView block) {
    constexpr std::size_t header_bytes = 8;
    if (block.size() < header_bytes) {
        return orientation_upright;
    }
    const tiff::TiffFile file(block);
    const auto directory = file.directory(file.first_directory().value_or(0));
    for (std::uint64_t i = 0; directory && i < directory->count; ++i) {
        if (!file.holds(directory->first + i * file.entry_bytes(), file.entry_bytes())) {
            break;
        }
        const tiff::Entry entry = file.entry(*directory, i);
        if (entry.tag == tiff::tag_orientation) {
            const std::uint64_t value = file.value(entry, 0).value_or(0);
            return value >= 1 && value <= orientation_most ? static_cast<int>(value)
                                                           : orientation_upright;
        }
    }
    return orientation_upright;
}

int orientation_of_jpeg(BytesView jpeg) {
    using namespace std::string_view_literals;
    constexpr std::uint8_t app1 = 0xE1, begin_of_scan = 0xDA;
    constexpr auto name = "Exif\0\0"sv;
    constexpr std::size_t head_bytes = 4;  // marker and length
    std::size_t at = 2;
    while (at + head_bytes + name.size() <= jpeg.size() && jpeg[at] == 0xFF &&
           jpeg[at + 1] != begin_of_scan) {
        const auto length = static_cast<std::size_t>(big_endian(jpeg, at + 2, 2));
        const std::size_t end = std::min(jpeg.size(), at + 2 + length);
        const std::size_t block = at + head_bytes + name.size();
        if (jpeg[at + 1] == app1 && text_of(jpeg).substr(at + head_bytes, name.size()) == name &&
            block <= end) {
            return orientation_of_exif(jpeg.subspan(block, end - block));
        }
        at += 2 + length;
    }
    return orientation_upright;
}

bool is_mirrored(int orientation) {
    return orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7;
}

PixPtr upright(PixPtr pix, int orientation) {
    constexpr int half_turn = 3, quarter_turn = 6, three_quarters = 8, transposed = 5,
                  transversed = 7;
    if (orientation == half_turn) {
        return must_turn(pixRotateOrth(pix.get(), 2));
    }
    if (orientation == quarter_turn || orientation == transposed || orientation == transversed) {
        pix = must_turn(pixRotateOrth(pix.get(), 1));
    } else if (orientation == three_quarters) {
        pix = must_turn(pixRotateOrth(pix.get(), 3));
    }
    if (orientation == 2 || orientation == transposed) {
        return must_turn(pixFlipLR(nullptr, pix.get()));
    }
    if (orientation == 4 || orientation == transversed) {
        return must_turn(pixFlipTB(nullptr, pix.get()));
    }
    return pix;
}

}  // namespace indgang::ocr
