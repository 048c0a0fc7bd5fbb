// SPDX-License-Identifier: MPL-2.0
#include "schemas/values/text_kinds.h"

#include <algorithm>
#include <array>

#include "schemas/core/limits.h"
#include "schemas/core/utf8.h"
#include "schemas/error/reason.h"
#include "schemas/error/verify.h"
#include "schemas/values/address.h"
#include "schemas/values/blanks.h"
#include "schemas/values/danish_text.h"
#include "schemas/values/facets.h"
#include "schemas/values/parse_kinds.h"

namespace indgang {
namespace {

using Checked = Facets::Checked;

Checked trouble(Reason reason) {
    return ValueTrouble{std::string(code_of(reason))};
}

bool has_letter(std::string_view text) {
    const std::string words = folded(text);
    return std::any_of(words.begin(), words.end(), [](char c) { return c != ' ' && !is_digit(c); });
}

/// Names, roads, cities: one line of at most `most` characters, at least one of them a letter.
Checked check_words(std::string_view raw, std::size_t most, Reason reason) {
    std::string line = single_blanks(raw);
    if (count_code_points(line) > most) {
        return trouble(Reason::text_too_long);
    }
    return has_letter(line) ? Checked(std::move(line)) : trouble(reason);
}

/// Digits alone, without the characters of `separators`; nothing else may stand between.
std::string digits_without(std::string_view raw, std::string_view separators) {
    std::string digits = single_blanks(raw);
    std::erase_if(digits, [&](char c) { return separators.find(c) != std::string_view::npos; });
    return digits;
}

Checked check_digits(std::string digits, std::size_t least, std::size_t most, Reason not_digits,
                     Reason wrong_length) {
    if (!is_digits(digits)) {
        return trouble(not_digits);
    }
    if (digits.size() < least || digits.size() > most) {
        return trouble(wrong_length);
    }
    return digits;
}

bool is_domain(std::string_view domain) {
    constexpr std::size_t longest_label = 63, longest_domain = 253;
    if (domain.size() > longest_domain || domain.find('.') == std::string_view::npos) {
        return false;
    }
    while (true) {
        const std::string_view label = domain.substr(0, domain.find('.'));
        const bool fits = !label.empty() && label.size() <= longest_label && label.front() != '-' &&
                          label.back() != '-' &&
                          std::all_of(label.begin(), label.end(), [](char c) {
                              return is_digit(c) || is_ascii_letter(c) || c == '-' || !is_ascii(c);
                          });
        if (!fits) {
            return false;
        }
        if (label.size() == domain.size()) {
            return label.size() >= 2 && !is_digits(label);
        }
        domain.remove_prefix(label.size() + 1);
    }
}

}  // namespace

Facets::Checked check_lines(std::string_view raw) {
    return clean_lines(raw);
}

Facets::Checked check_choice(std::string_view raw) {
    return single_blanks(raw);
}

Facets::Checked check_name(std::string_view raw) {
    constexpr std::size_t most = 200;  // each name field of the benefit forms has this
    return check_words(raw, most, Reason::not_a_name);
}

Facets::Checked check_street(std::string_view raw) {
    constexpr std::size_t most = 100;
    return check_words(raw, most, Reason::not_a_street);
}

Facets::Checked check_city(std::string_view raw) {
    constexpr std::size_t most = 100;
    return check_words(raw, most, Reason::not_a_city);
}

Facets::Checked check_house_number(std::string_view raw) {
    constexpr std::size_t most_digits = 3;  // CPR and DAR: 001 to 999, perhaps one letter
    std::string number = normalised({"", std::string(raw), "", "", "", ""}).house_number;
    const std::string_view view = number;
    const std::size_t digits = std::min(view.find_first_not_of("0123456789"), view.size());
    const std::string_view letter = view.substr(digits);
    const bool fits = digits >= 1 && digits <= most_digits && view.front() != '0' &&
                      (letter.empty() || (letter.size() == 1 && is_ascii_letter(letter.front())));
    return fits ? Checked(std::move(number)) : trouble(Reason::not_a_house_number);
}

Facets::Checked check_floor(std::string_view raw) {
    std::string floor = normalised({"", "", std::string(raw), "", "", ""}).floor;
    const std::string_view view = floor;
    const auto is_storey = [](std::string_view digits) {
        return is_digits(digits) && digits.size() <= 2 && digits.front() != '0';
    };
    const bool fits = view == "st" || view == "kl" || is_storey(view) ||
                      (view.starts_with("kl") && view.size() == 3 && is_storey(view.substr(2)));
    return fits ? Checked(std::move(floor)) : trouble(Reason::not_a_floor);
}

Facets::Checked check_door(std::string_view raw) {
    constexpr std::size_t most_characters = 4;
    std::string door = normalised({"", "", "", std::string(raw), "", ""}).door;
    const bool fits = !door.empty() && door.size() <= most_characters &&
                      std::all_of(door.begin(), door.end(),
                                  [](char c) { return is_digit(c) || is_ascii_letter(c); });
    return fits ? Checked(std::move(door)) : trouble(Reason::not_a_door);
}

Facets::Checked check_postcode(std::string_view raw) {
    constexpr std::size_t digits = 4;
    std::string postcode = normalised({"", "", "", "", std::string(raw), ""}).postcode;
    const bool fits = postcode.size() == digits && is_digits(postcode) && postcode != "0000";
    return fits ? Checked(std::move(postcode)) : trouble(Reason::not_a_postcode);
}

Facets::Checked check_cvr(std::string_view raw) {
    constexpr std::array<int, 8> weights{2, 7, 6, 5, 4, 3, 2, 1};
    constexpr int modulus = 11;
    std::string digits = digits_without(raw, " ");
    if (digits.starts_with("DK")) {
        digits.erase(0, 2);
    }
    Checked checked = check_digits(std::move(digits), weights.size(), weights.size(),
                                   Reason::cvr_not_digits, Reason::cvr_wrong_length);
    if (const auto* number = std::get_if<std::string>(&checked)) {
        int sum = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            sum += weights[i] * ((*number)[i] - '0');
        }
        // Unlike CPR, each CVR number in use satisfies modulus 11.
        if (sum % modulus != 0 || number->front() == '0') {
            return trouble(Reason::cvr_check_digit);
        }
    }
    return checked;
}

