// SPDX-License-Identifier: MPL-2.0
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "adapters/casequeue/case_book.h"
#include "tests/adapters/casequeue/casequeue_fixture.h"

namespace indgang::casequeue {
namespace {

using Simulator = CaseQueueTest;

TEST_F(Simulator, CaseWithoutKeyIsRefused) {
    EXPECT_EQ(status_of("POST", "/cases", submission("").body), 400);
}

TEST_F(Simulator, DocumentMustMatchItsDigest) {
    const auto path = "/documents/" + Digest::of(view_of("right")).hex();
    EXPECT_EQ(status_of("PUT", path, "wrong"), 422);
    EXPECT_EQ(status_of("HEAD", path, ""), 404);
    EXPECT_EQ(status_of("PUT", path, "right"), 201);
    EXPECT_EQ(status_of("HEAD", path, ""), 200);
}

TEST_F(Simulator, CaseNeedsItsDocuments) {
    const Document absent{Digest::of(view_of("absent")), "image/tiff", "page-1.tif"};
    EXPECT_EQ(status_of("POST", "/cases", submission("k", "a", {absent}).body, "k"), 422);
}

TEST_F(Simulator, SameKeyGivesTheSameNumberAfterARestart) {
    const auto one = submit(submission("k1"));
    start();
    EXPECT_EQ(submit(submission("k1")).case_number, one.case_number);
}

TEST_F(Simulator, WithoutKeysEachSubmissionMakesACase) {
    settings.keys_checked = false;
    start();
    const auto one = submit(submission("k1"));
    const auto two = submit(submission("k1"));
    EXPECT_NE(one.case_number, two.case_number);
    const auto ledger = get("/ledger");
    EXPECT_EQ(ledger["cases"], 2);
    EXPECT_EQ(ledger["keys"], 1);
    EXPECT_EQ(ledger["duplicates"], 1);
}

TEST_F(Simulator, SameKeyFromManyAtOnceMakesOneCase) {
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([this] {
            const auto own = create_indgang_cases(
                {.base_url = "http://127.0.0.1:" + std::to_string(simulator->port())},
                [] { return UtcTime{}; });
            (void)own->submit(submission("k1"), nullptr);
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(get("/ledger")["cases"], 1);
}

TEST_F(Simulator, FaultsAreSetWhileItRuns) {
    EXPECT_EQ(status_of("POST", "/simulator/faults", R"({"refuse":1})"), 204);
    EXPECT_EQ(status_of("POST", "/cases", submission("k").body, "k"), 503);
    EXPECT_EQ(status_of("POST", "/simulator/faults", "{}"), 204);
    EXPECT_EQ(status_of("POST", "/cases", submission("k").body, "k"), 201);
    EXPECT_EQ(status_of("POST", "/simulator/faults", R"({"explode":1})"), 400);
}

TEST_F(Simulator, FaultsMeetTheSameRequestsForTheSameSeed) {
    const auto statuses = [this](std::uint64_t seed) {
        settings.seed = seed;
        settings.faults = {.refuse = 0.5};
        start();
        std::string seen;
        for (int request = 0; request < 40; ++request) {
            seen += status_of("POST", "/nowhere", "") == 503 ? 'x' : '.';
        }
        return seen;
    };
    const auto first = statuses(1);
    EXPECT_EQ(first, statuses(1));
    EXPECT_NE(first, statuses(2));
    EXPECT_NE(first.find('x'), std::string::npos);
    EXPECT_NE(first.find('.'), std::string::npos);
}

// The child enters cases and says each number that was acknowledged; it is killed while it does.
TEST(CaseBook, AcknowledgedCaseOutlivesAKill) {
    std::string folder = (std::filesystem::temp_directory_path() / "indgang-XXXXXX").string();
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    int told[2];
    ASSERT_EQ(::pipe(told), 0);
    const auto child = ::fork();
    if (child == 0) {
        CaseBook book(folder, CaseBook::Keys::checked);
        for (int number = 1;; ++number) {
            const auto entry = book.enter("k" + std::to_string(number), "{}", {});
            const char is_made = entry.kind == CaseBook::Entry::Kind::made ? 'y' : 'n';
            if (::write(told[1], &is_made, 1) != 1) {
                ::_exit(1);
            }
        }
    }
    ::close(told[1]);
    char made = 0;
    int acknowledged = 0;
    while (acknowledged < 30 && ::read(told[0], &made, 1) == 1) {
        ++acknowledged;
        EXPECT_EQ(made, 'y');
    }
    ::kill(child, SIGKILL);
    while (::read(told[0], &made, 1) == 1) {
        ++acknowledged;
    }
    ::close(told[0]);
    ::waitpid(child, nullptr, 0);
    EXPECT_GE(acknowledged, 30);
    CaseBook book(folder, CaseBook::Keys::checked);
    EXPECT_GE(book.sums().cases, acknowledged);
    for (int number = 1; number <= acknowledged; ++number) {
        EXPECT_EQ(book.enter("k" + std::to_string(number), "{}", {}).kind,
                  CaseBook::Entry::Kind::known);
    }
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace indgang::casequeue
