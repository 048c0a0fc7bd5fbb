// SPDX-License-Identifier: MPL-2.0
#include "pipeline/program/model_shelf.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "ocr/net/forward_pass.h"
#include "schemas/error/error.h"

namespace indgang::program {
namespace {

namespace fs = std::filesystem;

ocr::CharacterNet load(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    const Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    return ocr::CharacterNet::load(bytes);
}

/// A net as retraining makes it: other dense layers.
ocr::CharacterNet other_net(float change) {
    const auto net = load(std::string(INDGANG_SOURCE_DIR) + "/ocr/models/digits.bin");
    std::vector<ocr::NetLayer> layers(net.dense_layers().begin(), net.dense_layers().end());
    layers.back().bias.front() += change;
    return net.with_dense_layers(layers);
}

class ModelShelfTest : public testing::Test {
  protected:
    ModelShelfTest() { fs::create_directories(folder_); }
    ~ModelShelfTest() override { fs::remove_all(folder_); }

    fs::path folder_ = fs::temp_directory_path() / ("indgang-shelf-" + std::to_string(::getpid()));
    fs::path champion_ = folder_ / "models" / "digits.bin";
    ModelShelf shelf_{champion_};
};

TEST_F(ModelShelfTest, ANetThatIsPutDoesNotReadYet) {
    const auto net = other_net(0.5F);
    shelf_.put(net, R"({"verdict":"better"})");
    ASSERT_EQ(shelf_.all().size(), 1U);
    EXPECT_EQ(shelf_.all().front().version, net.version());
    EXPECT_FALSE(fs::exists(champion_));
}

TEST_F(ModelShelfTest, TheNetThatIsUsedStandsAtTheChampionsPlace) {
    const auto first = other_net(0.5F), second = other_net(0.7F);
    shelf_.put(first, "{}");
    shelf_.put(second, "{}");
    shelf_.use(first.version());
    EXPECT_EQ(load(champion_).version(), first.version());
    shelf_.use(second.version());
    EXPECT_EQ(load(champion_).version(), second.version());
}

TEST_F(ModelShelfTest, TheShippedNetCanBeTakenBack) {
    const auto net = other_net(0.5F);
    shelf_.put(net, "{}");
    shelf_.use(net.version());
    shelf_.use_shipped();
    EXPECT_FALSE(fs::exists(champion_));
    shelf_.use_shipped();  // again is no trouble
    EXPECT_EQ(shelf_.all().size(), 1U);
}

TEST_F(ModelShelfTest, ADamagedNetIsNotUsed) {
    const auto net = other_net(0.5F);
    shelf_.put(net, "{}");
    const auto report = nlohmann::json::parse(shelf_.get(net.version()).report);
    const auto hex = report.at("file").get<std::string>();
    store::Blobs blobs(folder_ / "models");
    std::ofstream(blobs.path_of(*Digest::parse(hex)), std::ios::app) << "x";
    EXPECT_THROW(shelf_.use(net.version()), Error);
    EXPECT_FALSE(fs::exists(champion_));
}

TEST_F(ModelShelfTest, AnUnknownVersionIsRefused) {
    EXPECT_THROW(shelf_.use("../../etc/pw"), Error);
    EXPECT_THROW((void)shelf_.get("0123456789ab"), Error);
}

}  // namespace
}  // namespace indgang::program
