// SPDX-License-Identifier: MPL-2.0
#include "adapters/registry/breaker.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>

#include "schemas/error/error.h"

namespace indgang::registry {
namespace {

using record::Answer;
using record::Question;

const UtcTime noon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);
const Question question{"cpr", {}, "32.03.12"};

/// Fails as long as it is told to, and counts.
class Shaky : public Registry {
  public:
    struct Told {
        bool is_down = true;
        int asked = 0;
    };
    explicit Shaky(Told& told) : told_(told) {}
    Answer ask(const Question&) override {
        ++told_.asked;
        if (told_.is_down) {
            throw Error(Reason::registry_unavailable, "shaky: down");
        }
        return {};
    }

  private:
    Told& told_;
};

class BreakerTest : public testing::Test {
  protected:
    BreakerTest()
        : registry_(with_breaker("cpr", std::make_unique<Shaky>(told_), [this] { return now_; })) {}
    void ask(int times) {
        for (int i = 0; i < times; ++i) {
            try {
                (void)registry_->ask(question);
            } catch (const Error&) {
                ++failures_;
            }
        }
    }
    Shaky::Told told_;
    UtcTime now_ = noon;
    int failures_ = 0;
    std::unique_ptr<Registry> registry_;
};

TEST_F(BreakerTest, LeavesARegisterAloneAfterFiveFailures) {
    ask(20);
    EXPECT_EQ(told_.asked, 5);
    EXPECT_EQ(failures_, 20);
}

TEST_F(BreakerTest, ProbesOnceAfterASecond) {
    ask(5);
    now_ += std::chrono::milliseconds(999);
    ask(3);
    EXPECT_EQ(told_.asked, 5);
    now_ += std::chrono::milliseconds(1);
    ask(3);
    EXPECT_EQ(told_.asked, 6);
}

TEST_F(BreakerTest, DoublesItsRestUpToThirtySeconds) {
    ask(5);
    for (const int seconds : {1, 2, 4, 8, 16, 30, 30}) {
        const int before = told_.asked;
        now_ += std::chrono::seconds(seconds) - std::chrono::milliseconds(1);
        ask(1);
        EXPECT_EQ(told_.asked, before) << seconds;
        now_ += std::chrono::milliseconds(1);
        ask(1);
        EXPECT_EQ(told_.asked, before + 1) << seconds;
    }
}

TEST_F(BreakerTest, ClosesAfterAGoodProbe) {
    ask(5);
    told_.is_down = false;
    now_ += std::chrono::seconds(1);
    ask(10);
    EXPECT_EQ(told_.asked, 15);
}

TEST_F(BreakerTest, ProbesWhenTheClockHasJumpedBack) {
    ask(5);
    now_ -= std::chrono::hours(1);
    ask(1);
    EXPECT_EQ(told_.asked, 6);
}

TEST_F(BreakerTest, CountsOnlyFailuresInARow) {
    ask(4);
    told_.is_down = false;
    ask(1);
    told_.is_down = true;
    ask(5);
    EXPECT_EQ(told_.asked, 10);
}

TEST(BreakerObserver, HearsOfEveryQuestionThatReachedTheRegisterAndOfNoOther) {
    Shaky::Told told;
    int answers = 0, failures = 0;
    const auto registry = with_breaker(
        "cpr", std::make_unique<Shaky>(told), [] { return noon; },
        [&](const std::string& name, const Error* trouble) {
            EXPECT_EQ(name, "cpr");
            ++(trouble == nullptr ? answers : failures);
        });
    told.is_down = false;
    (void)registry->ask(question);
    told.is_down = true;
    for (int i = 0; i < 20; ++i) {
        EXPECT_THROW((void)registry->ask(question), Error);
    }
    EXPECT_EQ(answers, 1);
    EXPECT_EQ(failures, 5);
    EXPECT_EQ(told.asked, 6);
}

}  // namespace
}  // namespace indgang::registry
