// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <tiffio.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "schemas/core/bytes.h"

namespace indgang::ocr::drawn {

/// The sizes of a TIFF and of its pieces; `tile` 0: strips of `strip` rows.
struct TiffPieces {
    std::uint32_t width, height;
    std::uint32_t strip, tile;
    std::uint16_t planes;
};

/// Writes each piece as `piece(left, top, across, down, plane)` gives its bytes.
template <class Piece>
void write_pieces(TIFF* tiff, const TiffPieces& pieces, const Piece& piece) {
    const bool is_tiled = pieces.tile > 0;
    for (std::uint16_t plane = 0; plane < pieces.planes; ++plane) {
        for (std::uint32_t y = 0; y < pieces.height; y += is_tiled ? pieces.tile : pieces.strip) {
            for (std::uint32_t x = 0; x < pieces.width;
                 x += is_tiled ? pieces.tile : pieces.width) {
                const std::uint32_t across = is_tiled ? pieces.tile : pieces.width;
                const std::uint32_t down =
                    is_tiled ? pieces.tile : std::min(pieces.strip, pieces.height - y);
                auto bytes = piece(x, y, across, down, plane);
                const auto size = static_cast<tmsize_t>(bytes.size());
                if (is_tiled) {
                    TIFFWriteEncodedTile(tiff, TIFFComputeTile(tiff, x, y, 0, plane), bytes.data(),
                                         size);
                } else {
                    TIFFWriteEncodedStrip(tiff, TIFFComputeStrip(tiff, y, plane), bytes.data(),
                                          size);
                }
            }
        }
    }
}

/// The bytes of a file, which is removed.
[[nodiscard]] inline Bytes take_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    std::filesystem::remove(path);
    return bytes;
}

}  // namespace indgang::ocr::drawn
