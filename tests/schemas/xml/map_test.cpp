// SPDX-License-Identifier: MPL-2.0
#include "schemas/xml/map.h"

#include <gtest/gtest.h>

#include <string>

#include "schemas/core/limits.h"
#include "schemas/xml/hardened_parser.h"
#include "tests/schemas/xml/reading.h"

namespace indgang::xml {
namespace {

form::Field field(const std::string& id, ValueKind kind) {
    form::Field made;
    made.id = id;
    made.kind = kind;
    return made;
}

form::Field row_field(int row, const std::string& name, ValueKind kind) {
    form::Field made = field("people." + std::to_string(row) + "." + name, kind);
    made.table = "people";
    made.row = row;
    return made;
}

/// A small form by hand, so that these tests need no file.
form::FormDefinition small_form() {
    form::FormDefinition form;
    form.key = {"small", "1"};
    form.fields = {field("cpr", ValueKind::cpr),
                   field("first", ValueKind::name),
                   field("middle", ValueKind::name),
                   field("last", ValueKind::name),
                   field("street", ValueKind::street),
                   field("number", ValueKind::house_number),
                   field("floor", ValueKind::floor),
                   field("door", ValueKind::door),
                   field("rent", ValueKind::amount),
                   field("text", ValueKind::text),
                   field("signature", ValueKind::signature),
                   row_field(1, "cpr", ValueKind::cpr),
                   row_field(1, "name", ValueKind::name),
                   row_field(2, "cpr", ValueKind::cpr),
                   row_field(2, "name", ValueKind::name)};
    form.tables = {{"people", 2, 1}};
    return form;
}

std::string map_of(const std::string& lines) {
    return "<map xmlns=\"urn:indgang:map:1\">\n" + lines + "\n</map>";
}

record::ApplicationRecord applied(const std::string& map_lines, const std::string& content) {
    static const form::FormDefinition form = small_form();
    const FieldMap map = FieldMap::parse(map_of(map_lines), "test.map.xml", form, "r");
    const XmlDocPtr document = HardenedParser().parse("<r>" + content + "</r>");
    return map.apply(*xmlDocGetRootElement(document.get()));
}

Refusal broken(const std::string& map_text) {
    const form::FormDefinition form = small_form();
    return refusal_of([&] { (void)FieldMap::parse(map_text, "test.map.xml", form, "r"); });
}

std::string xpath_of(const record::ApplicationRecord& record, std::string_view id) {
    return std::get<record::Submitted>(record.field(id)->provenance).place;
}

TEST(FieldMap, TakesTextWithItsXPath) {
    const auto record =
        applied("<take path='a/b' field='cpr'/>", "<a><b> urn:oio:cpr:6101551234 </b></a>");
    EXPECT_EQ(canonical(record, "cpr"), "6101551234");
    EXPECT_EQ(record.field("cpr")->raw, " urn:oio:cpr:6101551234 ");
    EXPECT_EQ(xpath_of(record, "cpr"), "/r/a/b");
    EXPECT_TRUE(record.field("cpr")->is_accepted);
    EXPECT_TRUE(record.findings.empty());
}
TEST(FieldMap, EveryFieldStandsOnceInTheOrderOfTheForm) {
    const auto record = applied("<take path='a' field='text'/>", "<a>x</a>");
    const form::FormDefinition form = small_form();
    ASSERT_EQ(record.fields.size(), form.fields.size());
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
        EXPECT_EQ(record.fields[i].field, form.fields[i].id);
    }
}
TEST(FieldMap, WhatIsNotThereIsEmptyAndAccepted) {
    const auto record = applied("<take path='a' field='text'/>", "<a> \n </a>");
    EXPECT_FALSE(record.field("text")->value);
    EXPECT_EQ(record.field("text")->raw, "");
    EXPECT_TRUE(record.field("text")->is_accepted);
}
TEST(FieldMap, WhatDoesNotParseIsADoubtWithItsRawText) {
    const auto record = applied("<take path='a' field='cpr'/>", "<a>3102551234</a>");
    EXPECT_FALSE(record.field("cpr")->value);
    EXPECT_EQ(record.field("cpr")->raw, "3102551234");
    EXPECT_FALSE(record.field("cpr")->is_accepted);
    EXPECT_EQ(record.field("cpr")->doubt, "cpr_no_such_day");
    EXPECT_EQ(xpath_of(record, "cpr"), "/r/a");
}
TEST(FieldMap, TextBeyondTheLimitOfAValueIsADoubtAndCutBetweenCharacters) {
    std::string text(limits::value_bytes - 1, 'x');
    const auto record = applied("<take path='a' field='text'/>", "<a>" + text + "åå</a>");
    EXPECT_EQ(record.field("text")->doubt, "text_too_long");
    EXPECT_EQ(record.field("text")->raw, text);
}
TEST(FieldMap, DanishNotationIsAskedFor) {
    const auto xml = applied("<take path='a' field='rent'/>", "<a>1.234</a>");
    const auto danish = applied("<take path='a' field='rent' notation='danish'/>", "<a>1.234</a>");
    EXPECT_EQ(xml.field("rent")->doubt, "amount_ambiguous");
    EXPECT_EQ(canonical(danish, "rent"), "1234");
}
TEST(FieldMap, DoubleEscapingIsTakenBack) {
    const auto record = applied("<take path='a' field='text' escaped='twice'/>",
                                "<a>R&amp;amp;D &amp;quot;x&amp;quot;</a>");
    EXPECT_EQ(canonical(record, "text"), "R&D \"x\"");
}
TEST(FieldMap, PresenceMakesASignatureOfAName) {
    const auto record =
        applied("<take path='a' field='signature' as='presence'/>", "<a>Åge Sørensen</a>");
    ASSERT_NE(record.value("signature"), nullptr);
    EXPECT_EQ(*record.value("signature"), Value::of_signature(true));
}
TEST(FieldMap, NamesAreSplit) {
    const auto record =
        applied("<take path='a' split='name' first='first' middle='middle' last='last'/>",
                "<a>Åse Bøgh Sørensen</a>");
    EXPECT_EQ(canonical(record, "first"), "Åse");
    EXPECT_EQ(canonical(record, "middle"), "Bøgh");
    EXPECT_EQ(canonical(record, "last"), "Sørensen");
}
constexpr const char* address_line =
    "<take path='a' split='address' street='street' house_number='number' floor='floor' "
    "door='door'/>";
TEST(FieldMap, AddressesAreSplit) {
    const auto record = applied(address_line, "<a>Ridehusgade 49, 2. th</a>");
    EXPECT_EQ(canonical(record, "street"), "Ridehusgade");
    EXPECT_EQ(canonical(record, "number"), "49");
    EXPECT_EQ(canonical(record, "floor"), "2");
    EXPECT_EQ(canonical(record, "door"), "th");
}
TEST(FieldMap, AddressesThatCannotBeSplitAreADoubt) {
    const auto record = applied(address_line, "<a>hos Jens</a>");
    EXPECT_EQ(record.field("street")->doubt, "address_not_understood");
    EXPECT_EQ(record.field("street")->raw, "hos Jens");
    EXPECT_FALSE(record.field("street")->is_accepted);
}

constexpr const char* two_ways = "<take path='a' field='text'/><take path='b' field='text'/>";
TEST(FieldMap, TwoElementsWithTheSameValueAgree) {
    const auto record = applied(two_ways, "<a>x</a><b> x</b>");
    EXPECT_TRUE(record.field("text")->is_accepted);
    EXPECT_EQ(xpath_of(record, "text"), "/r/a");
}
TEST(FieldMap, TwoElementsWithDifferentValuesAreADoubt) {
    const auto record = applied(two_ways, "<a>x</a><b>y</b>");
    EXPECT_EQ(canonical(record, "text"), "x");
    EXPECT_EQ(record.field("text")->doubt, "conflicting_elements");
    EXPECT_FALSE(record.field("text")->is_accepted);
}
TEST(FieldMap, ASecondValueThatDoesNotParseIsADoubt) {
    const auto record = applied("<take path='a' field='cpr'/><take path='b' field='cpr'/>",
                                "<a>6101551234</a><b>12</b>");
    EXPECT_EQ(canonical(record, "cpr"), "6101551234");
    EXPECT_EQ(record.field("cpr")->doubt, "conflicting_elements");
}
TEST(FieldMap, ASecondValueThatIsTooLongIsADoubtAndTheFirstStands) {
    const auto record =
        applied(two_ways, "<a>x</a><b>" + std::string(limits::value_bytes + 1, 'y') + "</b>");
    EXPECT_EQ(canonical(record, "text"), "x");
    EXPECT_EQ(record.field("text")->raw, "x");
    EXPECT_EQ(record.field("text")->doubt, "conflicting_elements");
}
TEST(FieldMap, ARepeatedElementWithAnotherValueIsADoubt) {
    const auto record = applied("<take path='a' field='text'/>", "<a>x</a><a>y</a>");
    EXPECT_EQ(record.field("text")->doubt, "conflicting_elements");
}

constexpr const char* people =
    "<rows path='p/person' group='people'><take path='id' field='cpr'/>"
    "<take path='name' field='name'/></rows>";
TEST(FieldMap, RowsGoToTheirFields) {
    const auto record = applied(people,
                                "<p><person><id>6101551234</id></person>"
                                "<person><name>Bo</name></person></p>");
    EXPECT_EQ(canonical(record, "people.1.cpr"), "6101551234");
    EXPECT_EQ(canonical(record, "people.1.name"), "");
    EXPECT_EQ(canonical(record, "people.2.name"), "Bo");
    EXPECT_EQ(xpath_of(record, "people.2.name"), "/r/p/person[2]/name");
}
TEST(FieldMap, MoreRowsThanTheFormHasAreADoubt) {
    const auto record = applied(people,
                                "<p><person><name>A</name></person><person><name>B</name></person>"
                                "<person><name>C</name></person></p>");
    const record::Finding* found = finding(record, "too_many_rows");
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->severity, record::Severity::doubt);
    EXPECT_EQ(found->evidence.at("xpath"), "/r/p/person[3]");
    EXPECT_EQ(canonical(record, "people.2.name"), "B");
}

