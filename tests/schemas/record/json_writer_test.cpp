// SPDX-License-Identifier: MPL-2.0
#include "schemas/record/json_writer.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/error/error.h"
#include "schemas/record/json_document.h"
#include "schemas/record/json_node.h"

namespace indgang::record {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(std::string_view value) {
    JsonWriter out;
    out.text(value);
    return out.take();
}

std::string number_of(double value) {
    JsonWriter out;
    out.number(value);
    return out.take();
}

TEST(JsonWriter, PutsCommasBetweenElementsAndMembersOnly) {
    JsonWriter out;
    out.begin_object();
    out.member("a", 1);
    out.key("b");
    out.begin_array();
    out.begin_object();
    out.end_object();
    out.text("[");
    out.begin_array();
    out.end_array();
    out.boolean(false);
    out.end_array();
    out.member("c:", std::string("{"));
    out.key("d");
    out.json("[1]");
    out.end_object();
    EXPECT_EQ(out.take(), R"({"a":1,"b":[{},"[",[],false],"c:":"{","d":[1]})");
}

/// Texts are looked through eight bytes at a time: what needs another writing is found at each
/// place of eight, beside each other byte.
TEST(JsonWriter, WritesWhatItReadsBackWhereverItStands) {
    const std::vector<std::string> needing{
        "\"",       "\\", "\n", std::string(1, '\x1f'), std::string(1, '\0'), "\x7f",
        "\xC3\xA6", " ",  "~"};
    constexpr std::size_t longest = 19;
    for (const auto& special : needing) {
        for (const char filler : {'a', '!', '#', '[', ']', '\x7f', ' '}) {
            for (std::size_t size = 0; size < longest; ++size) {
                for (std::size_t at = 0; at <= size; ++at) {
                    std::string text(size, filler);
                    text.insert(at, special);
                    const auto written = text_of(text);
                    EXPECT_EQ(Json::parse(written).get<std::string>(), text);
                    EXPECT_EQ(written, Json(text).dump()) << "as another writer does";
                    const JsonDocument document(written);
                    EXPECT_EQ(JsonNode(document).string(), text);
                }
            }
        }
    }
}

TEST(JsonDocument, TakesNoControlCharacterWhereverItStands) {
    constexpr std::size_t longest = 19;
    for (std::size_t at = 0; at < longest; ++at) {
        std::string text(longest, 'a');
        text[at] = '\x1f';
        EXPECT_THROW(JsonDocument('"' + text + '"'), Error) << at;
        text[at] = '\xff';
        EXPECT_THROW(JsonDocument('"' + text + '"'), Error) << at;
    }
}

TEST(JsonWriter, EscapesKeysThatAreNoLiterals) {
    JsonWriter out;
    out.begin_object();
    out.member(std::string("a\"b"), 1);
    out.key(std::string_view("c\n"));
    out.whole(2);
    out.end_object();
    EXPECT_EQ(out.take(), R"({"a\"b":1,"c\n":2})");
}

TEST(JsonWriter, WritesAnotherDocumentAfterOneWasTaken) {
    JsonWriter out;
    out.begin_array();
    out.end_array();
    EXPECT_EQ(out.take(), "[]");
    out.text("a");
    EXPECT_EQ(out.take(), "\"a\"");
}

TEST(JsonWriter, PicksTheWritingByType) {
    JsonWriter out;
    out.begin_array();
    out.value("true");
    out.value(true);
    out.value(1);
    out.value(1.0);
    out.end_array();
    EXPECT_EQ(out.take(), R"(["true",true,1,1.0])");
}

TEST(JsonWriter, WritesAnyBytesAsTheLibraryDoes) {
    std::mt19937 random(1);
    // Bytes that begin, continue and break sequences of UTF-8, and what JSON escapes.
    constexpr std::string_view interesting =
        "\"\\/\b\f\n\r\t\x01\x1f\x7f az\x80\x8f\x90\x9f\xa0\xbf\xc0\xc2\xdf\xe0\xe6\xed\xef\xf0\xf4"
        "\xf5\xff";
    for (int i = 0; i < 20'000; ++i) {
        std::string value;
        for (auto length = random() % 9; length > 0; --length) {
            value += interesting[random() % interesting.size()];
        }
        ASSERT_EQ(text_of(value), Json(value).dump(-1, ' ', false, Json::error_handler_t::replace))
            << i;
    }
}

TEST(JsonWriter, KeepsEveryDoubleExactly) {
    std::mt19937_64 random(1);
    for (int i = 0; i < 20'000; ++i) {
        const auto value = std::bit_cast<double>(random());
        if (!std::isfinite(value) || std::fpclassify(value) == FP_SUBNORMAL) {
            continue;
        }
        const std::string text = number_of(value);
        const JsonDocument document(text);
        ASSERT_EQ(std::bit_cast<std::uint64_t>(JsonNode(document).number()),
                  std::bit_cast<std::uint64_t>(value))
            << text;
        ASSERT_EQ(Json::parse(text).get<double>(), value);
    }
}

TEST(JsonWriter, WritesProbabilitiesAsTheLibraryDoes) {
    for (int thousandths = 1; thousandths <= 1000; ++thousandths) {
        const double probability = thousandths / 1000.0;
        ASSERT_EQ(number_of(probability), Json(probability).dump());
    }
    EXPECT_EQ(number_of(0), "0.0");
}

TEST(JsonWriter, WritesNullForWhatIsNoNumber) {
    EXPECT_EQ(number_of(std::numeric_limits<double>::quiet_NaN()), "null");
    EXPECT_EQ(number_of(std::numeric_limits<double>::infinity()), "null");
}

TEST(JsonWriter, WritesTheSmallestAndTheLargestWholeNumber) {
    JsonWriter out;
    out.begin_array();
    out.whole(std::numeric_limits<std::int64_t>::min());
    out.whole(std::numeric_limits<std::int64_t>::max());
    out.end_array();
    EXPECT_EQ(out.take(), "[-9223372036854775808,9223372036854775807]");
}

}  // namespace
}  // namespace indgang::record
