// SPDX-License-Identifier: MPL-2.0
// What the net that ships learns from corrections, and which challengers it is exchanged for. Each
// learning of it takes seconds; what hangs on no shipped weight is tested with the room, on a net
// that learns in a moment.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "ocr/net/duel.h"
#include "tests/ocr/net/small_net.h"
#include "tests/ocr/net/written_cells.h"

namespace indgang::ocr {
namespace {

TEST(ShippedNet, LearnsAHabitFromOthersWhoHaveIt) {
    const auto seen = turned_digits(40, 10, 0), unseen = turned_digits(40, 10, 1);
    const CharacterNet tuned = tune(shipped_digits(), seen, general_tiles());
    EXPECT_LT(score(tuned, unseen).wrong, score(shipped_digits(), unseen).wrong);
    EXPECT_LT(score(tuned, unseen).log_loss, 0.8 * score(shipped_digits(), unseen).log_loss);
}

TEST(ShippedNet, TakesAChallengerThatReadsAHabitOfThisMailroom) {
    const Duel duel = challenge(shipped_digits(), turned_digits(40, 12, 0), general_tiles());
    EXPECT_EQ(name_of(duel.verdict), "better");
    EXPECT_LT(duel.held_out_challenger.wrong, duel.held_out_champion.wrong);
    EXPECT_LE(duel.general_challenger.wrong, duel.general_champion.wrong);
}

TEST(ShippedNet, RefusesAChallengerThatLearnedWrongLabels) {
    // Every 3 was corrected to 5: the held-out groups agree, and only the general tiles can tell.
    auto cells = usual_cells(40, 8);
    for (VerifiedTile& cell : cells) {
        cell.label = cell.label == 3 ? 5 : cell.label;
    }
    const Duel duel = challenge(shipped_digits(), cells, general_tiles());
    EXPECT_EQ(duel.verdict, Verdict::worse_elsewhere);
    EXPECT_GT(duel.general_challenger.wrong, duel.general_champion.wrong);
}

TEST(ShippedNet, RefusesAChallengerThatLearnedAllLabelsWrong) {
    auto cells = usual_cells(40, 8);
    for (VerifiedTile& cell : cells) {
        cell.label = (cell.label + 1) % 10;
    }
    EXPECT_NE(challenge(shipped_digits(), cells, general_tiles()).verdict, Verdict::better);
}

TEST(ShippedNet, RefusesAChallengerThatIsNoBetter) {
    // Noise for labels in a few cells: what is learned of them helps nobody held out.
    auto cells = usual_cells(40, 8);
    for (std::size_t i = 0; i < cells.size(); i += 5) {
        cells[i].label = (cells[i].label + 1 + i / 5 % 9) % 10;
    }
    const Duel duel = challenge(shipped_digits(), cells, general_tiles());
    EXPECT_NE(duel.verdict, Verdict::better);
}

/// The faster arithmetic is worth its code. Both in turn, the best of several each: what else the
/// machine does slows both.
TEST(ShippedNet, TheArithmeticOfThisProcessorIsTheFasterOne) {
    const std::vector<CharacterTile> tiles = noisy_tiles(100);
    std::map<Arithmetic, double> best_s;
    constexpr int rounds = 7;
    for (int round = 0; round < rounds; ++round) {
        for (const Arithmetic arithmetic : {Arithmetic::baseline, best_arithmetic()}) {
            const auto begin = std::chrono::steady_clock::now();
            ASSERT_FALSE(shipped_digits().probabilities(tiles, arithmetic).empty());
            const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
            auto& best = best_s.try_emplace(arithmetic, spent.count()).first->second;
            best = std::min(best, spent.count());
        }
    }
    for (const auto& [arithmetic, seconds] : best_s) {
        if (arithmetic != Arithmetic::baseline) {
            EXPECT_LT(seconds, best_s.at(Arithmetic::baseline));
        }
    }
}

}  // namespace
}  // namespace indgang::ocr
