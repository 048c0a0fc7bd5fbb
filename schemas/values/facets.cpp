// SPDX-License-Identifier: MPL-2.0
//
// The facets are those of XML Schema 1.0, part 2, which every schema of ours begins from; a JSON
// document is held against the same table by hand, so that a text means the same behind both doors.
#include "schemas/values/facets.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>

#include "schemas/core/utf8.h"
#include "schemas/error/verify.h"
#include "schemas/values/blanks.h"
#include "schemas/values/date.h"
#include "schemas/values/parse_kinds.h"
#include "schemas/values/text_pattern.h"

namespace indgang {
namespace {

using Base = Facets::Base;

constexpr int text_chars = 4000;  // limits::value_bytes
constexpr int name_chars = 200;   // of the legacy forms
constexpr int email_chars = 320;  // RFC 5321, 4.5.3.1: 64, "@" and 255
constexpr int place_chars = 10;   // of house number, floor and door, with blanks and dots
constexpr std::string_view phone_pattern = R"(((\+|00)45)?( ?[0-9]){8})";

using Paper = Facets::Paper;
constexpr bool of_home = true;

constexpr Paper comb(int cells, std::string_view hint, std::string_view format = "N") {
    return {.place = Paper::Place::comb, .hint = hint, .cells = cells, .format = format};
}
/// Of so many cells unless the form says another number.
constexpr Paper comb_up_to(int cells, std::string_view hint) {
    auto paper = comb(cells, hint, "N{1,}");
    paper.may_set_cells = true;
    return paper;
}
constexpr Paper words(std::string_view hint = {}) {
    return {.hint = hint, .may_be_capitals = true};
}
constexpr Paper mark{.place = Paper::Place::mark, .hint = "sæt kryds", .format = "cross"};
constexpr Paper ink{.place = Paper::Place::signature, .hint = "skriv under", .format = "ink"};

using Check = decltype(Facets::check);

constexpr Facets digits_of(ValueKind kind, Check check, std::string_view pattern,
                           std::string_view description, std::string_view example, Paper paper,
                           std::string_view input = "digits", bool is_of_home = false) {
    return {.kind = kind,
            .check = check,
            .pattern = pattern,
            .description = description,
            .example = example,
            .paper = paper,
            .input = input,
            .is_number = true,
            .is_of_home = is_of_home};
}
constexpr Facets words_of(ValueKind kind, Check check, int max_length, std::string_view description,
                          std::string_view example, Paper paper, bool is_of_home = false) {
    return {.kind = kind,
            .check = check,
            .min_length = 1,
            .max_length = max_length,
            .description = description,
            .example = example,
            .paper = paper,
            .is_of_home = is_of_home};
}

constexpr std::array table{
    words_of(ValueKind::text, check_lines, text_chars, "Text, also of several lines.",
             "Jeg bor til leje.", words()),
    words_of(ValueKind::name, check_name, name_chars, "A name.", "Mette Kjær", words()),
    words_of(ValueKind::street, check_street, name_chars, "The name of a road.", "Søndre Allé",
             words(), of_home),
    words_of(ValueKind::house_number, check_house_number, place_chars,
             "A number from 1 to 999, perhaps with a letter.", "12B", words("for eksempel 12B"),
             of_home),
    words_of(ValueKind::floor, check_floor, place_chars, "st, kl, or a number from 1 to 99.", "st",
             words("st, kl eller 1 til 99"), of_home),
    words_of(ValueKind::door, check_door, place_chars,
             "tv, mf, th, or up to four letters and digits.", "tv",
             words("tv, mf, th eller dørens nummer"), of_home),
    digits_of(ValueKind::postcode, check_postcode, "[0-9]{4}", "Four digits.", "2100",
              comb(4, "4 cifre"), "digits", of_home),
    words_of(ValueKind::city, check_city, name_chars, "The name of a town.", "Odense C", words(),
             of_home),
    Facets{.kind = ValueKind::cpr,
           .parse = parse_cpr,
           .pattern = "[0-9]{6}-?[0-9]{4}",
           .description = "A CPR number: ten digits.",
           .example = "6101551234",
           .paper = comb(10, "DDMMÅÅSSSS", "DDMMYYSSSS"),
           .input = "cpr",
           .is_number = true},
    digits_of(ValueKind::cvr, check_cvr, "[0-9]{8}", "A CVR number: eight digits.", "12345674",
              comb(8, "8 cifre")),
    digits_of(ValueKind::phone, check_phone, phone_pattern, "A Danish number: eight digits.",
              "62210412", comb(8, "8 cifre"), "digits", of_home),
    Facets{.kind = ValueKind::email,
           .check = check_email,
           .min_length = 3,
           .max_length = email_chars,
           .description = "An e-mail address.",
           .example = "a@b.dk",
           .is_of_home = of_home},
    Facets{.kind = ValueKind::amount,
           .parse = parse_amount,
           .base = Base::decimal,
           .description =
               "Kroner with at most two decimals and a decimal point, no dot between thousands.",
           .example = "8450.50",
           .paper = comb_up_to(7, "hele kroner, uden øre"),  // up to 9,999,999 kroner
           .input = "amount",
           .is_number = true},
    Facets{.kind = ValueKind::date,
           .parse = parse_date,
           .base = Base::day,
           .description = "Year, month and day.",
           .example = "2026-11-22",
           .paper = comb(8, "DDMMÅÅÅÅ", "DDMMYYYY"),
           .input = "date",
           .is_number = true},
    Facets{.kind = ValueKind::count,
           .parse = parse_count,
           .base = Base::whole,
           .description = "A whole number, 0 or more.",
           .example = "2",
           .paper = comb_up_to(2, "et helt tal"),
           .input = "number",
           .is_number = true},
    Facets{.kind = ValueKind::yes_no,
           .parse = parse_yes_no,
           .base = Base::yes_no,
           .description = "Yes or no.",
           .example = "ja",
           .paper = mark,
           .input = "mark"},
    Facets{.kind = ValueKind::choice,
           .check = check_choice,
           .base = Base::choice,
           .description = "One of these words.",
           .paper = mark,
           .input = "choice"},
    digits_of(ValueKind::bank_registration, check_bank_registration, "[0-9]{4}",
              "Registration number of a bank: four digits.", "0001", comb(4, "4 cifre")),
    digits_of(ValueKind::bank_account, check_bank_account, "[0-9]{1,10}",
              "Number of an account: up to ten digits.", "1234567890",
              comb_up_to(10, "op til 10 cifre")),
    Facets{.kind = ValueKind::signature,
           .parse = parse_signature,
           .base = Base::yes_no,
           .description = "Whether it was signed.",
           .example = "ja",
           .paper = ink,
           .input = "mark"},
};

constexpr bool are_rows_in_order() {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].kind != static_cast<ValueKind>(i) ||
            (table[i].check == nullptr) == (table[i].parse == nullptr)) {
            return false;
        }
    }
    return true;
}
static_assert(are_rows_in_order());

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view no_value = "is no value of its type";
constexpr std::string_view not_its_pattern = "is not written as its type demands";
constexpr std::string_view too_many_digits = "has too many digits";

