// SPDX-License-Identifier: MPL-2.0
#include "pipeline/web/sessions.h"

#include <gtest/gtest.h>

#include <string>

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

TEST_F(SessionsTest, SigningInEndsTheOneBefore) {
    const auto before = sessions.begin();
    const auto csrf = sessions.find(before)->csrf;
    const auto after = sessions.sign_in(before, {{"op1", desk::Role::verifier}});
    EXPECT_FALSE(sessions.find(before));
    EXPECT_NE(sessions.find(after)->csrf, csrf);
}

}  // namespace
}  // namespace indgang::web
