// SPDX-License-Identifier: MPL-2.0
#include "schemas/values/date.h"

#include <array>
#include <charconv>
#include <cstdio>

#include "schemas/values/blanks.h"

namespace indgang {
namespace {

constexpr int first_year = 1850;  // the oldest birth that a CPR number can name is of 1858
constexpr int last_year = 2150;
constexpr int two_digit_years_from = 1969;  // "69" is 1969, "68" is 2068
constexpr std::size_t iso_length = 10;

/// Takes digits only, at most four.
int number(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::optional<Date> from_parts(std::string_view day, std::string_view month,
                               std::string_view year) {
    int full_year = number(year);
    if (year.size() == 2) {
        constexpr int century = 100;
        full_year += two_digit_years_from / century * century;
        full_year += full_year < two_digit_years_from ? century : 0;
    }
    return Date::of(full_year, static_cast<unsigned>(number(month)),
                    static_cast<unsigned>(number(day)));
}

/// Whether `text` matches `shape`, in which a 'd' stands for any digit.
bool has_shape(std::string_view text, std::string_view shape) {
    if (text.size() != shape.size()) {
        return false;
    }
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (shape[i] == 'd' ? !is_digit(text[i]) : text[i] != shape[i]) {
            return false;
        }
    }
    return true;
}

/// A zone as xs:date has it, and "+01.00", which KOMBIT's own SF1470 guide writes.
bool is_zone(std::string_view text) {
    return text.empty() || text == "Z" || has_shape(text, "+dd:dd") || has_shape(text, "-dd:dd") ||
           has_shape(text, "+dd.dd") || has_shape(text, "-dd.dd");
}

bool is_time_with_zone(std::string_view text) {
    constexpr std::string_view seconds = "dd:dd:dd";
    constexpr int last_hour = 24, last_minute = 59, last_second = 60;
    if (!has_shape(text.substr(0, seconds.size()), seconds) ||
        number(text.substr(0, 2)) > last_hour || number(text.substr(3, 2)) > last_minute ||
        number(text.substr(6, 2)) > last_second) {
        return false;
    }
    text.remove_prefix(seconds.size());
    if (text.starts_with('.') && text.size() > 1 && is_digit(text[1])) {
        text.remove_prefix(1);
        while (!text.empty() && is_digit(text.front())) {
            text.remove_prefix(1);
        }
    }
    return is_zone(text);
}

/// The next run of digits, and then `text` without it and without one separator of dates.
std::string_view take_part(std::string_view& text) {
    std::size_t end = 0;
    while (end < text.size() && is_digit(text[end])) {
        ++end;
    }
    const std::string_view part = text.substr(0, end);
    text = trimmed(text.substr(end));
    if (!text.empty() && (text.front() == '-' || text.front() == '.' || text.front() == '/')) {
        text = trimmed(text.substr(1));
    }
    return part;
}

}  // namespace

std::optional<Date> Date::of(int year, unsigned month, unsigned day) {
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(day)};
    if (year < first_year || year > last_year || !date.ok()) {
        return std::nullopt;
    }
    return Date(date);
}

std::optional<Date> Date::parse_iso(std::string_view text) {
    text = trimmed(text);
    const std::string_view day = text.substr(0, iso_length);
    if (!has_shape(day, "dddd-dd-dd")) {
        return std::nullopt;
    }
    const std::string_view rest = text.substr(iso_length);
    if (!(rest.starts_with('T') ? is_time_with_zone(rest.substr(1)) : is_zone(rest))) {
        return std::nullopt;
    }
    return from_parts(day.substr(8, 2), day.substr(5, 2), day.substr(0, 4));
}

std::optional<Date> Date::parse_danish(std::string_view text) {
    text = trimmed(text);
    if (has_shape(text, "dddddd") || has_shape(text, "dddddddd")) {
        return from_parts(text.substr(0, 2), text.substr(2, 2), text.substr(4));
    }
    const std::string_view day = take_part(text);
    const std::string_view month = take_part(text);
    const std::string_view year = text;
    const bool fits = !day.empty() && day.size() <= 2 && !month.empty() && month.size() <= 2 &&
                      is_digits(year) && (year.size() == 2 || year.size() == 4);
    return fits ? from_parts(day, month, year) : std::nullopt;
}

std::string Date::iso() const {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day_.year()),
                  static_cast<unsigned>(day_.month()), static_cast<unsigned>(day_.day()));
    return text.data();
}

}  // namespace indgang
