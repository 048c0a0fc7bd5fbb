// SPDX-License-Identifier: MPL-2.0
// A morning's mail is one file of hundreds of pages. Whoever lies on top must not wait for whoever
// lies below: an application is delivered while the pages after it are still read.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/store/sqlite/sqlite_store.h"
#include "tests/flow/installation.h"

namespace indgang::flow {
namespace {

/// 900 pages: an application with its separator sheet, empty backs, another application.
std::vector<int> long_batch() {
    constexpr int back = 4;
    constexpr std::size_t before_the_last = 897;
    std::vector<int> pages = {1, 2, 3, 4, 5};
    pages.resize(before_the_last, back);
    pages.insert(pages.end(), {12, 13, 14});
    return pages;
}

std::int64_t number_of(const std::vector<store::Event>& events, const std::string& what) {
    const auto found = std::find_if(events.begin(), events.end(),
                                    [&](const store::Event& event) { return event.what == what; });
    return found == events.end() ? -1 : found->number;
}

TEST(Flow, ABatchOf900PagesIsDeliveredFromBeforeItIsReadToItsEnd) {
    const Installation installation;
    const auto file = installation.folder() / "batch.tif";
    write_pages(file, long_batch());
    const auto result = installation.indgang({"run", "--json", file.string()});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const store::sqlite::SqliteStore store(
        installation.folder() / "store", store::Access::read, [] { return UtcTime{}; },
        [] { return std::string(); });
    const auto arrivals = store.arrivals(1);
    ASSERT_EQ(arrivals.size(), 1U);
    EXPECT_EQ(arrivals[0].pages, 900);
    const auto first_delivered = number_of(store.events(arrivals[0].id + "-1"), "delivered");
    const auto read_to_its_end = number_of(store.events(arrivals[0].id), "read");
    ASSERT_GT(first_delivered, 0);
    ASSERT_GT(read_to_its_end, 0);
    EXPECT_LT(first_delivered, read_to_its_end);
}

/// Two people's page 2 exchanged, a separator between: each application is whole and in order, and
/// only BBR knows that the homes are the other's.
TEST(Flow, PagesOfTwoPeopleThatWereExchangedAreAskedAbout) {
    const Installation installation;
    const auto file = installation.folder() / "batch.tif";
    write_pages(file, {1, 13, 3, 5, 12, 2, 14});
    const auto result = installation.indgang({"run", "--json", file.string()});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    const auto applications = result.json().at("files").at(0).at("applications");
    ASSERT_EQ(applications.size(), 2U);
    for (const auto& application : applications) {
        EXPECT_EQ(application.at("state"), "parked");
        EXPECT_EQ(application.at("reasons"), nlohmann::json{"exchanged_page:boligareal_m2"});
    }
}

TEST(Flow, TheSamePagesWhereTheyBelongBecomeCases) {
    const Installation installation;
    const auto file = installation.folder() / "batch.tif";
    write_pages(file, {1, 2, 3, 5, 12, 13, 14});
    const auto result = installation.indgang({"run", "--json", file.string()});
    const auto said = result.json();
    for (const auto& application : said.at("files").at(0).at("applications")) {
        EXPECT_EQ(application.at("state"), "delivered") << result.out;
    }
}

constexpr int empty_back = 4, separator_sheet = 5;  // pages of the sample batch

/// The sheets may have lain face down: somebody has to see that nothing came of them.
class EveryBatchWithoutAnApplication : public testing::TestWithParam<std::vector<int>> {};

TEST_P(EveryBatchWithoutAnApplication, IsKeptWhereAPersonSeesIt) {
    const Installation installation;
    const auto file = installation.folder() / "batch.tif";
    write_pages(file, GetParam());
    const auto result = installation.indgang({"run", file.string()});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_NE(result.out.find("no application found"), std::string::npos) << result.out;
    EXPECT_EQ(installation.indgang({"run", "--strict", file.string()}).exit_code, 1);
    const auto table = installation.indgang({"queue", "list"}).out;
    EXPECT_NE(table.find("no application found"), std::string::npos) << table;
    const auto list = installation.indgang({"queue", "list", "--json"}).json();
    ASSERT_EQ(list.at("arrivals").size(), 1U);
    EXPECT_EQ(list.at("arrivals")[0].at("reason"), "no_application_found");
    const auto ledger = installation.indgang({"queue", "ledger", "--json"}).json();
    EXPECT_EQ(ledger.at("no_application_found"), 1);
    EXPECT_EQ(ledger.at("lost"), 0);
}
INSTANTIATE_TEST_SUITE_P(Sheets, EveryBatchWithoutAnApplication,
                         testing::Values(std::vector{empty_back},
                                         std::vector{empty_back, empty_back},
                                         std::vector{separator_sheet, separator_sheet}));

}  // namespace
}  // namespace indgang::flow
