// SPDX-License-Identifier: MPL-2.0
#include "pipeline/crew/pauses.h"

#include <gtest/gtest.h>

namespace indgang::crew {
namespace {

using namespace std::chrono_literals;
using Names = std::vector<std::string>;

constexpr UtcTime now{1'000'000ms};

TEST(Pauses, LastFromTheFirstStepOfTheBackoffToTheLongestWait) {
    EXPECT_EQ(pause_for(0ms), 1s);
    EXPECT_EQ(pause_for(90s), 90s);
    EXPECT_EQ(pause_for(24h), 10min);
}

TEST(Pauses, EndByThemselves) {
    Pauses pauses;
    pauses.pause("odense", now + 10s);
    EXPECT_TRUE(pauses.is_paused("odense", now + 9'999ms));
    EXPECT_FALSE(pauses.is_paused("odense", now + 10s));
}

TEST(Pauses, AreOfOneDestination) {
    Pauses pauses;
    pauses.pause("odense", now + 10s);
    EXPECT_FALSE(pauses.is_paused("casequeue", now));
    EXPECT_EQ(pauses.paused(now), Names{"odense"});
    EXPECT_EQ(pauses.paused(now + 10s), Names{});
}

TEST(Pauses, AreNotShortenedByALaterOne) {
    Pauses pauses;
    pauses.pause("odense", now + 10s);
    pauses.pause("odense", now + 5s);
    EXPECT_TRUE(pauses.is_paused("odense", now + 9s));
}

TEST(Pauses, OfAClockThatStoodWrongHoldNobody) {
    Pauses pauses;
    pauses.pause("odense", now + 24h);
    EXPECT_FALSE(pauses.is_paused("odense", now));
    EXPECT_EQ(pauses.paused(now), Names{});
}

}  // namespace
}  // namespace indgang::crew
