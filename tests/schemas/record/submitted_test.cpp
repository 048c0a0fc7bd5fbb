// SPDX-License-Identifier: MPL-2.0
#include "schemas/record/submitted.h"

#include <gtest/gtest.h>

#include <string>

#include "schemas/core/limits.h"

namespace indgang::record {
namespace {

/// Fields 0 and 1: an amount and a text.
form::FormDefinition two_fields() {
    form::FormDefinition form;
    form.key = {"alt", "1"};
    form.fields.resize(2);
    form.fields[0].id = "beloeb";
    form.fields[0].kind = ValueKind::amount;
    form.fields[1].id = "tekst";
    return form;
}

class Submitting : public ::testing::Test {
  protected:
    form::FormDefinition form_ = two_fields();
    SubmittedRecord record_{form_, Source::json};
};

TEST_F(Submitting, WhatNobodySentIsEmptyAndAccepted) {
    const auto record = record_.take();
    EXPECT_EQ(record.form, form_.key);
    EXPECT_EQ(record.source, Source::json);
    ASSERT_EQ(record.fields.size(), 2U);
    EXPECT_TRUE(record.fields[0].is_accepted);
    EXPECT_FALSE(record.fields[0].value);
    EXPECT_EQ(std::get<Submitted>(record.fields[0].provenance).place, "");
}

TEST_F(Submitting, ATextIsReadAndKeepsItsPlace) {
    record_.put(0, "6234.50", Notation::xml, "/a");
    const auto record = record_.take();
    EXPECT_EQ(record.value("beloeb")->canonical(), "6234.50");
    EXPECT_EQ(record.fields[0].raw, "6234.50");
    EXPECT_EQ(std::get<Submitted>(record.fields[0].provenance).place, "/a");
}

TEST_F(Submitting, WhatIsNoValueIsADoubt) {
    record_.put(0, "meget", Notation::xml, "/a");
    record_.put(1, std::string(limits::value_bytes, 'x') + "æ", Notation::xml, "/b");
    const auto record = record_.take();
    EXPECT_EQ(record.fields[0].doubt, "not_an_amount");
    EXPECT_FALSE(record.fields[0].is_accepted);
    EXPECT_EQ(record.fields[1].doubt, "text_too_long");
    EXPECT_EQ(record.fields[1].raw.size(), limits::value_bytes);
}

TEST_F(Submitting, TheSecondTextOfAFieldAgreesOrIsADoubt) {
    record_.put(0, "5", Notation::xml, "/a");
    record_.put(0, "5.00", Notation::xml, "/b");
    record_.put(1, "ja", Notation::xml, "/c");
    record_.put(1, "nej", Notation::xml, "/d");
    const auto record = record_.take();
    EXPECT_TRUE(record.fields[0].is_accepted);
    EXPECT_EQ(std::get<Submitted>(record.fields[0].provenance).place, "/a");
    EXPECT_EQ(record.fields[1].doubt, "conflicting_elements");
    EXPECT_EQ(record.value("tekst")->canonical(), "ja");
}

TEST_F(Submitting, FindingsBeyondFiftyAreCounted) {
    int added = 0;
    for (; !record_.is_full_of_findings(); ++added) {
        record_.add({"unknown_element", Severity::remark, {}, {}});
    }
    record_.leave_out_finding();
    record_.leave_out_finding();
    const auto record = record_.take();
    EXPECT_EQ(added, 50);
    ASSERT_EQ(record.findings.size(), 51U);
    EXPECT_EQ(record.findings.back().evidence.at("left_out"), "2");
}

}  // namespace
}  // namespace indgang::record
