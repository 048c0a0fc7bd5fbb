// SPDX-License-Identifier: MPL-2.0
#include "adapters/http/retry_after.h"

#include <gtest/gtest.h>

namespace indgang::http {
namespace {

using namespace std::chrono_literals;

const UtcTime now = *parse_utc("2026-11-22T10:00:00.000Z");

std::optional<std::chrono::milliseconds> asked(const std::string& text, int status = 503,
                                               const std::string& date = {}) {
    Response response;
    response.status = status;
    response.headers["retry-after"] = text;
    if (!date.empty()) {
        response.headers["date"] = date;
    }
    return retry_after(response, now);
}

TEST(RetryAfter, IsSecondsOrADate) {
    EXPECT_EQ(asked("0"), 0s);
    EXPECT_EQ(asked("120"), 120s);
    EXPECT_EQ(asked("Sun, 22 Nov 2026 10:01:30 GMT"), 90s);
    EXPECT_EQ(asked("Sun, 22 Nov 2026 22:00:00 GMT"), 12h);
}

TEST(RetryAfter, CountsADateFromTheServersOwnClock) {
    EXPECT_EQ(asked("Sun, 22 Nov 2026 09:01:30 GMT", 503, "Sun, 22 Nov 2026 09:00:00 GMT"), 90s);
}

TEST(RetryAfter, OfAMomentThatPassedIsNow) {
    EXPECT_EQ(asked("Sun, 22 Nov 2026 09:59:00 GMT"), 0s);
}

TEST(RetryAfter, IsADayAtMost) {
    EXPECT_EQ(asked("86401"), 24h);
    EXPECT_EQ(asked("9223372036854775807"), 24h);
    EXPECT_EQ(asked("99999999999999999999999999"), 24h);
    EXPECT_EQ(asked("Sun, 22 Nov 2126 10:00:00 GMT"), 24h);
}

TEST(RetryAfter, IsHeardOfBusyServersAlone) {
    EXPECT_EQ(asked("120", 429), 120s);
    for (const int status : {200, 201, 301, 404, 500, 504}) {
        EXPECT_EQ(asked("120", status), std::nullopt) << status;
    }
    Response silent;
    silent.status = 503;
    EXPECT_EQ(retry_after(silent, now), std::nullopt);
}

TEST(RetryAfter, OfNonsenseIsNothing) {
    for (const char* text : {"", "-1", "1.5", "+5", " 5", "5 s", "soon", "Sun, 99 Nov 2026",
                             "2026-11-22T10:01:30Z", "0x10", "Sun, 31 Nov 2026 10:01:30 GMT",
                             "Sun, 22 Nov 2026 24:01:30 GMT", "Sun, 22 Nov 2026 10:60:30 GMT",
                             "Sun, 22 Nov 2026 10:01:61 GMT", "Sun, 22 Now 2026 10:01:30 GMT",
                             "Sun, 22 Nov 2026 10:01:30 CET", "Sun, 2x Nov 2026 10:01:30 GMT",
                             "Sun, 22 Nov 20-6 10:01:30 GMT", "Sunday, 22-Nov-26 10:01:30 GMT"}) {
        EXPECT_EQ(asked(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace indgang::http
