// SPDX-License-Identifier: MPL-2.0
// The forward pass of a small convolutional net, by hand: no inference library starts as fast
// (0.4 ms), is as small or is as plainly deterministic, and none in Debian is faster for 8 M
// multiplications a tile (reading.md compares four).
//
// A convolution is computed for six places and sixteen channels at once: twelve vectors of sums
// stay in registers, and for each input number of each place one broadcast meets two vectors of
// weights. That is 12 multiply-adds to 8 loads, which keeps both multipliers of an AVX2 core busy.
// Places are taken in one list over rows, so that 14 x 14 and 7 x 7 leave almost no rest.
//
// The same templates are compiled twice, for any x86-64 and for AVX2 with FMA; which one runs is
// decided once from the processor. The order of the sums is fixed, so one kind of processor gives
// the same bits always; the two kinds differ in the last bits because FMA rounds once.
//
// Measured cost: ocr/models/digits.md.
#include "ocr/net/forward_pass.h"

#include <algorithm>
#include <cstring>

#include "schemas/error/verify.h"

namespace indgang::ocr {
namespace {

using Vector4 = float __attribute__((vector_size(16)));
using Vector8 = float __attribute__((vector_size(32)));

constexpr std::size_t block_places = 6;

template <typename Vector>
struct Lanes {
    static constexpr std::size_t count = sizeof(Vector) / sizeof(float);
};

/// Sums of `Places` places and `Count` vectors of channels.
template <typename Vector, std::size_t Places, std::size_t Count>
[[gnu::always_inline]] inline void convolve_block(const NetLayer& layer, const float* input,
                                                  std::size_t padded_side,
                                                  const std::size_t* places, std::size_t channel,
                                                  float* output) {
    constexpr std::size_t lanes = Lanes<Vector>::count;
    Vector sums[Places][Count];
#pragma GCC unroll 8
    for (std::size_t p = 0; p < Places; ++p) {
#pragma GCC unroll 8
        for (std::size_t v = 0; v < Count; ++v) {
            std::memcpy(&sums[p][v], layer.bias.data() + channel + v * lanes, sizeof(Vector));
        }
    }
    const std::size_t outputs = layer.outputs;
    const std::size_t row_inputs = layer.kernel * layer.inputs;
    const float* weights = layer.weights.data() + channel;
    for (std::size_t row = 0; row < layer.kernel; ++row) {
        const float* from[Places];
#pragma GCC unroll 8
        for (std::size_t p = 0; p < Places; ++p) {
            from[p] = input + places[p] + row * padded_side * layer.inputs;
        }
        for (std::size_t i = 0; i < row_inputs; ++i) {
            Vector weight[Count];
#pragma GCC unroll 8
            for (std::size_t v = 0; v < Count; ++v) {
                std::memcpy(&weight[v], weights + v * lanes, sizeof(Vector));
            }
#pragma GCC unroll 8
            for (std::size_t p = 0; p < Places; ++p) {
                const float value = from[p][i];
#pragma GCC unroll 8
                for (std::size_t v = 0; v < Count; ++v) {
                    sums[p][v] += weight[v] * value;
                }
            }
            weights += outputs;
        }
    }
#pragma GCC unroll 8
    for (std::size_t p = 0; p < Places; ++p) {
#pragma GCC unroll 8
        for (std::size_t v = 0; v < Count; ++v) {
            std::memcpy(output + p * outputs + channel + v * lanes, &sums[p][v], sizeof(Vector));
        }
    }
}

/// All places of a convolution; `places` says where the corner of each place's window lies.
template <typename Vector>
[[gnu::always_inline]] inline void convolve(const NetLayer& layer, const float* input,
                                            std::size_t padded_side,
                                            std::span<const std::size_t> places, float* output) {
    constexpr std::size_t lanes = Lanes<Vector>::count;
    constexpr std::size_t count = 2;
    for (std::size_t channel = 0; channel < layer.outputs; channel += lanes * count) {
        std::size_t at = 0;
        for (; at + block_places <= places.size(); at += block_places) {
            convolve_block<Vector, block_places, count>(layer, input, padded_side,
                                                        places.data() + at, channel,
                                                        output + at * layer.outputs);
        }
        for (; at < places.size(); ++at) {
            convolve_block<Vector, 1, count>(layer, input, padded_side, places.data() + at, channel,
                                             output + at * layer.outputs);
        }
    }
}

[[gnu::target("arch=x86-64-v3")]] void convolve_v3(const NetLayer& layer, const float* input,
                                                   std::size_t padded_side,
                                                   std::span<const std::size_t> places,
                                                   float* output) {
    convolve<Vector8>(layer, input, padded_side, places, output);
}

void convolve_baseline(const NetLayer& layer, const float* input, std::size_t padded_side,
                       std::span<const std::size_t> places, float* output) {
    convolve<Vector4>(layer, input, padded_side, places, output);
}

void add_dense(const NetLayer& layer, const float* input, float* output) {
    std::copy(layer.bias.begin(), layer.bias.end(), output);
    const std::size_t all = layer.inputs * layer.kernel * layer.kernel;
    for (std::size_t i = 0; i < all; ++i) {
        const float value = input[i];
        if (value == 0) {  // about half of them, behind a ReLU
            continue;
        }
        const float* weights = layer.weights.data() + i * layer.outputs;
        for (std::size_t o = 0; o < layer.outputs; ++o) {
            output[o] += weights[o] * value;
        }
    }
}

void pool(std::vector<float>& activations, std::size_t side, std::size_t channels) {
    const std::size_t half = side / 2;
    float* to = activations.data();
    for (std::size_t y = 0; y < half; ++y) {
        for (std::size_t x = 0; x < half; ++x) {
            const float* a = activations.data() + (2 * y * side + 2 * x) * channels;
            const float* b = a + side * channels;
            for (std::size_t c = 0; c < channels; ++c) {
                to[c] = std::max(std::max(a[c], a[c + channels]), std::max(b[c], b[c + channels]));
            }
            to += channels;
        }
    }
}

}  // namespace

ForwardPass::ForwardPass(std::span<const NetLayer> layers, Arithmetic arithmetic)
    : layers_(layers), arithmetic_(arithmetic) {
    VERIFY(!layers.empty());
}

std::span<const float> ForwardPass::run(const CharacterTile& tile) {
    constexpr float full_ink = 255;
    output_.resize(tile.pixels.size());
    std::transform(tile.pixels.begin(), tile.pixels.end(), output_.begin(),
                   [](std::uint8_t ink) { return static_cast<float>(ink) / full_ink; });
    for (const NetLayer& layer : layers_) {
        if (layer.kind == NetLayer::Kind::dense) {
            input_ = output_;
            output_.resize(layer.outputs);
            add_dense(layer, input_.data(), output_.data());
        } else {
            const std::size_t border = layer.kernel / 2;
            const std::size_t padded = layer.input_side + 2 * border;
            const std::size_t row = layer.input_side * layer.inputs;
            input_.assign(padded * padded * layer.inputs, 0.0F);
            for (std::size_t y = 0; y < layer.input_side; ++y) {
                std::copy_n(output_.data() + y * row, row,
                            input_.data() + ((y + border) * padded + border) * layer.inputs);
            }
            const std::size_t side = layer.unpooled_side();
            places_.clear();
            for (std::size_t y = 0; y < side; ++y) {
                for (std::size_t x = 0; x < side; ++x) {
                    places_.push_back((y * padded + x) * layer.stride * layer.inputs);
                }
            }
            output_.resize(side * side * layer.outputs);
            if (arithmetic_ == Arithmetic::x86_64_v3) {
                convolve_v3(layer, input_.data(), padded, places_, output_.data());
            } else {
                convolve_baseline(layer, input_.data(), padded, places_, output_.data());
            }
        }
        if (layer.has_relu) {
            for (float& value : output_) {
                value = std::max(value, 0.0F);
            }
        }
        if (layer.has_pooling) {
            pool(output_, layer.unpooled_side(), layer.outputs);
        }
    }
    const NetLayer& last = layers_.back();
    const std::size_t side = last.kind == NetLayer::Kind::dense ? 1 : last.output_side();
    return std::span(output_).first(side * side * last.outputs);
}

}  // namespace indgang::ocr