TEST(FieldMap, UnknownElementsAreRemarkedWithXPathAndText) {
    const auto record = applied("<take path='a' field='text'/>", "<a>x</a><new>y</new>");
    ASSERT_EQ(record.findings.size(), 1u);
    EXPECT_EQ(record.findings[0].rule, "unknown_element");
    EXPECT_EQ(record.findings[0].severity, record::Severity::remark);
    EXPECT_EQ(record.findings[0].evidence.at("xpath"), "/r/new");
    EXPECT_EQ(record.findings[0].evidence.at("text"), "y");
}
TEST(FieldMap, UnknownThingsInKnownOnesAreRemarked) {
    const auto record =
        applied("<take path='a/b' field='text'/>", "<a k='v'>loose<b>x<deep/></b></a>");
    ASSERT_EQ(record.findings.size(), 3u);
    EXPECT_EQ(record.findings[0].evidence.at("xpath"), "/r/a/@k");
    EXPECT_EQ(record.findings[1].evidence.at("xpath"), "/r/a/text()");
    EXPECT_EQ(record.findings[2].evidence.at("xpath"), "/r/a/b/deep");
}
TEST(FieldMap, AnElementOfAnotherNamespaceIsUnknown) {
    const auto record =
        applied("<take path='a' field='text'/>", "<x:a xmlns:x='urn:other'>y</x:a>");
    EXPECT_EQ(canonical(record, "text"), "");
    EXPECT_NE(finding(record, "unknown_element"), nullptr);
}
TEST(FieldMap, ManyUnknownElementsMakeFewFindings) {
    std::string content;
    for (int i = 0; i < 1000; ++i) {
        content += "<u/>";
    }
    const auto record = applied("<take path='a' field='text'/>", content);
    ASSERT_EQ(record.findings.size(), 51u);
    EXPECT_EQ(record.findings.back().evidence.at("left_out"), "950");
}
TEST(FieldMap, IgnoredElementsAreNotRemarkedButWhatIsInThemIs) {
    const auto record = applied("<ignore path='a'/>", "<a>text<b/></a>");
    ASSERT_EQ(record.findings.size(), 1u);
    EXPECT_EQ(record.findings[0].evidence.at("xpath"), "/r/a/b");
}
TEST(FieldMap, IgnoredBelowMeansEverything) {
    EXPECT_TRUE(
        applied("<ignore path='a' below='yes'/>", "<a k='v'>t<b><c/></b></a>").findings.empty());
}
TEST(FieldMap, AttributesAreTakenAndIgnoredByName) {
    const auto record = applied("<take path='a/@id' field='cpr'/><ignore path='a/@k'/>",
                                "<a id='6101551234' k='v'/>");
    EXPECT_EQ(canonical(record, "cpr"), "6101551234");
    EXPECT_EQ(xpath_of(record, "cpr"), "/r/a/@id");
    EXPECT_TRUE(record.findings.empty());
}
TEST(FieldMap, NotesBecomeRemarks) {
    const auto record = applied("<note path='a' rule='document_named'/>", "<a>x.pdf</a><a/>");
    ASSERT_EQ(record.findings.size(), 1u);
    EXPECT_EQ(record.findings[0].rule, "document_named");
    EXPECT_EQ(record.findings[0].evidence.at("text"), "x.pdf");
}

