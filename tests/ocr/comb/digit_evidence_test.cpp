// SPDX-License-Identifier: MPL-2.0
// The figures behind a field of digits: how much a misfit weighs, what the evidence of a reading
// is, and when digits count as print. Limits are asked on both sides.
#include <gtest/gtest.h>

#include <cmath>

#include "ocr/comb/digit_field.h"
#include "ocr/comb/digit_weights.h"

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

CellReading cell(const std::string& text, double probability, double empty = 0, double reject = 0) {
    return {{{text, probability}}, empty, reject, 1};
}
CellReading blank() {
    return {{}, 0.9995, 0, 0};
}
double odds(double probability) {
    return std::log(probability / (1 - probability));
}

DigitReading read(const CombReading& comb, ValueKind kind = ValueKind::amount) {
    return read_digit_field(comb, field_of(kind, static_cast<int>(comb.cells.size())));
}

TEST(Plausibility, IsOneForAValueAndForNothing) {
    EXPECT_EQ(plausibility(field_of(ValueKind::amount, 4), "4500"), 1);
    EXPECT_EQ(plausibility(field_of(ValueKind::date, 8), ""), 1);
    EXPECT_EQ(plausibility(field_of(ValueKind::cpr, 10), ""), 1);
}

TEST(Plausibility, IsOneInFiftyForAMisfit) {
    EXPECT_EQ(plausibility(field_of(ValueKind::date, 8), "31022026"), 0.02);
    EXPECT_EQ(plausibility(field_of(ValueKind::date, 8), "221126"), 0.02);
    EXPECT_EQ(plausibility(field_of(ValueKind::cvr, 8), "12345678"), 0.02);
}

TEST(Plausibility, IsOneInTenForACprNumberWithoutCheckDigit) {
    int passing = 0;
    for (char last = '0'; last <= '9'; ++last) {
        const std::string text = std::string("641257067") + last;
        const bool passes = CprNumber::parse(text)->passes_modulus_11();
        passing += passes ? 1 : 0;
        EXPECT_EQ(plausibility(field_of(ValueKind::cpr, 10), text), passes ? 1 : 0.1) << text;
    }
    EXPECT_EQ(passing, 1);
}

TEST(Evidence, OfTheFieldIsItsShareAmongTheReadings) {
    // Rivals are listed whole, and the rest is nothing.
    const DigitReading two = read({{{{{"4", 0.75}, {"9", 0.25}}, 0, 0, 1}}});
    ASSERT_TRUE(two.evidence.has_value());
    EXPECT_NEAR(two.evidence->field, odds(0.75), 1e-9);
    EXPECT_NEAR(two.evidence->worst_cell, odds(0.75), 1e-9);
}

TEST(Evidence, CountsReadingsThatAreNotListedAsItsRivals) {
    // Half of what is left over is rivals: a tenth is not listed, and weighs like the listed one.
    const DigitReading reading = read({{{{{"4", 0.6}, {"9", 0.3}}, 0, 0, 1}}});
    EXPECT_NEAR(reading.evidence->field, odds(0.6), 1e-9);
    // A rival that is no date weighs a fiftieth, and so does what is not listed.
    CombReading date;
    for (const char* digit : {"0", "1", "1", "0", "2", "0", "2", "6"}) {
        date.cells.push_back(cell(digit, 1));
    }
    date.cells[2] = {{{"1", 0.6}, {"7", 0.3}}, 0, 0, 1};
    const DigitReading of_date = read(date, ValueKind::date);
    EXPECT_NEAR(of_date.evidence->field, odds(0.6 / (0.6 + 0.02 * 0.3 + 0.02 * 0.1)), 1e-9);
}

TEST(Evidence, CountsAllThatIsNotListedWhereThereIsNoRival) {
    EXPECT_NEAR(read({{cell("4", 0.9)}}).evidence->field, odds(0.9), 1e-9);
}

TEST(Evidence, EndsAtOneInAMillion) {
    EXPECT_NEAR(read({{cell("4", 1)}}).evidence->field, 14, 1e-5);
    EXPECT_NEAR(read({{cell("4", 1)}}).evidence->worst_cell, 14, 1e-5);
    EXPECT_NEAR(read({{cell("4", 1e-9)}}).evidence->worst_cell, -14, 1e-5);
}

TEST(Evidence, OfTheWorstCellIsTheLeastShareThatTheReadingNeeds) {
    const CombReading comb{{cell("4", 0.99), cell("2", 0.9), cell("7", 0.97)}};
    EXPECT_NEAR(read(comb).evidence->worst_cell, odds(0.9), 1e-9);
}

