// SPDX-License-Identifier: MPL-2.0
#include "schemas/record/json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "schemas/error/error.h"
#include "tests/schemas/record/sample_record.h"

namespace indgang::record {
namespace {

using Json = nlohmann::ordered_json;
using nlohmann::operator""_json_pointer;

/// "reason place" of the error that `parse` throws.
template <typename Parse>
std::string trouble(Parse parse, const std::string& text) {
    try {
        static_cast<void>(parse(text));
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::bad_input);
        EXPECT_EQ(std::string(error.what()).find("6101551234"), std::string::npos);
        return error.reason() + " " + error.place();
    }
    return "no error";
}

/// Every document that is `json` without one of its members.
void without_each_member(const Json& json, const Json::json_pointer& at,
                         std::vector<std::pair<Json::json_pointer, Json>>& result,
                         const Json& root) {
    if (json.is_object()) {
        for (const auto& [name, value] : json.items()) {
            Json less = root;
            less[at].erase(name);
            result.emplace_back(at / name, less);
            without_each_member(value, at / name, result, root);
        }
    } else if (json.is_array()) {
        for (std::size_t i = 0; i < json.size(); ++i) {
            without_each_member(json[i], at / i, result, root);
        }
    }
}

/// Every document that is `json` with `value` in place of one of its values.
std::vector<std::pair<std::string, std::string>> with_each_value(const Json& json,
                                                                 const Json& value) {
    std::vector<std::pair<std::string, std::string>> result;
    const Json flat = json.flatten();
    for (const auto& [pointer, old] : flat.items()) {
        Json other = json;
        other[Json::json_pointer(pointer)] = value;
        result.emplace_back(pointer, other.dump());
    }
    return result;
}

TEST(RecordJson, IsExactBothWays) {
    const std::string text = to_json(sample_record());
    EXPECT_EQ(to_json(parse_application_record(text)), text);
}

TEST(RecordJson, InquiredIsExactBothWays) {
    const std::string text = to_json(sample_inquired());
    EXPECT_EQ(to_json(parse_inquired_record(text)), text);
}

TEST(RecordJson, SettledIsExactBothWays) {
    const std::string text = to_json(sample_settled());
    EXPECT_EQ(to_json(parse_settled_record(text)), text);
}

TEST(ReadingJson, IsExactBothWays) {
    PageReading reading = sample_reading();
    reading.fields[0].candidates[0].first_cell = 2;
    const std::string text = to_json(reading);
    EXPECT_NE(text.find(R"("first_cell":2)"), std::string::npos);
    EXPECT_EQ(to_json(parse_page_reading(text)), text);
    const std::string least = to_json(PageReading{});
    EXPECT_EQ(to_json(parse_page_reading(least)), least);
}

TEST(ReadingJson, SaysTheHalfOfAPageThatIsHalfAPicture) {
    PageReading reading;
    reading.page = {7, Half::bottom};
    const std::string text = to_json(reading);
    EXPECT_TRUE(text.starts_with(R"({"page":7,"half":"bottom",)")) << text;
    EXPECT_EQ(parse_page_reading(text).page, reading.page);
}

TEST(ReadingJson, KeepsTheSetOfThePrintAndTakesNoOtherWriting) {
    PageReading reading = sample_reading();
    ASSERT_TRUE(reading.match);
    reading.match->set = "k7m2qx9a";
    const std::string text = to_json(reading);
    EXPECT_EQ(parse_page_reading(text).match->set, "k7m2qx9a");
    std::string broken = text;
    broken.replace(broken.find("k7m2qx9a"), 1, "K");
    EXPECT_THROW((void)parse_page_reading(broken), Error);
}

TEST(RecordJson, KeepsTheHalvesOfPagesAndValues) {
    ApplicationRecord record = sample_record();
    record.pages[0].page = {7, Half::left};
    std::get<Scanned>(record.fields[0].provenance).page = {7, Half::left};
    const ApplicationRecord back = parse_application_record(to_json(record));
    EXPECT_EQ(back.pages[0].page, PagePlace(7, Half::left));
    EXPECT_EQ(std::get<Scanned>(back.fields[0].provenance).page, PagePlace(7, Half::left));
}

TEST(RecordJson, KeepsValuesAndProvenance) {
    const ApplicationRecord record = parse_application_record(to_json(sample_record()));
    EXPECT_EQ(record.form, (form::FormKey{"boligstoette", "1"}));
    EXPECT_EQ(*record.value("ansoeger_cpr"), cpr_value());
    EXPECT_EQ(std::get<Scanned>(record.field("ansoeger_cpr")->provenance).box,
              (BoxPx{310, 420, 600, 70}));
    EXPECT_EQ(record.field("ansoeger_cpr")->candidates.size(), 2u);
    EXPECT_EQ(std::get<Corrected>(record.field("fornavn")->provenance).at, some_time());
    EXPECT_EQ(std::get<Submitted>(record.field("husleje_maaned")->provenance).place, "/a/b[2]");
    EXPECT_EQ(record.value("husleje_maaned"), nullptr);
    EXPECT_EQ(record.field("husleje_maaned")->doubt, "not_an_amount");
    EXPECT_EQ(record.arrival, Digest::of(view_of("scan")));
    EXPECT_FALSE(record.pages[1].image);
}

/// A pointer is no XPath, and which of both a place is is known by where the record came from.
TEST(RecordJson, ThePlaceInAJsonDocumentIsAPointer) {
    ApplicationRecord record = sample_record();
    const auto as_xml = to_json(record);
    EXPECT_NE(as_xml.find(R"("xpath":"/a/b[2]")"), std::string::npos);
    record.source = Source::json;
    record.fields[0].provenance = Submitted{"/fields/husstand/0/cpr"};
    record.fields[1].provenance = Submitted{};
    const auto json = to_json(record);
    EXPECT_NE(json.find(R"({"way":"submitted","pointer":"/fields/husstand/0/cpr"})"),
              std::string::npos)
        << json;
    EXPECT_EQ(json.find("xpath"), std::string::npos);
    const auto back = parse_application_record(json);
    EXPECT_EQ(back.source, Source::json);
    EXPECT_EQ(std::get<Submitted>(back.fields[0].provenance).place, "/fields/husstand/0/cpr");
    EXPECT_EQ(to_json(back), json);
    auto wrong = json;
    wrong.replace(wrong.find("\"pointer\""), 9, "\"xpath\"");
    EXPECT_THROW((void)parse_application_record(wrong), Error);
}

TEST(RecordJson, KeepsAnswers) {
    const InquiredRecord inquired = parse_inquired_record(to_json(sample_inquired()));
    const InquiredRecord sample = sample_inquired();
    ASSERT_EQ(inquired.answers.size(), 2u);
    EXPECT_EQ(inquired.answers[0].question, sample.answers[0].question);
    EXPECT_EQ(inquired.answers[0].rows, sample.answers[0].rows);
    EXPECT_EQ(inquired.answers[1].unknown, Unknown::ambiguous_address);
}

TEST(RecordJson, IsWrittenAsItsPageSays) {
    const Json json = Json::parse(to_json(sample_settled()));
    EXPECT_EQ(json["outcome"], "parked");
    EXPECT_EQ(json["/record/fields/0/value"_json_pointer], "6101551234");
    EXPECT_EQ(json["/record/fields/0/kind"_json_pointer], "cpr");
    EXPECT_EQ(json["/record/fields/0/provenance/way"_json_pointer], "scanned");
    EXPECT_EQ(json["/record/fields/0/provenance/box_px"_json_pointer], Json({310, 420, 600, 70}));
    EXPECT_FALSE(json["/record/fields/2"_json_pointer].contains("value"));
    EXPECT_EQ(json["/verdicts/0/agreement"_json_pointer], "confirmed");
    EXPECT_EQ(json["/answers/0/rows/0/tilflytningsdato/value"_json_pointer], "2026-03-01");
    EXPECT_EQ(json["/record/received_at"_json_pointer], "2026-11-22T00:37:19.250Z");
}

TEST(RecordJson, PiecesAreTheSameAsTheWhole) {
    EXPECT_EQ(json_of(sample_settled()).dump(), to_json(sample_settled()));
    EXPECT_EQ(json_of(sample_record()).dump(), to_json(sample_record()));
    EXPECT_EQ(json_of(Candidate{"4", 0.5}).dump(), R"({"text":"4","probability":0.5})");
    EXPECT_EQ(json_of(sample_record().findings[0]).dump(),
              R"({"rule":"missing_page","severity":"error","fields":["husleje_maaned"],)"
              R"("evidence":{"page":"3"}})");
}

TEST(RecordJson, NamesThePlaceOfTrouble) {
    Json json = json_of(sample_record());
    json["fields"][1]["provenance"]["at"] = "yesterday";
    EXPECT_EQ(trouble(parse_application_record, json.dump()),
              "json_wrong_value /fields/1/provenance/at");
    json = json_of(sample_record());
    json["fields"][0]["kind"] = "number";
    EXPECT_EQ(trouble(parse_application_record, json.dump()), "json_wrong_value /fields/0/kind");
    json = json_of(sample_record());
    json["fields"][0]["value"] = "61015512345";
    EXPECT_EQ(trouble(parse_application_record, json.dump()), "json_wrong_value /fields/0/value");
    json = json_of(sample_record());
    json["findings"][0]["severity"] = "fatal";
    EXPECT_EQ(trouble(parse_application_record, json.dump()),
              "json_wrong_value /findings/0/severity");
    json = json_of(sample_record());
    json["extra"] = 1;
    EXPECT_EQ(trouble(parse_application_record, json.dump()), "json_unknown_member /extra");
    json = json_of(sample_record());
    json.erase("fields");
    EXPECT_EQ(trouble(parse_application_record, json.dump()), "json_missing_member ");
    EXPECT_EQ(trouble(parse_application_record, "[]"), "json_wrong_type ");
}

TEST(RecordJson, RefusesWhatIsNoJson) {
    for (const auto* text : {"", "{", "{\"form\":\"6101551234", "nul", "{}x", "\xff", "[1e999]"}) {
        EXPECT_TRUE(trouble(parse_settled_record, text).starts_with("json_")) << text;
    }
}

TEST(RecordJson, RefusesEveryValueOfAnotherType) {
    for (const Json& wrong : {Json(nullptr), Json(Json::array({1})), Json(Json::object({}))}) {
        for (const auto& [place, text] : with_each_value(json_of(sample_settled()), wrong)) {
            EXPECT_NE(trouble(parse_settled_record, text), "no error") << place;
        }
        const Json reading = Json::parse(to_json(sample_reading()));
        for (const auto& [place, text] : with_each_value(reading, wrong)) {
            EXPECT_NE(trouble(parse_page_reading, text), "no error") << place;
        }
    }
}

TEST(RecordJson, MissesNoMember) {
    // What may be left out, by the last part of its place. Facts, keys and evidence have names of
    // their own.
    const std::vector<std::string> optional{
        "arrival", "candidates", "doubt",   "image", "unknown_reason",   "registered",
        "page",    "fornavn",    "vejnavn", "cpr",   "adressebeskyttet", "tilflytningsdato",
        "tables"};
    std::vector<std::pair<Json::json_pointer, Json>> documents;
    const Json whole = json_of(sample_settled());
    without_each_member(whole, Json::json_pointer(), documents, whole);
    EXPECT_GT(documents.size(), 80u);
    for (const auto& [place, json] : documents) {
        const std::string reply = trouble(parse_settled_record, json.dump());
        const bool is_optional =
            std::find(optional.begin(), optional.end(), place.back()) != optional.end();
        if (!is_optional) {
            EXPECT_TRUE(reply.starts_with("json_missing_member")) << place.to_string() << reply;
        }
    }
}

TEST(ReadingJson, RefusesNumbersOutOfRange) {
    const std::vector<std::pair<Json::json_pointer, Json>> wrong{
        {"/page"_json_pointer, 0},
        {"/width_px"_json_pointer, -1},
        {"/height_px"_json_pointer, 20001},
        {"/turned_quarters"_json_pointer, 4},
        {"/match/page"_json_pointer, 21},
        {"/fields/0/candidates/0/probability"_json_pointer, 1.5},
        {"/fields/0/candidates/0/first_cell"_json_pointer, -1},
        {"/tables/0/probability"_json_pointer, 1.5},
        {"/tables/0/filled/0"_json_pointer, 0},
        {"/tables/0/filled/2"_json_pointer, 2},
        {"/tables/0/filled/2"_json_pointer, 51},
        {"/fields/0/box_px/0"_json_pointer, 99999999999999},
        {"/fields/0/box_px/0"_json_pointer, 18446744073709551615u},
        {"/page"_json_pointer, 1.5}};
    for (const auto& [place, value] : wrong) {
        Json json = Json::parse(to_json(sample_reading()));
        json[place] = value;
        EXPECT_NE(trouble(parse_page_reading, json.dump()), "no error") << place.to_string();
    }
}

TEST(ReadingJson, RefusesMoreThanEightCandidates) {
    Json json = Json::parse(to_json(sample_reading()));
    json["fields"][0]["candidates"] = Json(std::vector<Json>(9, json_of(Candidate{"1", 0.1})));
    EXPECT_EQ(trouble(parse_page_reading, json.dump()), "json_wrong_value /fields/0/candidates");
}

TEST(RecordJson, WritesIllFormedBytesAsReplacementCharacter) {
    ApplicationRecord record = sample_record();
    record.fields[0].raw = "a\xE6";
    const std::string text = to_json(record);
    EXPECT_EQ(parse_application_record(text).fields[0].raw, "a\xEF\xBF\xBD");
}

}  // namespace
}  // namespace indgang::record
