// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "pipeline/program/commands.h"
#include "pipeline/rules/rule.h"

namespace indgang::program {
namespace {

/// To renew the page: indgang rule list --markdown > docs/formats/rules.md
TEST(RuleList, IsThePageOfTheRules) {
    std::ifstream file(std::string(INDGANG_SOURCE_DIR) + "/docs/formats/rules.md");
    const std::string committed((std::istreambuf_iterator<char>(file)), {});
    EXPECT_EQ(committed, rules_page());
}

TEST(RuleList, TellsProgramsOfEachRule) {
    const auto list = nlohmann::json::parse(rules_json());
    ASSERT_EQ(list.at("rules").size(), rules::rules().size());
    ASSERT_EQ(list.at("checks").size(), rules::checks().size());
    for (std::size_t i = 0; i < rules::rules().size(); ++i) {
        const auto& said = list.at("rules").at(i);
        const rules::Rule& rule = rules::rules()[i];
        EXPECT_EQ(said.at("name"), rule.name);
        EXPECT_EQ(said.at("what"), rule.what);
        EXPECT_EQ(said.at("roles").size(), rule.roles.size());
        EXPECT_EQ(said.at("settings").size(), rule.settings.size());
        EXPECT_EQ(said.at("findings").size(), rule.findings.size());
        EXPECT_EQ(said.at("clause").is_null(), rule.clause.reference.empty());
    }
}

TEST(RuleList, SaysWhatARuleTakesAndFinds) {
    const auto list = nlohmann::json::parse(rules_json());
    const auto& income =
        *std::find_if(list.at("rules").begin(), list.at("rules").end(),
                      [](const auto& rule) { return rule.at("name") == "income_agrees"; });
    EXPECT_EQ(
        income.at("roles").at(1),
        (nlohmann::json{
            {"name", "amount"}, {"kinds", {"amount"}}, {"optional", false}, {"many", false}}));
    const auto& months = income.at("settings").at(0);
    EXPECT_EQ(months.at("name"), "months");
    EXPECT_EQ(months.at("kind"), "number");
    EXPECT_EQ(months.at("default"), "3");
    EXPECT_EQ(months.at("required"), true);
    EXPECT_EQ(income.at("settings").at(1).at("words"), (nlohmann::json{"sum", "monthly_mean"}));
    EXPECT_EQ(income.at("findings").at(0),
              (nlohmann::json{{"code", "income_differs"}, {"effect", "remarks"}}));
}

}  // namespace
}  // namespace indgang::program