TEST(FieldMap, ConditionsTellDocumentsApart) {
    const form::FormDefinition form = small_form();
    const FieldMap map =
        FieldMap::parse(map_of("<when path='a/k' begins='32.18'/>"), "m", form, "r");
    const auto takes = [&](const std::string& text) {
        const XmlDocPtr document = HardenedParser().parse(text);
        return map.takes(*xmlDocGetRootElement(document.get()));
    };
    EXPECT_TRUE(takes("<r><a><k>32.18.04</k></a></r>"));
    EXPECT_FALSE(takes("<r><a><k>32.03.12</k></a></r>"));
    EXPECT_FALSE(takes("<r><a/></r>"));
}
TEST(FieldMap, TheMapOfAFormTakesEachFieldByItsId) {
    const form::FormDefinition form = small_form();
    const FieldMap map = FieldMap::of_form(form);
    const XmlDocPtr document = HardenedParser().parse(
        "<small><cpr>6101551234</cpr><people><name>A</name></people>"
        "<people><cpr>8112993321</cpr><name>B</name></people></small>");
    const auto record = map.apply(*xmlDocGetRootElement(document.get()));
    EXPECT_EQ(canonical(record, "cpr"), "6101551234");
    EXPECT_EQ(canonical(record, "people.1.name"), "A");
    EXPECT_EQ(canonical(record, "people.2.cpr"), "8112993321");
    EXPECT_EQ(xpath_of(record, "people.2.cpr"), "/small/people[2]/cpr");
    EXPECT_TRUE(record.findings.empty());
}

