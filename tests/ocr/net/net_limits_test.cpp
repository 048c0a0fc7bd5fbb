// SPDX-License-Identifier: MPL-2.0
// What a file of a net may say at most, and what its numbers mean.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "ocr/net/forward_pass.h"
#include "schemas/core/digest.h"
#include "schemas/error/error.h"
#include "tests/ocr/net/small_net.h"

namespace indgang::ocr {
namespace {

constexpr std::uint32_t relu = 1, pooling = 2;

bool is_taken(const SmallNet& net) {
    try {
        static_cast<void>(net_of(net));
        return true;
    } catch (const Error& error) {
        EXPECT_EQ(error.reason(), code_of(Reason::character_net));
        return false;
    }
}

SmallNet with_layers(std::vector<SmallLayer> layers) {
    SmallNet net = tiny_net();
    net.layers = with_noise(std::move(layers));
    return net;
}

/// From 28 x 28 to 7 x 7, then dense.
SmallNet with_first(const SmallLayer& layer) {
    return with_layers({layer, {2, 7, 1, layer.outputs, 8, 0, {}, {}}});
}

TEST(NetLimits, NamesOfClassesHaveSixteenBytes) {
    SmallNet net = tiny_net();
    net.classes[0] = std::string(16, 'a');
    EXPECT_TRUE(is_taken(net));
    net.classes[0] = std::string(17, 'a');
    EXPECT_FALSE(is_taken(net));
}

TEST(NetLimits, AreTwoHundredAndFiftySixClasses) {
    const auto with_classes = [](std::size_t count) {
        SmallNet net =
            with_layers({{1, 1, 2, 1, 16, relu | pooling, {}, {}}, {2, 7, 1, 16, 264, 0, {}, {}}});
        net.classes.assign(count, "x");
        net.classes[0] = "reject";
        return net;
    };
    EXPECT_TRUE(is_taken(with_classes(256)));
    EXPECT_FALSE(is_taken(with_classes(257)));
}

TEST(NetLimits, AreThirtyTwoLayers) {
    const auto with_count = [](std::size_t count) {
        std::vector<SmallLayer> layers = {{1, 1, 2, 1, 16, relu | pooling, {}, {}},
                                          {2, 7, 1, 16, 8, 0, {}, {}}};
        while (layers.size() < count) {
            layers.push_back({2, 1, 1, 8, 8, relu, {}, {}});
        }
        return with_layers(layers);
    };
    EXPECT_TRUE(is_taken(with_count(32)));
    EXPECT_FALSE(is_taken(with_count(33)));
}

TEST(NetLimits, LayersHaveFourThousandAndNinetySixOutputs) {
    const auto with_outputs = [](std::uint32_t outputs) {
        return with_layers({{1, 1, 2, 1, 16, pooling, {}, {}},
                            {2, 7, 1, 16, 8, 0, {}, {}},
                            {2, 1, 1, 8, outputs, 0, {}, {}},
                            {2, 1, 1, outputs, 8, 0, {}, {}}});
    };
    EXPECT_TRUE(is_taken(with_outputs(4096)));
    EXPECT_FALSE(is_taken(with_outputs(4104)));
}

TEST(NetLimits, LayersAreOfTwoKinds) {
    EXPECT_TRUE(is_taken(with_first({1, 1, 2, 1, 16, pooling, {}, {}})));
    EXPECT_FALSE(is_taken(with_first({3, 1, 2, 1, 16, pooling, {}, {}})));
}

TEST(NetLimits, KernelsOfConvolutionsAreOddAndSevenAtMost) {
    for (const std::uint32_t kernel : {1U, 3U, 5U, 7U}) {
        EXPECT_TRUE(is_taken(with_first({1, kernel, 2, 1, 16, pooling, {}, {}}))) << kernel;
    }
    for (const std::uint32_t kernel : {0U, 2U, 4U, 6U, 8U, 9U}) {
        EXPECT_FALSE(is_taken(with_first({1, kernel, 2, 1, 16, pooling, {}, {}}))) << kernel;
    }
}

TEST(NetLimits, StridesAreOneOrTwo) {
    EXPECT_TRUE(is_taken(with_layers({{1, 1, 1, 1, 16, pooling, {}, {}},
                                      {1, 1, 2, 16, 16, 0, {}, {}},
                                      {2, 7, 1, 16, 8, 0, {}, {}}})));
    EXPECT_FALSE(is_taken(with_first({1, 1, 0, 1, 16, pooling, {}, {}})));
    // Also where the layer behind fits: 28 x 28 are 10 x 10 by threes, and 7 x 7 by fours.
    EXPECT_FALSE(
        is_taken(with_layers({{1, 1, 3, 1, 16, pooling, {}, {}}, {2, 5, 1, 16, 8, 0, {}, {}}})));
    EXPECT_FALSE(is_taken(with_first({1, 1, 4, 1, 16, 0, {}, {}})));
}

TEST(NetLimits, OutputsComeInBlocks) {
    EXPECT_TRUE(is_taken(with_first({1, 1, 2, 1, 32, pooling, {}, {}})));
    for (const std::uint32_t outputs : {0U, 8U, 17U, 24U}) {
        EXPECT_FALSE(is_taken(with_first({1, 1, 2, 1, outputs, pooling, {}, {}}))) << outputs;
    }
    const auto with_last = [](std::uint32_t outputs) {
        return with_layers({{1, 1, 2, 1, 16, pooling, {}, {}}, {2, 7, 1, 16, outputs, 0, {}, {}}});
    };
    EXPECT_TRUE(is_taken(with_last(24)));
    for (const std::uint32_t outputs : {0U, 9U, 12U}) {
        EXPECT_FALSE(is_taken(with_last(outputs))) << outputs;
    }
}

TEST(NetLimits, ADenseLayerTakesItsWholeInputAndPoolsNothing) {
    const auto with_dense = [](std::uint32_t kernel, std::uint32_t inputs, std::uint32_t flags) {
        return with_layers(
            {{1, 1, 2, 1, 16, pooling, {}, {}}, {2, kernel, 1, inputs, 8, flags, {}, {}}});
    };
    EXPECT_TRUE(is_taken(with_dense(7, 16, 0)));
    EXPECT_TRUE(is_taken(with_dense(7, 16, relu)));
    EXPECT_FALSE(is_taken(with_dense(6, 16, 0)));
    EXPECT_FALSE(is_taken(with_dense(7, 32, 0)));
    EXPECT_FALSE(is_taken(with_dense(7, 16, pooling)));
}

TEST(NetLimits, TheLastLayerIsDense) {
    EXPECT_FALSE(is_taken(with_layers({})));
    EXPECT_FALSE(is_taken(with_layers({{1, 1, 2, 1, 16, 0, {}, {}}})));
}

TEST(NetLimits, PoolingNeedsTwoRows) {
    // 28, 14, 7, then 3 and 1 by pooling.
    const auto pooled_at = [](std::uint32_t last_flags) {
        return with_layers({{1, 1, 2, 1, 16, pooling, {}, {}},
                            {1, 1, 1, 16, 16, pooling, {}, {}},
                            {1, 1, 1, 16, 16, pooling, {}, {}},
                            {1, 1, 1, 16, 16, last_flags, {}, {}},
                            {2, 1, 1, 16, 8, 0, {}, {}}});
    };
    EXPECT_TRUE(is_taken(pooled_at(0)));
    EXPECT_FALSE(is_taken(pooled_at(pooling)));
    // Also where the layer behind takes nothing.
    EXPECT_FALSE(is_taken(with_layers({{1, 1, 2, 1, 16, pooling, {}, {}},
                                       {1, 1, 1, 16, 16, pooling, {}, {}},
                                       {1, 1, 1, 16, 16, pooling, {}, {}},
                                       {1, 1, 1, 16, 16, pooling, {}, {}},
                                       {2, 0, 1, 16, 8, 0, {}, {}}})));
    EXPECT_TRUE(is_taken(with_layers({{1, 1, 2, 1, 16, pooling, {}, {}},
                                      {1, 1, 2, 16, 16, pooling, {}, {}},
                                      {1, 1, 1, 16, 16, pooling, {}, {}},
                                      {2, 1, 1, 16, 8, 0, {}, {}}})));
}

TEST(NetLimits, EachClassHasAnOutput) {
    SmallNet net = tiny_net();
    net.classes = {"1", "2", "3", "4", "5", "6", "reject", "empty"};
    EXPECT_TRUE(is_taken(net));
    net.classes.insert(net.classes.begin(), "0");
    EXPECT_FALSE(is_taken(net));
}

TEST(NetLimits, ANetKnowsWhatItRejects) {
    SmallNet net = tiny_net();
    net.classes[3] = "4";
    EXPECT_FALSE(is_taken(net));
    net.classes[0] = "reject";
    net.classes[4] = "5";
    EXPECT_EQ(net_of(net).reject_class(), 0U);
    EXPECT_FALSE(net_of(net).empty_class());
}

TEST(NetLimits, CalibrationsAreUsable) {
    const auto calibrated = [](float temperature, float uniform_share) {
        SmallNet net = tiny_net();
        net.temperature = temperature;
        net.uniform_share = uniform_share;
        return is_taken(net);
    };
    EXPECT_TRUE(calibrated(0.5F, 0));
    EXPECT_TRUE(calibrated(0.5F, 1));
    EXPECT_FALSE(calibrated(0, 0));
    EXPECT_FALSE(calibrated(-1, 0));
    EXPECT_FALSE(calibrated(1, -0.01F));
    EXPECT_FALSE(calibrated(1, 1.01F));
    EXPECT_FALSE(calibrated(std::numeric_limits<float>::infinity(), 0));
}

TEST(NetLimits, AllNumbersAreFinite) {
    SmallNet net = tiny_net();
    net.layers[1].weights[5] = std::numeric_limits<float>::infinity();
    EXPECT_FALSE(is_taken(net));
    net = tiny_net();
    net.layers[4].bias[7] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_FALSE(is_taken(net));
}

TEST(CharacterNetFile, OfASmallNetIsWhatItWasLoadedFrom) {
    const Bytes file = signed_file(payload_of(tiny_net()));
    const CharacterNet net = CharacterNet::load(file);
    EXPECT_EQ(net.file(), file);
    EXPECT_EQ(net.version(), Digest::of(payload_of(tiny_net())).hex().substr(0, 12));
}

TEST(Calibration, SoftensAndSharesOut) {
    SmallNet net = tiny_net();
    net.temperature = 2.5F;
    net.uniform_share = 0.1F;
    const CharacterNet loaded = net_of(net);
    const auto tiles = noisy_tiles(3);
    const auto logits = loaded.logits(tiles), said = loaded.probabilities(tiles);
    const std::size_t count = net.classes.size();
    ASSERT_EQ(said.size(), tiles.size() * count);
    for (std::size_t tile = 0; tile < tiles.size(); ++tile) {
        double sum = 0;
        for (std::size_t c = 0; c < count; ++c) {
            sum += std::exp(logits[tile * count + c] / 2.5);
        }
        for (std::size_t c = 0; c < count; ++c) {
            const double share = std::exp(logits[tile * count + c] / 2.5) / sum;
            EXPECT_NEAR(said[tile * count + c], 0.9 * share + 0.1 / 5, 1e-6);
        }
    }
}

TEST(DenseLayers, AreThoseBehindTheConvolutions) {
    const SmallNet net = tiny_net();
    const CharacterNet loaded = net_of(net);
    ASSERT_EQ(loaded.dense_layers().size(), 2U);
    EXPECT_EQ(loaded.dense_layers()[0].weights, net.layers[3].weights);
    EXPECT_EQ(loaded.dense_layers()[1].bias, net.layers[4].bias);
    EXPECT_EQ(loaded.features(noisy_tiles(3)).size(), 3 * 16U);
}

TEST(DenseLayers, TakeThePlacesOfAPictureAndInputsOfExactlyOne) {
    // A convolution that says 1 at each of 7 x 7 places, whatever the page, and one dense layer.
    SmallNet net = with_first({1, 1, 2, 1, 16, pooling, {}, {}});
    std::fill(net.layers[0].weights.begin(), net.layers[0].weights.end(), 0.0F);
    std::fill(net.layers[0].bias.begin(), net.layers[0].bias.end(), 1.0F);
    const CharacterNet loaded = net_of(net);
    const auto tiles = noisy_tiles(1);
    EXPECT_EQ(loaded.features(tiles), std::vector<float>(7 * 7 * 16, 1.0F));
    const auto logits = loaded.logits(tiles);
    ASSERT_EQ(logits.size(), net.classes.size());
    const SmallLayer& dense = net.layers[1];
    for (std::size_t c = 0; c < logits.size(); ++c) {
        double sum = dense.bias[c];
        for (std::size_t i = 0; i < dense.weights.size() / dense.outputs; ++i) {
            sum += dense.weights[i * dense.outputs + c];
        }
        EXPECT_NEAR(logits[c], sum, 1e-4);
    }
}

TEST(ForwardPass, GivesOneNumberForEachOutputOfADenseLayer) {
    NetLayer layer;
    layer.kind = NetLayer::Kind::dense;
    layer.kernel = layer.input_side = tile_side_px;
    layer.inputs = 1;
    layer.outputs = 8;
    layer.weights.assign(layer.kernel * layer.kernel * layer.outputs, 0);
    layer.bias = {0, 1, 2, 3, 4, 5, 6, 7};
    const auto said = ForwardPass({&layer, 1}, Arithmetic::baseline).run(noisy_tiles(1)[0]);
    EXPECT_EQ(said.size(), 8U);
}

TEST(DenseLayers, AreExchanged) {
    const CharacterNet net = net_of(tiny_net());
    std::vector<NetLayer> layers(net.dense_layers().begin(), net.dense_layers().end());
    layers[1].bias[2] += 3;
    const auto tiles = noisy_tiles(1);
    const auto before = net.logits(tiles), after = net.with_dense_layers(layers).logits(tiles);
    for (std::size_t c = 0; c < before.size(); ++c) {
        EXPECT_NEAR(after[c] - before[c], c == 2 ? 3 : 0, 1e-5);
    }
    layers[0].weights[0] = std::numeric_limits<float>::infinity();
    EXPECT_THROW((void)net.with_dense_layers(layers), Error);
}

}  // namespace
}  // namespace indgang::ocr
