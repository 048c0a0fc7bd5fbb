// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ocr/ink/cell_cleaner.h"
#include "ocr/net/character_net.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// A cell of which is known what it holds.
struct VerifiedTile {
    CharacterTile tile;
    std::size_t label = 0;  ///< a class of the net
    std::string group;      ///< who wrote it, as far as is known: cells of one group go together
};

/// Tiles with labels that ship with a net, so that what it can is not forgotten.
/// Takes:   records of 788 bytes as tests/forge/cell_forge writes them; see
///          docs/formats/character_net.md#tiles.
/// Gives:   those with ink, each a group of its own by its place.
/// Errors:  internal (not whole records, a label that the net does not have).
[[nodiscard]] std::vector<VerifiedTile> parse_tiles(BytesView records, std::size_t classes);

constexpr std::size_t tuned_tiles_most = 20'000;  ///< of either kind; 80 MB of features

/// A net that has learned `verified` and still knows `general`. Only the layers behind the
/// convolutions change. Same input, same net, on one kind of processor.
///
/// Takes:   both not empty and at most `tuned_tiles_most`, else the Error is limit.
/// Threads: any.
[[nodiscard]] CharacterNet tune(const CharacterNet& champion,
                                std::span<const VerifiedTile> verified,
                                std::span<const VerifiedTile> general);

}  // namespace indgang::ocr
