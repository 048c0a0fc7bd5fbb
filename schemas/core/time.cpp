// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/time.h"

#include <charconv>

namespace indgang {
namespace {

std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t length) {
    int value = 0;
    const char* first = text.data() + at;
    const auto [end, error] = std::from_chars(first, first + length, value);
    if (error != std::errc() || end != first + length || value < 0) {
        return std::nullopt;
    }
    return value;
}

}  // namespace

Clock system_clock() {
    return [] {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(
            std::chrono::system_clock::now());
    };
}

std::string format_utc(UtcTime time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    std::string text = "0000-00-00T00:00:00.000Z";
    const auto put = [&](std::size_t end, unsigned value) {
        for (; value > 0 && end > 0; value /= 10) {
            text[--end] = static_cast<char>('0' + value % 10);
        }
    };
    put(4, static_cast<unsigned>(static_cast<int>(date.year())));
    put(7, static_cast<unsigned>(date.month()));
    put(10, static_cast<unsigned>(date.day()));
    put(13, static_cast<unsigned>(clock.hours().count()));
    put(16, static_cast<unsigned>(clock.minutes().count()));
    put(19, static_cast<unsigned>(clock.seconds().count()));
    put(23, static_cast<unsigned>(clock.subseconds().count()));
    return text;
}

std::optional<UtcTime> parse_utc(std::string_view text) {
    constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd.dddZ";
    if (text.size() != shape.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (shape[i] != 'd' && text[i] != shape[i]) {
            return std::nullopt;
        }
    }
    const auto year = number_at(text, 0, 4), month = number_at(text, 5, 2);
    const auto day = number_at(text, 8, 2), hour = number_at(text, 11, 2);
    const auto minute = number_at(text, 14, 2), second = number_at(text, 17, 2);
    const auto milli = number_at(text, 20, 3);
    if (!year || !month || !day || !hour || !minute || !second || !milli || *hour > 23 ||
        *minute > 59 || *second > 59) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) {
        return std::nullopt;
    }
    return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second) + std::chrono::milliseconds(*milli);
}

}  // namespace indgang
