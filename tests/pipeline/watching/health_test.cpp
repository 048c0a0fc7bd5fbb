// SPDX-License-Identifier: MPL-2.0
#include "pipeline/watching/health.h"

#include <gtest/gtest.h>

#include "tests/pipeline/service/installation.h"

namespace indgang::watching {
namespace {

using namespace std::chrono_literals;

class HealthTest : public testing::Test {
  protected:
    [[nodiscard]] HealthSettings settings() {
        return {probe_, [this] { return trouble_; }, [this] { return dependencies_; }};
    }

    service::Installation at_;
    std::filesystem::path probe_ = at_.folder;
    std::string trouble_;
    std::vector<crew::DependencyState> dependencies_;
};

TEST_F(HealthTest, FindsNothingWhereAllIsWell) {
    Health health(settings(), at_.store, [this] { return at_.now; });
    EXPECT_TRUE(health.ailments().empty());
}

TEST_F(HealthTest, BlocksWhenTheDiskTakesNothing) {
    probe_ = at_.folder / "absent";
    Health health(settings(), at_.store, [this] { return at_.now; });
    const auto found = health.ailments();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].of, "disk");
    EXPECT_EQ(found[0].reason, "disk_not_writable");
    EXPECT_TRUE(found[0].blocks);
}

TEST_F(HealthTest, TriesTheDiskOnceASecond) {
    probe_ = at_.folder / "probe";
    Health health(settings(), at_.store, [this] { return at_.now; });
    EXPECT_EQ(health.ailments().size(), 1u);
    std::filesystem::create_directory(probe_);
    at_.now += 999ms;
    EXPECT_EQ(health.ailments().size(), 1u);
    at_.now += 1ms;
    EXPECT_TRUE(health.ailments().empty());
}

TEST_F(HealthTest, DoesNotBlockWhenTheWorkStandsStill) {
    trouble_ = "model_missing";
    Health health(settings(), at_.store, [this] { return at_.now; });
    const auto found = health.ailments();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].of, "work");
    EXPECT_EQ(found[0].reason, "model_missing");
    EXPECT_FALSE(found[0].blocks);
}

TEST_F(HealthTest, NamesACaseNumberThatWasGivenTwiceUntilAPersonSettledIt) {
    const auto second = at_.give_case_number_twice();
    Health health(settings(), at_.store, [this] { return at_.now; });
    const auto found = health.ailments();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].of, "case numbers");
    EXPECT_EQ(found[0].reason, "case_number_twice");
    EXPECT_FALSE(found[0].blocks);
    at_.store.retry(second, {"u1", "operator", ""});
    EXPECT_TRUE(health.ailments().empty());
}

TEST_F(HealthTest, SaysSinceWhenAndForgetsItWhenItIsOver) {
    Health health(settings(), at_.store, [this] { return at_.now; });
    const auto first = at_.now;
    health.tell("folder /in", "folder_missing");
    EXPECT_EQ(health.ailments().at(0).since, first);
    at_.now += 90s;
    EXPECT_EQ(health.ailments().at(0).since, first);
    health.tell("folder /in", "");
    EXPECT_TRUE(health.ailments().empty());
    health.tell("folder /in", "folder_missing");
    EXPECT_EQ(health.ailments().at(0).since, at_.now);
}

TEST_F(HealthTest, NamesARegisterThatIsAwayAndNoneThatAnswers) {
    dependencies_ = {
        {crew::DependencyKind::registry, "cpr", false, "registry_unavailable", at_.now, 0, 5},
        {crew::DependencyKind::casequeue, "odense", true, "", {}, 3, 0}};
    Health health(settings(), at_.store, [this] { return at_.now; });
    const auto found = health.ailments();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].of, "register cpr");
    EXPECT_FALSE(found[0].blocks);
}

TEST_F(HealthTest, PutsWhatBlocksFirst) {
    probe_ = at_.folder / "absent";
    trouble_ = "model_missing";
    Health health(settings(), at_.store, [this] { return at_.now; });
    EXPECT_TRUE(health.ailments().at(0).blocks);
    EXPECT_FALSE(health.ailments().at(1).blocks);
}

}  // namespace
}  // namespace indgang::watching
