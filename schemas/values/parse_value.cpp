// SPDX-License-Identifier: MPL-2.0
// One parser for both ways in. A text that has one meaning in its notation gives that; a text that
// could mean two things ("1.234" or "010226" in XML) gives the doubt that says so, because a wrong
// amount that was accepted costs more than a look by a person.
#include <algorithm>
#include <charconv>
#include <span>

#include "schemas/core/limits.h"
#include "schemas/error/reason.h"
#include "schemas/values/blanks.h"
#include "schemas/values/danish_text.h"
#include "schemas/values/facets.h"
#include "schemas/values/parse_kinds.h"
#include "schemas/values/text_kinds.h"
#include "schemas/values/value.h"

namespace indgang {
namespace {

using Parsed = Facets::Parsed;

Parsed trouble(Reason reason) {
    return ValueTrouble{std::string(code_of(reason))};
}

/// Why neither notation takes `raw`.
Parsed amount_trouble(std::string_view raw) {
    const bool has_digit = std::any_of(raw.begin(), raw.end(), is_digit);
    const bool has_other = std::any_of(raw.begin(), raw.end(), is_ascii_letter);
    if (!has_digit || has_other) {
        return trouble(Reason::not_an_amount);
    }
    // Digits that only a dot in an unusual place parts: "1.23" by hand, "1.234" in XML.
    const bool has_one_dot = std::count(raw.begin(), raw.end(), '.') == 1;
    const bool is_plain = raw.find_first_not_of("0123456789.-+") == std::string_view::npos;
    if (has_one_dot && is_plain) {
        return trouble(Reason::amount_ambiguous);
    }
    if (is_digits(raw)) {
        return trouble(Reason::amount_too_large);
    }
    return trouble(Reason::not_an_amount);
}

/// Why `raw` is no date: of the right shape, or not even that.
Parsed date_trouble(std::string_view raw) {
    constexpr int least_digits = 6, most_digits = 8;
    const auto digits = std::count_if(raw.begin(), raw.end(), is_digit);
    const bool has_shape = raw.find_first_not_of("0123456789-./ ") == std::string_view::npos &&
                           digits >= least_digits && digits <= most_digits;
    return trouble(has_shape ? Reason::no_such_date : Reason::not_a_date);
}

/// Eight bare digits in XML are DDMMYYYY or YYYYMMDD, never both: a year from 1850 to 2150 has no
/// month in its last two digits' place. Six digits can be DDMMYY, YYMMDD and YYYYMM.
Parsed parse_bare_date(std::string_view digits) {
    constexpr std::size_t length = 8;
    if (digits.size() != length) {
        return trouble(Reason::date_ambiguous);
    }
    const auto day_first = Date::parse_danish(digits);
    const auto year_first =
        Date::parse_iso(std::string(digits.substr(0, 4)) + "-" + std::string(digits.substr(4, 2)) +
                        "-" + std::string(digits.substr(6)));
    if (!day_first && !year_first) {
        return trouble(Reason::no_such_date);
    }
    return Value::of(day_first ? *day_first : *year_first);
}

struct Word {
    std::string_view text;
    bool means_yes;
};

std::optional<bool> yes_or_no(std::string_view raw, Notation notation) {
    static constexpr Word danish_words[] = {
        {"ja", true}, {"j", true}, {"nej", false}, {"n", false}};
    // SP501 says "Ja", OS2Forms "true" and "1", KOMBIT's declarations "Accepteret".
    static constexpr Word xml_words[] = {
        {"ja", true},  {"nej", false}, {"true", true},       {"false", false},
        {"1", true},   {"0", false},   {"j", true},          {"n", false},
        {"yes", true}, {"no", false},  {"accepteret", true}, {"ikke accepteret", false}};
    const std::span<const Word> words =
        notation == Notation::danish ? std::span<const Word>(danish_words) : xml_words;
    const auto find = [&](std::string_view word) -> std::optional<bool> {
        const auto found = std::find_if(words.begin(), words.end(),
                                        [&](const Word& known) { return known.text == word; });
        return found == words.end() ? std::nullopt : std::optional(found->means_yes);
    };
    // Folding costs many times the comparing, and most senders write a word as it stands above.
    const auto as_it_is = find(raw);
    return as_it_is ? as_it_is : find(folded(raw));
}

}  // namespace

Facets::Parsed parse_cpr(std::string_view raw, Notation) {
    if (auto cpr = CprNumber::parse(raw)) {
        return Value::of(std::move(*cpr));
    }
    constexpr std::size_t length = 10;
    constexpr std::string_view urn = "urn:oio:cpr:";
    if (raw.starts_with(urn)) {
        raw.remove_prefix(urn.size());
    }
    std::string digits = single_blanks(raw);
    std::erase_if(digits, [](char c) { return c == ' ' || c == '-'; });
    if (!is_digits(digits)) {
        return trouble(Reason::cpr_not_digits);
    }
    if (digits.size() != length) {
        return trouble(Reason::cpr_wrong_length);
    }
    return trouble(CprNumber::parse(digits) ? Reason::cpr_wrong_shape : Reason::cpr_no_such_day);
}

Facets::Parsed parse_amount(std::string_view raw, Notation notation) {
    if (notation == Notation::xml) {
        if (const auto amount = Amount::parse_decimal(raw)) {
            return Value::of(*amount);
        }
        // Old forms send what was typed. A single dot before three digits is the one writing that
        // both notations take, with different meanings.
        if (raw.find_first_not_of("0123456789.-+") == std::string_view::npos &&
            std::count(raw.begin(), raw.end(), '.') == 1) {
            return amount_trouble(raw);
        }
    }
    const auto amount = Amount::parse_danish(raw);
    return amount ? Parsed(Value::of(*amount)) : amount_trouble(raw);
}

Facets::Parsed parse_date(std::string_view raw, Notation notation) {
    constexpr std::size_t least_bare_digits = 6;
    if (const auto date = Date::parse_iso(raw)) {
        return Value::of(*date);
    }
    const auto date = Date::parse_danish(raw);
    if (notation == Notation::danish) {
        return date ? Parsed(Value::of(*date)) : date_trouble(raw);
    }
    if (is_digits(raw) && raw.size() >= least_bare_digits) {
        return parse_bare_date(raw);
    }
    if (!date) {
        return date_trouble(raw);
    }
    // "22-11-26" has a year at one end, and nobody knows at which.
    const std::size_t last_separator = raw.find_last_of("-./ ");
    constexpr std::size_t year_digits = 4;
    const bool has_full_year = raw.size() - last_separator - 1 == year_digits;
    return has_full_year ? Parsed(Value::of(*date)) : trouble(Reason::date_ambiguous);
}

Facets::Parsed parse_count(std::string_view raw, Notation notation) {
    constexpr std::size_t most_digits = 9;
    if (notation == Notation::xml && raw.starts_with('+')) {
        raw.remove_prefix(1);
    }
    if (!is_digits(raw)) {
        return trouble(Reason::not_a_count);
    }
    raw.remove_prefix(std::min(raw.find_first_not_of('0'), raw.size() - 1));
    if (raw.size() > most_digits) {
        return trouble(Reason::count_too_large);
    }
    std::int64_t count = 0;
    std::from_chars(raw.data(), raw.data() + raw.size(), count);
    return Value::of_count(count);
}

Facets::Parsed parse_yes_no(std::string_view raw, Notation notation) {
    const auto answer = yes_or_no(raw, notation);
    return answer ? Parsed(Value::of_yes_no(*answer)) : trouble(Reason::not_yes_or_no);
}

Facets::Parsed parse_signature(std::string_view raw, Notation notation) {
    if (raw == "present" || raw == "absent") {
        return Value::of_signature(raw == "present");
    }
    const auto present = yes_or_no(raw, notation);
    return present ? Parsed(Value::of_signature(*present)) : trouble(Reason::not_a_signature);
}

Facets::Parsed parse_value(ValueKind kind, std::string_view raw, Notation notation) {
    if (is_text_kind(kind)) {
        if (auto value = Value::of_text(kind, raw)) {
            return std::move(*value);
        }
        return std::get<ValueTrouble>(check_text(kind, raw));
    }
    raw = trimmed(raw);
    if (raw.empty()) {
        return trouble(Reason::empty);
    }
    if (raw.size() > limits::value_bytes) {
        return trouble(Reason::text_too_long);
    }
    return is_clean_utf8(raw) ? facets_of(kind).parse(raw, notation) : trouble(Reason::not_utf8);
}

}  // namespace indgang
