// SPDX-License-Identifier: MPL-2.0
// What becomes of the cells of a comb of letters: words that agree, lone signs, forms of house
// numbers, blanks and struck cells. Where a whole comb is read, the net says what it was told to.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "ocr/comb/letter_field.h"
#include "ocr/comb/letter_reader.h"
#include "ocr/comb/letter_weights.h"
#include "schemas/core/geometry.h"
#include "tests/ocr/net/told_net.h"

namespace indgang::ocr {
namespace {

CellReading cell(const std::vector<CellCandidate>& candidates, double empty = 0,
                 double reject = 0) {
    return {candidates, empty, reject, 1};
}

CellReading blank() {
    return {{}, 0.9999, 0, 0};
}

/// Of the best reading, cells being independent.
double share_of_best(const LetterReading& reading) {
    return 1 / (1 + std::exp(-reading.odds.value()));
}

double share_of(const CellReading& cell, const std::string& text) {
    for (const CellCandidate& candidate : cell.candidates) {
        if (candidate.text == text) {
            return candidate.probability;
        }
    }
    return 0;
}

TEST(Words, AreLettersDigitsOrMixedByTheirPriors) {
    // One cell, O or 0 alike: letters 0.7, digits 0.2, mixed 0.1.
    CombReading comb{{cell({{"O", 0.5}, {"0", 0.5}})}};
    agree_on_words(comb, {.letters = 0.7, .digits = 0.2, .mixed = 0.1});
    // Chances 0.7 * 0.5, 0.2 * 0.5 and 0.1; as a letter the O counts for all, mixed for a half.
    const double letters = 0.35, digits = 0.1, mixed = 0.1;
    EXPECT_NEAR(share_of(comb.cells[0], "O"),
                0.5 * (letters * 2 + mixed) / (letters + digits + mixed), 1e-12);
    EXPECT_NEAR(share_of(comb.cells[0], "0"),
                0.5 * (digits * 2 + mixed) / (letters + digits + mixed), 1e-12);
}

TEST(Words, TakeSignsForEitherSort) {
    CombReading comb{{cell({{"-", 0.4}, {"O", 0.3}, {"0", 0.3}})}};
    agree_on_words(comb, {.letters = 0.5, .digits = 0.5, .mixed = 0});
    EXPECT_NEAR(share_of(comb.cells[0], "-"), 0.4 / 0.7, 1e-12);
    comb = {{cell({{".", 0.4}, {"O", 0.3}, {"0", 0.3}})}};
    agree_on_words(comb, {.letters = 0.5, .digits = 0.5, .mixed = 0});
    EXPECT_NEAR(share_of(comb.cells[0], "."), 0.4 / 0.7, 1e-12);
}

TEST(Words, KnowAllDigitsFromNoughtToNine) {
    for (const std::string digit : {"0", "9"}) {
        CombReading comb{{cell({{digit, 0.5}, {"A", 0.5}})}};
        agree_on_words(comb, {.letters = 1, .digits = 0, .mixed = 0});
        EXPECT_EQ(share_of(comb.cells[0], digit), 0) << digit;
    }
}

TEST(Words, EndAtACellThatIsMoreLikelyEmpty) {
    const auto second_after = [](double empty) {
        CombReading comb{
            {cell({{"A", 1}}), cell({{"B", 1 - empty}}, empty), cell({{"O", 0.5}, {"0", 0.5}})}};
        agree_on_words(comb, {.letters = 0.5, .digits = 0.5, .mixed = 0});
        return share_of(comb.cells[2], "O");
    };
    EXPECT_NEAR(second_after(0.49), 1, 1e-12);  // one word, which the A makes one of letters
    EXPECT_NEAR(second_after(0.5), 0.5, 1e-12);
}

TEST(Words, LeaveCellsWithoutCandidatesOut) {
    CombReading comb{{cell({{"A", 1}}), cell({}, 0.1, 0.9), cell({{"O", 0.5}, {"0", 0.5}})}};
    agree_on_words(comb, {.letters = 0.5, .digits = 0.5, .mixed = 0});
    EXPECT_NEAR(share_of(comb.cells[2], "O"), 0.5, 1e-12);
}

TEST(Words, PutTheLikelierCharacterFirst) {
    CombReading comb{{cell({{"A", 1}}), cell({{"0", 0.6}, {"O", 0.4}}), cell({{"B", 1}})}};
    agree_on_words(comb, {.letters = 0.9, .digits = 0.05, .mixed = 0.05});
    EXPECT_EQ(comb.cells[1].candidates[0].text, "O");
    EXPECT_GE(comb.cells[1].candidates[0].probability, comb.cells[1].candidates[1].probability);
}

TEST(LoneSigns, AreDirtBesideCellsThatAreMoreLikelyEmpty) {
    const auto is_dirt = [](double empty_before) {
        CombReading comb{{cell({{"A", 1 - empty_before}}, empty_before), cell({{".", 0.9}}, 0.1)}};
        take_lone_signs_for_dirt(comb);
        return comb.cells[1].candidates.empty();
    };
    EXPECT_FALSE(is_dirt(0.5));
    EXPECT_TRUE(is_dirt(0.51));
}

TEST(LoneSigns, GiveTheirShareToEmpty) {
    CombReading comb{{cell({{".", 0.5}, {"I", 0.3}}, 0.2)}};
    take_lone_signs_for_dirt(comb);
    EXPECT_NEAR(comb.cells[0].empty_probability, 0.7, 1e-12);
    EXPECT_NEAR(share_of(comb.cells[0], "I"), 0.3, 1e-12);
}

TEST(LoneSigns, OfAHyphenNeedEmptyCellsOnBothSides) {
    CombReading first{{cell({{"-", 1}}), cell({{"A", 1}})}};
    take_lone_signs_for_dirt(first);
    EXPECT_EQ(share_of(first.cells[0], "-"), 1);
    CombReading last{{cell({{"A", 1}}), cell({{"-", 1}})}};
    take_lone_signs_for_dirt(last);
    EXPECT_EQ(share_of(last.cells[1], "-"), 1);
    CombReading alone{{cell({{"-", 1}})}};
    take_lone_signs_for_dirt(alone);
    EXPECT_TRUE(alone.cells[0].candidates.empty());
}

TEST(LetterKinds, AreThoseOfWords) {
    for (const ValueKind kind :
         {ValueKind::text, ValueKind::name, ValueKind::street, ValueKind::house_number,
          ValueKind::floor, ValueKind::door, ValueKind::city}) {
        EXPECT_TRUE(is_of_letters(kind)) << name_of(kind);
    }
    for (const ValueKind kind :
         {ValueKind::cpr, ValueKind::amount, ValueKind::date, ValueKind::postcode}) {
        EXPECT_FALSE(is_of_letters(kind)) << name_of(kind);
    }
}

constexpr double px_per_mm = 12;

/// A comb of three cells of 5 x 7 mm on white paper, with a stroke in the first `written`.
class Comb {
  public:
    explicit Comb(int written) {
        page_ = white();
        blank_ = white();
        for (int i = 0; i < 3; ++i) {
            cells_.push_back({5.0 + 5 * i, 5, 5, 7});
            if (i < written) {
                const int x = static_cast<int>((5.0 + 5 * i + 2.2) * px_per_mm);
                pixRasterop(page_.pix.get(), x, static_cast<int>(6 * px_per_mm), 6,
                            static_cast<int>(5 * px_per_mm), PIX_CLR, nullptr, 0, 0);
            }
        }
    }

