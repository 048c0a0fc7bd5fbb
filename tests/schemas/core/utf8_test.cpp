// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/utf8.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace indgang {
namespace {

using namespace std::string_view_literals;

/// "point/length" of a well-formed start, "!length" of another, "~length" where the text is cut.
std::string start(std::string_view text) {
    const Utf8Start start = utf8_start(text);
    if (start.is_well_formed) {
        return std::to_string(static_cast<std::uint32_t>(start.code_point)) + "/" +
               std::to_string(start.length);
    }
    EXPECT_EQ(start.code_point, 0xFFFDu);
    return (start.is_cut_off ? "~" : "!") + std::to_string(start.length);
}

TEST(Utf8, DecodesTheFirstAndTheLastCodePointOfEachLength) {
    EXPECT_EQ(start("\0"sv), "0/1");
    EXPECT_EQ(start("\x7F"), "127/1");
    EXPECT_EQ(start("\xC2\x80"), "128/2");
    EXPECT_EQ(start("\xDF\xBF"), "2047/2");
    EXPECT_EQ(start("\xE0\xA0\x80"), "2048/3");
    EXPECT_EQ(start("\xEF\xBF\xBF"), "65535/3");
    EXPECT_EQ(start("\xF0\x90\x80\x80"), "65536/4");
    EXPECT_EQ(start("\xF4\x8F\xBF\xBF"), "1114111/4");
}

TEST(Utf8, DecodesWhatStandsAtTheStartAlone) {
    EXPECT_EQ(start("åb"), "229/2");
    EXPECT_EQ(start("bå"), "98/1");
    EXPECT_EQ(start("€\xFF"), "8364/3");
}

TEST(Utf8, RefusesOverlongWritings) {
    EXPECT_EQ(start("\xC0\x80"), "!1");
    EXPECT_EQ(start("\xC1\xBF"), "!1");
    EXPECT_EQ(start("\xE0\x9F\xBF"), "!1");
    EXPECT_EQ(start("\xF0\x8F\xBF\xBF"), "!1");
}

TEST(Utf8, RefusesSurrogatesAloneAndTakesTheirNeighbours) {
    EXPECT_EQ(start("\xED\x9F\xBF"), "55295/3");
    EXPECT_EQ(start("\xED\xA0\x80"), "!1");
    EXPECT_EQ(start("\xED\xBF\xBF"), "!1");
    EXPECT_EQ(start("\xEE\x80\x80"), "57344/3");
}

TEST(Utf8, RefusesWhatLiesBeyondTheLastCodePoint) {
    EXPECT_EQ(start("\xF4\x90\x80\x80"), "!1");
    EXPECT_EQ(start("\xF5\x80\x80\x80"), "!1");
    EXPECT_EQ(start("\xFF"), "!1");
}

TEST(Utf8, GivesTheLongestStartOfABrokenCodePoint) {
    EXPECT_EQ(start("\x80"), "!1");
    EXPECT_EQ(start("\xC3("), "!1");
    EXPECT_EQ(start("\xC3\xC3"), "!1");
    EXPECT_EQ(start("\xE2\x82("), "!2");
    EXPECT_EQ(start("\xF0\x9F\x8F("), "!3");
}

TEST(Utf8, TellsATextThatEndsWithinACodePoint) {
    EXPECT_EQ(start("\xC3"), "~1");
    EXPECT_EQ(start("\xE2\x82"), "~2");
    EXPECT_EQ(start("\xF0\x9F\x8F"), "~3");
    EXPECT_EQ(start("\xE0\x80"), "!1");
    EXPECT_EQ(start("\xC1"), "!1");
}

TEST(Utf8, WritesWhatItReads) {
    for (const char32_t point : {0x0, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10FFFF}) {
        std::string text = "a";
        append_utf8(text, point);
        const Utf8Start start = utf8_start(std::string_view(text).substr(1));
        EXPECT_EQ(start.code_point, point);
        EXPECT_EQ(start.length, text.size() - 1);
    }
}

TEST(Utf8, KnowsTrailingBytes) {
    EXPECT_FALSE(is_utf8_trail('\x7F'));
    EXPECT_TRUE(is_utf8_trail('\x80'));
    EXPECT_TRUE(is_utf8_trail('\xBF'));
    EXPECT_FALSE(is_utf8_trail('\xC0'));
    EXPECT_TRUE(is_ascii('\x7F'));
    EXPECT_FALSE(is_ascii('\x80'));
}

TEST(Utf8, CountsCodePointsNotBytes) {
    EXPECT_EQ(count_code_points(""), 0u);
    EXPECT_EQ(count_code_points("Bjørn"), 5u);
    EXPECT_EQ(count_code_points("€\xF0\x9F\x8F\xA0"), 2u);
}

TEST(Utf8, SkipsAsciiOfEveryLength) {
    for (std::size_t before = 0; before < 20; ++before) {
        const std::string text = std::string(before, 'a') + "å" + std::string(20, 'b');
        EXPECT_EQ(skip_ascii(text, 0), before);
        EXPECT_EQ(skip_ascii(text, before + 2), text.size());
    }
    EXPECT_EQ(skip_ascii("", 0), 0u);
}

TEST(Utf8, CutsBetweenCodePoints) {
    EXPECT_EQ(cut_utf8("a€b", 0), "");
    EXPECT_EQ(cut_utf8("a€b", 1), "a");
    EXPECT_EQ(cut_utf8("a€b", 2), "a");
    EXPECT_EQ(cut_utf8("a€b", 3), "a");
    EXPECT_EQ(cut_utf8("a€b", 4), "a€");
    EXPECT_EQ(cut_utf8("a€b", 5), "a€b");
    EXPECT_EQ(cut_utf8("a€b", 9), "a€b");
    EXPECT_EQ(cut_utf8("\x80\x80\x80", 2), "");
}

TEST(Utf8, CharactersOfATextAreItsCodePoints) {
    EXPECT_EQ(characters_of("Aøb"), (std::vector<std::string>{"A", "ø", "b"}));
    EXPECT_EQ(characters_of("a\xC3"), (std::vector<std::string>{"a", "\xC3"}));
    EXPECT_TRUE(characters_of("").empty());
}

}  // namespace
}  // namespace indgang
