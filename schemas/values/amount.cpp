// SPDX-License-Identifier: MPL-2.0
#include "schemas/values/amount.h"

#include <charconv>
#include <cstdlib>

#include "schemas/values/blanks.h"

namespace indgang {
namespace {

constexpr std::int64_t oere_per_krone = 100;
constexpr std::int64_t most_oere = 10'000'000'000 * oere_per_krone;
constexpr std::size_t most_digits = 15;  // so that no sum overflows before the range is checked
constexpr std::size_t group_digits = 3;

std::optional<Amount> from_parts(bool is_negative, std::string_view kroner, std::string_view oere) {
    if (kroner.size() > most_digits || oere.size() > 2) {
        return std::nullopt;
    }
    std::int64_t whole = 0, part = 0;
    if (!kroner.empty()) {
        std::from_chars(kroner.data(), kroner.data() + kroner.size(), whole);
    }
    if (!oere.empty()) {
        std::from_chars(oere.data(), oere.data() + oere.size(), part);
        part *= oere.size() == 1 ? 10 : 1;
    }
    const std::int64_t total = whole * oere_per_krone + part;
    return Amount::of_oere(is_negative ? -total : total);
}

bool take_currency(std::string_view& text, std::string_view word, bool is_at_end) {
    if (text.size() < word.size()) {
        return false;
    }
    const std::size_t at = is_at_end ? text.size() - word.size() : 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (ascii_lower(text[at + i]) != word[i]) {
            return false;
        }
    }
    text = is_at_end ? text.substr(0, at) : text.substr(word.size());
    text = trimmed(text);
    return true;
}

std::string_view without_currency(std::string_view text) {
    for (const bool is_at_end : {false, true}) {
        for (const std::string_view word : {"kroner", "kr.", "kr", "dkk"}) {
            if (take_currency(text, word, is_at_end)) {
                return text;
            }
        }
    }
    return text;
}

/// Kroner with thousands parted by dots or by blanks, not by both; nothing when the groups are
/// not of three digits.
std::optional<std::string> digits_of_groups(std::string_view text) {
    const std::size_t first = text.find_first_not_of("0123456789");
    if (first == std::string_view::npos) {
        return text.empty() ? std::nullopt : std::optional<std::string>(text);
    }
    const char separator = text[first];
    if (first == 0 || first > group_digits || (separator != '.' && separator != ' ')) {
        return std::nullopt;
    }
    std::string digits(text.substr(0, first));
    for (std::string_view rest = text.substr(first); !rest.empty();) {
        const std::string_view group = rest.substr(1, group_digits);
        if (rest.front() != separator || group.size() != group_digits || !is_digits(group)) {
            return std::nullopt;
        }
        digits += group;
        rest.remove_prefix(1 + group_digits);
    }
    return digits;
}

std::string with_oere(std::int64_t oere) {
    const std::int64_t part = std::abs(oere % oere_per_krone);
    std::string text = oere < 0 ? "-" : "";
    text += std::to_string(std::abs(oere / oere_per_krone));
    text += part < 10 ? ".0" : ".";
    return text + std::to_string(part);
}

}  // namespace

std::optional<Amount> Amount::of_oere(std::int64_t oere) {
    if (oere < -most_oere || oere > most_oere) {
        return std::nullopt;
    }
    return Amount(oere);
}

std::optional<Amount> Amount::parse_decimal(std::string_view text) {
    text = trimmed(text);
    const bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    const std::size_t dot = text.find('.');
    const std::string_view kroner = text.substr(0, dot);
    const std::string_view oere =
        dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
    if ((kroner.empty() && oere.empty()) || (!kroner.empty() && !is_digits(kroner)) ||
        (!oere.empty() && !is_digits(oere))) {
        return std::nullopt;
    }
    return from_parts(is_negative, kroner, oere);
}

std::optional<Amount> Amount::parse_danish(std::string_view raw) {
    const std::string line = single_blanks(raw);
    std::string_view text = without_currency(line);
    const bool is_negative = text.starts_with('-');
    if (is_negative) {
        text = trimmed(text.substr(1));
    }
    std::string_view oere;
    if (const std::size_t comma = text.find(','); comma != std::string_view::npos) {
        oere = text.substr(comma + 1);
        text = text.substr(0, comma);
        if (oere == "-" || oere == "--") {
            oere = {};
        } else if (!is_digits(oere)) {
            return std::nullopt;
        }
    }
    const std::optional<std::string> kroner = digits_of_groups(text);
    return kroner ? from_parts(is_negative, *kroner, oere) : std::nullopt;
}

std::string Amount::decimal() const {
    return oere_ % oere_per_krone == 0 ? std::to_string(oere_ / oere_per_krone) : with_oere(oere_);
}

std::string Amount::decimal_with_oere() const {
    return with_oere(oere_);
}

}  // namespace indgang
