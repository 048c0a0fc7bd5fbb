// SPDX-License-Identifier: MPL-2.0
#include "adapters/http/retry_after.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>

namespace indgang::http {
namespace {

constexpr int too_many_requests = 429;
constexpr int service_unavailable = 503;
/// Whoever asks for more means "for good"; what waits is bounded far below this by its owner.
constexpr std::chrono::hours at_most{24};

std::string header_of(const Response& response, const char* name) {
    const auto found = response.headers.find(name);
    return found == response.headers.end() ? std::string() : found->second;
}

bool has_digits_alone(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The number in these places of `text`; nothing: something else stands there.
std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t digits) {
    const auto part = text.substr(at, digits);
    int number = 0;
    if (!has_digits_alone(part)) {
        return std::nullopt;
    }
    std::from_chars(part.data(), part.data() + part.size(), number);
    return number;
}

/// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that servers may send (RFC 9110, 5.6.7). The name
/// of the day says nothing that the date does not.
std::optional<UtcTime> parse_http_date(std::string_view text) {
    constexpr std::string_view shape = "***, 00 *** 0000 00:00:00 GMT";
    constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (text.size() != shape.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (shape[i] != '*' && shape[i] != '0' && shape[i] != text[i]) {
            return std::nullopt;
        }
    }
    const auto* const month = std::find(months.begin(), months.end(), text.substr(8, 3));
    const auto day = number_at(text, 5, 2), year = number_at(text, 12, 4);
    const auto hour = number_at(text, 17, 2), minute = number_at(text, 20, 2),
               second = number_at(text, 23, 2);
    if (month == months.end() || !day || !year || !hour || !minute || !second) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date(
        std::chrono::year(*year),
        std::chrono::month(static_cast<unsigned>(month - months.begin() + 1)),
        std::chrono::day(static_cast<unsigned>(*day)));
    constexpr int last_hour = 23, last_minute = 59, leap_second = 60;
    if (!date.ok() || *hour > last_hour || *minute > last_minute || *second > leap_second) {
        return std::nullopt;
    }
    return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second);
}

std::optional<std::chrono::milliseconds> parse_seconds(std::string_view text) {
    if (!has_digits_alone(text)) {
        return std::nullopt;
    }
    std::int64_t seconds = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (read.ec != std::errc() || seconds > std::chrono::seconds(at_most).count()) {
        return at_most;
    }
    return std::chrono::seconds(seconds);
}

}  // namespace

std::optional<std::chrono::milliseconds> retry_after(const Response& response, UtcTime now) {
    if (response.status != too_many_requests && response.status != service_unavailable) {
        return std::nullopt;
    }
    const auto text = header_of(response, "retry-after");
    if (const auto seconds = parse_seconds(text)) {
        return seconds;
    }
    const auto until = parse_http_date(text);
    if (!until) {
        return std::nullopt;
    }
    const auto from = parse_http_date(header_of(response, "date")).value_or(now);
    return std::clamp<std::chrono::milliseconds>(*until - from, std::chrono::milliseconds(0),
                                                 at_most);
}

}  // namespace indgang::http
