// SPDX-License-Identifier: MPL-2.0
// The reader against nlohmann's as the oracle: on valid texts, on texts with a few bytes changed,
// and on random texts of JSON's own characters, both take the same and read the same from it.
#include "schemas/record/json_document.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <random>

#include "schemas/error/error.h"
#include "schemas/record/json_node.h"
#include "tests/schemas/record/sample_record.h"

namespace indgang::record {
namespace {

// Members twice are the node's matter, not the document's, so trees here keep the last as the
// library does; numbers are compared as doubles.
nlohmann::json tree_of(const JsonNode& node) {
    switch (node.kind()) {
        case JsonKind::null:
            return nullptr;
        case JsonKind::boolean:
            return node.boolean();
        case JsonKind::number:
            return node.number();
        case JsonKind::string:
            return std::string(node.string());
        case JsonKind::array: {
            auto array = nlohmann::json::array();
            node.each([&](const JsonNode& element) { array.push_back(tree_of(element)); });
            return array;
        }
        case JsonKind::object: {
            auto object = nlohmann::json::object();
            node.each_member([&](std::string_view name, const JsonNode& member) {
                object[std::string(name)] = tree_of(member);
            });
            return object;
        }
    }
    return nullptr;
}

std::optional<nlohmann::json> ours(const std::string& text) {
    try {
        const JsonDocument document(text);
        return tree_of(JsonNode(document));
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::bad_input);
        return std::nullopt;
    }
}

std::optional<nlohmann::json> theirs(const std::string& text) {
    try {
        return nlohmann::json::parse(text);
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    }
}

std::string some_bytes(std::mt19937& random, std::size_t most) {
    constexpr std::string_view interesting =
        "{}[]:,\"\\/bfnrtu0123456789abcdefDC.-+eE \n\ttruefalsenull\x80\xc3\xa6\xed\xf0\x9f\x01";
    std::string bytes;
    for (auto length = random() % (most + 1); length > 0; --length) {
        bytes += interesting[random() % interesting.size()];
    }
    return bytes;
}

TEST(JsonDocument, ReadsWhatTheLibraryReads) {
    for (const std::string text :
         {R"([])", R"({})", R"( { "a" : [ 1 , -2.5e-3 , true , false , null , "x" ] , "" : {} } )",
          R"("\"\\\/\b\f\n\r\t\u0041\u00e6\u20ac\ud83d\ude00\u0000z")", "\"\xC3\xA6\x7F\"", "0",
          "-0", "1E+2", "[[[[1]]]]"}) {
        ASSERT_TRUE(ours(text)) << text;
        EXPECT_EQ(*ours(text), *theirs(text)) << text;
    }
}

TEST(JsonDocument, RefusesWhatIsNoJson) {
    for (const std::string text : {"",
                                   " ",
                                   "{",
                                   "[1,]",
                                   "{\"a\":1,}",
                                   "{\"a\"}",
                                   "{a:1}",
                                   "01",
                                   "1.",
                                   ".5",
                                   "+1",
                                   "-",
                                   "1e",
                                   "nul",
                                   "True",
                                   "\"",
                                   "\"\\x\"",
                                   "\"\\u12\"",
                                   "\"\\u12g4\"",
                                   "\"\\ud800\"",
                                   "\"\\ud800\\u0041\"",
                                   "\"\\udc00\"",
                                   "\"\t\"",
                                   "\"\x80\"",
                                   "\"\xC0\xAF\"",
                                   "\"\xED\xA0\x80\"",
                                   "\"\xF4\x90\x80\x80\"",
                                   "\"\xE2\x82",
                                   "[1 2]",
                                   "{} {}",
                                   "//",
                                   "NaN"}) {
        EXPECT_FALSE(ours(text)) << text;
        EXPECT_FALSE(theirs(text)) << text;
    }
}

