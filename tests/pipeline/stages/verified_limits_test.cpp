// SPDX-License-Identifier: MPL-2.0
// When a net's word against a value that is known makes the value doubtful as a teacher. The nets
// here say the same of every cell.
#include <gtest/gtest.h>

#include "pipeline/stages/verified_cells.h"
#include "tests/ocr/net/told_net.h"

namespace indgang::stages {
namespace {

/// A net that sees a 7 in every cell, so surely.
ocr::CharacterNet sees_sevens(double share) {
    return ocr::told_net("digits.bin", {{"7", share}, {"1", 1 - share}});
}

std::size_t taught(const std::string& text, const ocr::CharacterNet& net) {
    return verified_tiles(ocr::inked(std::vector<double>(text.size(), 5.0)), text, net, "a1")
        .size();
}

TEST(VerifiedLimits, LetOneCellContradictAndNotTwo) {
    const ocr::CharacterNet net = sees_sevens(0.999);
    EXPECT_EQ(taught("7777", net), 4u);
    EXPECT_EQ(taught("7737", net), 4u);
    EXPECT_EQ(taught("7337", net), 0u);
}

TEST(VerifiedLimits, CountAContradictionFromNinetyFivePercent) {
    bool is_below = false, is_above = false;
    for (const double share : {0.93, 0.95, 0.97, 0.98, 0.985, 0.99}) {
        const ocr::CharacterNet net = sees_sevens(share);
        const double said = ocr::said_of(net)["7"];
        const bool is_sure = static_cast<float>(said) >= 0.95F;
        EXPECT_EQ(taught("333", net), is_sure ? 0u : 3u) << said;
        is_below = is_below || (!is_sure && said > 0.9);
        is_above = is_above || (is_sure && said < 0.995);
    }
    EXPECT_TRUE(is_below);
    EXPECT_TRUE(is_above);
}

TEST(VerifiedLimits, TeachNothingOfACharacterThatTheNetDoesNotKnow) {
    EXPECT_EQ(taught("7x7", sees_sevens(0.999)), 0u);
}

TEST(VerifiedLimits, WantTheCellsInOnePiece) {
    const ocr::CharacterNet net = sees_sevens(0.999);
    std::vector<ocr::CleanCell> cells = ocr::inked({5, 5, 5, 5});
    cells[0] = {};
    EXPECT_EQ(verified_tiles(cells, "777", net, "a1").size(), 3u);
    EXPECT_TRUE(verified_tiles(cells, "77", net, "a1").empty());
    EXPECT_TRUE(verified_tiles(cells, "7777", net, "a1").empty());
    cells[2] = {};
    EXPECT_TRUE(verified_tiles(cells, "7", net, "a1").empty());
    EXPECT_TRUE(verified_tiles(cells, "77", net, "a1").empty());
}

TEST(VerifiedLimits, GiveTheTileOfEachCellWithItsLabel) {
    const ocr::CharacterNet net = sees_sevens(0.999);
    std::vector<ocr::CleanCell> cells = ocr::inked({5, 5, 5});
    cells[0] = {};
    cells[1].tile.pixels[100] = 1;
    cells[2].tile.pixels[100] = 2;
    const auto tiles = verified_tiles(cells, "73", net, "a1");
    ASSERT_EQ(tiles.size(), 2u);
    EXPECT_EQ(tiles[0].tile.pixels[100], 1);
    EXPECT_EQ(tiles[1].tile.pixels[100], 2);
    EXPECT_EQ(net.classes()[tiles[0].label], "7");
    EXPECT_EQ(net.classes()[tiles[1].label], "3");
}

form::Field comb_of(ValueKind kind, form::Capture capture = form::Capture::comb) {
    form::Field field;
    field.kind = kind;
    field.capture = capture;
    return field;
}

TEST(VerifiedLimits, AreForCombsOfDigits) {
    EXPECT_TRUE(is_comb_of_digits(comb_of(ValueKind::cpr)));
    EXPECT_FALSE(is_comb_of_digits(comb_of(ValueKind::name)));
    EXPECT_FALSE(is_comb_of_digits(comb_of(ValueKind::cpr, form::Capture::line)));
}

}  // namespace
}  // namespace indgang::stages
