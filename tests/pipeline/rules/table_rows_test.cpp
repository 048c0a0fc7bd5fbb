// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

/// "fornavn" and "fra" as the two columns of a table of three rows, the first of them required.
FormDefinition form_with_table() {
    FormDefinition form = form_with({});
    form.fields.clear();
    for (const int row : {1, 2, 3}) {
        for (const auto& [name, kind] :
             {std::pair{"navn", ValueKind::name}, {"dato", ValueKind::date}}) {
            form::Field field;
            field.id = "barn." + std::to_string(row) + "." + name;
            field.kind = kind;
            field.table = "barn";
            field.row = row;
            field.is_required = kind == ValueKind::name;
            form.fields.push_back(field);
        }
    }
    form.tables = {{"barn", 3, 1}};
    return form;
}

ApplicationRecord filled(record::Source source, const std::map<std::string, Value>& values) {
    const FormDefinition form = form_with_table();
    ApplicationRecord record = record_of({});
    record.source = source;
    record.fields.clear();
    for (const form::Field& field : form.fields) {
        FieldValue& value = record.fields.emplace_back();
        value.field = field.id;
        value.is_accepted = true;
        value.provenance = record::Submitted{};
        if (source == record::Source::paper) {
            value.provenance = record::Scanned{1, {1, 2, 3, 4}, 0.999, "rows/1"};
        }
        if (const auto at = values.find(field.id); at != values.end()) {
            value.value = at->second;
        }
    }
    record.tables = record::rows_in(form, record.fields);
    return record;
}

const Value bo = *Value::of_text(ValueKind::name, "Bo");
const Value day = Value::of(*Date::of(2026, 3, 1));

Lines found(const ApplicationRecord& record) {
    return findings(judge(form_with_table(), record, {}));
}

TEST(TableRows, AreRequiredOnlyWhereTheyAreThere) {
    EXPECT_EQ(found(filled(record::Source::paper, {})), Lines{});
    EXPECT_EQ(found(filled(record::Source::paper, {{"barn.1.navn", bo}})), Lines{});
    EXPECT_EQ(found(filled(record::Source::paper, {{"barn.1.dato", day}})),
              Lines{"error required_missing barn.1.navn"});
}

TEST(TableRows, LeftOutBeforeAFilledOneAreADoubtOnPaperAndARemarkInXml) {
    const std::map<std::string, Value> first_and_last{{"barn.1.navn", bo}, {"barn.3.navn", bo}};
    EXPECT_EQ(found(filled(record::Source::paper, first_and_last)),
              Lines{"doubt row_skipped barn.2.navn"});
    EXPECT_EQ(found(filled(record::Source::xml, first_and_last)),
              Lines{"remark row_skipped barn.2.navn"});
}

TEST(TableRows, ThatWereStruckOutAreNotLeftOut) {
    ApplicationRecord record =
        filled(record::Source::paper, {{"barn.1.navn", bo}, {"barn.3.navn", bo}});
    record.findings = {
        {"row_struck_out", record::Severity::doubt, {"barn.2.navn", "barn.2.dato"}, {}}};
    EXPECT_EQ(found(record), Lines{"doubt row_struck_out barn.2.navn barn.2.dato"});
}

TEST(TableRows, ThatWereStruckOutAreNamedByTheirFirstField) {
    ApplicationRecord record =
        filled(record::Source::paper, {{"barn.1.navn", bo}, {"barn.3.navn", bo}});
    const std::vector<record::Finding> of_something_else{
        {"row_struck_out", record::Severity::doubt, {}, {}},
        {"row_struck_out", record::Severity::doubt, {"barn.2.dato"}, {}},
        {"rows_doubtful", record::Severity::doubt, {"barn.2.navn"}, {}}};
    for (const record::Finding& finding : of_something_else) {
        record.findings = {finding};
        EXPECT_EQ(found(record).back(), "doubt row_skipped barn.2.navn") << finding.rule;
    }
}

TEST(TableRows, MayNotLeaveOutTheFirst) {
    EXPECT_EQ(found(filled(record::Source::paper, {{"barn.2.navn", bo}})),
              Lines{"doubt row_skipped barn.1.navn"});
}

}  // namespace
}  // namespace indgang::rules::cases