Facets::Checked check_phone(std::string_view raw) {
    constexpr std::size_t length = 8;
    std::string digits = digits_without(raw, " -./()");
    for (const std::string_view country : {"+45", "0045"}) {
        if (digits.starts_with(country)) {
            digits.erase(0, country.size());
            return check_digits(std::move(digits), length, length, Reason::phone_not_digits,
                                Reason::phone_wrong_length);
        }
    }
    if (digits.starts_with("+") || digits.starts_with("00")) {
        return trouble(Reason::phone_foreign);
    }
    return check_digits(std::move(digits), length, length, Reason::phone_not_digits,
                        Reason::phone_wrong_length);
}

/// RFC 5321 and 6531, 4.1.2 without quoted local parts and address literals, which nobody writes
/// on a form. The domain is lower case, the local part as written.
Facets::Checked check_email(std::string_view raw) {
    constexpr std::size_t longest_local = 64;
    std::string email(trimmed(raw));
    const std::size_t at = email.find('@');
    if (at == std::string::npos) {
        return trouble(Reason::not_an_email);
    }
    const std::string_view local = std::string_view(email).substr(0, at);
    const bool is_local = !local.empty() && local.size() <= longest_local && local.front() != '.' &&
                          local.back() != '.' && local.find("..") == std::string_view::npos &&
                          local.find_first_of(" \t\n\"(),:;<>[\\]") == std::string_view::npos;
    if (!is_local || !is_domain(std::string_view(email).substr(at + 1))) {
        return trouble(Reason::not_an_email);
    }
    std::transform(email.begin() + static_cast<std::ptrdiff_t>(at), email.end(),
                   email.begin() + static_cast<std::ptrdiff_t>(at), ascii_lower);
    return email;
}

Facets::Checked check_bank_registration(std::string_view raw) {
    constexpr std::size_t digits = 4;
    return check_digits(digits_without(raw, " -"), digits, digits,
                        Reason::bank_registration_not_digits,
                        Reason::bank_registration_wrong_length);
}

Facets::Checked check_bank_account(std::string_view raw) {
    constexpr std::size_t most_digits = 10;
    return check_digits(digits_without(raw, " -."), 1, most_digits, Reason::bank_account_not_digits,
                        Reason::bank_account_wrong_length);
}

bool is_text_kind(ValueKind kind) {
    return facets_of(kind).check != nullptr;
}

Facets::Checked check_text(ValueKind kind, std::string_view raw) {
    VERIFY(is_text_kind(kind));
    if (raw.size() > limits::value_bytes) {
        return trouble(Reason::text_too_long);
    }
    raw = trimmed(raw);
    if (raw.empty()) {
        return trouble(Reason::empty);
    }
    std::string joined;
    if (raw.find('\r') != std::string_view::npos) {
        joined = clean_lines(raw);
        raw = joined;
    }
    return is_clean_utf8(raw) ? facets_of(kind).check(raw) : trouble(Reason::not_utf8);
}

}  // namespace indgang
