// SPDX-License-Identifier: MPL-2.0
#include "tests/bench/http/answers.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <string>
#include <system_error>

namespace indgang::bench {
namespace {

template <typename Number>
std::optional<Number> number_in(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                    : std::nullopt;
}

std::optional<std::size_t> length_in(std::string_view head) {
    constexpr std::string_view name = "\r\ncontent-length:";
    std::string lower(head);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto at = lower.find(name);
    if (at == std::string::npos) {
        return std::nullopt;
    }
    const auto value = lower.find_first_not_of(' ', at + name.size());
    return number_in<std::size_t>(
        std::string_view(lower).substr(value, lower.find('\r', value) - value));
}

}  // namespace

Answer first_answer(std::string_view bytes) {
    constexpr std::string_view version = "HTTP/1.1 ", blank = "\r\n\r\n";
    constexpr std::size_t status_digits = 3;
    constexpr int final_from = 200, no_content = 204, not_modified = 304;
    const auto end = bytes.find(blank);
    if (!bytes.starts_with(version.substr(0, bytes.size()))) {
        return {.state = Answer::State::broken};
    }
    if (end == std::string_view::npos) {
        return {};
    }
    const auto head = bytes.substr(0, end + 2);
    const auto status = number_in<int>(head.substr(version.size(), status_digits));
    if (!status) {
        return {.state = Answer::State::broken};
    }
    std::size_t whole = end + blank.size();
    if (*status >= final_from && *status != no_content && *status != not_modified) {
        const auto length = length_in(head);
        if (!length) {
            return {.state = Answer::State::broken};
        }
        whole += *length;
    }
    return bytes.size() < whole ? Answer{} : Answer{Answer::State::whole, *status, whole};
}

}  // namespace indgang::bench
