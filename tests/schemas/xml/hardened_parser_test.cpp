// SPDX-License-Identifier: MPL-2.0
#include "schemas/xml/hardened_parser.h"

#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <string>

#include "schemas/core/limits.h"
#include "tests/schemas/xml/reading.h"

namespace indgang::xml {
namespace {

Refusal refusal(std::string_view text) {
    return refusal_of([&] { (void)HardenedParser().parse(text); });
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    out.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        out += text;
    }
    return out;
}

/// CPU time of this process, which other work on the machine does not change.
double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

constexpr auto depth = static_cast<std::size_t>(limits::xml_depth);
constexpr auto elements = static_cast<std::size_t>(limits::xml_elements);

TEST(HardenedParser, GivesTheTree) {
    const XmlDocPtr document = HardenedParser().parse("<a>\n  <b>x &amp; &#229;</b>\n</a>");
    const xmlNode* root = xmlDocGetRootElement(document.get());
    ASSERT_STREQ(chars(root->children->name), "b");
    EXPECT_EQ(text_in(root->children), "x & å");
}
TEST(HardenedParser, TakesCdataAsTextAndLeavesCommentsOut) {
    const XmlDocPtr document =
        HardenedParser().parse("<a>x<!-- no --><![CDATA[<y>]]><?pi no?>z</a>");
    EXPECT_EQ(text_in(xmlDocGetRootElement(document.get())), "x<y>z");
}
TEST(HardenedParser, IgnoresTheDeclaredEncodingOfConvertedText) {
    const XmlDocPtr document =
        HardenedParser().parse("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>å</a>");
    EXPECT_EQ(text_in(xmlDocGetRootElement(document.get())), "å");
}

TEST(HardenedParser, NamesTheLineOfWhatIsMalformed) {
    const Refusal refused = refusal("<a>\n<b>\n</c>\n</a>");
    EXPECT_EQ(refused.reason, "xml_malformed");
    EXPECT_EQ(refused.place, "line 3, /a/b");
}
TEST(HardenedParser, MalformedDocumentsAreRefused) {
    for (const char* text :
         {"", " ", "no", "<a>", "<a><b></a>", "<a/><b/>", "<a b=c/>", "<a b='1' b='2'/>",
          "<a>&undeclared;</a>", "<a>&#0;</a>", "<a>&#x1F;</a>", "<x:a/>", "<a x:b='1'/>",
          "<a><![CDATA[</a>", "<a><!-- </a>", "<a>]]></a>", "<?xml version='9.9'?><a/>"}) {
        EXPECT_EQ(refusal(text).reason, "xml_malformed") << text;
    }
}
TEST(HardenedParser, MessagesHoldNoText) {
    const Refusal refused = refusal("<a>6101551234</b>");
    EXPECT_EQ((refused.message + refused.place).find("6101"), std::string::npos);
}

TEST(HardenedParser, BillionLaughsIsRefused) {
    std::string text = "<!DOCTYPE a [<!ENTITY l0 \"lol\">";
    for (int i = 1; i < 10; ++i) {
        text += "<!ENTITY l" + std::to_string(i) + " \"" +
                repeated("&l" + std::to_string(i - 1) + ";", 10) + "\">";
    }
    EXPECT_EQ(refusal(text + "]><a>&l9;</a>").reason, "xml_doctype_refused");
}
TEST(HardenedParser, QuadraticBlowUpIsRefused) {
    EXPECT_EQ(refusal("<!DOCTYPE a [<!ENTITY b \"" + std::string(100'000, 'B') + "\">]><a>" +
                      repeated("&b;", 20'000) + "</a>")
                  .reason,
              "xml_doctype_refused");
}
TEST(HardenedParser, ExternalEntityIsRefused) {
    EXPECT_EQ(refusal("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>").reason,
              "xml_doctype_refused");
}
TEST(HardenedParser, ParameterEntityIsRefused) {
    EXPECT_EQ(
        refusal("<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://127.0.0.1/e.dtd\"> %p;]><a/>").reason,
        "xml_doctype_refused");
}
TEST(HardenedParser, ExternalDtdIsRefused) {
    EXPECT_EQ(refusal("<!DOCTYPE a SYSTEM \"http://127.0.0.1/a.dtd\"><a/>").reason,
              "xml_doctype_refused");
}
TEST(HardenedParser, EmptyDoctypeIsRefusedWithItsLine) {
    const Refusal refused = refusal("<?xml version='1.0'?>\n<!-- <!DOCTYPE> -->\n<!DOCTYPE a><a/>");
    EXPECT_EQ(refused.reason, "xml_doctype_refused");
    EXPECT_EQ(refused.place, "line 3");
}
TEST(HardenedParser, DoctypeInACommentOrCdataIsText) {
    EXPECT_EQ(refusal("<a><!-- <!DOCTYPE a> --><![CDATA[<!DOCTYPE a>]]></a>").reason, "");
}
TEST(HardenedParser, XIncludeIsOnlyAnElement) {
    const XmlDocPtr document = HardenedParser().parse(
        "<a xmlns:xi=\"http://www.w3.org/2001/XInclude\">"
        "<xi:include href=\"file:///etc/passwd\" parse=\"text\"/></a>");
    const xmlNode* include = xmlDocGetRootElement(document.get())->children;
    ASSERT_STREQ(chars(include->name), "include");
    EXPECT_EQ(include->children, nullptr);
}

TEST(HardenedParser, AsDeepAsAllowedIsTaken) {
    EXPECT_EQ(refusal(repeated("<a>", depth) + repeated("</a>", depth)).reason, "");
}
TEST(HardenedParser, OneDeeperIsRefused) {
    const Refusal refused = refusal(repeated("<a>", depth + 1) + repeated("</a>", depth + 1));
    EXPECT_EQ(refused.reason, "xml_too_deep");
    EXPECT_EQ(refused.kind, ErrorKind::limit);
}
TEST(HardenedParser, TwoHundredThousandLevelsAreRefused) {
    EXPECT_EQ(refusal(repeated("<a>", 200'000)).reason, "xml_too_deep");
}
TEST(HardenedParser, AsManyElementsAsAllowedAreTaken) {
    EXPECT_EQ(refusal("<a>" + repeated("<b/>", elements - 1) + "</a>").reason, "");
}
TEST(HardenedParser, OneElementMoreIsRefused) {
    EXPECT_EQ(refusal("<a>" + repeated("<b/>", elements) + "</a>").reason, "xml_too_many_elements");
}
TEST(HardenedParser, AMillionElementsAreRefusedAtOnce) {
    const std::string text = "<a>" + repeated("<b/>", 1'000'000) + "</a>";
    const double before = cpu_seconds();
    EXPECT_EQ(refusal(text).reason, "xml_too_many_elements");
    EXPECT_LT(cpu_seconds() - before, 1.0);
}
TEST(HardenedParser, ManyAttributesAreRefusedBeforeTheParserComparesThem) {
    std::string text = "<a";
    for (int i = 0; i < 80'000; ++i) {
        text += " a" + std::to_string(i) + "=''";
    }
    const double before = cpu_seconds();
    EXPECT_EQ(refusal(text + "/>").reason, "xml_too_many_attributes");
    // The parser alone takes 15 s here.
    EXPECT_LT(cpu_seconds() - before, 1.0);
}
TEST(HardenedParser, ManyNamespacesAreRefused) {
    std::string text = "<a";
    for (int i = 0; i <= limits::xml_attributes; ++i) {
        text += " xmlns:n" + std::to_string(i) + "=\"urn:n\"";
    }
    EXPECT_EQ(refusal(text + "/>").reason, "xml_too_many_attributes");
}
TEST(HardenedParser, AsManyAttributesAsAllowedAreTaken) {
    std::string text = "<a";
    for (int i = 0; i < limits::xml_attributes; ++i) {
        text += " a" + std::to_string(i) + "='> < \" '";
    }
    EXPECT_EQ(refusal(replaced(text, " < ", " ") + "/>").reason, "xml_malformed");
    std::string legal = "<a";
    for (int i = 0; i < limits::xml_attributes; ++i) {
        legal += " a" + std::to_string(i) + "='> \" '";
    }
    EXPECT_EQ(refusal(legal + "/>").reason, "");
}
TEST(HardenedParser, LongTextIsRefused) {
    EXPECT_EQ(refusal("<a>" + std::string(limits::xml_text_bytes, 'x') + "</a>").reason, "");
    EXPECT_EQ(refusal("<a>" + std::string(limits::xml_text_bytes + 1, 'x') + "</a>").reason,
              "xml_text_too_long");
}
TEST(HardenedParser, LongTextInPiecesIsRefused) {
    const std::string piece(limits::xml_text_bytes / 2, 'x');
    EXPECT_EQ(refusal("<a>" + piece + "<b/><![CDATA[" + piece + "]]>x</a>").reason,
              "xml_text_too_long");
}
TEST(HardenedParser, LongAttributeIsRefused) {
    EXPECT_EQ(refusal("<a b='" + std::string(limits::xml_text_bytes + 1, 'x') + "'/>").reason,
              "xml_text_too_long");
}

TEST(HardenedParser, ADocumentAfterARefusalIsParsedAsIfAlone) {
    HardenedParser parser;
    for (const char* bad : {"<a><b>", "<!DOCTYPE a><a/>", "<x:a/>"}) {
        EXPECT_NE(refusal_of([&] { (void)parser.parse(bad); }).reason, "");
        const XmlDocPtr document = parser.parse("<a>ok</a>");
        EXPECT_EQ(text_in(xmlDocGetRootElement(document.get())), "ok");
    }
}
TEST(HardenedParser, DocumentsOutliveTheParser) {
    XmlDocPtr document;
    {
        HardenedParser parser;
        document = parser.parse("<some_name>text</some_name>");
        for (int i = 0; i < 30'000; ++i) {
            (void)parser.parse("<n" + std::to_string(i) + "/>");
        }
    }
    EXPECT_STREQ(chars(xmlDocGetRootElement(document.get())->name), "some_name");
}

TEST(PathOf, NumbersSiblingsOfTheSameName) {
    const XmlDocPtr document = HardenedParser().parse("<a><b/><c/><b><d/></b></a>");
    const xmlNode* root = xmlDocGetRootElement(document.get());
    EXPECT_EQ(path_of(root->children), "/a/b[1]");
    EXPECT_EQ(path_of(root->children->next), "/a/c");
    EXPECT_EQ(path_of(root->last->children), "/a/b[2]/d");
}
TEST(PathOf, CutsLongNames) {
    const XmlDocPtr document = HardenedParser().parse("<" + repeated("å", 500) + "/>");
    EXPECT_EQ(path_of(xmlDocGetRootElement(document.get())), "/" + repeated("å", 30) + "...");
}

}  // namespace
}  // namespace indgang::xml