TEST(BrokenMap, IsRefusedWithFileAndLine) {
    const Refusal refused = broken(map_of("<take path='a' field='no_such_field'/>"));
    EXPECT_EQ(refused.reason, "xml_map_broken");
    EXPECT_EQ(refused.place, "test.map.xml:2");
    EXPECT_EQ(refused.kind, ErrorKind::bad_input);
}
TEST(BrokenMap, EveryMistakeIsFound) {
    for (const char* lines :
         {"<take path='a' field='text' feild='x'/>",
          "<take field='text'/>",
          "<take path='a'/>",
          "<take path='a//b' field='text'/>",
          "<take path='/a' field='text'/>",
          "<take path='a' field='text'/><take path='a' field='cpr'/>",
          "<take path='a' field='text'/><ignore path='a'/>",
          "<take path='a' field='text' notation='english'/>",
          "<take path='a' field='text' escaped='once'/>",
          "<take path='a' field='text' as='absence'/>",
          "<take path='a' split='phone' field='text'/>",
          "<take path='a' split='name' first='first'/>",
          "<rows path='a' group='nobody'/>",
          "<rows path='a' group='people'><take path='b' field='text'/></rows>",
          "<rows path='a' group='people'><rows path='b' group='people'/></rows>",
          "<ignore path='a' below='no'/>",
          "<ignore/>",
          "<note path='a'/>",
          "<when path='a'/>",
          "<other/>",
          "<take xmlns='urn:else' path='a' field='text'/>"}) {
        EXPECT_EQ(broken(map_of(lines)).reason, "xml_map_broken") << lines;
    }
}
TEST(BrokenMap, AnotherRootIsRefused) {
    EXPECT_EQ(broken("<map/>").reason, "xml_map_broken");
    EXPECT_EQ(broken("<karta xmlns='urn:indgang:map:1'/>").reason, "xml_map_broken");
}

TEST(Map, AnElementTellsByStandingThere) {
    const std::string map =
        "<take path=\"A\" field=\"text\" value=\"alone\"/>"
        "<take path=\"B\" field=\"text\" value=\"together\"/>"
        "<take path=\"B/Since\" field=\"first\"/>";
    const auto alone = applied(map, "<A/>");
    EXPECT_EQ(alone.field("text")->value->canonical(), "alone");
    EXPECT_EQ(std::get<record::Submitted>(alone.field("text")->provenance).place, "/r/A");
    const auto together = applied(map, "<B><Since>Ida</Since></B>");
    EXPECT_EQ(together.field("text")->value->canonical(), "together");
    EXPECT_EQ(together.field("first")->value->canonical(), "Ida");
    EXPECT_TRUE(together.findings.empty());
    EXPECT_EQ(applied(map, "<A/><B/>").field("text")->doubt, "conflicting_elements");
    EXPECT_FALSE(applied(map, "").field("text")->value);
}

TEST(Map, AnElementThatIsNilStandsNotThere) {
    const auto none = applied("<take path=\"A\" field=\"text\" value=\"alone\"/>",
                              "<A xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" "
                              "i:nil=\"true\"/>");
    EXPECT_FALSE(none.field("text")->value);
}

TEST(Map, WhatStandsInAnElementThatTellsByStandingThereIsNotLost) {
    const auto more = applied("<take path=\"A\" field=\"text\" value=\"alone\"/>", "<A>x</A>");
    EXPECT_EQ(more.field("text")->value->canonical(), "alone");
    ASSERT_EQ(more.findings.size(), 1U);
    EXPECT_EQ(more.findings[0].rule, "unknown_element");
}

TEST(Map, RefusesAValueThatTheFieldCannotHave) {
    EXPECT_THROW((void)applied("<take path=\"A\" field=\"rent\" value=\"much\"/>", ""), Error);
    EXPECT_THROW((void)applied("<take path=\"A\" field=\"text\" value=\"x\" as=\"presence\"/>", ""),
                 Error);
}

}  // namespace
}  // namespace indgang::xml
