// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/text_tidy.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <utility>

namespace indgang::ocr {

namespace {

constexpr unsigned char ascii_end = 0x80;

bool is_letter(std::string_view c) {
    const auto byte = static_cast<unsigned char>(c.front());
    const unsigned char lower = byte | 0x20U;
    constexpr unsigned char latin_lead = 0xC3;  // à to ÿ and their capitals, Æ Ø Å among them
    return byte == latin_lead || (byte < ascii_end && lower >= 'a' && lower <= 'z');
}

bool is_digit(std::string_view c) {
    return c.front() >= '0' && c.front() <= '9';
}

bool is_alnum(std::string_view c) {
    return is_letter(c) || is_digit(c);
}

bool is_lower(std::string_view c) {
    constexpr unsigned char first_lower_trail = 0xA0;  // U+00E0 is C3 A0
    return c.size() == 1 ? c.front() >= 'a' && c.front() <= 'z'
                         : is_letter(c) && static_cast<unsigned char>(c[1]) >= first_lower_trail;
}

bool is_words(ValueKind kind) {
    return kind == ValueKind::name || kind == ValueKind::street || kind == ValueKind::city;
}

/// These have no blank within; Tesseract sees one where letters stand wide.
bool has_no_blanks(ValueKind kind) {
    return kind == ValueKind::email || kind == ValueKind::house_number ||
           kind == ValueKind::floor || kind == ValueKind::door || kind == ValueKind::postcode;
}

/// Marks that may be the last of a text: a sentence ends in one.
bool may_end(std::string_view c, ValueKind kind) {
    constexpr std::string_view ends = ".,!?:;)%";
    const bool is_text = kind == ValueKind::text || kind == ValueKind::floor;
    return is_text && c.size() == 1 && ends.find(c.front()) != std::string_view::npos;
}

std::vector<std::string_view> parts_of(std::string_view text, char by) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(by), text.size());
        if (end > 0) {
            parts.push_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

bool has_alnum(std::string_view text) {
    const auto all = characters_of(text);
    return std::any_of(all.begin(), all.end(), is_alnum);
}

/// A sentence ends in a mark, and an abbreviation does; behind a few whole words it is a speck.
bool may_end_line(const std::vector<std::string_view>& all, std::size_t words, ValueKind kind) {
    constexpr std::size_t sentence_words = 3, longest_abbreviation = 3;
    constexpr std::string_view specks = ".,:;";
    if (!may_end(all.back(), kind)) {
        return false;
    }
    std::size_t letters = 0;
    while (letters + 1 < all.size() && is_letter(all[all.size() - 2 - letters])) {
        ++letters;
    }
    return words >= sentence_words || letters <= longest_abbreviation ||
           specks.find(all.back().front()) == std::string_view::npos;
}

/// One line without words that are no words, and without marks at its ends.
std::string trimmed_line(std::string_view line, ValueKind kind, int& changes) {
    std::vector<std::string_view> words = parts_of(line, ' ');
    while (!words.empty() && !has_alnum(words.front())) {
        words.erase(words.begin());
        ++changes;
    }
    while (!words.empty() && !has_alnum(words.back())) {
        words.pop_back();
        ++changes;
    }
    std::string joined;
    for (const std::string_view word : words) {
        joined += (joined.empty() ? "" : " ") + std::string(word);
    }
    auto all = characters_of(joined);
    const auto is_plus = [](std::string_view c) { return c == "+" || c == "("; };
    while (!all.empty() && !is_alnum(all.front()) && !is_plus(all.front())) {
        all.erase(all.begin());
        ++changes;
    }
    while (!all.empty() && !is_alnum(all.back()) && !may_end_line(all, words.size(), kind)) {
        all.pop_back();
        ++changes;
    }
    return all.empty() ? ""
                       : std::string(all.front().data(), all.back().data() + all.back().size());
}

/// "Nørgaard- Holm" is one name, and "Johannes. Svendsen" has a speck.
std::string joined_words(std::string_view text, int& changes) {
    constexpr std::size_t longest_abbreviation = 3;  // "Gl.", "Chr.", "H.C."
    const auto all = characters_of(text);
    std::string result;
    std::size_t letters = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool follows_hyphen = i > 0 && all[i - 1] == "-";
        const bool precedes_hyphen = i + 1 < all.size() && all[i + 1] == "-";
        if (all[i] == " " && (follows_hyphen || precedes_hyphen)) {
            ++changes;
            continue;
        }
        if ((all[i] == "." || all[i] == ",") && letters > longest_abbreviation) {
            ++changes;
            letters = 0;
            if (i + 1 < all.size() && all[i + 1] != " ") {
                result += ' ';
            }
            continue;
        }
        letters = is_letter(all[i]) ? letters + 1 : 0;
        result += all[i];
    }
    return result;
}

/// "Jeg søger. om": a full stop behind a whole word, before a small letter, is a speck.
std::string without_inner_stops(std::string_view text, int& changes) {
    constexpr std::size_t longest_abbreviation = 3;
    const auto all = characters_of(text);
    std::string result;
    std::size_t letters = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool is_before_small =
            i + 2 < all.size() && all[i + 1] == " " && is_lower(all[i + 2]);
        if (all[i] == "." && letters > longest_abbreviation && is_before_small) {
            ++changes;
            continue;
        }
        letters = is_letter(all[i]) ? letters + 1 : 0;
        result += all[i];
    }
    return result;
}

