// SPDX-License-Identifier: MPL-2.0
#include "ocr/comb/digit_field.h"

#include <gtest/gtest.h>

#include <cmath>

namespace indgang::ocr {
namespace {

form::Field field_of(ValueKind kind, int cells) {
    form::Field field;
    field.id = "felt";
    field.kind = kind;
    field.capture = form::Capture::comb;
    field.cells = cells;
    return field;
}

CellReading sure(char digit) {
    return {{{std::string(1, digit), 0.9995}}, 0, 0.0002, 1};
}

CellReading either(char likely, double probability, char other) {
    return {{{std::string(1, likely), probability}, {std::string(1, other), 0.999 - probability}},
            0,
            0.0005,
            1};
}

CombReading comb_of(std::string_view text) {
    CombReading comb;
    for (const char digit : text) {
        comb.cells.push_back(digit == ' ' ? CellReading{{}, 0.9995, 0, 0} : sure(digit));
    }
    return comb;
}

TEST(DigitField, ReadsTheMonthThatTheCalendarHas) {
    CombReading comb = comb_of("01102026");
    comb.cells[2] = either('7', 0.8, '1');
    const DigitReading reading = read_digit_field(comb, field_of(ValueKind::date, 8));
    EXPECT_EQ(reading.candidates.front().text, "01102026");
}

TEST(DigitField, ReadsADateThatDoesNotExistWhenItIsPlain) {
    const DigitReading reading =
        read_digit_field(comb_of("31022026"), field_of(ValueKind::date, 8));
    EXPECT_EQ(reading.candidates.front().text, "31022026");
}

TEST(DigitField, ReadsACprNumberWithoutModulus11WhenItIsPlain) {
    const auto passes = CprNumber::parse("6412570673")->passes_modulus_11();
    const std::string text = passes ? "6412570674" : "6412570673";
    const DigitReading reading = read_digit_field(comb_of(text), field_of(ValueKind::cpr, 10));
    EXPECT_EQ(reading.candidates.front().text, text);
    EXPECT_GT(reading.candidates.front().probability, 0.9);
}

TEST(DigitField, PrefersModulus11BetweenDigitsThatLookAlike) {
    // Of the ten last digits at most one passes.
    std::string passing;
    for (char last = '0'; last <= '9'; ++last) {
        const std::string text = std::string("641257067") + last;
        if (CprNumber::parse(text)->passes_modulus_11()) {
            passing = text;
        }
    }
    ASSERT_FALSE(passing.empty());
    const char other = passing.back() == '1' ? '7' : '1';
    CombReading comb = comb_of(passing);
    comb.cells[9] = either(other, 0.6, passing.back());
    const DigitReading reading = read_digit_field(comb, field_of(ValueKind::cpr, 10));
    EXPECT_EQ(reading.candidates.front().text, passing);
    EXPECT_EQ(reading.candidates[1].text, passing.substr(0, 9) + other);
}

TEST(DigitField, TakesAShortDateInALongCombForAMisfit) {
    EXPECT_LT(plausibility(field_of(ValueKind::date, 8), "221126"), 0.1);
    EXPECT_EQ(plausibility(field_of(ValueKind::date, 8), "22112026"), 1);
}

TEST(DigitField, WeighsAWrongCheckDigitOfACvrNumberLow) {
    EXPECT_LT(plausibility(field_of(ValueKind::cvr, 8), "12345678"), 0.1);
}

TEST(DigitField, CountsStruckCellsAgainstTheField) {
    CombReading comb = comb_of("12345678");
    const double plain =
        read_digit_field(comb, field_of(ValueKind::phone, 8)).candidates[0].probability;
    const auto with_struck = [&](double probability) {
        comb.cells[3].candidates[0].probability = 1 - probability;
        comb.cells[3].reject_probability = probability;
        return read_digit_field(comb, field_of(ValueKind::phone, 8)).candidates[0].probability;
    };
    EXPECT_GT(plain, 0.99);
    EXPECT_LT(with_struck(0.2), 0.99);
    EXPECT_LT(with_struck(0.7), 0.9);
    EXPECT_LT(with_struck(0.98), 0.3);
}

TEST(DigitField, KnowsThatPeopleStrikeFewDigits) {
    CombReading comb = comb_of("12345678");
    comb.cells[3].candidates[0].probability = 0.97;
    comb.cells[3].reject_probability = 0.03;
    EXPECT_GT(read_digit_field(comb, field_of(ValueKind::phone, 8)).candidates[0].probability,
              0.99);
}

TEST(DigitField, DoubtsWhatMayLackItsFirstDigit) {
    CombReading comb = comb_of(" 88");
    comb.cells[0] = {{{"1", 0.12}}, 0.876, 0.001, 1};
    const DigitReading reading = read_digit_field(comb, field_of(ValueKind::amount, 3));
    ASSERT_TRUE(reading.evidence.has_value());
    EXPECT_LT(reading.evidence->worst_cell, 2.5);
    EXPECT_LT(reading.candidates.front().probability, 0.99);
}

TEST(DigitField, KeepsTheSumBelowOneAndTheBestFirst) {
    CombReading comb = comb_of("12345678");
    for (CellReading& cell : comb.cells) {
        cell = either('1', 0.5, '7');
    }
    const DigitReading reading = read_digit_field(comb, field_of(ValueKind::amount, 8));
    double sum = 0;
    for (std::size_t i = 0; i < reading.candidates.size(); ++i) {
        sum += reading.candidates[i].probability;
        EXPECT_LE(reading.candidates[i].probability, reading.candidates[0].probability);
    }
    EXPECT_LE(sum, 1);
    EXPECT_EQ(reading.candidates.size(), 8u);
}

TEST(DigitField, AnEmptyCombIsAnEmptyField) {
    const DigitReading reading = read_digit_field(comb_of("    "), field_of(ValueKind::count, 4));
    EXPECT_EQ(reading.candidates.front().text, "");
    EXPECT_GT(reading.candidates.front().probability, 0.99);
    EXPECT_FALSE(reading.evidence.has_value());
}

TEST(DigitField, ProbabilityGrowsWithTheEvidence) {
    double last = 0;
    for (double odds = -10; odds <= 10; odds += 1) {
        const double probability = probability_of({odds, odds});
        EXPECT_GE(probability, last);
        EXPECT_LT(probability, 1);
        last = probability;
    }
}

TEST(DigitField, TrustsDigitsOfOneHeightMoreThanThoseOfAHand) {
    CombReading comb = comb_of("21102026");
    comb.cells[2] = either('1', 0.99, '7');
    comb.unevenness_mm = 0.3;
    const auto by_hand = read_digit_field(comb, field_of(ValueKind::phone, 8));
    comb.unevenness_mm = 0.04;
    const auto in_print = read_digit_field(comb, field_of(ValueKind::phone, 8));
    EXPECT_GT(in_print.candidates.front().probability, by_hand.candidates.front().probability);
    EXPECT_LT(in_print.candidates.front().probability, 1);
}

TEST(DigitField, TellsPrintByThePage) {
    CombReading comb = comb_of("01102026");
    comb.unevenness_mm = 0.15;
    const auto is_print = [&](std::optional<double> page_mm) {
        return read_digit_field(comb, field_of(ValueKind::date, 8), page_mm).evidence->is_print;
    };
    EXPECT_TRUE(is_print(0.05));
    EXPECT_FALSE(is_print(0.25));
    EXPECT_FALSE(is_print(std::nullopt));
    comb.unevenness_mm = 0.3;  // a hand added it
    EXPECT_FALSE(is_print(0.05));
    comb.unevenness_mm = 0.05;
    EXPECT_TRUE(is_print(std::nullopt));
    EXPECT_FALSE(is_print(0.25));  // even by chance
}

TEST(DigitField, KnowsAPageFromThreeCombs) {
    EXPECT_EQ(combs_unevenness_mm({0.1, 0.2}), std::nullopt);
    EXPECT_EQ(combs_unevenness_mm({0.3, 0.1, 0.2}), 0.2);
}

TEST(DigitField, TakesDigitsOfUnknownHeightForThoseOfAHand) {
    CombReading comb = comb_of("12");
    const auto unknown = read_digit_field(comb, field_of(ValueKind::count, 2));
    comb.unevenness_mm = 0.5;
    EXPECT_EQ(read_digit_field(comb, field_of(ValueKind::count, 2)).candidates, unknown.candidates);
}

}  // namespace
}  // namespace indgang::ocr