TEST(Evidence, OfTheWorstCellIsAmongWhatAnUnstruckCellMayHold) {
    // As people strike, a share of 0.1 is one of 0.01; the digit has the rest but for a tenth.
    const CombReading comb{{cell("4", 0.9 * 0.9, 0, 0.1)}};
    EXPECT_NEAR(read(comb).evidence->worst_cell, odds(0.9), 1e-9);
}

TEST(Evidence, AsksCellsBesideTheReadingOnlyWhenTheyHaveInk) {
    CombReading comb{{cell("4", 0.99), blank()}};
    EXPECT_NEAR(read(comb).evidence->worst_cell, odds(0.99), 1e-9);
    comb.cells[1] = {{}, 0.8, 0, 0};  // without ink: nothing that a rival could see
    EXPECT_NEAR(read(comb).evidence->worst_cell, odds(0.99), 1e-9);
    comb.cells[1] = cell("1", 0.2, 0.8);  // dirt, or a 1
    EXPECT_NEAR(read(comb).evidence->worst_cell, odds(0.8), 1e-9);
    comb.cells[1] = {{}, 0.9, 0.1, 1};  // struck, or dirt: no rival has a character there
    EXPECT_NEAR(read(comb).evidence->worst_cell, odds(0.99), 1e-9);
    std::swap(comb.cells[0], comb.cells[1]);
    comb.cells[0] = cell("1", 0.2, 0.8);
    EXPECT_NEAR(read(comb).evidence->worst_cell, odds(0.8), 1e-9);
}

TEST(Evidence, AsksAStruckCellBesideTheReadingWhetherItMayBeEmpty) {
    const CombReading comb{{cell("4", 0.99), {{}, 0.5, 0.1, 1}}};
    EXPECT_NEAR(read(comb).evidence->worst_cell, odds(0.5 / 0.9), 1e-9);
}

TEST(Evidence, OfACellThatIsSurelyStruckIsNone) {
    const CombReading comb{{cell("4", 0.01, 0, 1), cell("2", 1)}};
    EXPECT_NEAR(read(comb).evidence->worst_cell, -14, 1e-5);
}

TEST(Evidence, LeavesTheStruckShareOutOfTheField) {
    CombReading date;
    for (const char* digit : {"0", "1", "1", "0", "2", "0", "2", "6"}) {
        date.cells.push_back(cell(digit, 1));
    }
    // As people strike 0.63, 0.22 for the date and 0.147 for what is none.
    date.cells[2] = {{{"1", 0.03}, {"7", 0.02}}, 0, 0.95, 1};
    EXPECT_NEAR(read(date, ValueKind::date).evidence->field, odds(0.03 / (0.03 + 0.02 * 0.02)),
                1e-9);
}

TEST(Evidence, CountsAGapAsTheCellThatMustBeEmpty) {
    // 42 with a hole is likelier than 4 or 2 alone, because those cells are hardly empty.
    const CombReading comb{{cell("4", 0.999), cell("9", 0.3, 0.7), cell("2", 0.999)}};
    const DigitReading reading = read(comb);
    ASSERT_EQ(reading.candidates.front().text, "492");
    EXPECT_NEAR(reading.evidence->worst_cell, odds(0.3), 1e-9);
    CombReading hole = comb;
    hole.cells[1] = cell("9", 0.001, 0.9);
    ASSERT_EQ(read(hole).candidates.front().text, "42");
    EXPECT_NEAR(read(hole).evidence->worst_cell, odds(0.9), 1e-9);
}

TEST(Print, IsToldByThePageBelowTwelveHundredths) {
    CombReading comb{{cell("4", 0.99), cell("2", 0.99), cell("7", 0.99)}};
    const auto is_print = [&](double own_mm, std::optional<double> page_mm) {
        comb.unevenness_mm = own_mm;
        return read_digit_field(comb, field_of(ValueKind::amount, 3), page_mm).evidence->is_print;
    };
    EXPECT_TRUE(is_print(0.1999, 0.1199));
    EXPECT_FALSE(is_print(0.2, 0.1199));
    // Between print and hand the comb tells.
    EXPECT_FALSE(is_print(0.1999, 0.12));
    EXPECT_TRUE(is_print(0.0849, 0.12));
    EXPECT_TRUE(is_print(0.0849, 0.1499));
    EXPECT_FALSE(is_print(0.085, 0.1499));
    EXPECT_FALSE(is_print(0.0849, 0.15));
    EXPECT_TRUE(is_print(0.0849, std::nullopt));
    EXPECT_FALSE(is_print(0.085, std::nullopt));
    comb.unevenness_mm = std::nullopt;
    const auto of_few = [&](std::optional<double> page_mm) {
        return read_digit_field(comb, field_of(ValueKind::amount, 3), page_mm).evidence->is_print;
    };
    EXPECT_TRUE(of_few(0.1));
    EXPECT_FALSE(of_few(0.13));
    EXPECT_FALSE(of_few(std::nullopt));
}

