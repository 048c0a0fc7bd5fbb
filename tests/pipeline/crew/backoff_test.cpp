// SPDX-License-Identifier: MPL-2.0
#include "pipeline/crew/backoff.h"

#include <gtest/gtest.h>

namespace indgang::crew {
namespace {

TEST(Backoff, GrowsAndStaysWithinItsBounds) {
    for (int attempt = 1; attempt < 40; ++attempt) {
        const auto wait = backoff(attempt, "subject");
        EXPECT_GE(wait.count(), 500);
        EXPECT_LE(wait.count(), 600'000);
    }
    EXPECT_LT(backoff(1, "a"), backoff(6, "a"));
}

TEST(Backoff, SpreadsSubjects) {
    EXPECT_NE(backoff(5, "one"), backoff(5, "two"));
}

}  // namespace
}  // namespace indgang::crew
