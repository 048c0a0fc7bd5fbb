// SPDX-License-Identifier: MPL-2.0
// What a text of its kind rarely has. It is not changed, since it may be what was written; it
// counts against the reading (text_probability.cpp).
#include <array>
#include <cstddef>

#include "ocr/text/text_characters.h"
#include "ocr/text/text_tidy.h"

namespace indgang::ocr {

namespace {

constexpr std::string_view uprights = "l1I";  ///< one drawing in many typefaces

/// The words of an address stand between these.
bool is_end_of_part(std::string_view text, std::size_t at) {
    constexpr std::string_view between = "@.-_+";
    return at >= text.size() || between.find(text[at]) != std::string_view::npos;
}

/// Three uprights in a row, as in "bill1" and "ib1l1b": which of them are digits nobody sees. At
/// the end of a word, where numbers stand, the last may be an "i" whose dot was a speck.
int rows_of_uprights(std::string_view text) {
    constexpr std::size_t few = 2;
    int rows = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::size_t begin = at;
        while (at < text.size() && uprights.find(text[at]) != std::string_view::npos) {
            ++at;
        }
        const bool ends_in_i = at < text.size() && text[at] == 'i' && is_end_of_part(text, at + 1);
        rows += at - begin + (ends_in_i ? 1 : 0) > few ? 1 : 0;
    }
    return rows;
}

/// A number that begins a word and goes on in letters: "o1ga" read as "01ga".
int numbers_before_letters(std::string_view text) {
    constexpr std::string_view like_letters = "01";
    int numbers = 0;
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
        const bool begins = at == 0 || is_end_of_part(text, at - 1);
        if (begins && like_letters.find(text[at]) != std::string_view::npos) {
            const std::size_t end = text.find_first_not_of("0123456789", at);
            numbers += is_end_of_part(text, end) ? 0 : 1;
        }
    }
    return numbers;
}

/// Capitals in an address of small letters, letters beside a digit that look like one, and what
/// two spellings share: "w" is as "vv". No register knows an address, so each of these decides.
int odd_in_email(std::string_view text) {
    constexpr std::string_view like_digits = "lIOoSsB";
    int odd = rows_of_uprights(text) + numbers_before_letters(text);
    const auto is_digit_at = [&](std::size_t i) {
        return i < text.size() && text[i] >= '0' && text[i] <= '9';
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_capital = text[i] >= 'A' && text[i] <= 'Z';
        const bool is_beside_digit = is_digit_at(i + 1) || (i > 0 && is_digit_at(i - 1));
        const bool looks_like_digit = like_digits.find(text[i]) != std::string_view::npos;
        const bool is_w = text[i] == 'w' || text.substr(i, 2) == "vv";
        odd += is_capital || is_w || (looks_like_digit && is_beside_digit) ? 1 : 0;
    }
    return odd;
}

/// Accents within a word: "René" and "Desirée" have theirs at the end, elsewhere a speck may be
/// one. Only "é" is counted, since the Danish network sees every speck as that.
int odd_accents(const std::vector<std::string_view>& characters) {
    int odd = 0;
    std::size_t letters = 0;  // since an accent, in the same word
    bool has_accent = false;
    for (const std::string_view c : characters) {
        const bool is_accent = c == "é" || c == "É";
        letters = is_letter(c) ? letters + 1 : 0;
        has_accent = is_letter(c) && (has_accent || is_accent);
        letters = is_accent ? 0 : letters;
        if (has_accent && letters == 2) {
            ++odd;
            has_accent = false;
        }
    }
    return odd;
}

int odd_in_words(std::string_view text, bool may_have_numbers) {
    constexpr std::string_view usual = " .-'/,()&:;";
    const auto all = characters_of(text);
    int odd = odd_accents(all);
    std::string_view before = " ";
    for (const std::string_view c : all) {
        const bool is_inside = is_letter(before);
        const bool is_usual = is_letter_or_digit(c) || c == "\n" ||
                              (c.size() == 1 && usual.find(c.front()) != std::string_view::npos);
        const bool is_digit_in_word =
            is_digit(c) ? is_inside || !may_have_numbers : is_letter(c) && is_digit(before);
        const bool is_capital_inside =
            is_inside && is_lower(before) && is_letter(c) && !is_lower(c);
        // One drawing, two letters: the Icelandic and the Croatian one.
        const bool is_either = c == "Đ" || c == "Ð";
        odd += !is_usual || is_either || is_digit_in_word || is_capital_inside ? 1 : 0;
        before = c;
    }
    return odd + (!all.empty() && is_lower(all.front()) ? 1 : 0);
}

}  // namespace

int odd_things(std::string_view text, ValueKind kind) {
    switch (kind) {
        case ValueKind::email:
            return odd_in_email(text);
        case ValueKind::name:
        case ValueKind::street:
        case ValueKind::city:
            return odd_in_words(text, false);
        case ValueKind::text:
            return odd_in_words(text, true);
        default:
            return 0;
    }
}

}  // namespace indgang::ocr
