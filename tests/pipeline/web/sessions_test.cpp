// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/sessions.h"

#include <gtest/gtest.h>

#include <future>
#include <string>
#include <utility>

namespace indgang::web {
namespace {

class SessionsTest : public ::testing::Test {
  protected:
    UtcTime now{std::chrono::hours(500'000)};
    int tokens = 0;
    Sessions sessions{[this] { return now; }, [this] { return std::to_string(++tokens); }};
};

TEST_F(SessionsTest, TheOldestStrangerMakesRoomAndNobodyWhoIsSignedIn) {
    const auto person = sessions.sign_in(sessions.begin(), {{"op1", desk::Role::verifier}});
    now += std::chrono::milliseconds(1);
    const auto oldest = sessions.begin();
    now += std::chrono::milliseconds(1);
    const auto next = sessions.begin();
    for (std::size_t i = 0; i < Sessions::most_strangers - 1; ++i) {
        (void)sessions.begin();
    }
    EXPECT_FALSE(sessions.find(oldest));
    EXPECT_TRUE(sessions.find(next));
    EXPECT_TRUE(sessions.find(person));
}

TEST_F(SessionsTest, AStrangersEndsSooner) {
    const auto stranger = sessions.begin();
    const auto person = sessions.sign_in(sessions.begin(), {{"op1", desk::Role::verifier}});
    now += idle_stranger + std::chrono::milliseconds(1);
    EXPECT_FALSE(sessions.find(stranger));
    EXPECT_TRUE(sessions.find(person));
}

TEST_F(SessionsTest, AClockThatWasSetBackEndsIt) {
    const auto person = sessions.sign_in(sessions.begin(), {{"op1", desk::Role::verifier}});
    now -= std::chrono::hours(1);
    EXPECT_FALSE(sessions.find(person));
}

// A page asks for its pictures all at once. A request that has read the clock and is then overtaken
// by another would find the session used after its own time, which is how a clock looks that was
// set back.
TEST_F(SessionsTest, ARequestThatIsOvertakenByAnotherDoesNotEndIt) {
    std::future<bool> other;
    std::string person;
    bool is_first = false;
    Sessions overtaken{[&] {
                           const auto read = now += std::chrono::milliseconds(1);
                           if (std::exchange(is_first, false)) {
                               other = std::async(std::launch::async, [&] {
                                   return overtaken.find(person).has_value();
                               });
                               // Whoever must not overtake waits for this one.
                               (void)other.wait_for(std::chrono::milliseconds(50));
                           }
                           return read;
                       },
                       [this] { return std::to_string(++tokens); }};
    person = overtaken.sign_in(overtaken.begin(), {{"op1", desk::Role::verifier}});
    is_first = true;
    EXPECT_TRUE(overtaken.find(person));
    EXPECT_TRUE(other.get());
}

TEST_F(SessionsTest, SigningInEndsTheOneBefore) {
    const auto before = sessions.begin();
    const auto csrf = sessions.find(before)->csrf;
    const auto after = sessions.sign_in(before, {{"op1", desk::Role::verifier}});
    EXPECT_FALSE(sessions.find(before));
    EXPECT_NE(sessions.find(after)->csrf, csrf);
}

}  // namespace
}  // namespace indgang::web
