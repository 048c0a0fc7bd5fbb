// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "pipeline/program/commands.h"
#include "schemas/error/reason.h"

namespace indgang::program {
namespace {

/// To renew the page: indgang reason list --markdown > docs/formats/reasons.md
TEST(ReasonList, IsThePageOfTheReasons) {
    std::ifstream file(std::string(INDGANG_SOURCE_DIR) + "/docs/formats/reasons.md");
    const std::string committed((std::istreambuf_iterator<char>(file)), {});
    EXPECT_EQ(committed, reasons_page());
}

TEST(ReasonList, TellsProgramsOfEachReason) {
    const auto list = nlohmann::json::parse(reasons_json()).at("reasons");
    std::size_t at = 0;
    for (const ReasonGroup& group : reason_groups()) {
        for (const ReasonRow& row : group.rows) {
            const auto& said = list.at(at++);
            EXPECT_EQ(said.at("code"), row.code);
            EXPECT_EQ(said.at("kind"),
                      row.kind ? nlohmann::json(name_of(*row.kind)) : nlohmann::json());
            EXPECT_EQ(said.at("group"), group.heading);
            EXPECT_EQ(said.at("means"), row.means);
            EXPECT_EQ(said.at("next"), row.next);
        }
    }
    EXPECT_EQ(list.size(), at);
}

}  // namespace
}  // namespace indgang::program
