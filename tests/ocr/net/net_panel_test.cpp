// SPDX-License-Identifier: MPL-2.0
#include "ocr/net/net_panel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <stdexcept>

#include "ocr/net/forward_pass.h"
#include "schemas/error/error.h"
#include "tests/ocr/net/shipped_net.h"

namespace indgang::ocr {
namespace {

/// The same net, but with another opinion: more inclined to 7.
CharacterNet inclined(const CharacterNet& net, float by) {
    std::vector<NetLayer> layers(net.dense_layers().begin(), net.dense_layers().end());
    layers.back().bias[7] += by;
    return net.with_dense_layers(layers);
}

constexpr auto side = static_cast<std::size_t>(tile_side_px);

/// A stroke with a bar of so many pixels at its head: a 1, a 7, and what lies between.
CharacterTile one_with_bar(std::size_t bar_px) {
    CharacterTile tile;
    for (std::size_t y = 4; y < 24; ++y) {
        for (std::size_t x = 15; x < 18; ++x) {
            tile.pixels[y * side + x] = 255;
        }
    }
    for (std::size_t i = 0; i < bar_px; ++i) {
        tile.pixels[4 * side + 15 - i] = tile.pixels[5 * side + 15 - i] = 255;
    }
    return tile;
}

/// A plain 1, and the first shape on the way to a 7 of which the net is not certain.
std::vector<CharacterTile> plain_and_doubtful(const CharacterNet& net) {
    for (std::size_t bar_px = 1; bar_px < 12; ++bar_px) {
        const CharacterTile tile = one_with_bar(bar_px);
        const auto said = net.probabilities(std::span(&tile, 1));
        if (*std::max_element(said.begin(), said.end()) < 0.99F) {
            return {one_with_bar(0), tile};
        }
    }
    throw std::runtime_error("the net is certain of all shapes between 1 and 7");
}

TEST(NetPanel, OfOneNetSaysWhatTheNetSays) {
    const CharacterNet net = shipped_net("digits.bin");
    EXPECT_EQ(NetPanel(net).probabilities(plain_and_doubtful(net)),
              net.probabilities(plain_and_doubtful(net)));
    EXPECT_EQ(NetPanel(net).version(), net.version());
}

TEST(NetPanel, AsksTheSecondNetOnlyInDoubt) {
    const CharacterNet net = shipped_net("digits.bin");
    const CharacterNet second = inclined(net, 6.0F);
    const std::size_t count = net.classes().size();
    const auto tiles = plain_and_doubtful(net);
    const auto first = net.probabilities(tiles), other = second.probabilities(tiles);
    const auto both = NetPanel(net, &second).probabilities(tiles);
    ASSERT_GT(*std::max_element(first.begin(), first.begin() + 12), 0.999F);
    for (std::size_t c = 0; c < count; ++c) {
        EXPECT_EQ(both[c], first[c]);
        EXPECT_FLOAT_EQ(both[count + c], (first[count + c] + other[count + c]) / 2);
    }
    EXPECT_EQ(NetPanel(net, &second).version(), net.version() + "+" + second.version());
}

TEST(NetPanel, RefusesNetsOfDifferentAlphabets) {
    const CharacterNet digits = shipped_net("digits.bin"), letters = shipped_net("letters.bin");
    EXPECT_THROW(NetPanel(digits, &letters), Error);
}

}  // namespace
}  // namespace indgang::ocr
