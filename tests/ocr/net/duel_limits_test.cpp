// SPDX-License-Identifier: MPL-2.0
// Duels of a net so small that all of what decides them is in sight: it says the same of each tile,
// "1" a little rather than "2".
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "ocr/net/duel.h"
#include "tests/ocr/net/small_net.h"

namespace indgang::ocr {
namespace {

using Shares = std::array<double, 5>;

CharacterNet saying(const Shares& shares) {
    SmallNet net = tiny_net();
    SmallLayer& last = net.layers.back();
    std::fill(last.weights.begin(), last.weights.end(), 0.0F);
    for (std::size_t c = 0; c < shares.size(); ++c) {
        last.bias[c] = static_cast<float>(std::log(shares[c]));
    }
    return net_of(net);
}

VerifiedTile tile_of(std::size_t label, const std::string& group = "") {
    static const CharacterTile picture = noisy_tiles(1).front();
    return {picture, label, group};
}

TEST(Score, CountsWhatIsWrongAndWhatIsSureBesides) {
    const std::vector<VerifiedTile> tiles = {tile_of(0), tile_of(0), tile_of(1), tile_of(2)};
    const NetScore sure = score(saying({0.992, 0.004, 0.002, 0.001, 0.001}), tiles);
    EXPECT_EQ(sure.tiles, 4);
    EXPECT_EQ(sure.wrong, 2);
    EXPECT_EQ(sure.wrong_and_sure, 2);
    EXPECT_NEAR(sure.log_loss, -(2 * std::log(0.992) + std::log(0.004) + std::log(0.002)) / 4,
                1e-5);
    const NetScore unsure = score(saying({0.988, 0.008, 0.002, 0.001, 0.001}), tiles);
    EXPECT_EQ(unsure.wrong, 2);
    EXPECT_EQ(unsure.wrong_and_sure, 0);
}

TEST(Score, LosesNoMoreThanByAMillionth) {
    const NetScore lost = score(saying({1, 1e-9, 1e-9, 1e-9, 1e-9}), std::array{tile_of(4)});
    EXPECT_NEAR(lost.log_loss, -std::log(1e-6), 1e-4);
}

TEST(Score, OfNothingIsNothing) {
    const NetScore none = score(saying({0.4, 0.3, 0.1, 0.1, 0.1}), {});
    EXPECT_EQ(none.tiles, 0);
    EXPECT_EQ(none.wrong, 0);
    EXPECT_EQ(none.log_loss, 0);
}

/// The labels of twelve groups, of 11 to 24 tiles: 200 in all.
using Labels = std::array<std::size_t, 12>;

std::vector<VerifiedTile> cells(const Labels& labels) {
    std::vector<VerifiedTile> all;
    for (std::size_t group = 0; group < labels.size(); ++group) {
        const std::size_t count = 11 + group + (group == 11 ? 2 : 0);
        // Not in the order of the names.
        const std::string name(1, static_cast<char>('a' + (labels.size() - 1 - group)));
        all.insert(all.end(), count, tile_of(labels[group], name));
    }
    return all;
}

CharacterNet champion() {
    return saying({0.36, 0.34, 0.1, 0.1, 0.1});
}

std::vector<VerifiedTile> general(std::size_t kept, std::size_t judged) {
    std::vector<VerifiedTile> tiles;
    for (std::size_t i = 0; i < 9; ++i) {
        tiles.push_back(tile_of(i % 2 == 0 ? kept : judged, std::to_string(i)));
    }
    return tiles;
}

constexpr Labels all_twos = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

TEST(DuelParts, AreEveryFourthGroupAndEveryOtherGeneralTile) {
    const Duel duel = challenge(champion(), cells(all_twos), general(0, 1));
    EXPECT_EQ(duel.groups, 12);
    // By name the first, the fifth and the ninth group are held out: the last, the eighth and the
    // fourth of those that were made.
    EXPECT_EQ(duel.held_out_champion.tiles, 24 + 18 + 14);
    EXPECT_EQ(duel.held_out_challenger.tiles, 24 + 18 + 14);
    EXPECT_EQ(duel.learned, 200 - (24 + 18 + 14));
    EXPECT_EQ(duel.general_champion.tiles, 4);
    EXPECT_EQ(duel.general_challenger.tiles, 4);
    EXPECT_EQ(duel.held_out_champion.wrong, duel.held_out_champion.tiles);
    EXPECT_EQ(duel.general_champion.wrong, 4);
    ASSERT_TRUE(duel.challenger);
    EXPECT_NE(duel.challenger->version(), champion().version());
}

TEST(DuelParts, AreNeverTooSmall) {
    auto few = cells(all_twos);
    few.pop_back();
    const Duel duel = challenge(champion(), few, general(0, 1));
    EXPECT_EQ(duel.verdict, Verdict::too_few);
    EXPECT_EQ(duel.groups, 12);
    EXPECT_EQ(duel.learned, 0);
    EXPECT_FALSE(duel.challenger);
    // The group of one name less.
    auto eleven = cells(all_twos);
    for (VerifiedTile& each : eleven) {
        each.group = each.group == "a" ? "b" : each.group;
    }
    EXPECT_EQ(challenge(champion(), eleven, general(0, 1)).verdict, Verdict::too_few);
    EXPECT_EQ(challenge(champion(), eleven, general(0, 1)).groups, 11);
}

TEST(DuelParts, DoNotDependOnTheOrderOfTheGroups) {
    auto all = cells(all_twos);
    const auto pictures = noisy_tiles(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].tile = pictures[i];
    }
    const Duel one = challenge(champion(), all, general(0, 1));
    // Where the second group begins the first ends.
    std::rotate(all.begin(), all.begin() + 11, all.end());
    const Duel other = challenge(champion(), all, general(0, 1));
    EXPECT_EQ(one.challenger->version(), other.challenger->version());
}

TEST(Verdict, IsBetterWhereAllGroupsGain) {
    const Duel duel = challenge(champion(), cells(all_twos), general(1, 1));
    EXPECT_EQ(name_of(duel.verdict), "better");
    EXPECT_LT(duel.held_out_challenger.log_loss, duel.held_out_champion.log_loss);
}

TEST(Verdict, IsNotBetterWhereTheGainMayBeChance) {
    // Of the three groups held out the largest loses.
    Labels labels = all_twos;
    labels[11] = 0;
    const Duel duel = challenge(champion(), cells(labels), general(1, 1));
    EXPECT_EQ(name_of(duel.verdict), "not_better");
    EXPECT_LT(duel.held_out_challenger.log_loss, duel.held_out_champion.log_loss);
}

TEST(Verdict, IsNotBetterWhereAllLose) {
    Labels labels = all_twos;
    labels[3] = labels[7] = labels[11] = 0;
    EXPECT_EQ(name_of(challenge(champion(), cells(labels), general(1, 1)).verdict), "not_better");
}

TEST(Verdict, IsWorseElsewhereWhereGeneralTilesLose) {
    EXPECT_EQ(name_of(challenge(champion(), cells(all_twos), general(1, 0)).verdict),
              "worse_elsewhere");
}

TEST(Verdict, HasANameEach) {
    EXPECT_EQ(name_of(Verdict::better), "better");
    EXPECT_EQ(name_of(Verdict::too_few), "too_few");
    EXPECT_EQ(name_of(Verdict::not_better), "not_better");
    EXPECT_EQ(name_of(Verdict::worse_elsewhere), "worse_elsewhere");
}

}  // namespace
}  // namespace indgang::ocr
