// SPDX-License-Identifier: MPL-2.0
#include "ocr/comb/letter_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "ocr/comb/letter_field.h"
#include "tests/forge/cells/comb_sketch.h"
#include "tests/forge/hand/letter_faces.h"
#include "tests/forge/hand/letter_strokes.h"
#include "tests/ocr/net/shipped_net.h"

namespace indgang::ocr {
namespace {

constexpr WordPrior words_of_letters{.letters = 0.95, .digits = 0.04, .mixed = 0.01};

CellReading either(const std::string& a, double p, const std::string& b, double q) {
    return {{{a, p}, {b, q}}, 0.001, 0.001, 1};
}
CellReading surely(const std::string& text) {
    return {{{text, 0.998}}, 0.001, 0.001, 1};
}
CellReading empty() {
    return {{}, 0.9999, 0, 0};
}

double probability_of(const CellReading& cell, const std::string& text) {
    for (const CellCandidate& candidate : cell.candidates) {
        if (candidate.text == text) {
            return candidate.probability;
        }
    }
    return 0;
}

TEST(AgreeOnWords, MakesTheCircleOfAWordALetter) {
    CombReading comb{{surely("K"), either("0", 0.6, "O", 0.398), surely("N")}};
    agree_on_words(comb, words_of_letters);
    EXPECT_EQ(comb.cells[1].candidates[0].text, "O");
    EXPECT_GT(comb.cells[1].candidates[0].probability, 0.98);
}

TEST(AgreeOnWords, MakesTheCircleOfANumberADigit) {
    CombReading comb{{surely("3"), either("O", 0.6, "0", 0.398), surely("7")}};
    agree_on_words(comb, words_of_letters);
    EXPECT_EQ(comb.cells[1].candidates[0].text, "0");
}

TEST(AgreeOnWords, LetsTheWordsOfAFieldDiffer) {
    CombReading comb{{surely("3"), either("0", 0.5, "O", 0.498), empty(), surely("V"),
                      either("0", 0.5, "O", 0.498)}};
    agree_on_words(comb, words_of_letters);
    EXPECT_EQ(comb.cells[1].candidates[0].text, "0");
    EXPECT_EQ(comb.cells[4].candidates[0].text, "O");
}

TEST(AgreeOnWords, KeepsWhatIsSureInAMixedWord) {
    CombReading comb{{surely("1"), surely("2"), surely("B")}};
    agree_on_words(comb, words_of_letters);
    EXPECT_GT(probability_of(comb.cells[2], "B"), 0.99);
    EXPECT_GT(probability_of(comb.cells[0], "1"), 0.99);
}

TEST(AgreeOnWords, KeepsTheShareOfACell) {
    CombReading comb{{surely("K"), either("0", 0.3, "O", 0.3)}};
    agree_on_words(comb, words_of_letters);
    EXPECT_NEAR(probability_of(comb.cells[1], "O") + probability_of(comb.cells[1], "0"), 0.6, 1e-9);
}

TEST(AgreeOnWords, NeverDecidesBetweenTwoLetters) {
    CombReading comb{{surely("B"), either("Ø", 0.6, "O", 0.398)}};
    agree_on_words(comb, words_of_letters);
    EXPECT_NEAR(probability_of(comb.cells[1], "Ø") / probability_of(comb.cells[1], "O"),
                0.6 / 0.398, 1e-9);
}

TEST(TakeLoneSignsForDirt, DropsAFullStopThatFollowsNoLetter) {
    CombReading comb{{surely("V"), surely("."), empty(), surely("."), surely(".")}};
    take_lone_signs_for_dirt(comb);
    EXPECT_GT(probability_of(comb.cells[1], "."), 0.99);
    for (const std::size_t speck : {3u, 4u}) {
        EXPECT_TRUE(comb.cells[speck].candidates.empty());
        EXPECT_GT(comb.cells[speck].empty_probability, 0.99);
    }
}

TEST(TakeLoneSignsForDirt, KeepsAHyphenThatTouchesALetter) {
    CombReading comb{{surely("A"), surely("-"), surely("B"), empty(), surely("-"), empty()}};
    take_lone_signs_for_dirt(comb);
    EXPECT_GT(probability_of(comb.cells[1], "-"), 0.99);
    EXPECT_GT(comb.cells[4].empty_probability, 0.99);
}

TEST(TakeLoneSignsForDirt, LeavesWhatMayBeALetterToTheLetter) {
    CombReading comb{{empty(), either("I", 0.6, ".", 0.398)}};
    take_lone_signs_for_dirt(comb);
    EXPECT_NEAR(probability_of(comb.cells[1], "I"), 0.6, 1e-9);
    EXPECT_NEAR(comb.cells[1].empty_probability, 0.399, 1e-9);
}

const CharacterNet& letter_net() {
    static const CharacterNet net = shipped_net("letters.bin");
    return net;
}

enum class Cells { side_by_side, apart };

forge::SketchedRow printed_row(const std::string& character, Cells cells = Cells::side_by_side) {
    static const forge::GlyphSet fonts = [] {
        forge::GlyphSet set = forge::draw_fonts(forge::letter_alphabet(), {"Liberation Sans"});
        forge::take_sizes(set);
        return set;
    }();
    const auto& alphabet = forge::letter_alphabet();
    const auto at = static_cast<std::size_t>(
        std::find(alphabet.begin(), alphabet.end(), character) - alphabet.begin());
    forge::SketchStyle style;
    style.harshness = 0.1;
    style.reject_share = 0;
    style.empty_share = 0;
    constexpr std::uint64_t attempts = 50;
    for (std::uint64_t seed = 1; seed < attempts; ++seed) {
        forge::Dice dice(seed);
        auto row =
            forge::sketch_row({&fonts, {at}}, static_cast<int>(alphabet.size()), style, dice);
        constexpr double no_gap_mm = 1e-6;
        const double gap_mm = row.cells[1].x - row.cells[0].x - row.cells[0].width;
        if ((gap_mm < no_gap_mm) == (cells == Cells::side_by_side)) {
            return row;
        }
    }
    throw std::runtime_error("no such row");
}

record::FieldReading read(const forge::SketchedRow& row, ValueKind kind) {
    return read_letters(row.page, row.to_page, {row.blank, row.blank_to_page}, row.cells, kind,
                        letter_net());
}

std::string repeated(const std::string& character, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += character;
    }
    return text;
}

TEST(ReadLetters, ReadsDanishLetters) {
    for (const char* letter : {"Æ", "Ø", "Å", "S"}) {
        const forge::SketchedRow printed = printed_row(letter);
        const record::FieldReading reading = read(printed, ValueKind::name);
        ASSERT_FALSE(reading.candidates.empty());
        EXPECT_EQ(reading.candidates[0].text, repeated(letter, printed.cells.size()));
    }
}

TEST(ReadLetters, ReadsCellsThatStandApart) {
    const forge::SketchedRow printed = printed_row("S", Cells::apart);
    const record::FieldReading reading = read(printed, ValueKind::name);
    ASSERT_FALSE(reading.candidates.empty());
    EXPECT_EQ(reading.candidates[0].text, repeated("S", printed.cells.size()));
}

TEST(ReadLetters, FindsNoDigitsInAName) {
    for (const char* character : {"0", "O", "I", "1"}) {
        for (const record::Candidate& candidate :
             read(printed_row(character), ValueKind::name).candidates) {
            EXPECT_EQ(candidate.text.find_first_of("0123456789"), std::string::npos);
        }
    }
}

TEST(ReadLetters, GivesOnlyHouseNumbersForAHouseNumber) {
    for (const record::Candidate& candidate :
         read(printed_row("7"), ValueKind::house_number).candidates) {
        EXPECT_TRUE(candidate.text.empty() ||
                    Value::of_text(ValueKind::house_number, candidate.text).has_value())
            << candidate.text;
    }
}

TEST(ReadLetters, NamesTheModel) {
    EXPECT_EQ(read(printed_row("S"), ValueKind::city).reader, "letters/" + letter_net().version());
}

TEST(ReadLetters, KeepsTheSumBelowOne) {
    for (const ValueKind kind : {ValueKind::name, ValueKind::street, ValueKind::house_number}) {
        double sum = 0;
        for (const record::Candidate& candidate : read(printed_row("B"), kind).candidates) {
            sum += candidate.probability;
        }
        EXPECT_LE(sum, 1 + 1e-9);
    }
}

}  // namespace
}  // namespace indgang::ocr
