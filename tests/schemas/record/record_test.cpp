// SPDX-License-Identifier: MPL-2.0
#include "schemas/record/record.h"

#include <gtest/gtest.h>

#include "tests/schemas/record/sample_record.h"

namespace indgang::record {
namespace {

TEST(ApplicationRecord, FindsAFieldByItsId) {
    const ApplicationRecord record = sample_record();
    EXPECT_EQ(record.field("fornavn"), &record.fields[1]);
    EXPECT_EQ(record.field("fornav"), nullptr);
    EXPECT_EQ(record.field(""), nullptr);
}

TEST(ApplicationRecord, GivesNoValueForEmptyAndUnknownFields) {
    const ApplicationRecord record = sample_record();
    EXPECT_EQ(record.value("fornavn"), &*record.fields[1].value);
    EXPECT_EQ(record.value("husleje_maaned"), nullptr);
    EXPECT_EQ(record.value("nothing"), nullptr);
}

form::FormDefinition form_of_rows(int rows) {
    form::FormDefinition form;
    form.tables = {{"g", rows, 1}};
    for (int row = 1; row <= rows; ++row) {
        form::Field field;
        field.id = "g." + std::to_string(row) + ".navn";
        field.table = "g";
        field.row = row;
        form.fields.push_back(field);
    }
    return form;
}

TEST(RowsIn, AreThoseInWhichSomethingStandsOrMayStand) {
    const form::FormDefinition form = form_of_rows(5);
    std::vector<FieldValue> fields(5);
    fields[0].value = cpr_value();
    fields[2].doubt = "low_probability";
    fields[3].doubt = "page_missing";
    EXPECT_EQ(rows_in(form, fields), (std::vector<TableRows>{{"g", {1, 3}}}));
}

TEST(RowsIn, OfAnEmptyTableAreNone) {
    EXPECT_EQ(rows_in(form_of_rows(2), std::vector<FieldValue>(2)),
              (std::vector<TableRows>{{"g", {}}}));
}

TEST(RecordNames, AreTheWordsOfTheFormat) {
    EXPECT_EQ(name_of(PageKind::separator), "separator");
    EXPECT_EQ(name_of(Severity::doubt), "doubt");
    EXPECT_EQ(name_of(Source::xml), "xml");
    EXPECT_EQ(name_of(Agreement::differs), "differs");
    EXPECT_EQ(name_of(Outcome::accepted_with_remarks), "accepted_with_remarks");
}

}  // namespace
}  // namespace indgang::record
