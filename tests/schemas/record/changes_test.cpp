// SPDX-License-Identifier: MPL-2.0
#include "schemas/record/changes.h"

#include <gtest/gtest.h>

namespace indgang::record {
namespace {

FieldValue field(const std::string& id, const std::string& name) {
    FieldValue value;
    value.field = id;
    value.provenance = Scanned{};
    if (!name.empty()) {
        value.value = std::get<Value>(parse_value(ValueKind::name, name, Notation::danish));
    }
    return value;
}

ApplicationRecord record() {
    ApplicationRecord record;
    record.fields = {field("fornavn", "Bo"), field("efternavn", "Ask"), field("by", "")};
    return record;
}

TEST(Changes, AreNoneBetweenARecordAndItself) {
    const auto changes = changes_between(record(), record());
    EXPECT_TRUE(changes.fields.empty());
    EXPECT_TRUE(changes.findings.empty());
}

TEST(Changes, TellWhatAValueWasAndWhatItIs) {
    auto later = record();
    later.fields[0] = field("fornavn", "Ib");
    later.fields[1] = field("efternavn", "");
    later.fields[2] = field("by", "Vejle");
    const std::vector<FieldChange> expected{
        {"fornavn", "Bo", "Ib"}, {"efternavn", "Ask", {}}, {"by", {}, "Vejle"}};
    EXPECT_EQ(changes_between(record(), later).fields, expected);
}

TEST(Changes, TellThatAPersonAgreedToAValue) {
    auto later = record();
    later.fields[1].provenance = Corrected{"u1", {}};
    const std::vector<FieldChange> expected{{"efternavn", "Ask", "Ask"}};
    EXPECT_EQ(changes_between(record(), later).fields, expected);
    EXPECT_TRUE(changes_between(later, later).fields.empty());
}

TEST(Changes, TellWhatAPersonDecided) {
    auto later = record();
    later.findings.push_back({"page_dropped", Severity::remark, {}, {{"page_in_batch", "3"}}});
    ASSERT_EQ(changes_between(record(), later).findings.size(), 1U);
    EXPECT_EQ(changes_between(record(), later).findings[0].rule, "page_dropped");
}

}  // namespace
}  // namespace indgang::record
