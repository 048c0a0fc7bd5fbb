// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/tail.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "schemas/error/error.h"
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

Delivery delivery_of(record::SettledRecord settled) {
    return Deliver().run({std::move(settled), "casequeue"});
}

TEST(Deliver, PutsTheSettledRecordAndTheDocumentsInTheBody) {
    const auto in = settled(record::Source::paper, record::Outcome::accepted);
    const Delivery out = delivery_of(in);
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
        delivery_of(settled(record::Source::xml, record::Outcome::accepted_with_remarks));
    EXPECT_EQ(out.record, record::to_json(out.settled));
    EXPECT_NE(out.body.find(out.record), std::string::npos);
}

TEST(Deliver, MakesNoBodyForAParkedRecord) {
    const Delivery out = delivery_of(settled(record::Source::xml, record::Outcome::parked));
    EXPECT_EQ(out.body, "");
    EXPECT_TRUE(out.documents.empty());
    EXPECT_EQ(out.record, record::to_json(out.settled));
}

TEST(Deliver, SendsTheOriginalOfXmlAndOnlyTheOwnPagesOfPaper) {
    const Delivery xml = delivery_of(settled(record::Source::xml, record::Outcome::accepted));
    ASSERT_EQ(xml.documents.size(), 1u);
    EXPECT_EQ(xml.documents[0].digest, digest_of("arrival"));
    const Delivery paper = delivery_of(settled(record::Source::paper, record::Outcome::accepted));
    ASSERT_EQ(paper.documents.size(), 2u);
    EXPECT_EQ(paper.documents[0].digest, digest_of("first"));
    EXPECT_EQ(paper.documents[0].name, "page-1.tif");
    EXPECT_EQ(paper.documents[1].name, "page-3.png");
}

TEST(Deliver, NamesTheDestination) {
    EXPECT_EQ(delivery_of(settled(record::Source::xml, record::Outcome::accepted)).destination,
              "casequeue");
}

class Choosing : public ::testing::Test {
  protected:
    RoutedRecord choose(const Route& route,
                        record::Outcome outcome = record::Outcome::accepted_with_remarks) {
        auto in = settled(record::Source::xml, outcome);
        in.validated.municipality = "461";
        in.validated.inquired.record.received_at = *parse_utc("2026-11-22T23:30:00.000Z");
        const std::vector<Route> routes{route};
        return Choose(forms_, routes).run(std::move(in));
    }
    static Route route() {
        Route route;
        route.to = "odense";
        return route;
    }
    const form::FormCatalogue forms_ = form::FormCatalogue::load(
        {std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms/boligstoette"});
};

TEST_F(Choosing, TakesTheDestinationOfTheRouteThatMatches) {
    auto all = route();
    all.form = "boligstoette";
    all.municipality = "461";
    all.authority = "12345674";
    all.from = all.until = *Date::of(2026, 11, 23);  // half past midnight in Denmark
    const auto out = choose(all);
    EXPECT_EQ(out.destination, "odense");
    EXPECT_EQ(out.settled.outcome, record::Outcome::accepted_with_remarks);
    EXPECT_TRUE(out.settled.reasons.empty());
}

TEST_F(Choosing, ParksWhatNoRouteTakes) {
    auto other = route();
    other.municipality = "479";
    const auto out = choose(other);
    EXPECT_EQ(out.destination, "");
    EXPECT_EQ(out.settled.outcome, record::Outcome::parked);
    EXPECT_EQ(out.settled.reasons, std::vector<std::string>{"no_destination"});
    EXPECT_EQ(Deliver().run(out).body, "");
}

TEST_F(Choosing, ChoosesNothingForWhatIsParkedAlready) {
    const auto out = choose(route(), record::Outcome::parked);
    EXPECT_EQ(out.destination, "");
    EXPECT_TRUE(out.settled.reasons.empty());
}

TEST(Documents, AreReadBackAsTheyWereWritten) {
    const Delivery out = delivery_of(settled(record::Source::paper, record::Outcome::accepted));
    const std::string text = to_json(out.documents);
    EXPECT_EQ(to_json(parse_documents(text)), text);
}

TEST(Documents, RefuseWhatIsNoList) {
    for (const auto* text : {"", "[{}]", R"([{"digest":"00","media_type":"","name":""}])"}) {
        EXPECT_THROW(static_cast<void>(parse_documents(text)), Error) << text;
    }
}

/// Counts how often somebody asks for the applications beside one.
class CountedNeighbours final : public Neighbours {
  public:
    std::vector<record::ApplicationRecord> of(const record::ApplicationRecord&) override {
        ++asked;
        return {};
    }
    int asked = 0;
};

TEST(Compare, LooksAtTheNeighboursOfPaperThatARegisterContradicts) {
    const auto forms = form::FormCatalogue::load(
        {std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms/boligstoette"});
    registry::Registries registries({}, [] { return UtcTime{}; });
    const auto asked = [&](record::Source source, record::Agreement agreement) {
        CountedNeighbours neighbours;
        record::ValidatedRecord in = settled(source, record::Outcome::accepted).validated;
        record::Verdict verdict;
        verdict.field = "fornavn";
        verdict.agreement = agreement;
        in.verdicts = {verdict};
        const auto out = Compare(forms, registries, neighbours).run(std::move(in));
        EXPECT_EQ(out.verdicts.size(), 1U);
        return neighbours.asked;
    };
    EXPECT_EQ(asked(record::Source::paper, record::Agreement::differs), 1);
    EXPECT_EQ(asked(record::Source::paper, record::Agreement::confirmed), 0);
    EXPECT_EQ(asked(record::Source::xml, record::Agreement::differs), 0);
}

}  // namespace
}  // namespace indgang::stages
