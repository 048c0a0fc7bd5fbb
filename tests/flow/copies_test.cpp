// SPDX-License-Identifier: MPL-2.0
// Searchable copies as a case worker gets them: in the case, once, with the words to search for.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/flow/installation.h"

namespace indgang::flow {
namespace {

/// One scanned application that becomes a case by itself, out of the sample batch.
std::filesystem::path scanned(const Installation& installation) {
    return installation.write("batch.tif", sample("paper/batch-2026-11.tif"));
}

std::string delivered_id(const nlohmann::json& result) {
    for (const auto& item : result.at("files").at(0).at("applications")) {
        if (item.at("state") == "delivered") {
            return item.at("id");
        }
    }
    return "";
}

TEST(Copies, EachDeliveredApplicationOfPaperHasOneInItsCase) {
    const Installation installation;
    const auto result = installation.indgang(
        {"run", "--json", "--copies", "--wait", "240", scanned(installation).string()});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const auto cases = installation.case_ledger();
    EXPECT_GT(cases.at("cases"), 0);
    EXPECT_EQ(cases.at("additions"), cases.at("cases"));
    EXPECT_EQ(cases.at("additions_twice"), 0);
    EXPECT_EQ(result.json().at("ledger").at("copies").at("added"), cases.at("cases"));
}

TEST(Copies, AreNotWaitedForAndNotLost) {
    const Installation installation;
    const auto first = installation.indgang({"run", "--json", scanned(installation).string()});
    const auto cases = installation.case_ledger().at("cases");
    EXPECT_GT(cases, 0);
    const auto later = installation.indgang(
        {"run", "--json", "--copies", "--wait", "240", scanned(installation).string()});
    EXPECT_EQ(installation.case_ledger().at("cases"), cases);
    EXPECT_EQ(installation.case_ledger().at("additions"), cases) << first.err << later.err;
    EXPECT_EQ(installation.case_ledger().at("additions_twice"), 0);
}

TEST(Copies, AreWrittenToAFileByTheApplicationsId) {
    const Installation installation;
    const auto result =
        installation.indgang({"run", "--json", scanned(installation).string()}).json();
    const auto file = installation.folder() / "copy.pdf";
    const auto written =
        installation.indgang({"record", "pdf", delivered_id(result), "-o", file.string()});
    EXPECT_EQ(written.exit_code, 0) << written.err;
    std::ifstream in(file, std::ios::binary);
    std::string start(8, ' ');
    in.read(start.data(), 8);
    EXPECT_EQ(start, "%PDF-1.7");
}

}  // namespace
}  // namespace indgang::flow
