// SPDX-License-Identifier: MPL-2.0
#include "schemas/values/text_pattern.h"

#include <gtest/gtest.h>

namespace indgang {
namespace {

bool is_met(const char* pattern, std::string_view text) {
    const auto parsed = TextPattern::parse(pattern);
    EXPECT_TRUE(parsed) << pattern;
    return parsed && parsed->matches(text);
}

TEST(TextPattern, TakesCharactersThatStandForThemselves) {
    EXPECT_TRUE(is_met("DK-12", "DK-12"));
    EXPECT_FALSE(is_met("DK-12", "DK-13"));
    EXPECT_FALSE(is_met("DK-12", "DK-1"));
    EXPECT_FALSE(is_met("DK-12", "DK-123"));
}

TEST(TextPattern, TakesSetsAndRanges) {
    EXPECT_TRUE(is_met("[A-ZÆØÅ][0-9.]", "Ø."));
    EXPECT_FALSE(is_met("[A-ZÆØÅ][0-9.]", "ø."));
    EXPECT_TRUE(is_met("[a-]", "-"));
}

TEST(TextPattern, CountsRepetitions) {
    EXPECT_TRUE(is_met("[A-Z]{2}[0-9]{6,8}", "AB123456"));
    EXPECT_TRUE(is_met("[A-Z]{2}[0-9]{6,8}", "AB12345678"));
    EXPECT_FALSE(is_met("[A-Z]{2}[0-9]{6,8}", "AB12345"));
    EXPECT_FALSE(is_met("[A-Z]{2}[0-9]{6,8}", "AB123456789"));
    EXPECT_TRUE(is_met("a?b*c+", "cc"));
    EXPECT_TRUE(is_met("a?b*c+", "abbbc"));
    EXPECT_FALSE(is_met("a?b*c+", "aac"));
    EXPECT_FALSE(is_met("a?b*c+", "ab"));
}

TEST(TextPattern, TriesEveryPlaceWhereAPieceMayEnd) {
    EXPECT_TRUE(is_met("[a-c]*c", "abcabc"));
    EXPECT_TRUE(is_met("[0-9]{1,3}[0-9]{2}", "123"));
    EXPECT_FALSE(is_met("[0-9]{1,3}[0-9]{2}", "12"));
}

TEST(TextPattern, RefusesWhatSchemasMeanOtherwise) {
    for (const auto* source : {"", "a|b", "(a)", "a.b", "[^a]", "[a", "[]", "a{2", "a{3,2}", "a{0}",
                               "\\d", "[b-a]", "a**", "a{5000}", "^a$"}) {
        EXPECT_FALSE(TextPattern::parse(source)) << source;
    }
    EXPECT_FALSE(TextPattern::parse(std::string(201, 'a')));
}

TEST(TextPattern, IsLinearInTheText) {
    const auto pattern = TextPattern::parse("[a-z]*[a-z]*[a-z]*[a-z]*[a-z]*[a-z]*[a-z]*0");
    ASSERT_TRUE(pattern);
    EXPECT_FALSE(pattern->matches(std::string(4000, 'a')));
}

TEST(TextPattern, HasAnExampleThatMatches) {
    for (const auto* source : {"[A-Z]{2}[0-9]{6}", "x?y+[æ]", "2[0-9]{3,5}"}) {
        const auto pattern = TextPattern::parse(source);
        ASSERT_TRUE(pattern);
        EXPECT_TRUE(pattern->matches(pattern->example())) << source;
    }
}

}  // namespace
}  // namespace indgang