/// Capitals in an address of small letters, and letters beside a digit that look like one.
int odd_in_email(std::string_view text) {
    constexpr std::string_view like_digits = "lIOoSsB";
    int odd = 0;
    const auto is_digit_at = [&](std::size_t i) {
        return i < text.size() && text[i] >= '0' && text[i] <= '9';
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_capital = text[i] >= 'A' && text[i] <= 'Z';
        const bool is_beside_digit = is_digit_at(i + 1) || (i > 0 && is_digit_at(i - 1));
        const bool looks_like_digit = like_digits.find(text[i]) != std::string_view::npos;
        odd += is_capital || (looks_like_digit && is_beside_digit) ? 1 : 0;
    }
    return odd;
}

/// An address has no blanks. Behind the "@" a blank is a full stop, before it mostly a "_", which
/// Tesseract takes for the gap that it leaves between the letters.
std::string mended_email(std::string_view text, int& changes, int& odd) {
    constexpr std::string_view allowed = "._-+@";
    const auto is_mark = [&](std::string_view c) {
        return c.size() == 1 && allowed.find(c.front()) != std::string_view::npos;
    };
    const auto all = characters_of(text);
    std::string result;
    bool is_behind_at = false, is_mark_due = false;
    for (const std::string_view c : all) {
        if (!is_alnum(c) && !is_mark(c)) {
            ++changes;
            is_mark_due = !result.empty();
            continue;
        }
        const bool follows_mark = !result.empty() && allowed.find(result.back()) != allowed.npos;
        if (is_mark_due && !is_mark(c) && !follows_mark) {
            result += is_behind_at ? '.' : '_';
            odd += is_behind_at ? 0 : 1;
        }
        is_mark_due = false;
        is_behind_at = is_behind_at || c == "@";
        result += c;
    }
    return result;
}

/// Digits that look like letters, where only a digit can stand.
std::string with_digits(std::string_view text, int& changes) {
    std::string result;
    for (const std::string_view c : characters_of(text)) {
        const bool may_be_digit = result.empty() || is_digit(std::string_view(&result.back(), 1));
        if (may_be_digit && (c == "O" || c == "o" || c == "Ø" || c == "ø") && !result.empty()) {
            result += '0';
            ++changes;
        } else if (may_be_digit && (c == "I" || c == "l" || c == "|" || c == "]")) {
            result += '1';
            ++changes;
        } else {
            result += c;
        }
    }
    return result;
}

/// A letter of C3 xx that is none of æ ø å Æ Ø Å.
bool is_accented(std::string_view c) {
    constexpr std::array<std::string_view, 6> danish = {"æ", "ø", "å", "Æ", "Ø", "Å"};
    return c.size() == 2 && is_letter(c) &&
           std::find(danish.begin(), danish.end(), c) == danish.end();
}

int odd_in_words(std::string_view text, ValueKind kind) {
    constexpr std::string_view usual = " .-'/,()&:;";
    int odd = 0;
    std::string_view before = " ";
    std::size_t letters = 0;  // since an accent, in the same word
    bool has_accent = false;
    for (const std::string_view c : characters_of(text)) {
        // "René", "Desirée": an accent stands at the end of a word, or it is a speck.
        letters = is_letter(c) ? letters + 1 : 0;
        has_accent = is_letter(c) && (has_accent || is_accented(c));
        letters = is_accented(c) ? 0 : letters;
        if (has_accent && letters == 2) {
            ++odd;
            has_accent = false;
        }
        const bool is_inside = is_letter(before);
        const bool is_usual = is_alnum(c) || c == "\n" ||
                              (c.size() == 1 && usual.find(c.front()) != std::string_view::npos);
        const bool is_digit_in_word =
            is_digit(c) ? is_inside || is_words(kind) : is_letter(c) && is_digit(before);
        const bool is_capital_inside =
            is_inside && is_lower(before) && is_letter(c) && !is_lower(c);
        odd += !is_usual || is_digit_in_word || is_capital_inside ? 1 : 0;
        before = c;
    }
    const auto all = characters_of(text);
    return odd + (!all.empty() && is_lower(all.front()) ? 1 : 0);
}

