// SPDX-License-Identifier: MPL-2.0
// What is written for integrators is what the door takes.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "schemas/filling/filling.h"
#include "tests/schemas/json/reading.h"

namespace indgang::json {
namespace {

using Json = nlohmann::ordered_json;

Json schema_of(const std::string& form) {
    return Json::parse(generate_schema(*project_forms().find({form, "1"})));
}

TEST(JsonSchema, NamesItsFormAndEachField) {
    const auto schema = schema_of("boligstoette");
    EXPECT_EQ(schema.at("$schema"), "https://json-schema.org/draft/2020-12/schema");
    EXPECT_EQ(schema.at("$id"), "urn:indgang:form:boligstoette:1:json");
    EXPECT_EQ(schema.at("properties").at("form").at("const"), "boligstoette");
    EXPECT_EQ(schema.at("properties").at("version").at("const"), "1");
    EXPECT_EQ(schema.at("required"), Json::parse(R"(["form", "version", "fields"])"));
    EXPECT_EQ(schema.at("additionalProperties"), false);
    const auto& fields = schema.at("properties").at("fields");
    EXPECT_EQ(fields.at("additionalProperties"), false);
    for (const auto& field : project_forms().find({"boligstoette", "1"})->fields) {
        const auto& members = fields.at("properties");
        EXPECT_TRUE(members.contains(field.row == 0 ? field.id : field.table)) << field.id;
    }
}

TEST(JsonSchema, SaysHowEachKindOfValueIsWritten) {
    const auto members = schema_of("boligstoette").at("properties").at("fields").at("properties");
    EXPECT_EQ(members.at("ansoeger_cpr").at("type"), "string");
    EXPECT_EQ(members.at("ansoeger_cpr").at("pattern"), "^(?:[0-9]{6}-?[0-9]{4})$");
    EXPECT_EQ(members.at("husleje_maaned").at("type"), Json::parse(R"(["number", "string"])"));
    EXPECT_EQ(members.at("telefon").at("type"), Json::parse(R"(["string", "null"])"));
    EXPECT_EQ(members.at("antal_vaerelser").at("minimum"), 0);
    EXPECT_EQ(members.at("indflytningsdato").at("format"), "date");
    const auto& words = members.at("pensionist").at("enum");
    EXPECT_EQ(words, Json::parse(R"([true, false, "ja", "nej", "true", "false", null])"));
    const auto& rows = members.at("husstand");
    EXPECT_EQ(rows.at("maxItems"), 4);
    EXPECT_EQ(rows.at("items").at("required"), Json::parse(R"(["cpr", "navn"])"));
    EXPECT_EQ(rows.at("items").at("properties").at("cpr").at("title"), "CPR-nummer");
}

/// Of every form: what `form fill --json` writes is taken, and is the same application again.
TEST(JsonDocument, OfEachFormIsTakenAndTheSame) {
    for (const auto& form : project_forms().all()) {
        for (unsigned seed = 1; seed <= 5; ++seed) {
            filling::Dice dice(seed);
            const auto filled = filling::record_of(form, filling::valid_filling(form, dice));
            const auto document = to_document(filled, form);
            const auto again = read(document);
            ASSERT_EQ(again.form, form.key);
            for (const auto& field : filled.fields) {
                if (field.field.find('.') == std::string::npos) {
                    EXPECT_EQ(canonical(again, field.field),
                              field.value ? field.value->canonical() : "")
                        << form.key.form << " " << field.field;
                }
            }
            EXPECT_EQ(to_document(again, form), document);
        }
    }
}

TEST(JsonDocument, WritesNumbersAsTheyAre) {
    const auto& form = *project_forms().find({"boligstoette", "1"});
    const auto document = to_document(read(sample("boligstoette-family.json")), form);
    EXPECT_NE(document.find("\"heraf_vand\": 300.50,"), std::string::npos) << document;
    EXPECT_NE(document.find("\"antal_vaerelser\": 4,"), std::string::npos);
    EXPECT_NE(document.find("\"pensionist\": false,"), std::string::npos);
    EXPECT_NE(document.find("\"postnummer\": \"5700\","), std::string::npos);
    EXPECT_EQ(Json::parse(document).at("fields").at("husstand").size(), 2U);
}

}  // namespace
}  // namespace indgang::json
