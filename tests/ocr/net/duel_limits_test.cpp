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
    const std::vector<VerifiedTile> tiles = {tile_of(0), tile_of(0), tile_of(0), tile_of(1),
                                             tile_of(2)};
    const NetScore sure = score(saying({0.992, 0.004, 0.002, 0.001, 0.001}), tiles);
    EXPECT_EQ(sure.tiles, 5);
    EXPECT_EQ(sure.wrong, 2);
    EXPECT_EQ(sure.wrong_and_sure, 2);
    EXPECT_NEAR(sure.log_loss, -(3 * std::log(0.992) + std::log(0.004) + std::log(0.002)) / 5,
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

/// The same, each with a picture of its own.
std::vector<VerifiedTile> drawn(std::vector<VerifiedTile> tiles) {
    const auto pictures = noisy_tiles(tiles.size());
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        tiles[i].tile = pictures[i];
    }
    return tiles;
}

TEST(DuelParts, AreLearnedFromOrJudgedByAndNeverBoth) {
    auto all = drawn(cells(all_twos));
    const auto others = drawn(general(0, 1));
    const Duel duel = challenge(champion(), all, others);
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.group < b.group; });
    std::erase_if(all, [](const VerifiedTile& each) {
        return each.group == "a" || each.group == "e" || each.group == "i";
    });
    const std::vector<VerifiedTile> kept = {others[0], others[2], others[4], others[6], others[8]};
    EXPECT_EQ(duel.challenger->version(), tune(champion(), all, kept).version());
}

TEST(DuelParts, DoNotDependOnTheOrderOfTheGroups) {
    auto all = drawn(cells(all_twos));
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

/// How much less a net loses than another by a tile with this label.
double gain(const CharacterNet& net, const CharacterNet& over, std::size_t label) {
    return score(over, std::array{tile_of(label)}).log_loss -
           score(net, std::array{tile_of(label)}).log_loss;
}

TEST(Verdict, IsBetterFromOneStandardErrorOfTheGroupsOn) {
    // Of the largest group held out more and more tiles are what the champion says.
    const CharacterNet before = champion();
    bool was_better = false, was_not = false, would_be_with_fewer_degrees = false;
    for (std::size_t others = 0; others <= 24; ++others) {
        auto all = cells(all_twos);
        std::size_t left = others;
        for (VerifiedTile& each : all) {
            if (each.group == "a" && left > 0) {
                each.label = 0;
                --left;
            }
        }
        const Duel duel = challenge(before, all, general(1, 1));
        const double two = gain(*duel.challenger, before, 1),
                     one = gain(*duel.challenger, before, 0);
        const auto count = static_cast<double>(others);
        const std::array gains = {18 * two, 14 * two, (24 - count) * two + count * one};
        double mean = 0, squares = 0;
        for (const double each : gains) {
            mean += each / 3;
        }
        for (const double each : gains) {
            squares += (each - mean) * (each - mean);
        }
        const double error = std::sqrt(squares / (3 - 1) / 3);
        EXPECT_EQ(name_of(duel.verdict), mean > error ? "better" : "not_better") << others;
        was_better = was_better || mean > error;
        was_not = was_not || mean <= error;
        would_be_with_fewer_degrees =
            would_be_with_fewer_degrees || (mean <= error && mean > std::sqrt(squares) / 3);
    }
    EXPECT_TRUE(was_better && was_not && would_be_with_fewer_degrees);
}

TEST(Verdict, IsBetterWhereNothingWasWrongAndLessIsLost) {
    const Duel duel =
        challenge(saying({0.34, 0.36, 0.1, 0.1, 0.1}), cells(all_twos), general(1, 1));
    EXPECT_EQ(name_of(duel.verdict), "better");
    EXPECT_EQ(duel.held_out_champion.wrong, 0);
    EXPECT_EQ(duel.general_champion.wrong, 0);
}

TEST(Verdict, IsBetterWhereWhatIsWrongElsewhereIsNoLongerSure) {
    const Duel duel =
        challenge(saying({0.9901, 0.0096, 0.0001, 0.0001, 0.0001}), cells(all_twos), general(1, 1));
    EXPECT_EQ(duel.general_champion.wrong_and_sure, 4);
    EXPECT_EQ(duel.general_challenger.wrong_and_sure, 0);
    EXPECT_EQ(duel.general_challenger.wrong, 4);
    EXPECT_EQ(name_of(duel.verdict), "better");
}

TEST(Verdict, IsWorseElsewhereByOneMoreMistakeWhateverIsLost) {
    // Of the four that are judged one was right by chance, and now three are.
    auto others = general(1, 0);
    others[1].label = 1;
    const Duel duel = challenge(champion(), cells(all_twos), others);
    EXPECT_EQ(duel.general_champion.wrong, 1);
    EXPECT_EQ(duel.general_challenger.wrong, 3);
    EXPECT_EQ(name_of(duel.verdict), "worse_elsewhere");
}

TEST(Verdict, IsWorseElsewhereByWhatIsLostWithoutAMistakeMore) {
    // Neither net says "3"; the challenger says it less. One tile is enough to be judged by.
    const std::vector<VerifiedTile> others = {tile_of(1, "0"), tile_of(2, "1")};
    const Duel duel = challenge(champion(), cells(all_twos), others);
    EXPECT_EQ(duel.general_champion.wrong, 1);
    EXPECT_EQ(duel.general_challenger.wrong, 1);
    EXPECT_EQ(name_of(duel.verdict), "worse_elsewhere");
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
