// SPDX-License-Identifier: MPL-2.0
#include "schemas/json/hardened_parser.h"

#include <gtest/gtest.h>

#include <string>

#include "schemas/core/limits.h"
#include "tests/schemas/json/reading.h"

namespace indgang::json {
namespace {

const Names known{"a", "b", "rows"};

Refusal refusal(std::string_view document) {
    return refusal_of([&] { static_cast<void>(parse(view_of(document), known)); });
}

std::string nested(int levels, std::string_view inner) {
    std::string text;
    for (int i = 0; i < levels; ++i) {
        text += "[";
    }
    return text.append(inner).append(static_cast<std::size_t>(levels), ']');
}

TEST(JsonParser, KeepsNumbersAsTheyStand) {
    const std::string_view document =
        R"({"a": [0, -0.10, 8450, 100000000000000000000000, 6.234e3, 0.1000000000000000055511151]})";
    const Node root = parse(view_of(document), known);
    std::vector<std::string> numbers;
    for (const Node& each : root.inner.at(0).inner) {
        EXPECT_EQ(each.kind, Kind::number);
        numbers.push_back(each.text);
    }
    EXPECT_EQ(numbers, (std::vector<std::string>{"0", "-0.10", "8450", "100000000000000000000000",
                                                 "6.234e3", "0.1000000000000000055511151"}));
}

TEST(JsonParser, TellsEachKindOfValue) {
    const Node root =
        parse(view_of(R"({"a": null, "b": [true, false, "\u00e6\n"], "c": {}})"), known);
    ASSERT_EQ(root.inner.size(), 3U);
    EXPECT_EQ(root.inner[0].kind, Kind::null);
    EXPECT_EQ(root.inner[0].name, "a");
    EXPECT_EQ(root.inner[1].inner[0].text, "true");
    EXPECT_EQ(root.inner[1].inner[1].text, "false");
    EXPECT_EQ(root.inner[1].inner[2].text, "æ\n");
    EXPECT_EQ(root.inner[2].kind, Kind::object);
}

TEST(JsonParser, TakesWhatIsNestedAsDeepAsXmlMayBe) {
    EXPECT_EQ(refusal(nested(limits::xml_depth, "1")).reason, "");
    const Refusal refused = refusal(nested(limits::xml_depth + 1, "1"));
    EXPECT_EQ(refused.reason, "json_too_deep");
    EXPECT_EQ(refused.kind, ErrorKind::limit);
}

TEST(JsonParser, StopsAtADepthThatWouldUseUpAnyStack) {
    EXPECT_EQ(refusal(std::string(limits::xml_bytes, '[')).reason, "json_too_deep");
}

TEST(JsonParser, CountsValues) {
    const auto list = [](int count) {
        std::string text = "[1";
        for (int i = 1; i < count; ++i) {
            text += ",1";
        }
        return text + "]";
    };
    EXPECT_EQ(refusal(list(limits::xml_elements - 1)).reason, "");
    EXPECT_EQ(refusal(list(limits::xml_elements)).reason, "json_too_many_members");
}

TEST(JsonParser, LimitsEachText) {
    const auto text = [](std::size_t size) {
        return R"({"a": ")" + std::string(size, 'x') + "\"}";
    };
    EXPECT_EQ(refusal(text(limits::xml_text_bytes)).reason, "");
    const Refusal refused = refusal(text(limits::xml_text_bytes + 1));
    EXPECT_EQ(refused.reason, "json_text_too_long");
    EXPECT_EQ(refused.place, "/a");
    EXPECT_EQ(refusal("{\"" + std::string(limits::xml_text_bytes + 1, 'x') + "\": 1}").reason,
              "json_text_too_long");
}

TEST(JsonParser, LimitsTheDocument) {
    EXPECT_EQ(refusal("[]" + std::string(limits::xml_bytes - 2, ' ')).reason, "");
    EXPECT_EQ(refusal("[]" + std::string(limits::xml_bytes - 1, ' ')).reason, "json_too_large");
}

TEST(JsonParser, RefusesAMemberThatStandsTwice) {
    const Refusal refused = refusal(R"({"rows": [{"a": 1}, {"a": 1, "b": 2, "a": 3}]})");
    EXPECT_EQ(refused.reason, "json_malformed");
    EXPECT_EQ(refused.place, "/rows/1/a");
    EXPECT_EQ(refusal(R"({"a": 1, "\u0061": 1})").reason, "json_malformed");
    EXPECT_EQ(refusal(R"([{"a": 1}, {"a": 1}])").reason, "");
}

TEST(JsonParser, RefusesCharactersThatXmlCannotHold) {
    for (const std::string_view escape : {"\\u0000", "\\u0001", "\\u001f", "\\ufffe", "\\uffff"}) {
        const Refusal refused = refusal(R"({"a": [1, "x)" + std::string(escape) + "\"]}");
        EXPECT_EQ(refused.reason, "json_invalid") << escape;
        EXPECT_EQ(refused.place, "/a/1") << escape;
    }
    EXPECT_EQ(refusal(R"({"a": "\t\n\r\u0020\u0085\ufffd"})").reason, "");
    EXPECT_EQ(refusal("{\"\\u0000\": 1}").reason, "json_invalid");
}

TEST(JsonParser, TakesUtf8Alone) {
    EXPECT_EQ(refusal("\xEF\xBB\xBF{\"a\": \"æ\"}").reason, "");
    for (const std::string& document :
         {std::string("{\"a\": \"\xE6\"}"), std::string("{\"a\":\n\"\xC0\x80\"}"),
          std::string("\xFF\xFE{\0}\0", 6), std::string("\xFE\xFF\0{\0}", 6),
          std::string("{\0}\0", 4), std::string("\0{\0}", 4)}) {
        EXPECT_EQ(refusal(document).reason, "json_encoding_refused") << document;
    }
    EXPECT_EQ(refusal("{\"a\":\n\"\xC0\x80\"}").place, "line 2");
}

TEST(JsonParser, SaysWhereADocumentIsNoJson) {
    EXPECT_EQ(refusal("{\"a\": 1,\n\"rows\": [{\"b\": }]}").place, "line 2, /rows/0");
    for (const std::string_view document :
         {"", " ", "{", "{}{}", "{'a': 1}", "{\"a\": 01}", "{\"a\": NaN}", "{\"a\": Infinity}",
          "{\"a\": 1,}", "// no\n{}", "{\"a\": \"\t\"}", "{\"a\": \"\\ud800\"}", "{\"a\": 1e999}",
          "{\"a\": +1}", "{\"a\": .5}", "nul"}) {
        EXPECT_EQ(refusal(document).reason, "json_malformed") << document;
    }
}

TEST(JsonParser, TellsNoNameAndNoTextOfASender) {
    for (const std::string_view document :
         {R"({"Svendsen-2401901234": [tru]})", R"({"Svendsen": 1, "Svendsen": 2})",
          R"({"Svendsen": {"x": "\u0000 Svendsen"}})", R"({"a": "Svendsen" "b"})"}) {
        const Refusal refused = refusal(document);
        EXPECT_NE(refused.reason, "") << document;
        EXPECT_EQ((refused.place + refused.message).find("Svendsen"), std::string::npos)
            << refused.place << ": " << refused.message;
    }
    EXPECT_EQ(refusal(R"({"Svendsen": [tru]})").place, "line 1, /*");
}

}  // namespace
}  // namespace indgang::json
