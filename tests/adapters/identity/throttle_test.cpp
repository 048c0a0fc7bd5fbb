// SPDX-License-Identifier: MPL-2.0
#include "adapters/identity/throttle.h"

#include <gtest/gtest.h>

namespace indgang::identity {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class ThrottleTest : public ::testing::Test {
  protected:
    /// Tries that are let through at once and prove wrong.
    void fail(const std::string& user, const std::string& address, int times) {
        for (int time = 0; time < times; ++time) {
            ASSERT_EQ(throttle.begin(user, address, now).count(), 0);
            throttle.wrong(address, now);
        }
    }
    /// How long the next has to wait; it is let through and fails when it has waited.
    seconds next(const std::string& user, const std::string& address) {
        const auto wait = throttle.begin(user, address, now);
        now += wait;
        fail(user, address, 1);
        return wait;
    }
    UtcTime now{std::chrono::hours(1)};
    Throttle throttle;
};

TEST_F(ThrottleTest, LetsFiveWrongTriesOfAUserThrough) {
    fail("op1", "", 5);
    EXPECT_EQ(throttle.begin("op1", "", now), seconds(1));
}

TEST_F(ThrottleTest, LetsFiveWrongTriesFromAnAddressThroughWhoeverTheyAreOf) {
    for (const char* user : {"a", "b", "c", "d", "e"}) {
        fail(user, "192.0.2.1", 1);
    }
    EXPECT_EQ(throttle.begin("f", "192.0.2.1", now), seconds(1));
    EXPECT_EQ(throttle.begin("f", "192.0.2.2", now), seconds(0));
}

TEST_F(ThrottleTest, DoublesTheWaitUpToAMinute) {
    fail("op1", "", 5);
    std::vector<int> waits;
    for (int time = 0; time < 9; ++time) {
        waits.push_back(static_cast<int>(next("op1", "").count()));
    }
    EXPECT_EQ(waits, (std::vector<int>{1, 2, 4, 8, 16, 32, 60, 60, 60}));
}

TEST_F(ThrottleTest, TellsWhatIsLeftOfTheWaitInWholeSeconds) {
    fail("op1", "", 5);
    now += milliseconds(1);
    EXPECT_EQ(throttle.begin("op1", "", now), seconds(1));
    now += milliseconds(999);
    EXPECT_EQ(throttle.begin("op1", "", now), seconds(0));
}

TEST_F(ThrottleTest, CountsNoTryThatCameTooEarly) {
    fail("op1", "", 5);
    for (int time = 0; time < 20; ++time) {
        EXPECT_EQ(throttle.begin("op1", "", now), seconds(1));
    }
}

TEST_F(ThrottleTest, ForgetsWrongTriesAfterARightOne) {
    fail("op1", "192.0.2.1", 4);
    ASSERT_EQ(throttle.begin("op1", "192.0.2.1", now).count(), 0);
    throttle.right("op1", "192.0.2.1");
    fail("op1", "192.0.2.1", 5);
    EXPECT_EQ(throttle.begin("op1", "", now), seconds(1));
}

TEST_F(ThrottleTest, CountsTriesOfAUserThatAreStillUnderWay) {
    for (int time = 0; time < 5; ++time) {
        ASSERT_EQ(throttle.begin("op1", "", now).count(), 0);
    }
    EXPECT_EQ(throttle.begin("op1", "", now), seconds(1));
}

TEST_F(ThrottleTest, LetsAWholeOfficeLogInAtOnceFromOneAddress) {
    for (int person = 0; person < 50; ++person) {
        EXPECT_EQ(throttle.begin("op" + std::to_string(person), "192.0.2.1", now).count(), 0);
    }
}

TEST_F(ThrottleTest, CountsNoTryThatNobodyLookedAt) {
    fail("op1", "", 4);
    ASSERT_EQ(throttle.begin("op1", "", now).count(), 0);
    throttle.withdraw("op1");
    EXPECT_EQ(throttle.begin("op1", "", now).count(), 0);
}

TEST_F(ThrottleTest, ForgetsAfterAQuarterOfAnHour) {
    fail("op1", "", 5);
    now += minutes(15) + milliseconds(1);
    fail("op1", "", 5);
}

TEST_F(ThrottleTest, RemembersForAQuarterOfAnHour) {
    fail("op1", "", 5);
    now += minutes(15);
    ASSERT_EQ(throttle.begin("op1", "", now), seconds(0));
    EXPECT_EQ(throttle.begin("op1", "", now), seconds(2));
}

TEST_F(ThrottleTest, KeepsNobodyWaitingForAClockThatWasSetBack) {
    fail("op1", "", 5);
    now -= minutes(2);
    EXPECT_EQ(throttle.begin("op1", "", now).count(), 0);
}

TEST_F(ThrottleTest, ForgetsWhoTriedLongestAgoWhenManyAreRemembered) {
    fail("first", "", 5);
    now += milliseconds(1);
    for (std::size_t other = 0; other + 1 < Throttle::remembered_most; ++other) {
        (void)throttle.begin("other" + std::to_string(other), "", now);
    }
    EXPECT_EQ(throttle.begin("first", "", now), seconds(1));
    (void)throttle.begin("one-more", "", now);
    EXPECT_EQ(throttle.begin("first", "", now), seconds(0));
}

TEST_F(ThrottleTest, CountsWhoIsNobodyByAddressAlone) {
    for (int time = 0; time < 20; ++time) {
        EXPECT_EQ(throttle.begin("", "", now).count(), 0);
        throttle.wrong("", now);
    }
}

}  // namespace
}  // namespace indgang::identity
