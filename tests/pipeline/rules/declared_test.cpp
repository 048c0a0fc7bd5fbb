// SPDX-License-Identifier: MPL-2.0
// What a rule says of itself is whole: people choose rules by it, and forms are checked against it.
#include <gtest/gtest.h>

#include <charconv>
#include <set>

#include "tests/pipeline/rules/cases.h"

namespace indgang::rules::cases {
namespace {

bool is_sentence(std::string_view text) {
    return text.ends_with('.') && text.find(' ') != std::string_view::npos;
}

template <typename Named>
bool is_named_once(const std::vector<Named>& all) {
    std::set<std::string_view> names;
    return std::all_of(all.begin(), all.end(),
                       [&](const Named& each) { return names.insert(each.name).second; });
}

bool is_code_once(const std::vector<FindingCode>& all) {
    std::set<std::string_view> codes;
    return !all.empty() && std::all_of(all.begin(), all.end(), [&](const FindingCode& each) {
        return codes.insert(each.code).second;
    });
}

TEST(RulesDeclare, WhatTheyCheckFindAndTake) {
    for (const Rule& rule : rules()) {
        EXPECT_TRUE(is_sentence(rule.what)) << rule.name;
        EXPECT_TRUE(is_code_once(rule.findings)) << rule.name;
        EXPECT_FALSE(rule.roles.empty()) << rule.name;
        EXPECT_TRUE(is_named_once(rule.roles)) << rule.name;
        EXPECT_TRUE(is_named_once(rule.settings)) << rule.name;
        EXPECT_TRUE(rule.questions != nullptr && rule.judge != nullptr) << rule.name;
    }
    for (const Check& check : checks()) {
        EXPECT_TRUE(is_sentence(check.what)) << check.name;
        EXPECT_TRUE(is_code_once(check.findings)) << check.name;
        EXPECT_TRUE(check.check != nullptr) << check.name;
    }
}

TEST(RulesDeclare, AClauseWithWhatItMeans) {
    for (const Rule& rule : rules()) {
        EXPECT_EQ(rule.clause.reference.empty(), rule.clause.text.empty()) << rule.name;
    }
}

TEST(RulesDeclare, SettingsWhoseDefaultTheyAllow) {
    for (const Rule& rule : rules()) {
        for (const Setting& setting : rule.settings) {
            EXPECT_TRUE(is_sentence(setting.what)) << rule.name << " " << setting.name;
            const std::string value(setting.otherwise);
            switch (setting.kind) {
                case SettingKind::number: {
                    const double number = std::stod(value);
                    EXPECT_TRUE(number >= setting.least && number <= setting.most) << setting.name;
                    break;
                }
                case SettingKind::word:
                    EXPECT_EQ(std::count(setting.words.begin(), setting.words.end(), value), 1)
                        << setting.name;
                    break;
            }
        }
    }
}

/// The tests see each finding of a rule through `judge`, which asks `expect_declared`.
TEST(RulesDeclare, NoFindingThatOtherwiseFails) {
    const std::vector<FindingCode> declared{
        {"a", Effect::remarks}, {"b", Effect::parks}, {"c", Effect::parks_on_paper}};
    const auto fits = [&](std::size_t i, Severity severity, bool is_paper) {
        return is_effect(declared[i].effect, {"x", severity, {}, {}}, is_paper);
    };
    EXPECT_TRUE(fits(0, Severity::remark, true));
    EXPECT_FALSE(fits(0, Severity::doubt, true));
    EXPECT_TRUE(fits(1, Severity::error, false));
    EXPECT_FALSE(fits(1, Severity::remark, false));
    EXPECT_TRUE(fits(2, Severity::doubt, true));
    EXPECT_FALSE(fits(2, Severity::doubt, false));
    EXPECT_TRUE(fits(2, Severity::remark, false));
}

TEST(CheckBindings, NamesTheSettingsThatThereAre) {
    EXPECT_EQ(binding_problems(form_with({{"dwelling_agrees",
                                           {{"street", {"vejnavn"}},
                                            {"house_number", {"husnummer"}},
                                            {"postcode", {"postnummer"}}},
                                           {{"tolerance", "5"}}}})),
              Lines{"rule dwelling_agrees: there is no setting tolerance; there are: "
                    "area_tolerance_m2, area_tolerance_percent"});
}

}  // namespace
}  // namespace indgang::rules::cases