/// "ø" and "Ø" differ by little but their height; a name begins with the capital.
std::string with_capital(std::string text) {
    constexpr std::array<std::string_view, 11> small = {"af", "de", "den", "der", "van", "von",
                                                        "la", "le", "el",  "al",  "bin"};
    const std::string_view first = std::string_view(text).substr(0, text.find(' '));
    const bool is_alone = first.size() == text.size();
    if (text.empty() ||
        (!is_alone && std::find(small.begin(), small.end(), first) != small.end())) {
        return text;
    }
    constexpr unsigned char latin_lead = 0xC3, first_lower = 0xA0, last_lower = 0xBE;
    constexpr unsigned char no_letter = 0xB7, case_bit = 0x20;
    const auto lead = static_cast<unsigned char>(text[0]);
    const auto trail = static_cast<unsigned char>(text.size() > 1 ? text[1] : '\0');
    if (lead >= 'a' && lead <= 'z') {
        text[0] = static_cast<char>(lead - case_bit);
    } else if (lead == latin_lead && trail >= first_lower && trail <= last_lower &&
               trail != no_letter) {
        text[1] = static_cast<char>(trail - case_bit);
    }
    return text;
}

}  // namespace

std::vector<std::string_view> characters_of(std::string_view text) {
    constexpr unsigned char continuation_mask = 0xC0, continuation = 0x80;
    std::vector<std::string_view> all;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = begin + 1;
        while (end < text.size() &&
               (static_cast<unsigned char>(text[end]) & continuation_mask) == continuation) {
            ++end;
        }
        all.push_back(text.substr(begin, end - begin));
        begin = end;
    }
    return all;
}

TidyText tidy(std::string_view seen, ValueKind kind) {
    TidyText result;
    for (const std::string_view line : parts_of(seen, '\n')) {
        const std::string trimmed = trimmed_line(line, kind, result.changes);
        if (!trimmed.empty()) {
            result.text += (result.text.empty() ? "" : "\n") + trimmed;
        }
    }
    if (kind == ValueKind::email) {
        result.text = mended_email(result.text, result.changes, result.odd);
        if (result.odd > 0) {
            result.likewise = result.text;
            std::erase(result.likewise, '_');
        }
        result.odd += odd_in_email(result.text);
        return result;
    }
    if (has_no_blanks(kind)) {
        std::erase(result.text, ' ');
    }
    if (kind == ValueKind::house_number || kind == ValueKind::postcode) {
        result.text = with_digits(result.text, result.changes);
        return result;
    }
    if (is_words(kind)) {
        result.text = with_capital(joined_words(result.text, result.changes));
    }
    if (kind == ValueKind::text) {
        result.text = without_inner_stops(result.text, result.changes);
    }
    if (result.changes > 0 && is_words(kind)) {
        for (const std::string_view line : parts_of(seen, '\n')) {
            result.likewise += (result.likewise.empty() ? "" : " ") + std::string(line);
        }
    }
    if (is_words(kind) || kind == ValueKind::text) {
        result.odd = odd_in_words(result.text, kind);
    }
    return result;
}

int disagreements(const std::string& seen, const std::string& other,
                  bool (*is_unknown_to_other)(std::string_view character)) {
    const auto a = characters_of(seen), b = characters_of(other);
    std::vector<int> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (const std::string_view c : a) {
        const bool is_free = is_unknown_to_other(c);
        std::vector<int> next(b.size() + 1, row[0] + 1);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int change = row[j - 1] + (is_free || c == b[j - 1] ? 0 : 1);
            next[j] = std::min({change, row[j] + 1, next[j - 1] + 1});
            if (is_free && j >= 2) {
                next[j] = std::min(next[j], row[j - 2]);  // "æ" is as wide as two
            }
        }
        row = std::move(next);
    }
    return row[b.size()];
}

}  // namespace indgang::ocr
