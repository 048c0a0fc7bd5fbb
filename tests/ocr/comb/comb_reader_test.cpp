// SPDX-License-Identifier: MPL-2.0
#include "ocr/comb/comb_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "tests/ocr/net/shipped_net.h"

namespace indgang::ocr {
namespace {

CellReading sure(const std::string& text) {
    return {{{text, 0.99}}, 0.002, 0.002, 1};
}
CellReading empty() {
    return {{}, 0.9995, 0, 0};
}

const CharacterNet& digit_net() {
    static const CharacterNet net = shipped_net("digits.bin");
    return net;
}

/// Specks, as a fax has them.
CleanCell dirt(double ink_mm2) {
    CleanCell cell;
    cell.has_ink = true;
    cell.ink_mm2 = ink_mm2;
    for (const std::size_t at : {10u * 28 + 9, 11u * 28 + 9, 17u * 28 + 19}) {
        cell.tile.pixels[at] = 255;
    }
    return cell;
}

TEST(ReadCells, TakesSpecksForAnEmptyCell) {
    const CleanCell cell = dirt(0.3);
    EXPECT_GT(read_cells(std::span(&cell, 1), digit_net()).cells[0].empty_probability, 0.5);
}

TEST(ReadCells, TakesNoCellForEmptyThatHasTheInkOfACharacter) {
    const CleanCell cell = dirt(3.0);
    const CellReading reading = read_cells(std::span(&cell, 1), digit_net()).cells[0];
    EXPECT_EQ(reading.empty_probability, 0);
    EXPECT_GT(reading.reject_probability, 0.5);
}

TEST(DivideComb, MakesEqualCellsThatFillTheBox) {
    const auto cells = divide_comb({10, 20, 50, 7}, 10);
    ASSERT_EQ(cells.size(), 10u);
    EXPECT_EQ(cells.front(), (BoxMm{10, 20, 5, 7}));
    EXPECT_EQ(cells.back(), (BoxMm{55, 20, 5, 7}));
}

TEST(DivideComb, RefusesMoreCellsThanTheLimit) {
    EXPECT_THROW((void)divide_comb({0, 0, 10, 5}, limits::comb_cells + 1), Error);
    EXPECT_THROW((void)divide_comb({0, 0, 10, 5}, 0), Error);
}

TEST(JoinCells, ReadsAFullRow) {
    const auto fields = join_cells({{sure("1"), sure("2"), sure("3")}});
    ASSERT_FALSE(fields.empty());
    EXPECT_EQ(fields[0].text, "123");
    EXPECT_NEAR(fields[0].probability, 0.99 * 0.99 * 0.99, 1e-9);
}

TEST(JoinCells, ReadsLeftAndRightAlignedRows) {
    const auto left = join_cells({{sure("4"), sure("2"), empty(), empty()}});
    EXPECT_EQ(left[0].text, "42");
    EXPECT_EQ(left[0].begin, 0);
    EXPECT_EQ(left[0].end, 2);
    EXPECT_GT(left[0].probability, 0.97);
    const auto right = join_cells({{empty(), empty(), sure("4"), sure("2")}});
    EXPECT_EQ(right[0].text, "42");
    EXPECT_EQ(right[0].begin, 2);
    EXPECT_EQ(right[0].end, 4);
    EXPECT_GT(right[0].probability, 0.97);
}

TEST(JoinCells, KnowsTheFirstCellWhereEachCharacterHasOneOfItsOwn) {
    const auto first = [](const CombReading& comb, Gaps gaps) {
        return first_cell_of(join_cells(comb, gaps).front());
    };
    EXPECT_EQ(first({{empty(), sure("4"), sure("ø")}}, Gaps::are_doubt), 1);
    EXPECT_EQ(first({{sure("A"), empty(), sure("B")}}, Gaps::are_spaces), 0);
    EXPECT_EQ(first({{sure("A"), empty(), empty(), sure("B")}}, Gaps::are_spaces), std::nullopt);
    EXPECT_EQ(first({{empty(), empty()}}, Gaps::are_doubt), std::nullopt);
}

TEST(JoinCells, ReadsAnEmptyRowAsEmpty) {
    const auto fields = join_cells({{empty(), empty()}});
    ASSERT_EQ(fields.size(), 1u);
    EXPECT_EQ(fields[0].text, "");
    EXPECT_GT(fields[0].probability, 0.99);
    EXPECT_TRUE(join_cells({}).empty());
}

TEST(JoinCells, DoubtsAGap) {
    const CombReading reading{{sure("4"), empty(), sure("2")}};
    const auto fields = join_cells(reading);
    EXPECT_EQ(fields[0].text, "42");
    EXPECT_LT(fields[0].probability, 0.05);
    const auto words = join_cells(reading, Gaps::are_spaces);
    EXPECT_EQ(words[0].text, "4 2");
    EXPECT_GT(words[0].probability, 0.95);
}

TEST(JoinCells, GivesNothingMuchForAStruckCell) {
    const CellReading struck{{{"7", 0.01}}, 0.0, 0.98, 5};
    for (const FieldCandidate& field : join_cells({{sure("1"), struck, sure("3")}})) {
        EXPECT_LT(field.probability, 0.02);
    }
}

TEST(JoinCells, ListsTheBestEightInOrder) {
    // All 27 products are known; the best eight must come, in order, with the right probability.
    const std::vector<double> p{0.6, 0.3, 0.05};
    CombReading reading;
    for (int i = 0; i < 3; ++i) {
        const double slant = 0.01 * i;
        reading.cells.push_back({{{"a", p[0] - slant}, {"b", p[1]}, {"c", p[2] + slant}}, 0, 0, 1});
    }
    std::vector<double> products;
    for (const CellCandidate& a : reading.cells[0].candidates) {
        for (const CellCandidate& b : reading.cells[1].candidates) {
            for (const CellCandidate& c : reading.cells[2].candidates) {
                products.push_back(a.probability * b.probability * c.probability);
            }
        }
    }
    std::sort(products.begin(), products.end(), std::greater<>());
    const auto fields = join_cells(reading);
    ASSERT_EQ(fields.size(), 8u);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        EXPECT_NEAR(fields[i].probability, products[i], 1e-12);
        for (std::size_t j = 0; j < i; ++j) {
            EXPECT_NE(fields[i].text, fields[j].text);
        }
    }
}

TEST(JoinCells, AddsTheSameTextFromSeveralPlaces) {
    const CellReading either{{{"1", 0.5}}, 0.5, 0, 1};
    const auto fields = join_cells({{either, either}});
    // "" 0.25, "1" twice 0.25, "11" 0.25.
    ASSERT_EQ(fields.size(), 3u);
    EXPECT_EQ(fields[0].text, "1");
    EXPECT_NEAR(fields[0].probability, 0.5, 1e-12);
    double sum = 0;
    for (const FieldCandidate& field : fields) {
        sum += field.probability;
    }
    EXPECT_NEAR(sum, 1, 1e-12);
}

TEST(JoinCells, KeepsTheSumBelowOne) {
    CombReading reading;
    for (int i = 0; i < limits::comb_cells; ++i) {
        reading.cells.push_back({{{"1", 0.3}, {"7", 0.3}, {"2", 0.1}, {"Å", 0.1}}, 0.15, 0.05, 1});
    }
    double sum = 0;
    for (const FieldCandidate& field : join_cells(reading, Gaps::are_doubt, 100)) {
        sum += field.probability;
    }
    EXPECT_LE(sum, 1);
}

}  // namespace
}  // namespace indgang::ocr
