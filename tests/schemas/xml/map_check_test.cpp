// SPDX-License-Identifier: MPL-2.0
#include <gmock/gmock.h>

#include <string>

#include "schemas/xml/map.h"
#include "schemas/xml/schema_paths.h"

namespace indgang::xml {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Path = SchemaPaths::Path;

SchemaPaths paths_of(const std::string& declarations) {
    return {
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">" + declarations + "</xs:schema>",
        "test.xsd", "r"};
}

std::string type(const std::string& content) {
    return "<xs:complexType>" + content + "</xs:complexType>";
}

std::vector<std::string> texts(const SchemaPaths& schema) {
    std::vector<std::string> all;
    for (const auto& text : schema.texts()) {
        all.push_back(text.path + (text.repeats ? "*" : ""));
    }
    return all;
}

TEST(SchemaPaths, AreThoseOfElementsAndAttributesWithText) {
    const auto schema = paths_of(
        "<xs:element name=\"r\">" +
        type("<xs:sequence><xs:element name=\"a\" type=\"xs:string\"/>"
             "<xs:element name=\"b\" maxOccurs=\"unbounded\">" +
             type("<xs:choice><xs:element name=\"c\"/><xs:element name=\"d\" type=\"word\"/>"
                  "</xs:choice><xs:attribute name=\"kind\"/>") +
             "</xs:element></xs:sequence>") +
        "</xs:element><xs:simpleType name=\"word\"><xs:restriction base=\"xs:string\"/>"
        "</xs:simpleType>");
    EXPECT_THAT(texts(schema), ElementsAre("a", "b/c*", "b/d*", "b/@kind*"));
    EXPECT_EQ(schema.known_steps({"b", "d"}), 2U);
    EXPECT_EQ(schema.known_steps({"b", "e", "f"}), 1U);
    EXPECT_THAT(schema.names_below({"b"}), ElementsAre("c", "d", "@kind"));
}

TEST(SchemaPaths, FollowNamesOfTypesElementsGroupsAndWhatTheyExtend) {
    const auto schema = paths_of(
        "<xs:element name=\"r\" type=\"longer\"/><xs:element name=\"shared\" type=\"xs:date\"/>"
        "<xs:group name=\"pair\"><xs:sequence><xs:element name=\"x\"/><xs:element name=\"y\"/>"
        "</xs:sequence></xs:group>"
        "<xs:attributeGroup name=\"marks\"><xs:attribute name=\"id\"/></xs:attributeGroup>"
        "<xs:complexType name=\"short\"><xs:sequence><xs:element ref=\"shared\"/></xs:sequence>"
        "</xs:complexType>"
        "<xs:complexType name=\"longer\"><xs:complexContent><xs:extension base=\"short\">"
        "<xs:group ref=\"pair\" maxOccurs=\"3\"/><xs:attributeGroup ref=\"marks\"/>"
        "</xs:extension></xs:complexContent></xs:complexType>");
    EXPECT_THAT(texts(schema), ElementsAre("shared", "x*", "y*", "@id"));
}

TEST(SchemaPaths, OfTextWithAttributesAndOfMixedContentAreTexts) {
    const auto schema = paths_of(
        "<xs:element name=\"r\">" +
        type("<xs:sequence><xs:element name=\"amount\">" +
             type("<xs:simpleContent><xs:extension base=\"xs:decimal\">"
                  "<xs:attribute name=\"unit\"/></xs:extension></xs:simpleContent>") +
             "</xs:element><xs:element name=\"note\"><xs:complexType mixed=\"true\"><xs:sequence>"
             "<xs:element name=\"b\"/></xs:sequence></xs:complexType></xs:element></xs:sequence>") +
        "</xs:element>");
    EXPECT_THAT(texts(schema), ElementsAre("amount", "amount/@unit", "note", "note/b"));
}

TEST(SchemaPaths, BelowAWildcardAndWithinItselfEverythingMayStand) {
    const auto schema = paths_of(
        "<xs:element name=\"r\">" +
        type("<xs:sequence><xs:element name=\"any\">" +
             type("<xs:sequence><xs:any/></xs:sequence>") +
             "</xs:element><xs:element name=\"tree\" type=\"tree\"/><xs:element name=\"foreign\">" +
             type("<xs:sequence><xs:any namespace=\"##other\"/></xs:sequence>") +
             "</xs:element></xs:sequence>") +
        "</xs:element><xs:complexType name=\"tree\"><xs:sequence>"
        "<xs:element name=\"tree\" type=\"tree\"/></xs:sequence></xs:complexType>");
    EXPECT_EQ(schema.known_steps({"any", "x", "y"}), 3U);
    EXPECT_TRUE(schema.is_open({"any", "x"}));
    EXPECT_EQ(schema.known_steps({"tree", "tree", "tree", "x"}), 4U);
    EXPECT_EQ(schema.known_steps({"foreign", "x"}), 1U);
    EXPECT_EQ(schema.known_steps({"other"}), 0U);
}

class MapCheck : public testing::Test {
  protected:
    MapCheck() {
        form_.key = {"small", "1"};
        for (const char* id : {"cpr", "first", "rent", "people.1.cpr", "people.2.cpr"}) {
            form::Field field;
            field.id = id;
            field.kind = ValueKind::text;
            if (const std::string name = id; name.starts_with("people.")) {
                field.table = "people";
                field.row = name[7] - '0';
            }
            form_.fields.push_back(field);
        }
        form_.tables = {{"people", 2, 1}};
    }
    MapReport report(const std::string& lines) {
        const auto map = FieldMap::parse("<map xmlns=\"urn:indgang:map:1\">\n" + lines + "\n</map>",
                                         "x.map.xml", form_, "r");
        return map.held_against(paths_of(
            "<xs:element name=\"r\">" +
            type("<xs:sequence><xs:element name=\"Personnummer\"/><xs:element name=\"Husstand\">" +
                 type("<xs:sequence><xs:element name=\"Person\" maxOccurs=\"9\">" +
                      type("<xs:sequence><xs:element name=\"Nr\"/></xs:sequence>") +
                      "</xs:element></xs:sequence>") +
                 "</xs:element><xs:element name=\"Kvittering\">" +
                 type("<xs:sequence><xs:element name=\"Tid\"/></xs:sequence>") +
                 "</xs:element></xs:sequence>") +
            "</xs:element>"));
    }
    form::FormDefinition form_;
};

TEST_F(MapCheck, FindsNothingWhereEachPathMayStandAndEachTextIsKnown) {
    const auto found = report(
        "<take path=\"Personnummer\" field=\"cpr\"/>"
        "<rows path=\"Husstand/Person\" group=\"people\"><take path=\"Nr\" field=\"cpr\"/></rows>"
        "<ignore path=\"Kvittering\" below=\"yes\"/>");
    EXPECT_THAT(found.wrong, IsEmpty());
    EXPECT_THAT(found.never_read, IsEmpty());
    EXPECT_THAT(found.never_filled, ElementsAre("first", "rent"));
    EXPECT_EQ(found.paths, 4U);
}

TEST_F(MapCheck, NamesAMisspeltPathItsLineAndTheNearestName) {
    const auto found = report(
        "<take path=\"Personnumer\" field=\"cpr\"/>\n"
        "<rows path=\"Husstand/Personer\" group=\"people\"><take path=\"Nr\" "
        "field=\"cpr\"/></rows>\n"
        "<when path=\"Kvittering/Tidspunkt\" begins=\"2\"/>");
    EXPECT_THAT(found.wrong,
                ElementsAre("x.map.xml:2: the schema has no Personnumer in the root; did you mean "
                            "'Personnummer'?",
                            "x.map.xml:3: the schema has no Personer in Husstand; did you mean "
                            "'Person'?",
                            "x.map.xml:4: the schema has no Tidspunkt in Kvittering; there are: "
                            "Tid"));
}

TEST_F(MapCheck, TextIsTakenOnlyWhereTextMayStand) {
    EXPECT_THAT(report("<take path=\"Kvittering\" field=\"cpr\"/>").wrong,
                ElementsAre("x.map.xml:2: Kvittering holds elements in the schema, and no text"));
}

TEST_F(MapCheck, ListsWhatIsNeverReadAndNeverFilled) {
    const auto found = report("<take path=\"Personnummer\" field=\"rent\"/>");
    EXPECT_THAT(found.never_read, ElementsAre("Husstand/Person/Nr", "Kvittering/Tid"));
    EXPECT_THAT(found.never_filled, ElementsAre("cpr", "first", "people.cpr"));
}

}  // namespace
}  // namespace indgang::xml
