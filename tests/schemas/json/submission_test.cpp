// SPDX-License-Identifier: MPL-2.0
#include "schemas/json/submission.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/schemas/json/reading.h"

namespace indgang::json {
namespace {

const std::string single = sample("boligstoette-single.json");
const std::string family = sample("boligstoette-family.json");

/// The sample with another value of the rent.
std::string with_rent(std::string_view value) {
    return replaced(single, "5475", value);
}
std::string with_toilet(std::string_view value) {
    return replaced(single, "\"toilet\": true", "\"toilet\": " + std::string(value));
}
std::string with_phone(std::string_view value) {
    return replaced(single, "\"20993321\"", value);
}

TEST(JsonSubmission, IsTheRecordOfItsForm) {
    const auto record = read(single);
    EXPECT_EQ(record.form, (form::FormKey{"boligstoette", "1"}));
    EXPECT_EQ(record.source, record::Source::json);
    EXPECT_EQ(record.ordinal, 1);
    EXPECT_FALSE(record.arrival);
    EXPECT_EQ(canonical(record, "efternavn"), "Østergård");
    EXPECT_EQ(canonical(record, "husleje_maaned"), "5475");
    EXPECT_EQ(canonical(record, "heraf_varme"), "620.50");
    EXPECT_EQ(canonical(record, "ansoeger_indkomst_maaned"), "22140");
    EXPECT_EQ(canonical(record, "toilet"), "ja");
    EXPECT_EQ(canonical(record, "antal_vaerelser"), "2");
    EXPECT_TRUE(record.findings.empty());
    const auto& form = *project_forms().find(record.form);
    ASSERT_EQ(record.fields.size(), form.fields.size());
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
        EXPECT_EQ(record.fields[i].field, form.fields[i].id);
        EXPECT_TRUE(record.fields[i].is_accepted) << record.fields[i].field;
    }
}

TEST(JsonSubmission, TellsThePlaceOfEachValueAsAPointer) {
    const auto record = read(family);
    EXPECT_EQ(place_of(record, "ansoeger_cpr"), "/fields/ansoeger_cpr");
    EXPECT_EQ(place_of(record, "husstand.2.navn"), "/fields/husstand/1/navn");
    EXPECT_EQ(place_of(record, "udlejer_cvr"), "") << "it was not sent";
}

TEST(JsonSubmission, ARowThatSaysNothingIsNoRow) {
    const auto record = read(replaced(family, "{\"cpr\": \"6509125544\"",
                                      "{}, null, {\"navn\": null, \"cpr\": \" \"}, "
                                      "{\"cpr\": \"6509125544\""));
    EXPECT_EQ(canonical(record, "husstand.2.cpr"), "6509125544");
    EXPECT_EQ(place_of(record, "husstand.2.cpr"), "/fields/husstand/4/cpr");
    ASSERT_EQ(record.tables.size(), 1U);
    EXPECT_EQ(record.tables[0].rows, (std::vector<int>{1, 2}));
}

TEST(JsonSubmission, NullAndBlanksAreWhatIsLeftOut) {
    for (const std::string_view nothing : {"null", "\"\"", "\" \\n\\t\""}) {
        const auto record = read(with_phone(nothing));
        EXPECT_FALSE(record.value("telefon"));
        EXPECT_TRUE(record.field("telefon")->is_accepted);
        const Refusal refused = refusal_of_document(with_rent(nothing));
        EXPECT_EQ(refused.reason, "json_invalid") << nothing;
        EXPECT_EQ(refused.place, "/fields/husleje_maaned");
        EXPECT_NE(refused.message.find("is missing"), std::string::npos);
    }
}

TEST(JsonSubmission, AnAmountIsANumberOrATextOfOne) {
    for (const std::string_view amount : {"6234.50", "\"6234.50\"", "6234.5", "\" 6234.50 \""}) {
        EXPECT_EQ(canonical(read(with_rent(amount)), "husleje_maaned"), "6234.50") << amount;
    }
    // A double holds neither: 0.1 and 0.2 are 0.30000000000000004.
    EXPECT_EQ(canonical(read(with_rent("0.3")), "husleje_maaned"), "0.30");
    EXPECT_EQ(canonical(read(with_rent("8199999999.99")), "husleje_maaned"), "8199999999.99");
    for (const std::string_view wrong : {"6e3", "6234.501", "\"6.234,50\"", "\"1e3\"",
                                         "100000000000000", "true", "[5475]", "\"5475 kr.\""}) {
        EXPECT_EQ(refusal_of_document(with_rent(wrong)).reason, "json_invalid") << wrong;
    }
}

TEST(JsonSubmission, YesAndNoAreBooleansOrTheirWords) {
    for (const std::string_view yes : {"true", "\"true\"", "\"ja\""}) {
        EXPECT_EQ(canonical(read(with_toilet(yes)), "toilet"), "ja") << yes;
    }
    for (const std::string_view no : {"false", "\"false\"", "\"nej\""}) {
        EXPECT_EQ(canonical(read(with_toilet(no)), "toilet"), "nej") << no;
    }
    for (const std::string_view wrong : {"1", "0", "\"1\"", "\"Ja\"", "\"yes\"", "{}"}) {
        EXPECT_EQ(refusal_of_document(with_toilet(wrong)).reason, "json_invalid") << wrong;
    }
}

TEST(JsonSubmission, ANumberIsNoText) {
    for (const std::string_view wrong : {"20993321", "true", "{}", "[]", "[\"20993321\"]"}) {
        const Refusal refused = refusal_of_document(with_phone(wrong));
        EXPECT_EQ(refused.reason, "json_invalid") << wrong;
        EXPECT_EQ(refused.place, "/fields/telefon");
        EXPECT_NE(refused.message.find("must be a text"), std::string::npos);
    }
}

TEST(JsonSubmission, WhatNoSchemaCanSayIsADoubt) {
    const auto record = read(replaced(single, "8112993321", "9902993321"));
    EXPECT_EQ(record.field("ansoeger_cpr")->doubt, "cpr_no_such_day");
    EXPECT_EQ(record.field("ansoeger_cpr")->raw, "9902993321");
    EXPECT_EQ(place_of(record, "ansoeger_cpr"), "/fields/ansoeger_cpr");
    EXPECT_FALSE(record.field("ansoeger_cpr")->is_accepted);
}

TEST(JsonSubmission, AnUnknownMemberIsRefusedAndTheNearestTold) {
    const Refusal refused =
        refusal_of_document(replaced(single, "husleje_maaned", "husleje_maned"));
    EXPECT_EQ(refused.reason, "json_invalid");
    EXPECT_EQ(refused.place, "/fields/*");
    EXPECT_NE(refused.message.find("'husleje_maaned'"), std::string::npos) << refused.message;
    for (const std::string& document :
         {replaced(single, "\"version\"", "\"Svendsen\": null, \"version\""),
          replaced(family, "\"navn\": \"Sofie", "\"Svendsen\": 1, \"navn\": \"Sofie"),
          replaced(family, "{\"cpr\": \"6509125544\"",
                   "{\"Svendsen\": null}, {\"cpr\": \"6509125544\""),
          replaced(single, "\"telefon\"", "\"Svendsen\": null, \"telefon\"")}) {
        const Refusal unknown = refusal_of_document(document);
        EXPECT_EQ(unknown.reason, "json_invalid");
        EXPECT_TRUE(unknown.place.ends_with("/*")) << unknown.place;
        EXPECT_EQ(unknown.message.find("Svendsen"), std::string::npos) << unknown.message;
    }
}

TEST(JsonSubmission, EachRowHasWhatItNeedsAndNoMoreRowsThanTheForm) {
    const Refusal missing =
        refusal_of_document(replaced(family, "\"navn\": \"Sofie Kjær\"", "\"navn\": null"));
    EXPECT_EQ(missing.reason, "json_invalid");
    EXPECT_EQ(missing.place, "/fields/husstand/1/navn");
    const std::string row = "{\"cpr\": \"6509125544\", \"navn\": \"Sofie Kjær\"}";
    const auto rows = [&](int more) {
        std::string text = "\"husstand\": [";
        for (int i = 0; i < more; ++i) {
            text += row + ", ";
        }
        return replaced(family, "\"husstand\": [", text);
    };
    EXPECT_EQ(refusal_of_document(rows(2)).reason, "");
    const Refusal fifth = refusal_of_document(rows(3));
    EXPECT_EQ(fifth.reason, "json_invalid");
    EXPECT_EQ(fifth.place, "/fields/husstand/4");
    for (const std::string_view wrong : {"{}", "\"x\"", "[[]]", "[1]"}) {
        const auto document = replaced(single, "\"telefon\"",
                                       "\"husstand\": " + std::string(wrong) + ", \"telefon\"");
        const Refusal refused = refusal_of_document(document);
        EXPECT_EQ(refused.reason, "json_invalid") << wrong;
        EXPECT_EQ(refused.place,
                  wrong.starts_with('[') ? "/fields/husstand/0" : "/fields/husstand");
    }
    EXPECT_EQ(refusal_of_document(replaced(single, "\"telefon\"", "\"husstand\": [], \"telefon\""))
                  .reason,
              "");
}

TEST(JsonSubmission, AFormThatIsNotKnownIsToldWithWhatIs) {
    const Refusal form = refusal_of_document(replaced(single, "\"boligstoette\"", "\"Svendsen\""));
    EXPECT_EQ(form.reason, "json_unknown_form");
    EXPECT_EQ(form.place, "/form");
    EXPECT_EQ(form.message.find("Svendsen"), std::string::npos);
    const Refusal version =
        refusal_of_document(replaced(single, "\"version\": \"1\"", "\"version\": \"999\""));
    EXPECT_EQ(version.reason, "json_unknown_form");
    EXPECT_EQ(version.place, "/version");
    EXPECT_NE(version.message.find("version 1"), std::string::npos) << version.message;
    EXPECT_EQ(refusal_of_document("{}").place, "/form");
    EXPECT_EQ(refusal_of_document(R"({"form": "boligstoette", "version": 1})").place, "/version");
    EXPECT_EQ(refusal_of_document("[]").reason, "json_invalid");
    EXPECT_EQ(refusal_of_document("\"boligstoette\"").reason, "json_invalid");
}

TEST(JsonSubmission, FiveMistakesAreToldAtOnceWithoutTheirValues) {
    const Refusal refused = refusal_of_document(
        R"({"form": "boligstoette", "version": "1", "fields": {"fornavn": 2401901234}})");
    EXPECT_EQ(refused.reason, "json_invalid");
    EXPECT_EQ(refused.kind, ErrorKind::bad_input);
    EXPECT_EQ(refused.place, "/fields/fornavn");
    EXPECT_EQ(refused.message.find("2401901234"), std::string::npos);
    EXPECT_EQ(std::count(refused.message.begin(), refused.message.end(), ';'), 4)
        << refused.message;
    EXPECT_EQ(refusal_of_document(R"({"form": "boligstoette", "version": "1"})").reason,
              "json_invalid");
    EXPECT_EQ(
        refusal_of_document(R"({"form": "boligstoette", "version": "1", "fields": []})").place,
        "/fields");
}

TEST(JsonSubmission, NineteenThousandUnknownMembersAreToldAsFive) {
    std::string document = R"({"form": "boligstoette", "version": "1", "fields": {)";
    constexpr int members = 19'000;
    for (int i = 0; i < members; ++i) {
        document += "\"husleje_maane" + std::to_string(i) + "\": 1,";
    }
    document += "\"telefon\": \"20993321\"}}";
    const Refusal refused = refusal_of_document(document);
    EXPECT_EQ(refused.reason, "json_invalid");
    EXPECT_EQ(std::count(refused.message.begin(), refused.message.end(), ';'), 9)
        << "five places with the nearest name: " << refused.message;
}

}  // namespace
}  // namespace indgang::json
