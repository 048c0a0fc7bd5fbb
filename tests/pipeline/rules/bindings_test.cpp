// SPDX-License-Identifier: MPL-2.0
// The limits of what a form may bind a rule to, each on both sides.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

using Settings = std::map<std::string, std::string>;

Lines income(Settings settings) {
    return binding_problems(form_with(
        {{"income_agrees", {{"cpr", {"cpr"}}, {"amount", {"indkomst"}}}, std::move(settings)}}));
}

Lines dwelling(Settings settings) {
    return binding_problems(form_with(
        {{"dwelling_agrees",
          {{"street", {"vejnavn"}}, {"house_number", {"husnummer"}}, {"postcode", {"postnummer"}}},
          std::move(settings)}}));
}

Lines out_of_range(const std::string& rule, const std::string& name) {
    const auto& setting = *find_rule(rule)->setting(name);
    const auto whole = [](double number) { return std::to_string(static_cast<int>(number)); };
    return {"rule " + rule + ": the setting " + name + " is no number in its range: from " +
            whole(setting.least) + " to " + whole(setting.most)};
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

TEST(Settings, AreThoseOfTheirRule) {
    EXPECT_EQ(binding_problems(form_with({{"sum_within",
                                           {{"parts", {"varme"}}, {"total", {"husleje"}}},
                                           {{"equals", "hest"}}}})),
              Lines{"rule sum_within: there is no setting equals"});
    EXPECT_EQ(income({{"monts", "3"}, {"compare", "sum"}, {"months", "3"}}),
              Lines{"rule income_agrees: there is no setting monts; did you mean 'months'?"});
}

TEST(BindingProblems, StandWhereTheRoleOrSettingIsWritten) {
    RuleBinding binding{"sum_within",
                        {{"parts", {"varme"}}, {"total", {"fra"}}},
                        {{"slack", "1"}},
                        {10, 1},
                        {{"parts", {11, 12}}, {"total", {11, 30}}, {"slack", {12, 14}}}};
    const auto problems = check_bindings(form_with({binding}));
    ASSERT_EQ(problems.size(), 2u);
    EXPECT_EQ(problems[0].place, (SourcePlace{11, 30}));
    EXPECT_EQ(problems[1].place, (SourcePlace{12, 14}));
    binding.fields.erase("parts");
    EXPECT_EQ(check_bindings(form_with({binding})).front().place, (SourcePlace{10, 1}));
}

TEST(ShippedForms, BindTheirRulesRight) {
    const auto catalogue = form::FormCatalogue::load(
        {std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas" / "forms"});
    ASSERT_FALSE(catalogue.all().empty());
    for (const form::FormDefinition& form : catalogue.all()) {
        EXPECT_FALSE(form.rules.empty()) << form.key.form;
        for (const auto& problem : check_bindings(form)) {
            ADD_FAILURE() << form.key.form << " " << form.key.version << ":" << problem.place.text()
                          << ": " << problem.text;
        }
    }
}

}  // namespace
}  // namespace indgang::rules::cases
