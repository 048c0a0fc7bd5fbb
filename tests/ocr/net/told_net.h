// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "ocr/net/forward_pass.h"
#include "tests/ocr/net/shipped_net.h"

namespace indgang::ocr {

/// A shipped net that says the same of every tile: so much of each class. Its shares are softened
/// by the net's calibration, so ask `said_of` what it really says.
inline CharacterNet told_net(const std::string& name, const std::map<std::string, double>& shares) {
    const CharacterNet shipped = shipped_net(name);
    std::vector<NetLayer> layers(shipped.dense_layers().begin(), shipped.dense_layers().end());
    NetLayer& last = layers.back();
    std::fill(last.weights.begin(), last.weights.end(), 0.0F);
    constexpr double next_to_nothing = 1e-12;
    for (std::size_t c = 0; c < shipped.classes().size(); ++c) {
        const auto found = shares.find(shipped.classes()[c]);
        last.bias[c] =
            static_cast<float>(std::log(found == shares.end() ? next_to_nothing : found->second));
    }
    return shipped.with_dense_layers(layers);
}

/// What a net says of any tile, by class.
inline std::map<std::string, double> said_of(const CharacterNet& net) {
    const CharacterTile tile;
    const std::vector<float> said = net.probabilities({&tile, 1});
    std::map<std::string, double> shares;
    for (std::size_t c = 0; c < said.size(); ++c) {
        shares[net.classes()[c]] = static_cast<double>(said[c]);
    }
    return shares;
}

/// Cells with ink, of these heights.
inline std::vector<CleanCell> inked(const std::vector<double>& heights_mm, double ink_mm2 = 1.5) {
    std::vector<CleanCell> cells(heights_mm.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        cells[i].has_ink = true;
        cells[i].ink_mm2 = ink_mm2;
        cells[i].height_mm = heights_mm[i];
    }
    return cells;
}

}  // namespace indgang::ocr
