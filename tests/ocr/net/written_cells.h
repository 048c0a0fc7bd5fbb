// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "ocr/net/tune_net.h"

namespace indgang::ocr {

inline Bytes file_of(const std::string& name) {
    std::ifstream file(std::string(INDGANG_SOURCE_DIR) + "/ocr/models/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline const CharacterNet& shipped_digits() {
    static const CharacterNet net = CharacterNet::load(file_of("digits.bin"));
    return net;
}

/// The tiles that ship with the net.
inline const std::vector<VerifiedTile>& general_tiles() {
    static const auto tiles =
        parse_tiles(file_of("digits.general.bin"), shipped_digits().classes().size());
    return tiles;
}

/// Digits by writers with the sheet turned far to the left, further than the net has seen.
/// `groups` writers of `each` digits; those of different `lot` have no tile in common.
inline std::vector<VerifiedTile> turned_digits(int groups, int each, int lot) {
    std::vector<VerifiedTile> digits;
    for (const VerifiedTile& tile : general_tiles()) {
        if (tile.label < 10) {
            digits.push_back(tile);
        }
    }
    const std::size_t half = digits.size() / 2;
    std::vector<VerifiedTile> result;
    for (int i = 0; i < groups * each; ++i) {
        const VerifiedTile& upright =
            digits[static_cast<std::size_t>(lot) * half + static_cast<std::size_t>(i) % half];
        VerifiedTile turned{
            {},
            upright.label,
            "lot " + std::to_string(lot) + " application " + std::to_string(i / each)};
        constexpr double middle = tile_side_px / 2.0, cosine = 0.90, sine = 0.43;  // 26 degrees
        for (int y = 0; y < tile_side_px; ++y) {
            for (int x = 0; x < tile_side_px; ++x) {
                const double u = x + 0.5 - middle, v = y + 0.5 - middle;
                const int from_x = static_cast<int>(middle + cosine * u - sine * v);
                const int from_y = static_cast<int>(middle + sine * u + cosine * v);
                if (from_x >= 0 && from_x < tile_side_px && from_y >= 0 && from_y < tile_side_px) {
                    turned.tile.pixels[static_cast<std::size_t>(y * tile_side_px + x)] =
                        upright.tile
                            .pixels[static_cast<std::size_t>(from_y * tile_side_px + from_x)];
                }
            }
        }
        result.push_back(std::move(turned));
    }
    return result;
}

/// General tiles as if people had verified them, a few to an application: nothing new to learn.
inline std::vector<VerifiedTile> usual_cells(int groups, int each) {
    std::vector<VerifiedTile> result;
    for (int i = 0; i < groups * each; ++i) {
        VerifiedTile tile = general_tiles()[static_cast<std::size_t>(i) % general_tiles().size()];
        tile.group = "application " + std::to_string(i / each);
        result.push_back(std::move(tile));
    }
    return result;
}

}  // namespace indgang::ocr
