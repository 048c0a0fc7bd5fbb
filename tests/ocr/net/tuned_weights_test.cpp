// SPDX-License-Identifier: MPL-2.0
// What learning does to each weight, against its definition in double precision: Adam on batches of
// 8 verified and 56 general tiles, 400 steps, each weight drawn back to where it began.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "ocr/net/forward_pass.h"
#include "ocr/net/tune_net.h"
#include "schemas/error/error.h"
#include "tests/ocr/net/small_net.h"

namespace indgang::ocr {
namespace {

constexpr std::size_t tiny_classes = 5;

std::vector<VerifiedTile> verified_tiles(std::size_t begin, std::size_t count) {
    const auto pictures = noisy_tiles(begin + count);
    std::vector<VerifiedTile> tiles;
    for (std::size_t i = begin; i < begin + count; ++i) {
        tiles.push_back({pictures[i], i % tiny_classes, std::to_string(i)});
    }
    return tiles;
}

std::vector<CharacterTile> pictures_of(const std::vector<VerifiedTile>& tiles) {
    std::vector<CharacterTile> pictures;
    for (const VerifiedTile& tile : tiles) {
        pictures.push_back(tile.tile);
    }
    return pictures;
}

using Numbers = std::vector<double>;

Numbers softmax_of(const Numbers& outputs) {
    Numbers shares(outputs.begin(), outputs.begin() + tiny_classes);
    double sum = 0;
    for (double& share : shares) {
        share = std::exp(share);
        sum += share;
    }
    for (double& share : shares) {
        share /= sum;
    }
    return shares;
}

/// One dense layer of the definition.
struct PlainLayer {
    bool has_relu = false;
    std::size_t inputs = 0, outputs = 0;
    Numbers values, start;  // weights by input, then bias
    Numbers slope, first, second;

    explicit PlainLayer(const NetLayer& layer)
        : has_relu(layer.has_relu),
          inputs(layer.inputs),
          outputs(layer.outputs),
          values(layer.weights.begin(), layer.weights.end()) {
        values.insert(values.end(), layer.bias.begin(), layer.bias.end());
        start = values;
        slope.assign(values.size(), 0);
        first = second = slope;
    }

    [[nodiscard]] Numbers forward(const Numbers& from) const {
        Numbers to(outputs);
        for (std::size_t o = 0; o < outputs; ++o) {
            to[o] = values[inputs * outputs + o];
            for (std::size_t i = 0; i < inputs; ++i) {
                to[o] += from[i] * values[i * outputs + o];
            }
            to[o] = has_relu ? std::max(to[o], 0.0) : to[o];
        }
        return to;
    }

    [[nodiscard]] Numbers backward(const Numbers& from, const Numbers& to, Numbers of_output) {
        Numbers of_input(inputs, 0);
        for (std::size_t o = 0; o < outputs; ++o) {
            of_output[o] = has_relu && to[o] <= 0 ? 0 : of_output[o];
            slope[inputs * outputs + o] += of_output[o];
            for (std::size_t i = 0; i < inputs; ++i) {
                slope[i * outputs + o] += of_output[o] * from[i];
                of_input[i] += of_output[o] * values[i * outputs + o];
            }
        }
        return of_input;
    }

