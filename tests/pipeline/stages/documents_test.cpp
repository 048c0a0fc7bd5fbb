// SPDX-License-Identifier: MPL-2.0
// What goes to the case system as a document, and under which name.
#include <gtest/gtest.h>

#include "pipeline/stages/tail.h"
#include "schemas/error/error.h"

namespace indgang::stages {
namespace {

Digest digest_of(std::string_view text) {
    return Digest::of(view_of(text));
}

record::SettledRecord paper_with(std::vector<record::PageRef> pages,
                                 std::vector<record::Finding> findings = {}) {
    record::SettledRecord settled;
    settled.outcome = record::Outcome::accepted;
    record::ApplicationRecord& record = settled.validated.inquired.record;
    record.form = {"boligstoette", "1"};
    record.source = record::Source::paper;
    record.arrival = digest_of("arrival");
    record.pages = std::move(pages);
    record.findings = std::move(findings);
    return settled;
}

std::vector<std::string> names_of(const record::SettledRecord& settled) {
    std::vector<std::string> names;
    for (const casequeue::Document& document : Deliver().run({settled, "casequeue"}).documents) {
        names.push_back(document.name);
    }
    return names;
}

using Names = std::vector<std::string>;

TEST(DocumentNames, SayTheMediaType) {
    EXPECT_EQ(names_of(paper_with({{1, 1, digest_of("a"), "image/tiff"},
                                   {2, 2, digest_of("b"), "image/jpeg"},
                                   {3, 3, digest_of("c"), "image/png"},
                                   {4, 4, digest_of("d"), "application/x"}})),
              (Names{"page-1.tif", "page-2.jpg", "page-3.png", "page-4.bin"}));
}

TEST(Documents, SayWhetherTheyAreXmlOrJson) {
    auto document = paper_with({});
    auto& source = document.validated.inquired.record.source;
    for (const auto& [each, type] : {std::pair{record::Source::xml, "application/xml"},
                                     {record::Source::json, "application/json"}}) {
        source = each;
        const auto documents = Deliver().run({document, "casequeue"}).documents;
        ASSERT_EQ(documents.size(), 1U);
        EXPECT_EQ(documents[0].media_type, type);
    }
}

TEST(Documents, NeverHoldTheWholeBatch) {
    EXPECT_EQ(names_of(paper_with({})), Names{});
    auto xml = paper_with({});
    xml.validated.inquired.record.source = record::Source::xml;
    EXPECT_EQ(names_of(xml), Names{"original.xml"});
    auto json = paper_with({});
    json.validated.inquired.record.source = record::Source::json;
    EXPECT_EQ(names_of(json), Names{"original.json"});
    xml.validated.inquired.record.arrival.reset();
    EXPECT_EQ(names_of(xml), Names{});
}

TEST(Documents, NeverHoldAForeignPage) {
    const std::vector<record::PageRef> pages{{4, 1, digest_of("a"), "image/tiff"},
                                             {5, 0, digest_of("b"), "image/tiff"}};
    const auto with = [&](const std::string& rule, const std::string& place) {
        return names_of(
            paper_with(pages, {{rule, record::Severity::doubt, {}, {{"page_in_batch", place}}}}));
    };
    EXPECT_EQ(with("foreign_page", "5"), Names{"page-1.tif"});
    EXPECT_EQ(with("foreign_page", "7"), (Names{"page-1.tif", "page-2.tif"}));
    EXPECT_EQ(with("attachment", "5"), (Names{"page-1.tif", "page-2.tif"}));
    EXPECT_EQ(names_of(paper_with(pages, {{"foreign_page", record::Severity::doubt, {}, {}}})),
              (Names{"page-1.tif", "page-2.tif"}));
}

TEST(Tail, CallsARecordOfAnUnknownFormADefect) {
    const form::FormCatalogue none = form::FormCatalogue::load({});
    try {
        (void)Settle(none).run(paper_with({}).validated);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::internal);
        EXPECT_EQ(error.reason(), "form_lost");
    }
    EXPECT_THROW((void)Validate(none).run(paper_with({}).validated.inquired), Error);
}

}  // namespace
}  // namespace indgang::stages
