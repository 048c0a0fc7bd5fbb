// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/text_characters.h"

#include <gtest/gtest.h>

namespace indgang::ocr {
namespace {

bool is_danish_letter(std::string_view character) {
    return character.size() > 1;
}

TEST(TextDisagreements, CountsLettersReadDifferently) {
    EXPECT_EQ(disagreements("Legat", "Ledat", is_danish_letter), 1);
    EXPECT_EQ(disagreements("Legat", "Legat", is_danish_letter), 0);
    EXPECT_EQ(disagreements("Rejse", "Rejs", is_danish_letter), 1);
    EXPECT_EQ(disagreements("", "abc", is_danish_letter), 3);
}

TEST(TextDisagreements, LetsAnythingStandForALetterTheOtherDoesNotHave) {
    EXPECT_EQ(disagreements("Kjær", "Kjer", is_danish_letter), 0);
    EXPECT_EQ(disagreements("Kjer", "Kjær", is_danish_letter), 1);
}

TEST(TextCharacters, GivesTheBytesOfABrokenText) {
    EXPECT_EQ(characters_of("Åb").size(), 2U);
    EXPECT_EQ(characters_of("\x80\xff").size(), 2U);
}

TEST(TextCharacters, GivesPartsThatAreNotEmpty) {
    using Parts = std::vector<std::string_view>;
    EXPECT_EQ(parts_of(" a  bc ", ' '), (Parts{"a", "bc"}));
    EXPECT_EQ(parts_of("", ' '), Parts{});
}

TEST(TextCharacters, KnowsTheLettersOfEuropeFromMarks) {
    for (const char* letter : {"a", "Z", "å", "ü", "Ş", "ł", "Þ", "ß", "ő", "ı", "Ž"}) {
        EXPECT_TRUE(is_letter(letter)) << letter;
    }
    for (const char* mark : {"1", ".", "×", "÷", "§", "€", "\x80"}) {
        EXPECT_FALSE(is_letter(mark)) << mark;
    }
}

TEST(TextCharacters, GivesTheCapitalOfEachSmallLetter) {
    EXPECT_EQ(capital_of("b"), "B");
    EXPECT_EQ(capital_of("ø"), "Ø");
    EXPECT_EQ(capital_of("þ"), "Þ");
    EXPECT_EQ(capital_of("ş"), "Ş");
    EXPECT_EQ(capital_of("ł"), "Ł");
    EXPECT_EQ(capital_of("ž"), "Ž");
    EXPECT_EQ(capital_of("ÿ"), "Ÿ");
    EXPECT_EQ(capital_of("ı"), "I");
    EXPECT_EQ(capital_of("ß"), "ß");
    EXPECT_EQ(capital_of("Ü"), "Ü");
    EXPECT_EQ(capital_of("7"), "7");
}

TEST(TextCharacters, FindsAccentsOutsideTheDanishAlphabet) {
    EXPECT_TRUE(is_accented("é"));
    EXPECT_TRUE(is_accented("ü"));
    EXPECT_FALSE(is_accented("å"));
    EXPECT_FALSE(is_accented("e"));
}

TEST(TextCharacters, KnowSmallLettersOfAllEuropeFromCapitals) {
    for (const char* small :
         {"a", "z", "à", "ß", "þ", "ÿ", "ā", "ķ", "ĺ", "ň", "ŋ", "ŷ", "ź", "ž", "ș"}) {
        EXPECT_TRUE(is_lower(small)) << small;
    }
    for (const char* capital :
         {"A", "Z", "À", "Þ", "Ā", "Ķ", "Ĺ", "Ň", "Ŋ", "Ŷ", "Ÿ", "Ź", "Ž", "Ș"}) {
        EXPECT_FALSE(is_lower(capital)) << capital;
        EXPECT_TRUE(is_letter(capital)) << capital;
    }
    for (const char* none : {"×", "÷", "1", " ", "@", "[", "`", "{", "¿", ""}) {
        EXPECT_FALSE(is_letter(none)) << none;
        EXPECT_FALSE(is_lower(none)) << none;
    }
}

TEST(Disagreements, LetAnUnknownLetterStandForOneOrTwo) {
    const auto count = [](const char* seen, const char* other, const std::string& unknown) {
        return disagreements(seen, other, [&](std::string_view c) { return unknown == c; });
    };
    EXPECT_EQ(count("æ", "ae", "æ"), 0);
    EXPECT_EQ(count("æx", "aex", "æ"), 0);
    EXPECT_EQ(count("xæ", "xa", "æ"), 0);
    EXPECT_EQ(count("æ", "ae", ""), 2);
    EXPECT_EQ(count("æ", "aeb", "æ"), 1);
    EXPECT_EQ(count("abc", "abd", ""), 1);
    EXPECT_EQ(count("abc", "ab", ""), 1);
    EXPECT_EQ(count("ab", "abc", ""), 1);
    EXPECT_EQ(count("", "abc", ""), 3);
    EXPECT_EQ(count("abc", "", ""), 3);
}

}  // namespace
}  // namespace indgang::ocr