TEST(JsonDocument, AgreesWithTheLibraryOnChangedRecords) {
    std::mt19937 random(1);
    const std::string whole = to_json(sample_settled());
    int taken = 0;
    for (int i = 0; i < 4'000; ++i) {
        std::string text = whole;
        for (auto changes = 1 + random() % 3; changes > 0; --changes) {
            const auto at = random() % text.size();
            text.replace(at, std::min<std::size_t>(random() % 3, text.size() - at),
                         some_bytes(random, 2));
        }
        const auto read = ours(text);
        ASSERT_EQ(read, theirs(text)) << text;
        taken += read ? 1 : 0;
    }
    EXPECT_GT(taken, 400);
    EXPECT_LT(taken, 3'600);
}

TEST(JsonDocument, AgreesWithTheLibraryOnRandomTexts) {
    std::mt19937 random(2);
    int taken = 0;
    for (int i = 0; i < 100'000; ++i) {
        const std::string text =
            random() % 2 == 0 ? some_bytes(random, 6) : "\"" + some_bytes(random, 7) + "\"";
        const auto read = ours(text);
        ASSERT_EQ(read, theirs(text)) << text;
        taken += read ? 1 : 0;
    }
    EXPECT_GT(taken, 10'000);
}

TEST(JsonDocument, RecordsWithBytesChangedAreReadOrRefusedAndNeverMore) {
    std::mt19937 random(3);
    const std::string whole = to_json(sample_settled());
    for (int i = 0; i < 4'000; ++i) {
        std::string text = whole;
        text[random() % text.size()] = some_bytes(random, 8).append(1, 'x').front();
        try {
            const std::string again = to_json(parse_settled_record(text));
            EXPECT_EQ(to_json(parse_settled_record(again)), again);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::bad_input) << text;
        }
    }
}

TEST(JsonDocument, RefusesDeepNesting) {
    const auto nested = [](int depth) {
        const auto count = static_cast<std::size_t>(depth);
        return std::string(count, '[') + std::string(count, ']');
    };
    EXPECT_TRUE(ours(nested(JsonDocument::deepest)));
    EXPECT_FALSE(ours(nested(JsonDocument::deepest + 1)));
    EXPECT_FALSE(ours(std::string(1'000'000, '[')));
}

TEST(JsonDocument, NamesTheByteOfTroubleAndQuotesNothing) {
    try {
        const JsonDocument document(R"({"cpr":"6101551234)");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.reason(), "json_malformed");
        EXPECT_EQ(error.place(), "byte 19");
        EXPECT_EQ(std::string(error.what()).find("6101551234"), std::string::npos);
    }
}

TEST(JsonNode, RefusesAMemberThatStandsTwice) {
    const std::string text = R"({"a":1,"b":2,"a":3})";
    const JsonDocument document(text);
    EXPECT_THROW(JsonNode(document).expect_members({"a", "b"}), Error);
}

TEST(JsonNode, TakesMembersInAnyOrder) {
    const std::string text = R"({"c":3,"a":1,"b":2})";
    const JsonDocument document(text);
    const JsonNode node(document);
    EXPECT_NO_THROW(node.expect_members({"a", "b", "c"}));
    EXPECT_EQ(node.member("b").integer(), 2);
    EXPECT_THROW(node.expect_members({"a", "b"}), Error);
}

TEST(JsonNode, RefusesNumbersBeyondTheirRange) {
    const std::string text = R"([1e999,99999999999999999999,1.0])";
    const JsonDocument document(text);
    int refused = 0;
    JsonNode(document).each([&](const JsonNode& element) {
        try {
            static_cast<void>(element.integer());
        } catch (const Error&) {
            ++refused;
        }
    });
    EXPECT_EQ(refused, 3);
    const std::string huge = "1e999";
    const JsonDocument number(huge);
    EXPECT_THROW(static_cast<void>(JsonNode(number).number()), Error);
}

TEST(RecordJson, RefusesAFactThatStandsTwice) {
    std::string text = to_json(sample_inquired());
    const std::string fact = R"("adressebeskyttet":{"kind":"yes_no","value":"nej"},)";
    const auto at = text.find(fact);
    ASSERT_NE(at, std::string::npos);
    text.insert(at, fact);
    EXPECT_THROW(static_cast<void>(parse_inquired_record(text)), Error);
}

}  // namespace
}  // namespace indgang::record
