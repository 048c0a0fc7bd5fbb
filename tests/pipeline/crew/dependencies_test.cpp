// SPDX-License-Identifier: MPL-2.0
#include "pipeline/crew/dependencies.h"

#include <gtest/gtest.h>

namespace indgang::crew {
namespace {

using namespace std::chrono_literals;

class DependenciesTest : public testing::Test {
  protected:
    void fail(int times, Reason reason = Reason::registry_unavailable) {
        for (int i = 0; i < times; ++i) {
            dependencies_.failed(DependencyKind::registry, "cpr", Error(reason, "cpr: no answer"));
        }
    }
    [[nodiscard]] DependencyState state() const { return dependencies_.states().at(0); }

    UtcTime now_ = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 3h;
    std::vector<std::string> said_;
    Dependencies dependencies_{[this] { return now_; },
                               [this](const std::string& line) { said_.push_back(line); }};
};

TEST_F(DependenciesTest, SaysOnceThatARegisterIsAwayAndOnceThatItIsBack) {
    fail(1);
    now_ += 10s;
    fail(40);
    now_ += 12min;
    dependencies_.answered(DependencyKind::registry, "cpr");
    dependencies_.answered(DependencyKind::registry, "cpr");
    EXPECT_EQ(said_, (std::vector<std::string>{
                         "register cpr is away since 2026-11-22T03:00:00.000Z: cpr: no answer "
                         "[registry_unavailable]; what needs it waits, and goes on by itself",
                         "register cpr answers again, after 12 min"}));
}

TEST_F(DependenciesTest, SaysNothingOfAHiccup) {
    for (int i = 0; i < 10; ++i) {
        fail(failures_to_tell - 1);
        dependencies_.answered(DependencyKind::registry, "cpr");
    }
    EXPECT_TRUE(said_.empty());
    EXPECT_TRUE(state().is_up);
}

TEST_F(DependenciesTest, TellsTheState) {
    dependencies_.know(DependencyKind::registry, "cpr");
    EXPECT_TRUE(state().is_up);
    fail(6);
    dependencies_.answered(DependencyKind::casequeue, "cpr");  // another of the same name
    EXPECT_FALSE(state().is_up);
    EXPECT_EQ(state().reason, "registry_unavailable");
    EXPECT_EQ(state().since, now_);
    EXPECT_EQ(state().failed, 6);
}

TEST_F(DependenciesTest, TakesWhoRefusesUsForAway) {
    fail(5, Reason::registry_refused);
    EXPECT_FALSE(state().is_up);
}

TEST_F(DependenciesTest, TakesARefusalForAnAnswer) {
    fail(4);
    fail(1, Reason::registry_rejected_question);
    fail(4);
    fail(1, Reason::registry_rate_limited);
    fail(4);
    EXPECT_TRUE(state().is_up);
    EXPECT_EQ(state().answered, 2);
}

TEST_F(DependenciesTest, BlamesNobodyForWhatIsOurs) {
    dependencies_.know(DependencyKind::registry, "cpr");
    fail(20, Reason::blob_corrupt);
    fail(20, Reason::registry_key_missing);
    EXPECT_TRUE(state().is_up);
    EXPECT_EQ(state().answered, 0);
    EXPECT_EQ(state().failed, 0);
}

TEST(Worded, SaysATimeAsPeopleDo) {
    EXPECT_EQ(worded(-1s), "0 s");
    EXPECT_EQ(worded(119s), "119 s");
    EXPECT_EQ(worded(120s), "2 min");
    EXPECT_EQ(worded(119min), "119 min");
    EXPECT_EQ(worded(185min), "3 h 5 min");
}

}  // namespace
}  // namespace indgang::crew
