// SPDX-License-Identifier: MPL-2.0
#include "ocr/net/tune_net.h"

#include <gtest/gtest.h>

#include "ocr/net/forward_pass.h"
#include "schemas/error/error.h"
#include "tests/ocr/net/written_cells.h"

namespace indgang::ocr {
namespace {

TEST(ParseTiles, RefusesAFileThatEndsWithinARecord) {
    Bytes file = file_of("digits.general.bin");
    file.pop_back();
    EXPECT_THROW((void)parse_tiles(file, 12), Error);
}

TEST(ParseTiles, RefusesALabelThatTheNetDoesNotHave) {
    EXPECT_THROW((void)parse_tiles(file_of("digits.general.bin"), 5), Error);
}

TEST(CharacterNetFile, IsWhatItWasLoadedFrom) {
    EXPECT_EQ(shipped_digits().file(), file_of("digits.bin"));
}

TEST(CharacterNetFile, FeaturesAndDenseLayersGiveTheLogits) {
    const std::vector<CharacterTile> tile{general_tiles().front().tile};
    std::vector<float> signal = shipped_digits().features(tile);
    for (const NetLayer& layer : shipped_digits().dense_layers()) {
        std::vector<float> output = layer.bias;
        for (std::size_t i = 0; i < signal.size(); ++i) {
            for (std::size_t o = 0; o < layer.outputs; ++o) {
                output[o] += signal[i] * layer.weights[i * layer.outputs + o];
            }
        }
        for (float& value : output) {
            value = layer.has_relu ? std::max(value, 0.0F) : value;
        }
        signal = output;
    }
    const auto logits = shipped_digits().logits(tile);
    for (std::size_t c = 0; c < logits.size(); ++c) {
        EXPECT_NEAR(signal[c], logits[c], 1e-3);
    }
}

}  // namespace
}  // namespace indgang::ocr
