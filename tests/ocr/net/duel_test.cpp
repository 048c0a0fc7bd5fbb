// SPDX-License-Identifier: MPL-2.0
#include "ocr/net/duel.h"

#include <gtest/gtest.h>

#include "tests/ocr/net/written_cells.h"

namespace indgang::ocr {
namespace {

TEST(Duel, TakesAChallengerThatReadsAHabitOfThisMailroom) {
    const Duel duel = challenge(shipped_digits(), turned_digits(40, 12, 0), general_tiles());
    EXPECT_EQ(name_of(duel.verdict), "better");
    EXPECT_LT(duel.held_out_challenger.wrong, duel.held_out_champion.wrong);
    EXPECT_LE(duel.general_challenger.wrong, duel.general_champion.wrong);
}

TEST(Duel, RefusesAChallengerThatLearnedWrongLabels) {
    // Every 3 was corrected to 5: the held-out groups agree, and only the general tiles can tell.
    auto cells = usual_cells(40, 8);
    for (VerifiedTile& cell : cells) {
        cell.label = cell.label == 3 ? 5 : cell.label;
    }
    const Duel duel = challenge(shipped_digits(), cells, general_tiles());
    EXPECT_EQ(duel.verdict, Verdict::worse_elsewhere);
    EXPECT_GT(duel.general_challenger.wrong, duel.general_champion.wrong);
}

TEST(Duel, RefusesAChallengerThatLearnedAllLabelsWrong) {
    auto cells = usual_cells(40, 8);
    for (VerifiedTile& cell : cells) {
        cell.label = (cell.label + 1) % 10;
    }
    EXPECT_NE(challenge(shipped_digits(), cells, general_tiles()).verdict, Verdict::better);
}

TEST(Duel, RefusesAChallengerThatIsNoBetter) {
    // Noise for labels in a few cells: what is learned of them helps nobody held out.
    auto cells = usual_cells(40, 8);
    for (std::size_t i = 0; i < cells.size(); i += 5) {
        cells[i].label = (cells[i].label + 1 + i / 5 % 9) % 10;
    }
    const Duel duel = challenge(shipped_digits(), cells, general_tiles());
    EXPECT_NE(duel.verdict, Verdict::better);
}

TEST(Duel, AsksForMoreBeforeItJudges) {
    const Duel few = challenge(shipped_digits(), turned_digits(40, 2, 0), general_tiles());
    EXPECT_EQ(few.verdict, Verdict::too_few);
    const Duel one_writer = challenge(shipped_digits(), turned_digits(2, 150, 0), general_tiles());
    EXPECT_EQ(one_writer.verdict, Verdict::too_few);
    EXPECT_FALSE(one_writer.challenger.has_value());
}

TEST(Duel, DoesNotDependOnTheOrderOfTheCells) {
    auto cells = turned_digits(40, 12, 0);
    const Duel one = challenge(shipped_digits(), cells, general_tiles());
    std::rotate(cells.begin(), cells.begin() + 60, cells.end());
    const Duel other = challenge(shipped_digits(), cells, general_tiles());
    EXPECT_EQ(one.challenger->version(), other.challenger->version());
}

}  // namespace
}  // namespace indgang::ocr
