// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "pipeline/stages/assemble.h"

namespace indgang::stages {
namespace {

form::Field field_of(ValueKind kind) {
    form::Field field;
    field.id = "f";
    field.kind = kind;
    return field;
}

record::FieldValue value_of(ValueKind kind, std::vector<record::Candidate> candidates,
                            std::string doubt = {}) {
    form::FormDefinition form;
    form.accept_probability = 0.99;
    return to_field_value(form, field_of(kind),
                          {"f", {}, std::move(candidates), "test/1", std::move(doubt)}, 1);
}

TEST(FieldValue, AcceptsASureValue) {
    const auto value = value_of(ValueKind::amount, {{"4500", 0.995}});
    ASSERT_TRUE(value.value);
    EXPECT_EQ(value.value->canonical(), "4500");
    EXPECT_TRUE(value.is_accepted);
}

TEST(FieldValue, DoubtsAnUnsureValue) {
    const auto value = value_of(ValueKind::amount, {{"4500", 0.9}});
    EXPECT_TRUE(value.value);
    EXPECT_FALSE(value.is_accepted);
    EXPECT_EQ(value.doubt, "low_probability");
}

TEST(FieldValue, SumsTextsThatMeanTheSame) {
    const auto value = value_of(ValueKind::amount, {{"4600", 0.4}, {"4.500", 0.3}, {"4500", 0.25}});
    ASSERT_TRUE(value.value);
    EXPECT_EQ(value.value->canonical(), "4500");
    EXPECT_DOUBLE_EQ(std::get<record::Scanned>(value.provenance).probability, 0.55);
}

TEST(FieldValue, PassesOverADayThatDoesNotExist) {
    const auto value = value_of(ValueKind::date, {{"31022026", 0.6}, {"21022026", 0.395}});
    ASSERT_TRUE(value.value);
    EXPECT_EQ(value.value->canonical(), "2026-02-21");
    EXPECT_FALSE(value.is_accepted);
}

TEST(FieldValue, SaysWhyNothingIsReadable) {
    const auto value = value_of(ValueKind::date, {{"31022026", 0.999}});
    EXPECT_FALSE(value.value);
    EXPECT_FALSE(value.is_accepted);
    EXPECT_FALSE(value.doubt.empty());
    EXPECT_EQ(value.raw, "31022026");
}

TEST(FieldValue, AcceptsASurelyEmptyField) {
    const auto value = value_of(ValueKind::amount, {{"", 0.999}});
    EXPECT_FALSE(value.value);
    EXPECT_TRUE(value.is_accepted);
}

TEST(FieldValue, KeepsTheReadersDoubt) {
    const auto value = value_of(ValueKind::count, {{"3", 0.999}}, "struck_out");
    EXPECT_FALSE(value.is_accepted);
    EXPECT_EQ(value.doubt, "struck_out");
}

TEST(FieldValue, ReadsASignatureAsPresentOrAbsent) {
    EXPECT_EQ(value_of(ValueKind::signature, {{"present", 0.999}}).value,
              Value::of_signature(true));
    EXPECT_EQ(value_of(ValueKind::signature, {{"absent", 0.999}}).value,
              Value::of_signature(false));
}

TEST(FieldValue, SaysTheFirstReasonWhyNothingIsReadable) {
    const auto doubt = [](std::vector<record::Candidate> candidates) {
        return value_of(ValueKind::date, std::move(candidates)).doubt;
    };
    const std::string no_day = doubt({{"31022026", 0.6}}), no_date = doubt({{"x", 0.6}});
    ASSERT_NE(no_day, no_date);
    EXPECT_EQ(doubt({{"31022026", 0.6}, {"x", 0.3}}), no_day);
    EXPECT_EQ(doubt({{"x", 0.6}, {"31022026", 0.3}}), no_date);
    EXPECT_EQ(doubt({}), "not_readable");
    EXPECT_EQ(value_of(ValueKind::date, {{"x", 0.6}, {"y", 0.3}}).raw, "x");
}

TEST(FieldValue, IsAcceptedFromTheFormsOwnProbabilityOn) {
    EXPECT_TRUE(value_of(ValueKind::amount, {{"4500", 0.99}}).is_accepted);
    EXPECT_FALSE(value_of(ValueKind::amount, {{"4500", 0.9899}}).is_accepted);
    // Texts of one value may sum to a little more than certainty.
    const auto value = value_of(ValueKind::amount, {{"4.500", 0.6}, {"4500", 0.5}});
    EXPECT_EQ(std::get<record::Scanned>(value.provenance).probability, 1);
}

}  // namespace
}  // namespace indgang::stages
