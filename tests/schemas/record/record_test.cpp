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

TEST(RecordNames, AreTheWordsOfTheFormat) {
    EXPECT_EQ(name_of(PageKind::separator), "separator");
    EXPECT_EQ(name_of(Severity::doubt), "doubt");
    EXPECT_EQ(name_of(Source::xml), "xml");
    EXPECT_EQ(name_of(Agreement::differs), "differs");
    EXPECT_EQ(name_of(Outcome::accepted_with_remarks), "accepted_with_remarks");
}

}  // namespace
}  // namespace indgang::record