/// XML Schema's white space "collapse", of a text that has no blank within.
std::string_view collapsed(std::string_view text) {
    const auto first = std::min(text.find_first_not_of(blanks), text.size());
    return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

std::string_view without_leading_zeros(std::string_view digits) {
    return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

bool is_all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
}

std::string_view broken_in_decimal(std::string_view text) {
    text = collapsed(text);
    text.remove_prefix(text.starts_with('-') || text.starts_with('+') ? 1 : 0);
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string_view whole = text.substr(0, point);
    std::string_view fraction = text.substr(std::min(point + 1, text.size()));
    if (!is_all_digits(whole) || !is_all_digits(fraction) || whole.size() + fraction.size() == 0) {
        return no_value;
    }
    whole = without_leading_zeros(whole);
    fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
    if (whole.size() + fraction.size() > decimal_digits) {
        return too_many_digits;
    }
    return fraction.size() > decimal_fraction ? "has too many decimals" : std::string_view();
}

std::string_view broken_in_whole(std::string_view text) {
    text = collapsed(text);
    const bool is_negative = text.starts_with('-');
    text.remove_prefix(is_negative || text.starts_with('+') ? 1 : 0);
    if (!is_digits(text)) {
        return no_value;
    }
    const auto digits = without_leading_zeros(text);
    if (is_negative && !digits.empty()) {
        return "is below the least value";
    }
    return digits.size() > whole_digits ? too_many_digits : std::string_view();
}

std::string_view broken_in_day(std::string_view text) {
    // libxml2 takes blanks before a day and none behind it. Date takes a time of day and more sorts
    // of blanks, which xs:date does not.
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    const bool is_plain = !text.empty() && is_digit(text.front()) &&
                          text.find_first_not_of("0123456789-+:Z") == std::string_view::npos;
    return is_plain && Date::parse_iso(text) ? std::string_view() : no_value;
}

/// The one pattern with groups: both beginnings of a number are tried.
bool is_phone(std::string_view text) {
    constexpr int length = 8;
    for (const std::string_view country : {"", "+45", "0045"}) {
        std::string_view rest = text;
        if (!rest.starts_with(country)) {
            continue;
        }
        rest.remove_prefix(country.size());
        int digits = 0;
        while (!rest.empty() && digits < length) {
            rest.remove_prefix(rest.starts_with(' ') ? 1 : 0);
            if (rest.empty() || !is_digit(rest.front())) {
                break;
            }
            rest.remove_prefix(1);
            ++digits;
        }
        if (digits == length && rest.empty()) {
            return true;
        }
    }
    return false;
}

bool has_pattern(const Facets& facets, std::string_view text) {
    if (facets.pattern == phone_pattern) {
        return is_phone(text);
    }
    static const auto patterns = [] {
        std::array<std::optional<TextPattern>, table.size()> parsed;
        for (std::size_t i = 0; i < table.size(); ++i) {
            parsed[i] = TextPattern::parse(table[i].pattern);
        }
        return parsed;
    }();
    const auto& pattern = patterns[static_cast<std::size_t>(&facets - table.data())];
    VERIFY(pattern.has_value());
    return pattern->matches(text);
}

std::string_view broken_in_text(const Facets& facets, std::string_view text) {
    const auto length = static_cast<int>(count_code_points(text));
    if (length < facets.min_length) {
        return "is too short";
    }
    if (facets.max_length > 0 && length > facets.max_length) {
        return "is too long";
    }
    return facets.pattern.empty() || has_pattern(facets, text) ? std::string_view()
                                                               : not_its_pattern;
}

/// A number that breaks no facet, as a whole number of its hundredths.
std::int64_t hundredths(std::string_view text) {
    text = collapsed(text);
    const bool is_negative = text.starts_with('-');
    text.remove_prefix(is_negative || text.starts_with('+') ? 1 : 0);
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string digits(text.substr(0, point));
    std::string fraction(text.substr(std::min(point + 1, text.size())));
    fraction.resize(decimal_fraction, '0');
    digits += fraction;
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return is_negative ? -number : number;
}

}  // namespace

const Facets& facets_of(ValueKind kind) {
    return table[static_cast<std::size_t>(kind)];
}

std::string_view broken_facet(ValueKind kind, std::string_view text) {
    const Facets& facets = facets_of(kind);
    switch (facets.base) {
        case Base::text:
            return broken_in_text(facets, text);
        case Base::decimal:
            return broken_in_decimal(text);
        case Base::day:
            return broken_in_day(text);
        case Base::whole:
            return broken_in_whole(text);
        case Base::yes_no:
            return std::find(std::begin(yes_no_words), std::end(yes_no_words), text) ==
                           std::end(yes_no_words)
                       ? "is none of the words that are allowed"
                       : std::string_view();
        case Base::choice:
            return {};
    }
    VERIFY(!"a base without a check");
}

std::strong_ordering held_against(std::string_view text, const Value& limit) {
    if (const Amount* amount = limit.amount()) {
        return hundredths(text) <=> amount->oere();
    }
    if (const std::int64_t* count = limit.count()) {
        constexpr std::int64_t hundred = 100;
        return hundredths(text) <=> *count * hundred;
    }
    const auto day = Date::parse_iso(text);
    VERIFY(day && limit.date());
    return *day <=> *limit.date();
}

}  // namespace indgang
