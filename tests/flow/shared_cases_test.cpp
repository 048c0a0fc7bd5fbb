// SPDX-License-Identifier: MPL-2.0
// Cases of senders and mailrooms beside the checkout, through the whole program; what each protects
// is held by material of our own, too, in the test that is named beside it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/flow/installation.h"

namespace indgang::flow {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

class SharedCases : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!fs::exists(cases_)) {
            GTEST_SKIP() << "NOT TESTED: there is no " << cases_;
        }
    }
    std::string bytes_of(const std::string& name) const {
        std::ifstream in(cases_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    /// What became of one file.
    Json run(const std::string& name) {
        const auto done = installation_.indgang({"run", "--json", (cases_ / name).string()});
        return done.json().at("files").at(0);
    }

    fs::path cases_ = fs::path(INDGANG_SOURCE_DIR) / "../shared/cases";
    Installation installation_;
};

// Of our own: EveryBatchWithoutAnApplication.
TEST_F(SharedCases, ABatchOfEmptyBacksIsInTheLedgerByThatWord) {
    const auto file = run("intake/blank-only.tif");
    EXPECT_EQ(file.at("reason"), "no_application_found") << file;
    const auto ledger = installation_.indgang({"queue", "ledger", "--json"}).json();
    EXPECT_EQ(ledger.at("no_application_found"), 1) << ledger;
}

// Of our own: Flow.PagesOfTwoPeopleThatWereExchangedAreAskedAbout.
TEST_F(SharedCases, TwoApplicationsWithEachOthersPageAreBothAskedAbout) {
    const auto applications = run("intake/page2-exchanged.tif").at("applications");
    ASSERT_EQ(applications.size(), 2U) << applications;
    for (const auto& application : applications) {
        EXPECT_EQ(application.at("state"), "parked") << application;
    }
}

// Of our own: EveryDepth.ANoteAtAnyEdgeIsWriting (tests/ocr/match).
TEST_F(SharedCases, ANoteAtTheEdgeOfABackIsWriting) {
    const auto file = run("intake/writing-at-the-edge.tif");
    EXPECT_NE(file.value("reason", ""), "no_application_found") << file;
    ASSERT_FALSE(file.at("applications").empty()) << file;
    EXPECT_EQ(file.at("applications").at(0).at("state"), "parked") << file;
}

// Of our own: Intake.RefusesInWordsWhatWrapsTheBytes (tests/pipeline/service).
TEST_F(SharedCases, AMultipartBodyIsRefusedAtOnceInWords) {
    const auto url = installation_.serve();
    int status = 0;
    const auto answer =
        exchange(url, "POST", "/v1/applications", bytes_of("intake/multipart-body.bin"), status);
    EXPECT_EQ(status, 415) << answer;
    EXPECT_FALSE(answer.value("title", "").empty()) << answer;
}

// Of our own: Flow.ASenderLearnsWhatIsWrong.
TEST_F(SharedCases, TheSenderOfAWrongDocumentLearnsWhatIsWrongWithIt) {
    const auto url = installation_.serve();
    int status = 0;
    const auto receipt =
        exchange(url, "POST", "/v1/applications", bytes_of("mail/wrong.xml"), status);
    ASSERT_EQ(status, 201) << receipt;
    Json arrival;
    ASSERT_TRUE(wait_until([&] {
        arrival = exchange(url, "GET", "/v1/arrivals/" + receipt.value("arrival", ""), "", status);
        return arrival.value("state", "") == "rejected";
    })) << arrival;
    EXPECT_EQ(arrival.at("reason"), "xml_invalid");
    EXPECT_EQ(
        arrival.at("place"),
        "line 5, /boligstoette/efternavn: is not expected here, or something before it is missing");
}

}  // namespace
}  // namespace indgang::flow
