// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "ocr/net/character_net.h"
#include "schemas/core/bytes.h"
#include "schemas/core/digest.h"

namespace indgang::ocr {

/// A layer as it stands in a file.
struct SmallLayer {
    std::uint32_t kind, kernel, stride, inputs, outputs, flags;
    std::vector<float> weights, bias;
};

/// What a file of a net says; written as it is, whether it fits or not.
struct SmallNet {
    std::vector<std::string> classes;
    float temperature = 1;
    float uniform_share = 0;
    std::vector<SmallLayer> layers;
};

/// Deterministic numbers between -1 and 1.
class Noise {
  public:
    float operator()() {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<float>(state_ >> 40) * 0x1.0p-23F - 1;
    }

  private:
    std::uint64_t state_ = 42;
};

/// The layers with weights by chance, of a size that keeps what goes through them about as large.
inline std::vector<SmallLayer> with_noise(std::vector<SmallLayer> layers) {
    Noise noise;
    for (SmallLayer& layer : layers) {
        const std::size_t fan = layer.kernel * layer.kernel * layer.inputs;
        const float scale = 2 / std::sqrt(static_cast<float>(fan));
        for (std::size_t i = 0; i < fan * layer.outputs; ++i) {
            layer.weights.push_back(noise() * scale);
        }
        for (std::size_t i = 0; i < layer.outputs; ++i) {
            layer.bias.push_back(noise() * 0.1F);
        }
    }
    return layers;
}

template <typename T>
void append(Bytes& bytes, const T& value) {
    const auto* from = reinterpret_cast<const std::uint8_t*>(&value);
    bytes.insert(bytes.end(), from, from + sizeof value);
}

inline Bytes payload_of(const SmallNet& net) {
    Bytes payload;
    append(payload, static_cast<std::uint32_t>(net.classes.size()));
    for (const std::string& name : net.classes) {
        append(payload, static_cast<std::uint32_t>(name.size()));
        const Bytes text = bytes_of(name);
        payload.insert(payload.end(), text.begin(), text.end());
    }
    append(payload, net.temperature);
    append(payload, net.uniform_share);
    append(payload, static_cast<std::uint32_t>(net.layers.size()));
    for (const SmallLayer& layer : net.layers) {
        for (const std::uint32_t n :
             {layer.kind, layer.kernel, layer.stride, layer.inputs, layer.outputs, layer.flags}) {
            append(payload, n);
        }
        for (const auto* list : {&layer.weights, &layer.bias}) {
            for (const float value : *list) {
                append(payload, value);
            }
        }
    }
    return payload;
}

inline Bytes signed_file(const Bytes& payload) {
    Bytes file = bytes_of("INDGNET1");
    append(file, std::uint32_t{1});
    const std::string hex = Digest::of(payload).hex();
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        file.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    }
    file.insert(file.end(), payload.begin(), payload.end());
    return file;
}

inline CharacterNet net_of(const SmallNet& net) {
    return CharacterNet::load(signed_file(payload_of(net)));
}

/// A net of three characters that is small enough to learn in a moment: 16 features and two dense
/// layers behind them, of which the last has three outputs more than there are classes.
inline SmallNet tiny_net() {
    constexpr std::uint32_t relu = 1, pooling = 2;
    return {{"1", "2", "3", "reject", "empty"},
            1,
            0,
            with_noise({{1, 3, 2, 1, 16, relu | pooling, {}, {}},
                        {1, 1, 2, 16, 16, relu | pooling, {}, {}},
                        {1, 3, 2, 16, 16, relu, {}, {}},
                        {2, 1, 1, 16, 16, relu, {}, {}},
                        {2, 1, 1, 16, 8, 0, {}, {}}})};
}

inline std::vector<CharacterTile> noisy_tiles(std::size_t count) {
    Noise noise;
    std::vector<CharacterTile> tiles(count);
    for (CharacterTile& tile : tiles) {
        for (std::uint8_t& pixel : tile.pixels) {
            const float ink = noise();
            pixel = ink > 0 ? static_cast<std::uint8_t>(ink * 255) : 0;
        }
    }
    return tiles;
}

}  // namespace indgang::ocr
