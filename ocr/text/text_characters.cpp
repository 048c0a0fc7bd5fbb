// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/text_characters.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <utility>

#include "schemas/core/utf8.h"

namespace indgang::ocr {

namespace {

/// The code point of a text that is one; 0 for any other text.
unsigned code_of(std::string_view c) {
    if (c.empty()) {
        return 0;
    }
    const Utf8Start start = utf8_start(c);
    return start.is_well_formed && start.length == c.size() ? start.code_point : 0;
}

bool is_between(unsigned code, unsigned first, unsigned last) {
    return code >= first && code <= last;
}

// Unicode's blocks Latin-1 Supplement, Latin Extended-A and -B. In the first the small letter is 32
// behind its capital, in the others one behind, on odd codes but for two stretches of A.
constexpr unsigned latin_1 = 0xC0, times = 0xD7, sharp_s = 0xDF, divided = 0xF7, y_diaeresis = 0xFF;
constexpr unsigned latin_a = 0x100, latin_b_last = 0x24F, case_step = 32;
constexpr unsigned even_small_1 = 0x139, even_small_1_last = 0x148;
constexpr unsigned even_small_2 = 0x179, even_small_2_last = 0x17E;
constexpr unsigned capital_y_diaeresis = 0x178, dotless_i = 0x131;

bool is_lower_code(unsigned code) {
    if (code < latin_a) {
        return is_between(code, 'a', 'z') || (code >= sharp_s && code != divided);
    }
    const bool is_even_small = is_between(code, even_small_1, even_small_1_last) ||
                               is_between(code, even_small_2, even_small_2_last);
    return code != capital_y_diaeresis && code % 2 == (is_even_small ? 0 : 1);
}

std::string utf8(unsigned code) {
    std::string text;
    append_utf8(text, code);
    return text;
}

}  // namespace

std::vector<std::string_view> characters_of(std::string_view text) {
    std::vector<std::string_view> all;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = begin + 1;
        while (end < text.size() && is_utf8_trail(text[end])) {
            ++end;
        }
        all.push_back(text.substr(begin, end - begin));
        begin = end;
    }
    return all;
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

bool is_letter(std::string_view c) {
    const unsigned code = code_of(c);
    return is_between(code, 'a', 'z') || is_between(code, 'A', 'Z') ||
           (is_between(code, latin_1, latin_b_last) && code != times && code != divided);
}

bool is_digit(std::string_view c) {
    return c.size() == 1 && c.front() >= '0' && c.front() <= '9';
}

bool is_letter_or_digit(std::string_view c) {
    return is_letter(c) || is_digit(c);
}

bool is_lower(std::string_view c) {
    return is_letter(c) && is_lower_code(code_of(c));
}

bool is_accented(std::string_view c) {
    constexpr std::array<std::string_view, 6> danish = {"æ", "ø", "å", "Æ", "Ø", "Å"};
    return c.size() > 1 && is_letter(c) &&
           std::find(danish.begin(), danish.end(), c) == danish.end();
}

std::string capital_of(std::string_view c) {
    const unsigned code = code_of(c);
    if (!is_lower(c) || code == sharp_s) {
        return std::string(c);
    }
    if (code == y_diaeresis) {
        return utf8(capital_y_diaeresis);
    }
    if (code == dotless_i) {
        return "I";
    }
    return utf8(code - (code < latin_a ? case_step : 1));
}

int disagreements(const std::string& seen, const std::string& other,
                  const std::function<bool(std::string_view character)>& is_unknown_to_other) {
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
