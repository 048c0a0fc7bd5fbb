// SPDX-License-Identifier: MPL-2.0
// The limits of what a form may bind a rule to, each on both sides.
#include <gtest/gtest.h>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

using Settings = std::map<std::string, std::string>;

Lines income(Settings settings) {
    return check_bindings(form_with(
        {{"income_agrees", {{"cpr", {"cpr"}}, {"amount", {"indkomst"}}}, std::move(settings)}}));
}

Lines dwelling(Settings settings) {
    return check_bindings(form_with(
        {{"dwelling_agrees",
          {{"street", {"vejnavn"}}, {"house_number", {"husnummer"}}, {"postcode", {"postnummer"}}},
          std::move(settings)}}));
}

Lines out_of_range(const std::string& rule, const std::string& name) {
    return {"rule " + rule + ": the setting " + name + " is no number in its range"};
}

TEST(SettingLimits, OfMonthsAreOneAndThreeYears) {
    for (const auto* months : {"1", "36"}) {
        EXPECT_EQ(income({{"months", months}, {"compare", "sum"}}), Lines{}) << months;
    }
    for (const auto* months : {"0", "0.9", "37", "-3", "", "three"}) {
        EXPECT_EQ(income({{"months", months}, {"compare", "sum"}}),
                  out_of_range("income_agrees", "months"))
            << months;
    }
}

TEST(SettingLimits, OfPercentAreNoneAndAll) {
    for (const auto* percent : {"0", "100"}) {
        EXPECT_EQ(income({{"months", "3"}, {"compare", "sum"}, {"tolerance_percent", percent}}),
                  Lines{});
        EXPECT_EQ(dwelling({{"area_tolerance_percent", percent}}), Lines{});
    }
    for (const auto* percent : {"-0.1", "100.1"}) {
        EXPECT_EQ(income({{"months", "3"}, {"compare", "sum"}, {"tolerance_percent", percent}}),
                  out_of_range("income_agrees", "tolerance_percent"));
        EXPECT_EQ(dwelling({{"area_tolerance_percent", percent}}),
                  out_of_range("dwelling_agrees", "area_tolerance_percent"));
    }
}

TEST(SettingLimits, OfAnAreaAreNoneAndAThousandSquareMetres) {
    EXPECT_EQ(dwelling({{"area_tolerance_m2", "0"}}), Lines{});
    EXPECT_EQ(dwelling({{"area_tolerance_m2", "1000"}}), Lines{});
    EXPECT_EQ(dwelling({{"area_tolerance_m2", "1000.5"}}),
              out_of_range("dwelling_agrees", "area_tolerance_m2"));
    EXPECT_EQ(dwelling({{"area_tolerance_m2", "-1"}}),
              out_of_range("dwelling_agrees", "area_tolerance_m2"));
}

TEST(Settings, ThatARuleNeedsAreMissed) {
    EXPECT_EQ(income({{"compare", "sum"}}),
              Lines{"rule income_agrees: the setting months is missing"});
    EXPECT_EQ(dwelling({}), Lines{});
}

Lines required_when(std::map<std::string, std::vector<std::string>> fields, Settings settings) {
    FormDefinition form = form_with({{"required_when", std::move(fields), std::move(settings)}});
    for (form::Field& field : form.fields) {
        if (field.id == "civilstand") {
            field.choices = {{"gift", {}, {}}, {"enlig", {}, {}}};
        }
    }
    return check_bindings(form);
}

TEST(Conditions, NeedTheirWords) {
    EXPECT_EQ(required_when({{"condition", {"civilstand"}}, {"fields", {"fra"}}}, {}),
              Lines{"rule required_when: the setting equals is missing"});
}

TEST(Conditions, NeedTheirField) {
    EXPECT_EQ(required_when({{"fields", {"fra"}}}, {{"equals", "gift"}}),
              Lines{"rule required_when: the role condition is missing"});
    EXPECT_EQ(required_when({{"condition", {}}, {"fields", {"fra"}}}, {{"equals", "gift"}}),
              Lines{"rule required_when: the role condition takes a field"});
    EXPECT_EQ(required_when({{"condition", {"nope"}}, {"fields", {"fra"}}}, {{"equals", "gift"}}),
              Lines{"rule required_when: the role condition names no field: nope"});
}

TEST(Conditions, MayHaveSeveralBlanksBetweenTheirWords) {
    EXPECT_EQ(required_when({{"condition", {"civilstand"}}, {"fields", {"fra"}}},
                            {{"equals", " gift  enlig "}}),
              Lines{});
}

TEST(Conditions, KnowWordsOfOneLetter) {
    EXPECT_EQ(
        required_when({{"condition", {"civilstand"}}, {"fields", {"fra"}}}, {{"equals", "gift x"}}),
        Lines{"rule required_when: civilstand has no choice x"});
}

TEST(Conditions, TakeAnyWordOfAFieldWithoutChoices) {
    EXPECT_EQ(check_bindings(form_with({{"required_when",
                                         {{"condition", {"civilstand"}}, {"fields", {"fra"}}},
                                         {{"equals", "hest"}}}})),
              Lines{});
}

TEST(Conditions, AreOfOneRule) {
    EXPECT_EQ(check_bindings(form_with({{"sum_within",
                                         {{"parts", {"varme"}}, {"total", {"husleje"}}},
                                         {{"equals", "hest"}}}})),
              Lines{"rule sum_within: there is no setting equals"});
}

}  // namespace
}  // namespace indgang::rules::cases
