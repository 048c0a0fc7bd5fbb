// SPDX-License-Identifier: MPL-2.0
// What a cell's probabilities become: which are listed, what dirt is, how often people strike, and
// how evenly a comb is written. The nets here say what they were told to.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "ocr/comb/comb_reader.h"
#include "tests/ocr/net/told_net.h"

namespace indgang::ocr {
namespace {

CellReading read_one(const CharacterNet& net, double ink_mm2, Alphabet alphabet = Alphabet::all) {
    return read_cells(inked({5}, ink_mm2), net, alphabet).cells.at(0);
}

TEST(CellShares, AreThoseOfTheNetBestFirst) {
    const CharacterNet net = told_net("digits.bin", {{"3", 0.2}, {"8", 0.7}, {"5", 0.05}});
    auto said = said_of(net);
    const CellReading cell = read_one(net, 1.5);
    ASSERT_GE(cell.candidates.size(), 3u);
    EXPECT_EQ(cell.candidates[0], (CellCandidate{"8", said["8"]}));
    EXPECT_EQ(cell.candidates[1], (CellCandidate{"3", said["3"]}));
    EXPECT_EQ(cell.candidates[2], (CellCandidate{"5", said["5"]}));
    EXPECT_EQ(cell.empty_probability, said["empty"]);
    EXPECT_EQ(cell.reject_probability, said["reject"]);
}

TEST(CellShares, NeverListEmptyAndRejectAsCharacters) {
    const CharacterNet net = told_net("digits.bin", {{"3", 0.2}, {"empty", 0.5}, {"reject", 0.3}});
    for (const CellCandidate& candidate : read_one(net, 1.5).candidates) {
        EXPECT_EQ(candidate.text.size(), 1u) << candidate.text;
    }
}

TEST(CellShares, OfOneInAHundredThousandAreTheLeastListed) {
    // The net softens all shares by one; told ever surer, it goes below the limit or stops above.
    for (const double other : {1e-3, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 1e-8}) {
        const CharacterNet net = told_net("digits.bin", {{"8", 1 - other}, {"3", other}});
        const double share = said_of(net)["3"];
        const auto candidates = read_one(net, 1.5).candidates;
        const bool is_listed =
            std::any_of(candidates.begin(), candidates.end(),
                        [](const CellCandidate& each) { return each.text == "3"; });
        EXPECT_EQ(is_listed, share >= 1e-5) << share;
    }
}

TEST(CellShares, OfAnAlphabetWithoutDigitsShareWhatIsLeft) {
    const CharacterNet net =
        told_net("letters.bin", {{"0", 0.5}, {"9", 0.1}, {"O", 0.2}, {"Æ", 0.1}, {"empty", 0.1}});
    auto said = said_of(net);
    double letters = 0;
    for (const auto& [name, share] : said) {
        letters += name.front() >= '0' && name.front() <= '9' ? 0 : share;
    }
    const CellReading cell = read_one(net, 1.5, Alphabet::letters);
    EXPECT_EQ(cell.candidates.at(0).text, "O");
    EXPECT_NEAR(cell.candidates.at(0).probability, said["O"] / letters, 1e-9);
    EXPECT_NEAR(cell.empty_probability, said["empty"] / letters, 1e-9);
    double sum = cell.empty_probability + cell.reject_probability;
    for (const CellCandidate& candidate : cell.candidates) {
        EXPECT_EQ(candidate.text.find_first_of("0123456789"), std::string::npos);
        sum += candidate.probability;
    }
    EXPECT_NEAR(sum, 1, 1e-3);
    EXPECT_EQ(read_one(net, 1.5).candidates.at(0).text, "0");
}

TEST(CellShares, OfEmptyBecomeRejectAboveTheInkOfDirt) {
    const CharacterNet net = told_net("digits.bin", {{"1", 0.3}, {"empty", 0.6}, {"reject", 0.1}});
    auto said = said_of(net);
    const CellReading most = read_one(net, 2.0), more = read_one(net, 2.01);
    EXPECT_EQ(most.ink_mm2, 2.0);
    EXPECT_EQ(most.empty_probability, said["empty"]);
    EXPECT_EQ(most.reject_probability, said["reject"]);
    EXPECT_EQ(more.empty_probability, 0);
    EXPECT_EQ(more.reject_probability, said["reject"] + said["empty"]);
    EXPECT_EQ(more.candidates, most.candidates);
}

TEST(CellShares, OfACellWithoutInkAreEmpty) {
    std::vector<CleanCell> cells = inked({5, 5, 5});
    cells[1] = {};
    const CharacterNet net = told_net("digits.bin", {{"4", 0.9}});
    const CombReading comb = read_cells(cells, net);
    EXPECT_EQ(comb.cells.at(1).empty_probability, 0.9995);
    EXPECT_EQ(comb.cells.at(1).reject_probability, 0);
    EXPECT_EQ(comb.cells.at(1).ink_mm2, 0);
    EXPECT_TRUE(comb.cells.at(1).candidates.empty());
    EXPECT_EQ(comb.cells.at(0).candidates.at(0).text, "4");
    EXPECT_EQ(comb.cells.at(2).candidates, comb.cells.at(0).candidates);
}

TEST(Unevenness, IsTheStandardDeviationOfTheHeights) {
    const CharacterNet net = told_net("digits.bin", {{"4", 0.9}});
    EXPECT_EQ(read_cells(inked({3, 5}), net).unevenness_mm, std::nullopt);
    EXPECT_NEAR(*read_cells(inked({3, 4, 5}), net).unevenness_mm, std::sqrt(2.0 / 3), 1e-12);
    EXPECT_NEAR(*read_cells(inked({4, 4, 4}), net).unevenness_mm, 0, 1e-6);
    EXPECT_NEAR(*read_cells(inked({1, 4, 4, 4}), net).unevenness_mm, std::sqrt(27.0 / 16), 1e-12);
}

TEST(Unevenness, LeavesOneOfFiveOutThatIsOff) {
    const CharacterNet net = told_net("digits.bin", {{"4", 0.9}});
    EXPECT_NEAR(*read_cells(inked({4, 4, 9, 4, 4}), net).unevenness_mm, 0, 1e-6);
    EXPECT_NEAR(*read_cells(inked({4, 1, 4, 4, 4}), net).unevenness_mm, 0, 1e-6);
    // The lowest is further off than the highest, which stays.
    EXPECT_NEAR(*read_cells(inked({2, 4, 4, 4, 5}), net).unevenness_mm, std::sqrt(3.0 / 16), 1e-12);
}

TEST(Unevenness, MeasuresWhichIsOffFromTheMiddleHeight) {
    const CharacterNet net = told_net("digits.bin", {{"4", 0.9}});
    // 3 is further from 5 than 6.5 is; what stays has the mean 4.925.
    EXPECT_NEAR(*read_cells(inked({6.5, 5.1, 3, 3.1, 5}), net).unevenness_mm,
                std::sqrt((3.1 * 3.1 + 5 * 5 + 5.1 * 5.1 + 6.5 * 6.5) / 4 - 4.925 * 4.925), 1e-9);
    // Where both are as far off, the lowest goes.
    EXPECT_NEAR(*read_cells(inked({2, 4, 4, 5, 6}), net).unevenness_mm, std::sqrt(0.6875), 1e-9);
}

TEST(Unevenness, IsOfCellsThatHoldACharacter) {
    const CharacterNet empties = told_net("digits.bin", {{"4", 0.3}, {"empty", 0.7}});
    EXPECT_EQ(read_cells(inked({3, 4, 5}), empties).unevenness_mm, std::nullopt);
    const CharacterNet characters = told_net("digits.bin", {{"4", 0.7}, {"empty", 0.3}});
    EXPECT_TRUE(read_cells(inked({3, 4, 5}), characters).unevenness_mm.has_value());
}

CombReading comb_with_reject(double reject) {
    return {{{{{"7", (1 - reject) / 2}}, (1 - reject) / 4, reject, 1}}};
}

TEST(AsPeopleStrike, MakesOneInTenOneInAHundred) {
    const CellReading cell = as_people_strike(comb_with_reject(0.1)).cells.at(0);
    EXPECT_NEAR(cell.reject_probability, 0.01, 1e-12);
    // The others keep their proportions in what that leaves.
    EXPECT_NEAR(cell.candidates.at(0).probability, 0.99 / 2, 1e-12);
    EXPECT_NEAR(cell.empty_probability, 0.99 / 4, 1e-12);
}

TEST(AsPeopleStrike, LeavesWhatIsSureAlone) {
    EXPECT_EQ(as_people_strike(comb_with_reject(0)).cells.at(0).reject_probability, 0);
    EXPECT_EQ(as_people_strike(comb_with_reject(0)).cells.at(0).candidates.at(0).probability, 0.5);
    EXPECT_EQ(as_people_strike(comb_with_reject(1)).cells.at(0).reject_probability, 1);
    // A sum of floats may be a little above 1.
    EXPECT_EQ(as_people_strike(comb_with_reject(1.0001)).cells.at(0).reject_probability, 1);
}

}  // namespace
}  // namespace indgang::ocr
