// SPDX-License-Identifier: MPL-2.0
// What the joined readings of a comb weigh: gaps, places, the least that is listed.
#include <gtest/gtest.h>

#include <algorithm>

#include "ocr/comb/comb_reader.h"

namespace indgang::ocr {
namespace {

CellReading cell(const std::string& text, double probability, double empty = 0) {
    return {{{text, probability}}, empty, 0, 1};
}
CellReading empty(double probability) {
    return {{}, probability, 0, 0};
}

double share_of(const std::vector<FieldCandidate>& fields, const std::string& text) {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const FieldCandidate& each) { return each.text == text; });
    return found == fields.end() ? 0 : found->probability;
}

TEST(FieldShares, OfANumberPayTwoInAHundredForEachEmptyCellInside) {
    const auto one = join_cells({{cell("4", 0.9), empty(0.8), cell("2", 0.5)}});
    EXPECT_NEAR(share_of(one, "42"), 0.9 * 0.8 * 0.02 * 0.5, 1e-15);
    const auto two = join_cells({{cell("4", 0.9), empty(0.8), empty(0.8), cell("2", 0.5)}});
    EXPECT_NEAR(share_of(two, "42"), 0.9 * 0.8 * 0.02 * 0.8 * 0.02 * 0.5, 1e-15);
}

TEST(FieldShares, OfWordsPayNothingForBlanksAndSeveralAreOne) {
    const auto words = join_cells(
        {{cell("A", 0.9), empty(0.8), empty(0.7), cell("B", 0.5), empty(0.6), cell("C", 0.5)}},
        Gaps::are_spaces);
    EXPECT_EQ(words.at(0).text, "A B C");
    EXPECT_NEAR(words.at(0).probability, 0.9 * 0.8 * 0.7 * 0.5 * 0.6 * 0.5, 1e-15);
    EXPECT_EQ(words.at(0).begin, 0);
    EXPECT_EQ(words.at(0).end, 6);
}

TEST(FieldShares, OfWordsEndAtTheLastLetter) {
    const auto words = join_cells({{empty(0.9), cell("A", 0.9), empty(0.8)}}, Gaps::are_spaces);
    ASSERT_EQ(words.size(), 1u);
    EXPECT_EQ(words.at(0), (FieldCandidate{"A", 0.9 * 0.9 * 0.8, 1, 2}));
}

TEST(FieldShares, NeedEveryCellThatIsNotPartOfThem) {
    // Of "7_" and "_7" and "77": the first needs the second cell to be empty.
    const auto fields = join_cells({{cell("7", 0.6, 0.4), cell("7", 0.3, 0.7)}});
    EXPECT_NEAR(share_of(fields, "77"), 0.18, 1e-15);
    EXPECT_NEAR(share_of(fields, ""), 0.28, 1e-15);
    EXPECT_NEAR(share_of(fields, "7"), 0.6 * 0.7 + 0.4 * 0.3, 1e-15);
}

TEST(FieldShares, OfOneTextStandAtItsLikelierPlace) {
    const auto left = join_cells({{cell("7", 0.6, 0.4), cell("7", 0.3, 0.7)}});
    EXPECT_EQ(left.at(0).text, "7");
    EXPECT_EQ(left.at(0).begin, 0);
    EXPECT_EQ(left.at(0).end, 1);
    const auto right = join_cells({{cell("7", 0.3, 0.7), cell("7", 0.6, 0.4)}});
    EXPECT_EQ(right.at(0).text, "7");
    EXPECT_EQ(right.at(0).begin, 1);
    EXPECT_EQ(right.at(0).end, 2);
}

TEST(FieldShares, BelowOneInAHundredMillionOfTheBestAreNotListed) {
    const auto with_rival = [](double share) {
        return join_cells({{{{{"1", 0.5}, {"7", 0.5 * share}}, 0, 0, 1}}}).size();
    };
    EXPECT_EQ(with_rival(1.1e-8), 2u);
    EXPECT_EQ(with_rival(0.9e-8), 1u);
}

TEST(FieldShares, AreAtMostAsManyAsAskedFor) {
    const CellReading any{{{"1", 0.4}, {"2", 0.3}, {"3", 0.2}, {"4", 0.1}}, 0, 0, 1};
    EXPECT_EQ(join_cells({{any, any}}, Gaps::are_doubt, 1).size(), 1u);
    EXPECT_EQ(join_cells({{any, any}}, Gaps::are_doubt, 5).size(), 5u);
    EXPECT_EQ(join_cells({{any, any}}, Gaps::are_doubt, 100).size(), 16u);
    EXPECT_EQ(join_cells({{any, any}}).size(), 8u);
    EXPECT_DEATH((void)join_cells({{any}}, Gaps::are_doubt, 0), "");
}

TEST(FieldShares, OfAnEmptyFieldHaveNoPlace) {
    EXPECT_EQ(join_cells({{empty(0.5)}}).at(0), (FieldCandidate{"", 0.5, 0, 0}));
}

TEST(FieldShares, OfImpossibleEmptiesAreNone) {
    for (const FieldCandidate& field : join_cells({{cell("1", 1), cell("2", 1)}})) {
        EXPECT_EQ(field.text, "12");
    }
}

}  // namespace
}  // namespace indgang::ocr
