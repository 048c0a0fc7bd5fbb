// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <string>

#include "pipeline/rules/bound.h"

namespace indgang::rules {
namespace {

std::string day_of(const char* utc) {
    return danish_day(*parse_utc(utc)).iso();
}

TEST(DanishDay, BeginsAnHourBeforeUtcInWinterAndTwoInSummer) {
    EXPECT_EQ(day_of("2026-01-10T22:59:59.999Z"), "2026-01-10");
    EXPECT_EQ(day_of("2026-01-10T23:00:00.000Z"), "2026-01-11");
    EXPECT_EQ(day_of("2026-07-10T21:59:59.999Z"), "2026-07-10");
    EXPECT_EQ(day_of("2026-07-10T22:00:00.000Z"), "2026-07-11");
    EXPECT_EQ(day_of("2026-12-31T23:30:00.000Z"), "2027-01-01");
}

/// Summer time 2026 is from 29 March to 25 October, the last Sundays.
TEST(DanishDay, KnowsWhenSummerTimeBeginsAndEnds) {
    EXPECT_EQ(day_of("2026-03-28T22:30:00.000Z"), "2026-03-28");
    EXPECT_EQ(day_of("2026-03-29T22:30:00.000Z"), "2026-03-30");
    EXPECT_EQ(day_of("2026-10-24T22:30:00.000Z"), "2026-10-25");
    EXPECT_EQ(day_of("2026-10-25T22:30:00.000Z"), "2026-10-25");
}

}  // namespace
}  // namespace indgang::rules
