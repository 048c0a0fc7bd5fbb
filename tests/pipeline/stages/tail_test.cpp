// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/tail.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "schemas/core/error.h"
#include "schemas/record/json.h"

namespace indgang::stages {
namespace {

Digest digest_of(std::string_view text) {
    return Digest::of(view_of(text));
}

record::SettledRecord settled(record::Source source, record::Outcome outcome) {
    record::SettledRecord settled;
    settled.outcome = outcome;
    record::ApplicationRecord& record = settled.validated.inquired.record;
    record.form = {"boligstoette", "1"};
    record.source = source;
    record.arrival = digest_of("arrival");
    record::FieldValue name;
    name.field = "fornavn";
    name.value = Value::of_text(ValueKind::name, "Åge \"Bo\"");
    name.raw = "Åge \"Bo\"";
    name.provenance = record::Submitted{"/a/b"};
    record.fields = {name};
    if (source == record::Source::paper) {
        record.pages = {{1, 1, digest_of("first"), "image/tiff"},
                        {2, 2, std::nullopt, ""},
                        {3, 0, digest_of("third"), "image/png"}};
    }
    return settled;
}

TEST(Deliver, PutsTheSettledRecordAndTheDocumentsInTheBody) {
    const auto in = settled(record::Source::paper, record::Outcome::accepted);
    const Delivery out = Deliver().run(in);
    const auto body = nlohmann::ordered_json::parse(out.body);
    nlohmann::ordered_json expected;
    expected["format"] = "indgang-case/1";
    expected["application"] = record::json_of(in);
    expected["documents"] = nlohmann::ordered_json::parse(to_json(out.documents));
    EXPECT_EQ(body, expected);
    EXPECT_EQ(out.body, expected.dump());
}

TEST(Deliver, KeepsTheSameRecordAsTheBodyHolds) {
    const Delivery out =
        Deliver().run(settled(record::Source::xml, record::Outcome::accepted_with_remarks));
    EXPECT_EQ(out.record, record::to_json(out.settled));
    EXPECT_NE(out.body.find(out.record), std::string::npos);
}

TEST(Deliver, MakesNoBodyForAParkedRecord) {
    const Delivery out = Deliver().run(settled(record::Source::xml, record::Outcome::parked));
    EXPECT_EQ(out.body, "");
    EXPECT_TRUE(out.documents.empty());
    EXPECT_EQ(out.record, record::to_json(out.settled));
}

TEST(Deliver, SendsTheOriginalOfXmlAndOnlyTheOwnPagesOfPaper) {
    const Delivery xml = Deliver().run(settled(record::Source::xml, record::Outcome::accepted));
    ASSERT_EQ(xml.documents.size(), 1u);
    EXPECT_EQ(xml.documents[0].digest, digest_of("arrival"));
    const Delivery paper = Deliver().run(settled(record::Source::paper, record::Outcome::accepted));
    ASSERT_EQ(paper.documents.size(), 2u);
    EXPECT_EQ(paper.documents[0].digest, digest_of("first"));
    EXPECT_EQ(paper.documents[0].name, "page-1.tif");
    EXPECT_EQ(paper.documents[1].name, "page-3.png");
}

TEST(Documents, AreReadBackAsTheyWereWritten) {
    const Delivery out = Deliver().run(settled(record::Source::paper, record::Outcome::accepted));
    const std::string text = to_json(out.documents);
    EXPECT_EQ(to_json(parse_documents(text)), text);
}

TEST(Documents, RefuseWhatIsNoList) {
    for (const auto* text : {"", "[{}]", R"([{"digest":"00","media_type":"","name":""}])"}) {
        EXPECT_THROW(static_cast<void>(parse_documents(text)), Error) << text;
    }
}

}  // namespace
}  // namespace indgang::stages