TEST(Print, OfAPageIsTheMedianOfItsCombs) {
    EXPECT_EQ(combs_unevenness_mm({0.5, 0.1, 0.3, 0.2, 0.9}), 0.3);
    EXPECT_EQ(combs_unevenness_mm({0.4, 0.1, 0.3, 0.2}), 0.3);
    EXPECT_EQ(combs_unevenness_mm({}), std::nullopt);
}

TEST(FieldProbability, IsTheLogisticOfTheEvidence) {
    for (const bool is_print : {false, true}) {
        const DigitModel& model = is_print ? print_digit_model : hand_digit_model;
        const DigitEvidence evidence{1.5, -0.5, is_print};
        const double sum = model.bias + model.weights[0] * 1.5 - model.weights[1] * 0.5;
        EXPECT_NEAR(probability_of(evidence), 1 / (1 + std::exp(-sum)), 1e-12);
        EXPECT_EQ(probability_of({14, 14, is_print}), model.most);
        EXPECT_NEAR(probability_of({-14, -14, is_print}),
                    1 / (1 + std::exp(14 * (model.weights[0] + model.weights[1]) - model.bias)),
                    1e-12);
    }
    EXPECT_EQ(features_of({3, 4, false}), (std::array<double, digit_features>{3, 4}));
}

TEST(FieldProbability, IsThatOfTheModelForTheBestReading) {
    const DigitReading reading = read({{{{{"4", 0.75}, {"9", 0.25}}, 0, 0, 1}}});
    EXPECT_EQ(reading.candidates.at(0).probability, probability_of(*reading.evidence));
    // The rival keeps its part of what the best leaves, which here is all.
    EXPECT_NEAR(
        reading.candidates.at(1).probability,
        std::min(1 - probability_of(*reading.evidence), reading.candidates.at(0).probability),
        1e-12);
}

TEST(FieldProbability, IsNeverAboveThatNoCellIsStruck) {
    const DigitReading reading =
        read({{cell("4", 0.2, 0, 0.8), cell("2", 0.999), cell("7", 0.6, 0, 0.4)}});
    // 0.8 as people strike: 0.8/11 against 0.2.
    const double struck = 0.8 / 11 / (0.8 / 11 + 0.2);
    EXPECT_NEAR(reading.candidates.at(0).probability, 1 - struck, 1e-9);
}

TEST(FieldProbability, OfRivalsNeverGrowsAboveTheBest) {
    const DigitReading reading =
        read({{{{{"4", 0.28}, {"9", 0.26}, {"7", 0.24}, {"1", 0.22}}, 0, 0, 1}}});
    for (std::size_t i = 1; i < reading.candidates.size(); ++i) {
        EXPECT_LE(reading.candidates[i].probability, reading.candidates[i - 1].probability);
    }
    ASSERT_EQ(reading.candidates.size(), 4u);
    double sum = 0;
    for (const record::Candidate& candidate : reading.candidates) {
        sum += candidate.probability;
    }
    EXPECT_LE(sum, 1 + 1e-12);
    EXPECT_GT(reading.candidates.back().probability, 0);
}

TEST(FieldProbability, OfAnEmptyFieldIsItsShare) {
    const DigitReading reading = read({{cell("1", 0.1, 0.9)}});
    EXPECT_EQ(reading.candidates.at(0).text, "");
    EXPECT_NEAR(reading.candidates.at(0).probability, 0.9, 1e-9);
    EXPECT_NEAR(reading.candidates.at(1).probability, 0.1, 1e-9);
    EXPECT_FALSE(reading.evidence.has_value());
}

TEST(FieldProbability, OfAFieldWithoutCellsIsNothing) {
    EXPECT_TRUE(read({}).candidates.empty());
}

TEST(FieldProbability, WeighsThirtyTwoReadings) {
    // 36 dates are read better than the one date that there is; it still comes up when listed.
    CombReading comb;
    for (const char* digit : {"0", "1", "1", "0", "2", "0", "2", "6"}) {
        comb.cells.push_back(cell(digit, 1));
    }
    // Months 99, 98, ... come before 10 by the cells, and weigh a fiftieth of it.
    comb.cells[2] = {{{"9", 0.21}, {"8", 0.2}, {"7", 0.2}, {"6", 0.19}, {"1", 0.18}}, 0, 0, 1};
    comb.cells[3] = {{{"9", 0.19}, {"8", 0.19}, {"7", 0.19}, {"6", 0.19}, {"0", 0.18}}, 0, 0, 1};
    const DigitReading reading = read(comb, ValueKind::date);
    EXPECT_EQ(reading.candidates.at(0).text, "01102026");
    EXPECT_EQ(reading.candidates.size(), 8u);
}

}  // namespace
}  // namespace indgang::ocr
