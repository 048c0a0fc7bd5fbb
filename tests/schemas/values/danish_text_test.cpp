// SPDX-License-Identifier: MPL-2.0
#include "schemas/values/danish_text.h"

#include <gtest/gtest.h>

namespace indgang {
namespace {

using std::string_view_literals::operator""sv;

TEST(CleanUtf8, TakesTextWithTabsAndNewlines) {
    EXPECT_TRUE(is_clean_utf8(""));
    EXPECT_TRUE(is_clean_utf8("Åge\tØrsted\nærø €"));
    EXPECT_TRUE(is_clean_utf8("\xF0\x9F\x8F\xA0"));
}

TEST(CleanUtf8, RejectsControlCharacters) {
    EXPECT_FALSE(is_clean_utf8("a\0b"sv));
    EXPECT_FALSE(is_clean_utf8("a\x1B[0m"));
    EXPECT_FALSE(is_clean_utf8("a\rb"));
    EXPECT_FALSE(is_clean_utf8("a\x7F"));
    EXPECT_FALSE(is_clean_utf8("a\xC2\x85"));
}

TEST(CleanUtf8, RejectsIllFormedBytes) {
    EXPECT_FALSE(is_clean_utf8("\xE6rø"));            // ISO-8859-1
    EXPECT_FALSE(is_clean_utf8("\xC3"));              // cut off
    EXPECT_FALSE(is_clean_utf8("\xC0\xAF"));          // overlong
    EXPECT_FALSE(is_clean_utf8("\xE0\x80\xAF"));      // overlong
    EXPECT_FALSE(is_clean_utf8("\xED\xA0\x80"));      // a surrogate
    EXPECT_FALSE(is_clean_utf8("\xF4\x90\x80\x80"));  // beyond U+10FFFF
    EXPECT_FALSE(is_clean_utf8("\x80"));
    EXPECT_FALSE(is_clean_utf8("\xFF"));
}

TEST(Folded, MakesDanishNamesComparable) {
    EXPECT_EQ(folded("Åge Sørensen-Bjærgård"), "aage soerensen bjaergaard");
    EXPECT_EQ(folded("AAGE  SOERENSEN BJAERGAARD "), "aage soerensen bjaergaard");
    EXPECT_EQ(folded("H.C. Andersens Boulevard"), "h c andersens boulevard");
    EXPECT_EQ(folded("Allé"), "alle");
    EXPECT_EQ(folded("Łukasz Müller-Weiß"), "lukasz muller weiss");
}

TEST(Folded, TakesDecomposedLetters) {
    EXPECT_EQ(folded("A\xCC\x8Age"), folded("Åge"));
    EXPECT_EQ(folded("Alle\xCC\x81"), folded("Allé"));
    EXPECT_EQ(folded("Bjo\xCC\x88rn"), folded("Björn"));
}

TEST(Folded, KeepsOtherScripts) {
    EXPECT_EQ(folded("Иван"), "Иван");
    EXPECT_NE(folded("Иван"), folded("Олег"));
}

TEST(Folded, GivesNothingForPunctuation) {
    EXPECT_EQ(folded(" -.,;' \xC2\xA0\xE2\x80\x93"), "");
}

TEST(Folded, IsStableOnAnyBytes) {
    for (int lead = 0; lead < 256; ++lead) {
        for (const auto* rest : {"", "a", "\x80", "\xBF\xBF", "\x80\x80\x80"}) {
            const std::string text = std::string(1, static_cast<char>(lead)) + rest;
            const std::string once = folded(text);
            ASSERT_EQ(folded(once), once) << lead;
        }
    }
}

TEST(FoldedDistance, IsZeroForTheSameName) {
    EXPECT_EQ(folded_distance("Åge Sørensen", "aage soerensen"), 0);
    EXPECT_EQ(folded_distance("", ""), 0);
}

TEST(FoldedDistance, IsOneForNothingAlike) {
    EXPECT_EQ(folded_distance("", "abc"), 1);
    EXPECT_EQ(folded_distance("xyz", "abc"), 1);
}

TEST(FoldedDistance, CountsEdits) {
    EXPECT_DOUBLE_EQ(folded_distance("kitten", "sitting"), 3.0 / 7);
    EXPECT_DOUBLE_EQ(folded_distance("sitting", "kitten"), 3.0 / 7);
    EXPECT_DOUBLE_EQ(folded_distance("Hansen", "Jensen"), 2.0 / 6);
}

}  // namespace
}  // namespace indgang
