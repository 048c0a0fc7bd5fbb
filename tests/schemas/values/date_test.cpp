// SPDX-License-Identifier: MPL-2.0
#include "schemas/values/date.h"

#include <gtest/gtest.h>

namespace indgang {
namespace {

std::string danish(std::string_view text) {
    const auto date = Date::parse_danish(text);
    return date ? date->iso() : "nothing";
}

std::string iso(std::string_view text) {
    const auto date = Date::parse_iso(text);
    return date ? date->iso() : "nothing";
}

TEST(Date, RejectsThirtiethOfFebruary) {
    EXPECT_FALSE(Date::of(2024, 2, 30));
}

TEST(Date, KnowsLeapYears) {
    EXPECT_TRUE(Date::of(2024, 2, 29));
    EXPECT_TRUE(Date::of(2000, 2, 29));
    EXPECT_FALSE(Date::of(1900, 2, 29));
    EXPECT_FALSE(Date::of(2023, 2, 29));
}

TEST(Date, StandsBetween1850And2150) {
    EXPECT_FALSE(Date::of(1849, 12, 31));
    EXPECT_TRUE(Date::of(1850, 1, 1));
    EXPECT_TRUE(Date::of(2150, 12, 31));
    EXPECT_FALSE(Date::of(2151, 1, 1));
}

TEST(Date, ReadsIso) {
    EXPECT_EQ(iso("2026-11-22"), "2026-11-22");
    EXPECT_EQ(iso(" 2026-11-22\n"), "2026-11-22");
}

TEST(Date, TakesTheDayOfADateTimeAsWritten) {
    EXPECT_EQ(iso("2026-11-22T23:59:59Z"), "2026-11-22");
    EXPECT_EQ(iso("2026-11-22T00:30:00+01:00"), "2026-11-22");
    EXPECT_EQ(iso("2026-11-22T00:30:00.1234567-05:00"), "2026-11-22");
    EXPECT_EQ(iso("2026-11-22T10:00:00+01.00"), "2026-11-22");
    EXPECT_EQ(iso("2026-11-22+01:00"), "2026-11-22");
}

TEST(Date, RejectsBrokenIso) {
    for (const auto* text : {"", "2026-11", "2026-11-2", "2026-13-01", "2026-11-31", "26-11-22",
                             "2026-11-22T", "2026-11-22T25:00:00", "2026-11-22X", "2026-11-22 x",
                             "2026-11-22T10:00:00.", "-2026-11-22", "2026/11/22"}) {
        EXPECT_EQ(iso(text), "nothing") << text;
    }
}

TEST(Date, ReadsWhatPeopleWrite) {
    for (const auto* text : {"22-11-2026", "22.11.2026", "22/11 2026", "22/11-2026", "22 11 2026",
                             "22112026", "221126", "22. 11. 2026", "22-11-26", " 22/11/2026 "}) {
        EXPECT_EQ(danish(text), "2026-11-22") << text;
    }
    EXPECT_EQ(danish("1.2.2026"), "2026-02-01");
    EXPECT_EQ(danish("1/2-26"), "2026-02-01");
}

TEST(Date, NeverReadsTheAmericanOrder) {
    EXPECT_EQ(danish("11/22/2026"), "nothing");
    EXPECT_EQ(danish("03/04/2026"), "2026-04-03");
}

TEST(Date, PartsTwoDigitYearsAt69) {
    EXPECT_EQ(danish("010168"), "2068-01-01");
    EXPECT_EQ(danish("010169"), "1969-01-01");
    EXPECT_EQ(danish("010199"), "1999-01-01");
    EXPECT_EQ(danish("010100"), "2000-01-01");
}

TEST(Date, RejectsWhatIsNoDanishDate) {
    for (const auto* text :
         {"", "-", "22-11", "22-11-", "22-11-226", "222-11-2026", "2211202", "22--11-2026",
          "22a11b2026", "31-04-2026", "00-01-2026", "22-11-2026x", "-22-11-2026", "2026-11-22"}) {
        EXPECT_EQ(danish(text), "nothing") << text;
    }
}

TEST(Date, ReadsBackEveryDayThatItWrites) {
    const std::chrono::sys_days first = std::chrono::year(1850) / 1 / 1;
    const std::chrono::sys_days last = std::chrono::year(2150) / 12 / 31;
    for (auto day = first; day <= last; day += std::chrono::days(7)) {
        const std::chrono::year_month_day ymd(day);
        const auto date = Date::of(static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                                   static_cast<unsigned>(ymd.day()));
        ASSERT_TRUE(date);
        const std::string text = date->iso();
        ASSERT_EQ(Date::parse_iso(text), date) << text;
        ASSERT_EQ(Date::parse_danish(text.substr(8) + text.substr(5, 2) + text.substr(0, 4)), date);
    }
}

}  // namespace
}  // namespace indgang
