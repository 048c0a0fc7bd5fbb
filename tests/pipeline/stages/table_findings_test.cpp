// SPDX-License-Identifier: MPL-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "pipeline/stages/assemble.h"

namespace indgang::stages {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const form::FormDefinition& boligstoette() {
    static const auto form =
        form::load_form(std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms/boligstoette/1");
    return form;
}

record::TableReading sure_of(std::vector<int> filled) {
    record::TableReading reading;
    reading.table = "husstand";
    reading.filled = std::move(filled);
    reading.probability = 0.997;
    return reading;
}

std::vector<record::Finding> found(const record::TableReading& reading,
                                   const std::vector<int>& rows_read) {
    return table_findings(boligstoette(), reading, {{"husstand", rows_read}}, 7);
}

TEST(TableFindings, AskNothingWhenInkAndReadingAgree) {
    EXPECT_THAT(found(sure_of({1, 2}), {1, 2}), IsEmpty());
    EXPECT_THAT(found(sure_of({}), {}), IsEmpty());
}

TEST(TableFindings, SayNothingOfATableWhoseRowsNobodyRead) {
    EXPECT_THAT(table_findings(boligstoette(), sure_of({1}), {}, 7), IsEmpty());
}

TEST(TableFindings, NameARowThatMayBeDirt) {
    record::TableReading reading = sure_of({1});
    reading.doubtful = {2};
    reading.probability = 0.6;
    const auto findings = found(reading, {1});
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].rule, "rows_doubtful");
    EXPECT_EQ(findings[0].severity, record::Severity::doubt);
    EXPECT_EQ(findings[0].fields.front(), "husstand.2.cpr");
    EXPECT_EQ(findings[0].evidence.at("table"), "husstand");
    EXPECT_EQ(findings[0].evidence.at("rows"), "1");
    EXPECT_EQ(findings[0].evidence.at("probability"), "0.6000");
    EXPECT_EQ(findings[0].evidence.at("page_in_batch"), "7");
}

TEST(TableFindings, AskAboutInkInWhichNothingWasRead) {
    const auto findings = found(sure_of({1, 2}), {1});
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].rule, "rows_doubtful");
    EXPECT_EQ(findings[0].fields.front(), "husstand.2.cpr");
}

TEST(TableFindings, AskBelowTheFormsThresholdThoughNoRowIsInDoubt) {
    record::TableReading reading = sure_of({1});
    reading.probability = 0.98;
    EXPECT_EQ(found(reading, {1}).size(), 1U);
}

TEST(TableFindings, TellAStruckOutRowWithItsFields) {
    record::TableReading reading = sure_of({1, 3});
    reading.struck_out = {2};
    const auto findings = found(reading, {1, 3});
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].rule, "row_struck_out");
    EXPECT_EQ(findings[0].severity, record::Severity::doubt);
    EXPECT_EQ(findings[0].evidence.at("row"), "2");
    EXPECT_EQ(findings[0].fields.size(), 5U);
}

TEST(TableFindings, SendMoreLinesThanTheTableHoldsToAPerson) {
    record::TableReading reading = sure_of({1, 2, 3, 4});
    reading.goes_on_below = true;
    const auto findings = found(reading, {1, 2, 3, 4});
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].rule, "too_many_rows");
    EXPECT_EQ(findings[0].severity, record::Severity::doubt);
    EXPECT_EQ(findings[0].fields.front(), "husstand.4.cpr");
}

TEST(TableFindings, StandInTheRecordWithTheRows) {
    const auto catalogue = form::FormCatalogue::load({boligstoette().folder});
    segment::StoredReading page;
    page.reading.kind = record::PageKind::form;
    page.reading.match = record::FormMatch{boligstoette().key, 1, 3, {}, 0.1, "page_code"};
    for (const int row : {1, 3}) {
        page.reading.fields.push_back({"husstand." + std::to_string(row) + ".navn",
                                       {1, 2, 3, 4},
                                       {{"Bo Lund", 0.999}},
                                       "test/1",
                                       ""});
    }
    record::TableReading table = sure_of({1, 3});
    table.struck_out = {2};
    page.reading.tables = {table};
    const auto records = Assemble(catalogue).run({{}, {page}});
    ASSERT_EQ(records.size(), 1U);
    ASSERT_EQ(records[0].tables.size(), 1U);
    EXPECT_THAT(records[0].tables[0].rows, ElementsAre(1, 3));
    EXPECT_TRUE(std::any_of(records[0].findings.begin(), records[0].findings.end(),
                            [](const auto& each) { return each.rule == "row_struck_out"; }));
}

}  // namespace
}  // namespace indgang::stages