    void step(int number, double rate, double tiles) {
        constexpr double decay = 0.9, square_decay = 0.999, pull = 10, floor = 1e-8;
        for (std::size_t k = 0; k < values.size(); ++k) {
            const double own = slope[k] / tiles;
            first[k] = decay * first[k] + (1 - decay) * own;
            second[k] = square_decay * second[k] + (1 - square_decay) * own * own;
            const double mean = first[k] / (1 - std::pow(decay, number));
            const double square = second[k] / (1 - std::pow(square_decay, number));
            values[k] -=
                rate * (mean / (std::sqrt(square) + floor) + pull * (values[k] - start[k]));
            slope[k] = 0;
        }
    }
};

struct Lesson {
    Numbers features, target;
};

std::vector<Lesson> lessons_of(const CharacterNet& net, const std::vector<VerifiedTile>& tiles,
                               bool by_label) {
    const auto pictures = pictures_of(tiles);
    const auto features = net.features(pictures), logits = net.logits(pictures);
    const std::size_t width = features.size() / tiles.size();
    std::vector<Lesson> lessons;
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        const auto from = features.begin() + static_cast<std::ptrdiff_t>(i * width);
        const auto said = logits.begin() + static_cast<std::ptrdiff_t>(i * tiny_classes);
        Numbers target(tiny_classes, 0);
        target[tiles[i].label] = 1;
        lessons.push_back({Numbers(from, from + static_cast<std::ptrdiff_t>(width)),
                           by_label ? target : softmax_of(Numbers(said, said + tiny_classes))});
    }
    return lessons;
}

/// SplitMix64 from 1, as its authors publish it.
std::uint64_t next_of(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

std::vector<PlainLayer> plainly_tuned(const CharacterNet& net,
                                      const std::vector<VerifiedTile>& verified,
                                      const std::vector<VerifiedTile>& general) {
    std::vector<PlainLayer> layers(net.dense_layers().begin(), net.dense_layers().end());
    const auto learn = [&](const Lesson& lesson) {
        std::vector<Numbers> signals{lesson.features};
        for (const PlainLayer& layer : layers) {
            signals.push_back(layer.forward(signals.back()));
        }
        Numbers slope(signals.back().size(), 0);
        const Numbers said = softmax_of(signals.back());
        for (std::size_t c = 0; c < tiny_classes; ++c) {
            slope[c] = said[c] - lesson.target[c];
        }
        for (std::size_t i = layers.size(); i-- > 0;) {
            slope = layers[i].backward(signals[i], signals[i + 1], slope);
        }
    };
    const auto told = lessons_of(net, verified, true), known = lessons_of(net, general, false);
    constexpr int steps = 400, batch = 64, told_in_batch = 8;
    std::uint64_t chance = 1;
    for (int step = 0; step < steps; ++step) {
        for (int i = 0; i < batch; ++i) {
            const std::vector<Lesson>& from = i < told_in_batch ? told : known;
            learn(from[next_of(chance) % from.size()]);
        }
        for (PlainLayer& layer : layers) {
            layer.step(step + 1, 1e-4 * (steps - step) / steps, batch);
        }
    }
    return layers;
}

void expect_weights_of_definition(const SmallNet& small) {
    const CharacterNet net = net_of(small);
    const auto verified = verified_tiles(0, 7), general = verified_tiles(7, 90);
    const CharacterNet tuned = tune(net, verified, general);
    const std::vector<PlainLayer> expected = plainly_tuned(net, verified, general);
    ASSERT_EQ(tuned.dense_layers().size(), 2U);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        std::vector<float> values = tuned.dense_layers()[i].weights;
        const std::vector<float>& bias = tuned.dense_layers()[i].bias;
        values.insert(values.end(), bias.begin(), bias.end());
        ASSERT_EQ(values.size(), expected[i].values.size());
        double most = 0;
        for (std::size_t k = 0; k < values.size(); ++k) {
            const double off = static_cast<double>(values[k]) - expected[i].values[k];
            // Float against double: a hundredth of what the weights move.
            EXPECT_NEAR(off, 0, 5e-5) << i << ": " << k;
            most = std::max(most, std::abs(expected[i].values[k] - expected[i].start[k]));
        }
        EXPECT_GT(most, 0.005) << "nothing was learned";
    }
}

TEST(TunedWeights, AreThoseOfTheDefinition) {
    expect_weights_of_definition(tiny_net());
}

TEST(TunedWeights, AreThoseOfTheDefinitionBehindAReluAndOfInputsOfExactlyOne) {
    SmallNet net = tiny_net();
    net.layers.back().flags = net.layers[3].flags;
    SmallLayer& convolution = net.layers[2];
    for (std::size_t i = 0; i < convolution.weights.size(); i += convolution.outputs) {
        convolution.weights[i] = 0;
    }
    convolution.bias[0] = 1;
    EXPECT_EQ(net_of(net).features(noisy_tiles(1))[0], 1);
    expect_weights_of_definition(net);
}

TEST(TunedWeights, HaveNoLabelBeyondTheClasses) {
    const CharacterNet net = net_of(tiny_net());
    auto beyond = verified_tiles(0, 1);
    beyond[0].label = tiny_classes;
    EXPECT_DEATH((void)tune(net, beyond, verified_tiles(1, 1)), "label");
}

TEST(TunedWeights, DoNotMoveWhereNothingSaysSo) {
    // Of the last layer's eight outputs three belong to no class.
    const CharacterNet net = net_of(tiny_net());
    const NetLayer& before = net.dense_layers().back();
    const CharacterNet tuned = tune(net, verified_tiles(0, 7), verified_tiles(7, 20));
    const NetLayer& after = tuned.dense_layers().back();
    for (std::size_t i = 0; i < before.inputs; ++i) {
        for (std::size_t o = tiny_classes; o < before.outputs; ++o) {
            EXPECT_EQ(after.weights[i * before.outputs + o],
                      before.weights[i * before.outputs + o]);
        }
    }
}

TEST(TuneNet, GivesTheSameNetAgain) {
    const CharacterNet net = net_of(tiny_net());
    const auto verified = verified_tiles(0, 7), general = verified_tiles(7, 20);
    EXPECT_EQ(tune(net, verified, general).version(), tune(net, verified, general).version());
}

TEST(TuneNet, LeavesTheConvolutionsAsTheyAre) {
    const CharacterNet net = net_of(tiny_net());
    const CharacterNet tuned = tune(net, verified_tiles(0, 7), verified_tiles(7, 20));
    EXPECT_EQ(tuned.features(noisy_tiles(3)), net.features(noisy_tiles(3)));
    EXPECT_NE(tuned.version(), net.version());
}

TEST(TunedTiles, AreAtLeastOneAndAtMostTwentyThousandOfEachKind) {
    const CharacterNet net = net_of(tiny_net());
    const auto few = verified_tiles(0, 2);
    const std::vector<VerifiedTile> most(20'000, few[0]), too_many(20'001, few[0]);
    EXPECT_NO_THROW((void)tune(net, few, most));
    EXPECT_NO_THROW((void)tune(net, most, few));
    for (const auto& [verified, general] : {std::pair{few, too_many},
                                            {too_many, few},
                                            {few, std::vector<VerifiedTile>()},
                                            {std::vector<VerifiedTile>(), few}}) {
        try {
            (void)tune(net, verified, general);
            FAIL() << verified.size() << ", " << general.size();
        } catch (const Error& error) {
            EXPECT_EQ(error.reason(), code_of(Reason::tiles_count));
        }
    }
}

/// A record of a file of tiles: label, kind, has_ink, ink, picture.
Bytes record(std::uint8_t label, bool has_ink, std::uint8_t first_pixel) {
    Bytes bytes(4 + CharacterTile{}.pixels.size(), 0);
    bytes[0] = label;
    bytes[1] = 9;
    bytes[2] = has_ink ? 1 : 0;
    bytes[3] = 77;
    bytes[4] = first_pixel;
    bytes.back() = 33;
    return bytes;
}

TEST(ParseTiles, GivesThoseWithInkAndCallsThemByTheirPlaces) {
    Bytes file = record(3, true, 11);
    for (const Bytes& next : {record(250, false, 12), record(4, true, 13)}) {
        file.insert(file.end(), next.begin(), next.end());
    }
    const auto tiles = parse_tiles(file, tiny_classes);
    ASSERT_EQ(tiles.size(), 2U);
    EXPECT_EQ(tiles[0].label, 3U);
    EXPECT_EQ(tiles[0].group, "0");
    EXPECT_EQ(tiles[0].tile.pixels.front(), 11);
    EXPECT_EQ(tiles[0].tile.pixels.back(), 33);
    EXPECT_EQ(tiles[1].label, 4U);
    EXPECT_EQ(tiles[1].group, "2");
    EXPECT_EQ(tiles[1].tile.pixels.front(), 13);
}

TEST(ParseTiles, RefusesTheFirstLabelBeyondTheClasses) {
    EXPECT_EQ(parse_tiles(record(4, true, 0), tiny_classes).size(), 1U);
    EXPECT_THROW((void)parse_tiles(record(5, true, 0), tiny_classes), Error);
}

TEST(ParseTiles, AnEmptyFileHasNone) {
    EXPECT_TRUE(parse_tiles({}, tiny_classes).empty());
}

}  // namespace
}  // namespace indgang::ocr
