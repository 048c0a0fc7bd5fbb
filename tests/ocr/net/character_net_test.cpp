// SPDX-License-Identifier: MPL-2.0
#include "ocr/net/character_net.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>

#include "schemas/error/error.h"
#include "tests/ocr/net/small_net.h"

namespace indgang::ocr {
namespace {

Bytes read_file(const std::string& name) {
    std::ifstream file(std::string(INDGANG_SOURCE_DIR) + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Arithmetic> arithmetics() {
    if (best_arithmetic() == Arithmetic::baseline) {
        return {Arithmetic::baseline};
    }
    return {Arithmetic::baseline, Arithmetic::x86_64_v3};
}

std::vector<SmallLayer> small_layers() {
    return with_noise({{1, 5, 2, 1, 16, 1, {}, {}},
                       {1, 3, 1, 16, 32, 3, {}, {}},
                       {2, 7, 1, 32, 16, 1, {}, {}},
                       {2, 1, 1, 16, 8, 0, {}, {}}});
}

SmallNet small_net() {
    return {{"A", "B", "Æ", "Ø", "Å", "reject", "empty"}, 1.5F, 0.01F, small_layers()};
}

Bytes small_payload() {
    return payload_of(small_net());
}

/// The definition of the layers, one sum at a time.
std::vector<double> plain_forward(const CharacterTile& tile) {
    std::vector<double> values;
    for (const std::uint8_t ink : tile.pixels) {
        values.push_back(ink / 255.0);
    }
    int side = tile_side_px;
    for (const SmallLayer& layer : small_layers()) {
        const int in = static_cast<int>(layer.inputs), out = static_cast<int>(layer.outputs);
        const int kernel = static_cast<int>(layer.kernel), stride = static_cast<int>(layer.stride);
        const int border = layer.kind == 1 ? kernel / 2 : 0;
        int next = layer.kind == 1 ? (side - 1) / stride + 1 : 1;
        std::vector<double> sums;
        for (int y = 0; y < next; ++y) {
            for (int x = 0; x < next; ++x) {
                for (int o = 0; o < out; ++o) {
                    double sum = layer.bias[static_cast<std::size_t>(o)];
                    for (int i = 0; i < kernel * kernel * in; ++i) {
                        const int row = y * stride - border + i / in / kernel;
                        const int column = x * stride - border + i / in % kernel;
                        if (row >= 0 && column >= 0 && row < side && column < side) {
                            sum += layer.weights[static_cast<std::size_t>(i * out + o)] *
                                   values[static_cast<std::size_t>((row * side + column) * in +
                                                                   i % in)];
                        }
                    }
                    sums.push_back((layer.flags & 1) != 0 ? std::max(sum, 0.0) : sum);
                }
            }
        }
        if ((layer.flags & 2) != 0) {
            std::vector<double> pooled;
            for (int y = 0; y + 1 < next; y += 2) {
                for (int x = 0; x + 1 < next; x += 2) {
                    for (int o = 0; o < out; ++o) {
                        const auto at = [&](int dy, int dx) {
                            return sums[static_cast<std::size_t>(((y + dy) * next + x + dx) * out +
                                                                 o)];
                        };
                        pooled.push_back(
                            std::max(std::max(at(0, 0), at(0, 1)), std::max(at(1, 0), at(1, 1))));
                    }
                }
            }
            sums = pooled;
            next /= 2;
        }
        values = sums;
        side = next;
    }
    return values;
}

TEST(CharacterNet, ComputesWhatItsLayersSay) {
    const CharacterNet net = CharacterNet::load(signed_file(small_payload()));
    const std::vector<CharacterTile> tiles = noisy_tiles(5);
    for (const Arithmetic arithmetic : arithmetics()) {
        const std::vector<float> logits = net.logits(tiles, arithmetic);
        ASSERT_EQ(logits.size(), tiles.size() * net.classes().size());
        for (std::size_t t = 0; t < tiles.size(); ++t) {
            const std::vector<double> expected = plain_forward(tiles[t]);
            for (std::size_t c = 0; c < net.classes().size(); ++c) {
                EXPECT_NEAR(logits[t * net.classes().size() + c], expected[c], 1e-4);
            }
        }
    }
}

TEST(CharacterNet, KnowsItsAlphabet) {
    const CharacterNet net = CharacterNet::load(signed_file(small_payload()));
    EXPECT_EQ(net.classes()[2], "Æ");
    EXPECT_EQ(net.reject_class(), 5u);
    EXPECT_EQ(net.empty_class(), 6u);
    EXPECT_EQ(net.version().size(), 12u);
}

TEST(CharacterNet, GivesProbabilitiesThatSumToOne) {
    const CharacterNet net = CharacterNet::load(signed_file(small_payload()));
    const std::vector<float> all = net.probabilities(noisy_tiles(20));
    const std::size_t count = net.classes().size();
    for (std::size_t begin = 0; begin < all.size(); begin += count) {
        double sum = 0;
        for (std::size_t c = 0; c < count; ++c) {
            EXPECT_GE(all[begin + c], 0.01F / static_cast<float>(count));
            sum += all[begin + c];
        }
        EXPECT_NEAR(sum, 1, 1e-5);
    }
}

TEST(CharacterNet, GivesTheSameBitsAtEachCall) {
    const CharacterNet net = CharacterNet::load(signed_file(small_payload()));
    const std::vector<CharacterTile> tiles = noisy_tiles(10);
    const std::vector<float> first = net.probabilities(tiles);
    EXPECT_EQ(first, net.probabilities(tiles));
    const std::vector<float> alone = net.probabilities(std::span(tiles).subspan(3, 1));
    EXPECT_TRUE(std::equal(alone.begin(), alone.end(),
                           first.begin() + 3 * static_cast<std::ptrdiff_t>(alone.size())));
}

TEST(CharacterNet, RefusesADamagedFile) {
    const Bytes good = signed_file(small_payload());
    EXPECT_NO_THROW((void)CharacterNet::load(good));
    for (const std::size_t at :
         {std::size_t{0}, std::size_t{8}, std::size_t{20}, std::size_t{60}, good.size() - 1}) {
        Bytes damaged = good;
        damaged[at] ^= 1;
        EXPECT_THROW((void)CharacterNet::load(damaged), Error) << at;
    }
    for (std::size_t size = 0; size < good.size(); size += good.size() / 37) {
        EXPECT_THROW((void)CharacterNet::load(BytesView(good).first(size)), Error) << size;
    }
}

TEST(CharacterNet, RefusesLayersThatDoNotFitEvenIfSigned) {
    const Bytes good = small_payload();
    // After the classes and the calibration: number of layers, then kind, kernel, stride, ...
    const std::size_t layers = 4 + 7 * 4 + (1 + 1 + 2 + 2 + 2 + 6 + 5) + 8;
    for (std::size_t field = 0; field < 7; ++field) {
        for (const std::uint8_t value : {0, 4, 9, 255}) {
            Bytes broken = good;
            broken[layers + 4 * field] = value;
            // A layer without ReLU and pooling is a layer.
            if (broken == good || (field == 6 && value == 0)) {
                continue;
            }
            EXPECT_THROW((void)CharacterNet::load(signed_file(broken)), Error)
                << field << " = " << int{value};
        }
    }
    Bytes longer = good;
    longer.push_back(0);
    EXPECT_THROW((void)CharacterNet::load(signed_file(longer)), Error);
}

/// The reference: per line a tile as hexadecimal and the logits that PyTorch gave.
void expect_logits_of_training(const std::string& model, const std::string& reference) {
    const CharacterNet net = CharacterNet::load(read_file("ocr/models/" + model));
    std::ifstream file(std::string(INDGANG_SOURCE_DIR) + "/tests/ocr/net/" + reference);
    std::string line;
    int tiles = 0;
    while (std::getline(file, line)) {
        std::istringstream words(line);
        std::string hex;
        words >> hex;
        CharacterTile tile;
        ASSERT_EQ(hex.size(), 2 * tile.pixels.size());
        for (std::size_t i = 0; i < tile.pixels.size(); ++i) {
            tile.pixels[i] =
                static_cast<std::uint8_t>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
        }
        std::vector<float> expected;
        float value = 0;
        while (words >> value) {
            expected.push_back(value);
        }
        ASSERT_EQ(expected.size(), net.classes().size());
        for (const Arithmetic arithmetic : arithmetics()) {
            const std::vector<float> logits = net.logits(std::span(&tile, 1), arithmetic);
            for (std::size_t c = 0; c < expected.size(); ++c) {
                EXPECT_NEAR(logits[c], expected[c], 2e-4);
            }
        }
        ++tiles;
    }
    EXPECT_GE(tiles, 10);
}

TEST(DigitNet, GivesTheLogitsOfItsTraining) {
    expect_logits_of_training("digits.bin", "digits_reference.txt");
}

TEST(LetterNet, GivesTheLogitsOfItsTraining) {
    expect_logits_of_training("letters.bin", "letters_reference.txt");
}

}  // namespace
}  // namespace indgang::ocr
