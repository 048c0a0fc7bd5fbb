// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/harmless_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace indgang {
namespace {

TEST(HarmlessText, LeavesWritingAsItIs) {
    const std::string text = "Søren Ærøe, Łódź, 王, \"<&>\" 100 % \u00A0 x.tif";
    EXPECT_EQ(harmless(text), text);
}

TEST(HarmlessText, ReplacesEveryControlCharacter) {
    for (char32_t point = 0; point <= 0x9F; ++point) {
        if (point >= 0x20 && point < 0x7F) {
            continue;
        }
        std::string text = "a";
        if (point < 0x80) {
            text += static_cast<char>(point);
        } else {
            text += {'\xC2', static_cast<char>(point)};
        }
        EXPECT_EQ(harmless(text + "b"), "a?b") << static_cast<unsigned>(point);
    }
}

TEST(HarmlessText, ReplacesMarksOfDirectionAndSeparators) {
    for (const auto* mark :
         {"\u061C", "\u200E", "\u200F", "\u2028", "\u2029", "\u202A", "\u202B", "\u202C", "\u202D",
          "\u202E", "\u2066", "\u2067", "\u2068", "\u2069", "\u200B", "\uFEFF"}) {
        EXPECT_EQ(harmless(std::string("fdp.") + mark + "exe"), "fdp.?exe");
    }
    EXPECT_EQ(harmless("\u200D\u2027\u202F\u2065\u206A"), "\u200D\u2027\u202F\u2065\u206A");
}

TEST(HarmlessText, ReplacesWhatIsNoUtf8) {
    EXPECT_EQ(harmless("a\x9B"
                       "31m\xFF"),
              "a?31m?");
    EXPECT_EQ(harmless("cut \xC3"), "cut ?");
}

TEST(HarmlessText, LetsLineEndsStandWhereTheyMay) {
    EXPECT_EQ(harmless("a\nb"), "a?b");
    EXPECT_EQ(harmless_lines("a\nb\r\n"), "a\nb?\n");
}

TEST(HarmlessText, KeepsWhatJsonMeans) {
    const nlohmann::json meant = {{"name", "\u009B31m \u202E \x7F \n \x1B ø"}};
    for (const int indent : {-1, 2}) {
        const auto text = harmless_json(meant.dump(indent));
        EXPECT_EQ(nlohmann::json::parse(text), meant);
        EXPECT_EQ(harmless_lines(text), text);
    }
}

TEST(HarmlessText, WritesReferencesInXml) {
    EXPECT_EQ(harmless_xml("<a>\u009B\u202E\tø\n</a>"), "<a>&#x9b;&#x202e;&#x9;ø\n</a>");
}

}  // namespace
}  // namespace indgang
