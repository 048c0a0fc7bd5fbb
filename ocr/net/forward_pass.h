// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ocr/net/character_net.h"

namespace indgang::ocr {

/// One layer; rows and columns of its input are equal. Activations lie [row][column][channel].
///
/// Invariants (checked by CharacterNet::load): `outputs` of a convolution is a multiple of 16, that
/// of a dense layer of 8; `weights` has kernel * kernel * inputs * outputs numbers, laid out
/// [row][column][input][output], `bias` has `outputs`; the layers fit each other.
struct NetLayer {
    enum class Kind : std::uint32_t { convolution = 1, dense = 2 };

    Kind kind = Kind::convolution;
    std::size_t kernel = 1;  ///< odd; paper is added around, so that stride 1 keeps the size
    std::size_t stride = 1;
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    bool has_relu = false;
    bool has_pooling = false;  ///< largest of 2 x 2, an odd last row or column is left out
    std::size_t input_side = 1;
    std::vector<float> weights;
    std::vector<float> bias;

    [[nodiscard]] std::size_t unpooled_side() const { return (input_side - 1) / stride + 1; }
    [[nodiscard]] std::size_t output_side() const {
        return has_pooling ? unpooled_side() / 2 : unpooled_side();
    }
};

/// Room for the activations of one tile; reused from tile to tile.
class ForwardPass {
  public:
    /// `layers` is borrowed for the life of the pass.
    ForwardPass(std::span<const NetLayer> layers, Arithmetic arithmetic);

    /// Gives as many numbers as the last layer has outputs, for each place of its picture if it is
    /// a convolution; valid until the next call.
    [[nodiscard]] std::span<const float> run(const CharacterTile& tile);

  private:
    std::span<const NetLayer> layers_;
    Arithmetic arithmetic_;
    std::vector<float> input_;  // with paper around
    std::vector<float> output_;
    std::vector<std::size_t> places_;
};

}  // namespace indgang::ocr
