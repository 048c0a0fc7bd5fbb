// SPDX-License-Identifier: MPL-2.0
#include "pipeline/stages/correction.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "pipeline/rules/rule.h"
#include "schemas/error/error.h"

namespace indgang::stages {
namespace {

const form::FormCatalogue& catalogue() {
    static const auto forms =
        form::FormCatalogue::load({std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms"});
    return forms;
}

record::ApplicationRecord parked_record() {
    record::ApplicationRecord record;
    record.form = {"sp501", "1"};
    for (const auto& field : catalogue().find(record.form)->fields) {
        record::FieldValue value;
        value.field = field.id;
        value.provenance = record::Scanned{};
        value.doubt = "low_probability";
        record.fields.push_back(value);
    }
    record.findings.push_back({"doubled_page", record::Severity::doubt, {}, {}});
    return record;
}

TEST(Apply, MakesTheNextRevisionWithTheTypedValue) {
    const auto record =
        Apply(catalogue())
            .run({parked_record(), {{"underskriftsdato", "22.11.2026"}}, {}, "u1", UtcTime{}});
    EXPECT_EQ(record.revision, 2);
    const auto* value = record.field("underskriftsdato");
    ASSERT_TRUE(value->value);
    EXPECT_EQ(value->value->canonical(), "2026-11-22");
    EXPECT_TRUE(value->is_accepted);
    EXPECT_EQ(std::get<record::Corrected>(value->provenance).by, "u1");
}

TEST(Apply, TakesASignatureForPresentOrAbsent) {
    const auto* form = catalogue().find({"sp501", "1"});
    const auto field = std::find_if(form->fields.begin(), form->fields.end(), [](const auto& each) {
        return each.kind == ValueKind::signature;
    });
    ASSERT_NE(field, form->fields.end());
    const auto given = [&](const char* text) {
        return Apply(catalogue())
            .run({parked_record(), {{field->id, text}}, {}, "u1", UtcTime{}})
            .field(field->id)
            ->value;
    };
    EXPECT_EQ(given("present"), Value::of_signature(true));
    EXPECT_EQ(given("ja"), Value::of_signature(true));
    EXPECT_EQ(given("absent"), Value::of_signature(false));
    EXPECT_EQ(given("nej"), Value::of_signature(false));
    EXPECT_EQ(given(""), std::nullopt);
    EXPECT_THROW((void)given("perhaps"), Error);
}

TEST(Apply, LeavesOtherFieldsAsTheyWere) {
    const auto record =
        Apply(catalogue())
            .run({parked_record(), {{"underskriftsdato", "22.11.2026"}}, {}, "u1", UtcTime{}});
    EXPECT_EQ(record.field("fornavn")->doubt, "low_probability");
}

/// A person's agreement to doubtful values, nothing typed.
record::ApplicationRecord agreed(const record::ApplicationRecord& record,
                                 const std::vector<std::string>& fields, bool to_all = false) {
    Correction correction;
    correction.record = record;
    correction.by = "u1";
    correction.agreed_fields = fields;
    correction.agrees_to_all = to_all;
    return Apply(catalogue()).run(correction);
}

record::FieldValue& field_in(record::ApplicationRecord& record, const std::string& id) {
    return *std::find_if(record.fields.begin(), record.fields.end(),
                         [&](const auto& value) { return value.field == id; });
}

std::string trouble_of_agreeing(const record::ApplicationRecord& record,
                                const std::vector<std::string>& fields) {
    try {
        (void)agreed(record, fields);
    } catch (const Error& error) {
        return error.reason();
    }
    return "none";
}

TEST(Agree, TakesTheValueAsItStands) {
    auto record = parked_record();
    field_in(record, "fornavn").value =
        std::get<Value>(parse_value(ValueKind::name, "Bo", Notation::danish));
    field_in(record, "fornavn").raw = "Bo";
    const auto after = agreed(record, {"fornavn"});
    EXPECT_EQ(after.revision, 2);
    EXPECT_TRUE(after.field("fornavn")->is_accepted);
    EXPECT_EQ(after.field("fornavn")->doubt, "");
    EXPECT_EQ(after.value("fornavn")->canonical(), "Bo");
    EXPECT_EQ(std::get<record::Corrected>(after.field("fornavn")->provenance).by, "u1");
    EXPECT_FALSE(after.field("efternavn")->is_accepted);
}

TEST(Agree, SaysThatADoubtedEmptyFieldIsEmpty) {
    const auto after = agreed(parked_record(), {"mellemnavn"});
    EXPECT_TRUE(after.field("mellemnavn")->is_accepted);
    EXPECT_FALSE(after.field("mellemnavn")->value);
}

TEST(Agree, IsRefusedWhereThereIsNothingToAgreeTo) {
    auto record = parked_record();
    field_in(record, "fornavn").is_accepted = true;
    field_in(record, "underskriftsdato").raw = "31.02.2026";
    EXPECT_EQ(trouble_of_agreeing(record, {"fornavn"}), "not_doubted");
    EXPECT_EQ(trouble_of_agreeing(record, {"underskriftsdato"}), "no_value");
    EXPECT_EQ(trouble_of_agreeing(record, {"nope"}), "no_such_field");
    EXPECT_EQ(trouble_of_agreeing(record, {}), "nothing_to_change");
}

TEST(Agree, ToAllIsRefusedWhereNoneCanBeAgreedTo) {
    auto record = parked_record();
    for (auto& field : record.fields) {
        field.doubt = "page_missing";
    }
    EXPECT_THROW((void)agreed(record, {}, true), Error);
}

TEST(Agree, ToAllLeavesWhatNobodyCanAgreeTo) {
    auto record = parked_record();
    field_in(record, "underskriftsdato").raw = "31.02.2026";
    field_in(record, "efternavn").doubt = "page_missing";
    const auto after = agreed(record, {}, true);
    EXPECT_TRUE(after.field("fornavn")->is_accepted);
    EXPECT_EQ(after.field("underskriftsdato")->doubt, "low_probability");
    EXPECT_EQ(after.field("efternavn")->doubt, "page_missing");
}

TEST(Apply, RefusesAnUnknownField) {
    EXPECT_THROW((void)Apply(catalogue()).run({parked_record(), {{"nope", "1"}}, {}, "u1", {}}),
                 Error);
}

TEST(Apply, RefusesAFieldThatTheRecordHasNot) {
    auto record = parked_record();
    std::erase_if(record.fields, [](const auto& each) { return each.field == "fornavn"; });
    EXPECT_THROW((void)Apply(catalogue()).run({record, {{"fornavn", "Bo"}}, {}, "u1", UtcTime{}}),
                 Error);
}

TEST(Apply, RefusesATextThatIsNoValue) {
    EXPECT_THROW((void)Apply(catalogue())
                     .run({parked_record(), {{"underskriftsdato", "31.02.2026"}}, {}, "u1", {}}),
                 Error);
}

TEST(Apply, AnEmptyTextEmptiesTheField) {
    const auto record = Apply(catalogue()).run({parked_record(), {{"telefon", ""}}, {}, "u1", {}});
    EXPECT_FALSE(record.field("telefon")->value);
    EXPECT_TRUE(record.field("telefon")->is_accepted);
}

TEST(Apply, AFindingThatAPersonLetsPassIsARemarkAfterwards) {
    const auto* form = catalogue().find({"sp501", "1"});
    auto record = parked_record();
    const auto declaration = std::find_if(record.fields.begin(), record.fields.end(),
                                          [](const auto& f) { return f.field == "erklaering"; });
    declaration->is_accepted = true;  // surely left empty
    declaration->doubt.clear();
    const auto before = rules::settle(*form, rules::validate(*form, {record, {}})).reasons;
    EXPECT_NE(std::find(before.begin(), before.end(), "declaration_missing:erklaering"),
              before.end());
    record = Apply(catalogue())
                 .run({std::move(record),
                       {},
                       {"doubled_page", "declaration_missing:erklaering"},
                       "u1",
                       {}});
    const auto settled = rules::settle(*form, rules::validate(*form, {record, {}}));
    for (const auto& finding : settled.validated.findings) {
        if (finding.rule == "doubled_page" || finding.rule == "declaration_missing") {
            EXPECT_EQ(finding.severity, record::Severity::remark) << finding.rule;
        }
    }
}

/// Pages 4 and 5 of a batch are pages 1 and 2 of the form, page 6 is somebody's letter.
record::ApplicationRecord record_of_three_pages() {
    auto record = parked_record();
    record.findings = {{"foreign_page", record::Severity::doubt, {}, {{"page_in_batch", "6"}}}};
    record.pages = {{4, 1, std::nullopt, ""}, {5, 2, std::nullopt, ""}, {6, 0, std::nullopt, ""}};
    for (auto& field : record.fields) {
        const bool is_on_first = field.field == "fornavn";
        field.provenance = record::Scanned{is_on_first ? 4 : 5, {}, 1, "test/1"};
        field.raw = "x";
    }
    return record;
}

record::ApplicationRecord with_pages(std::vector<PagePlace> kept, std::vector<PagePlace> dropped) {
    return Apply(catalogue())
        .run({record_of_three_pages(), {}, {}, "u1", {}, std::move(kept), std::move(dropped)});
}

std::vector<int> pages_of(const record::ApplicationRecord& record) {
    std::vector<int> pages;
    for (const auto& page : record.pages) {
        pages.push_back(page.page.number);
    }
    return pages;
}

bool has_finding(const record::ApplicationRecord& record, const std::string& rule) {
    return std::any_of(record.findings.begin(), record.findings.end(),
                       [&](const auto& finding) { return finding.rule == rule; });
}

TEST(Apply, AForeignPageThatAPersonKeepsIsAnAttachment) {
    const auto record = with_pages({6}, {});
    EXPECT_EQ(pages_of(record), (std::vector{4, 5, 6}));
    EXPECT_FALSE(has_finding(record, "foreign_page"));
    ASSERT_TRUE(has_finding(record, "attachment"));
    EXPECT_EQ(record.findings[0].severity, record::Severity::remark);
    EXPECT_EQ(record.findings[0].evidence.at("by"), "u1");
}

TEST(Apply, APageThatAPersonDropsIsGoneWithItsFinding) {
    const auto record = with_pages({}, {6});
    EXPECT_EQ(pages_of(record), (std::vector{4, 5}));
    EXPECT_FALSE(has_finding(record, "foreign_page"));
    EXPECT_FALSE(has_finding(record, "missing_page"));
    EXPECT_TRUE(has_finding(record, "page_dropped"));
    EXPECT_EQ(record.field("fornavn")->raw, "x");
}

TEST(Apply, ADroppedPageOfTheFormIsMissingWithItsValues) {
    const auto record = with_pages({}, {5});
    EXPECT_TRUE(has_finding(record, "missing_page"));
    EXPECT_EQ(record.field("fornavn")->raw, "x");
    EXPECT_EQ(record.field("efternavn")->raw, "");
    EXPECT_EQ(record.field("efternavn")->doubt, "page_missing");
}

TEST(Apply, ADroppedFirstPageIsMissing) {
    const auto record = with_pages({}, {4});
    const auto missing = std::ranges::find(record.findings, "missing_page", &record::Finding::rule);
    ASSERT_NE(missing, record.findings.end());
    EXPECT_EQ(missing->evidence.at("page_of_form"), "1");
}

TEST(Apply, AHalfThatAPersonDropsLeavesTheOther) {
    auto halves = record_of_three_pages();
    halves.pages[1].page = {6, Half::left};
    halves.pages[2].page = {6, Half::right};
    const auto record =
        Apply(catalogue()).run({std::move(halves), {}, {}, "u1", {}, {}, {{6, Half::right}}});
    ASSERT_EQ(record.pages.size(), 2u);
    EXPECT_EQ(record.pages[1].page, PagePlace(6, Half::left));
    EXPECT_EQ(record.findings.back().evidence.at("page_in_batch"), "6-right");
}

TEST(Apply, RefusesPagesThatAreNotThere) {
    EXPECT_THROW((void)with_pages({4}, {}), Error);
    EXPECT_THROW((void)with_pages({}, {7}), Error);
    EXPECT_THROW((void)with_pages({}, {4, 5, 6}), Error);
}

}  // namespace
}  // namespace indgang::stages