    [[nodiscard]] record::FieldReading read(ValueKind kind, const CharacterNet& net) const {
        const MmToPx to_px{px_per_mm, 0, 0, 0, px_per_mm, 0};
        return read_letters(page_, to_px, {blank_, to_px}, cells_, kind, net);
    }

  private:
    static PageImage white() {
        PageImage image;
        image.pix.reset(pixCreate(300, 220, 8));
        pixSetAll(image.pix.get());
        image.dpi = px_per_mm * 25.4;
        return image;
    }
    PageImage page_;
    PageImage blank_;
    std::vector<BoxMm> cells_;
};

TEST(LetterFields, OfBlanksAreEmptyAndNeverQuiteSure) {
    const auto reading = Comb(0).read(ValueKind::name, told_net("letters.bin", {{"A", 1}}));
    ASSERT_EQ(reading.candidates.size(), 1u);
    EXPECT_EQ(reading.candidates[0].text, "");
    EXPECT_EQ(reading.candidates[0].probability, 0.999);
    EXPECT_EQ(reading.doubt, "");
}

TEST(LetterFields, PayLittleForTheBlanksBehindThem) {
    const LetterReading reading =
        read_letter_field({{cell({{"A", 0.99}}), blank(), blank()}}, ValueKind::name);
    EXPECT_EQ(reading.candidates.at(0).text, "A");
    EXPECT_NEAR(share_of_best(reading), 0.99 * 0.9999 * 0.9999, 1e-9);
}

TEST(LetterFields, AreAsLikelyAsTheirEvidenceWasFoundToBe) {
    const LetterReading reading = read_letter_field(
        {{cell({{"A", 0.9}, {"Å", 0.1}}), cell({{"B", 0.98}, {"8", 0.02}})}}, ValueKind::name);
    ASSERT_TRUE(reading.odds.has_value());
    EXPECT_NEAR(share_of_best(reading), 0.9 * 0.98, 1e-9);
    EXPECT_EQ(reading.candidates.at(0).probability, letter_model.probability_of(*reading.odds));
}

TEST(LetterFields, ShareWhatTheBestLeavesAndStayBelowIt) {
    for (const double best : {0.4, 0.5, 0.9, 0.999}) {
        const double other = (1 - best) / 2;
        const LetterReading reading =
            read_letter_field({{cell({{"A", best}, {"Å", other}, {"R", other}})}}, ValueKind::name);
        ASSERT_EQ(reading.candidates.size(), 3u);
        EXPECT_EQ(reading.candidates[0].text, "A");
        double sum = 0;
        for (const record::Candidate& each : reading.candidates) {
            sum += each.probability;
            EXPECT_LE(each.probability, reading.candidates[0].probability);
        }
        EXPECT_LE(sum, 1 + 1e-9);
    }
}

TEST(LetterFields, CountStruckCellsAgainstThemAsPeopleStrike) {
    // Of 0.9 struck, as the nets have seen, people strike 9 in 20.
    const LetterReading reading =
        read_letter_field({{cell({{"A", 1}}), cell({{"B", 0.1}}, 0, 0.9)}}, ValueKind::name);
    EXPECT_NEAR(share_of_best(reading), 0.55, 1e-9);
    const LetterReading plain =
        read_letter_field({{cell({{"A", 1}}), cell({{"B", 1}})}}, ValueKind::name);
    EXPECT_EQ(plain.candidates.at(0).probability, letter_model.most);
}

TEST(LetterModel, IsLogisticWithOneBend) {
    const LetterModel model{-0.5, {0.8, 0.7}, 0.99};
    const auto logistic = [](double sum) { return 1 / (1 + std::exp(-sum)); };
    EXPECT_NEAR(model.probability_of(-3), logistic(-0.5 - 0.8 * 3), 1e-12);
    EXPECT_NEAR(model.probability_of(2), logistic(-0.5 + 0.8 * 2), 1e-12);
    EXPECT_NEAR(model.probability_of(3), logistic(-0.5 + 0.8 * 3 + 0.7), 1e-12);
    EXPECT_EQ(model.probability_of(14), 0.99);
}

TEST(LetterFields, SayWhenACellIsMoreLikelyStruck) {
    EXPECT_EQ(Comb(2)
                  .read(ValueKind::name, told_net("letters.bin", {{"A", 0.35}, {"reject", 0.65}}))
                  .doubt,
              "struck_out");
    EXPECT_EQ(Comb(2)
                  .read(ValueKind::name, told_net("letters.bin", {{"A", 0.65}, {"reject", 0.35}}))
                  .doubt,
              "");
}

TEST(LetterFields, ListEightReadingsAtMost) {
    const CharacterNet net = told_net(
        "letters.bin", {{"A", 0.3}, {"B", 0.2}, {"C", 0.2}, {"D", 0.1}, {"E", 0.1}, {"F", 0.1}});
    EXPECT_EQ(Comb(3).read(ValueKind::name, net).candidates.size(), 8u);
    EXPECT_EQ(Comb(3).read(ValueKind::text, net).candidates.size(), 8u);
}

TEST(LetterFields, TakeACircleForALetterInStreetsAndTextsAndNotInHouseNumbers) {
    const CharacterNet net = told_net("letters.bin", {{"O", 0.45}, {"0", 0.55}});
    EXPECT_EQ(Comb(3).read(ValueKind::street, net).candidates.at(0).text, "OOO");
    EXPECT_EQ(Comb(3).read(ValueKind::name, net).candidates.at(0).text, "OOO");
    const auto number = Comb(3).read(ValueKind::house_number, net);
    for (const record::Candidate& candidate : number.candidates) {
        EXPECT_NE(candidate.text, "OOO");
    }
}

TEST(LetterFields, OfStreetsAreSurerOfLettersThanThoseOfTexts) {
    const CombReading comb{{cell({{"O", 0.5}, {"0", 0.5}})}};
    // One cell, both alike: the chances are the prior's, halved, and the mixed whole.
    EXPECT_NEAR(share_of_best(read_letter_field(comb, ValueKind::street)),
                (0.95 + 0.01) / (0.95 + 0.04 + 0.02), 0.001);
    EXPECT_NEAR(share_of_best(read_letter_field(comb, ValueKind::text)),
                (0.8 + 0.05) / (0.8 + 0.15 + 0.1), 0.001);
}

TEST(LetterFields, OfHouseNumbersShareWhatOtherTextsWeighed) {
    // 7 or A: alone in its cell the 7 is a house number, and the A is none.
    const LetterReading reading =
        read_letter_field({{cell({{"7", 0.6}, {"A", 0.4}})}}, ValueKind::house_number);
    EXPECT_EQ(reading.candidates.at(0).text, "7");
    EXPECT_NEAR(share_of_best(reading), 0.6 / (0.6 + 0.02 * 0.4), 1e-6);
}

}  // namespace
}  // namespace indgang::ocr
