// SPDX-License-Identifier: MPL-2.0
// The number is read as text and only checked for what can never be otherwise: ten digits, and a
// day that exists in the century that the seventh digit names. Everything softer (modulus 11, a
// birth in the future) is a question that the caller asks, because a number that fails it may be
// somebody's own.
#include "schemas/values/cpr_number.h"

#include <array>

#include "schemas/error/verify.h"
#include "schemas/values/blanks.h"

namespace indgang {
namespace {

constexpr std::string_view urn = "urn:oio:cpr:";
constexpr std::size_t date_digits = 6;
constexpr std::size_t serial_digits = 4;
constexpr int replacement_days = 60;  // a replacement number has 61..91 in place of the day

int two_digits(std::string_view digits, std::size_t at) {
    return (digits[at] - '0') * 10 + (digits[at + 1] - '0');
}

/// "Personnummeret i CPR-systemet", the table of the seventh digit: 0-3 is 1900-1999; 4 and 9 are
/// 2000-2036 and 1937-1999; 5-8 are 2000-2057 and 1858-1899.
int birth_year(std::string_view digits) {
    const int year = two_digits(digits, 4);
    const char seventh = digits[date_digits];
    if (seventh <= '3') {
        return 1900 + year;
    }
    if (seventh == '4' || seventh == '9') {
        constexpr int last_of_2000s = 36;
        return (year <= last_of_2000s ? 2000 : 1900) + year;
    }
    constexpr int last_of_2000s = 57;
    return (year <= last_of_2000s ? 2000 : 1800) + year;
}

std::optional<Date> birth_date_of(std::string_view digits) {
    const int day = two_digits(digits, 0);
    return Date::of(birth_year(digits), static_cast<unsigned>(two_digits(digits, 2)),
                    static_cast<unsigned>(day > replacement_days ? day - replacement_days : day));
}

}  // namespace

std::optional<CprNumber> CprNumber::parse(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with(urn)) {
        text.remove_prefix(urn.size());
    }
    if (text.size() < date_digits + serial_digits) {
        return std::nullopt;
    }
    std::string digits(text.substr(0, date_digits));
    std::string_view serial = trimmed(text.substr(date_digits));
    if (serial.starts_with('-')) {
        serial = trimmed(serial.substr(1));
    }
    digits += serial;
    if (serial.size() != serial_digits || !is_digits(digits) || !birth_date_of(digits)) {
        return std::nullopt;
    }
    return CprNumber(std::move(digits));
}

Date CprNumber::birth_date() const {
    const std::optional<Date> date = birth_date_of(digits_);
    VERIFY(date.has_value());
    return *date;
}

bool CprNumber::passes_modulus_11() const {
    constexpr std::array<int, 10> weights{4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    constexpr int modulus = 11;
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        sum += weights[i] * (digits_[i] - '0');
    }
    return sum % modulus == 0;
}

bool CprNumber::is_replacement() const {
    return two_digits(digits_, 0) > replacement_days;
}

bool CprNumber::is_female() const {
    return (digits_.back() - '0') % 2 == 0;
}

}  // namespace indgang
