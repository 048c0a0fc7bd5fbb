// SPDX-License-Identifier: MPL-2.0
// A network transcribes ink, and ink has rests of printed lines, specks, and letters that stand
// wide. It also takes letters for each other that only the meaning tells apart. What a field may
// hold says what was meant: no house number has a blank in it, and no street begins with "GI.".
// Each such case is one rule of the table below, with the kinds it is for; the rules run one after
// the other. A rule changes only what a text of its kind can not have, or has so rarely that dirt
// is the likelier cause, and it counts each change, since a text that had to be changed is less
// sure (text_probability.cpp). Where the text as seen is possible too, it stays as a second reading
// (`likewise`). What is only odd is counted and left (text_odd.cpp).
//
// What a rule is good for is measured by leaving it out (ocr/models/text.md#tidy). Three more rules
// once stood here, for full stops within names and sentences and blanks beside hyphens: since
// specks are cleaned away before the network sees the line, none of 3,276 lines needed them.
#include "ocr/text/text_tidy.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "ocr/text/text_characters.h"

namespace indgang::ocr {

namespace {

using Characters = std::vector<std::string_view>;

bool is_any(ValueKind) {
    return true;
}

bool is_email(ValueKind kind) {
    return kind == ValueKind::email;
}

bool is_street(ValueKind kind) {
    return kind == ValueKind::street;
}

bool is_words(ValueKind kind) {
    return kind == ValueKind::name || kind == ValueKind::street || kind == ValueKind::city;
}

bool is_number(ValueKind kind) {
    return kind == ValueKind::house_number || kind == ValueKind::postcode;
}

bool is_one_word(ValueKind kind) {
    return is_number(kind) || kind == ValueKind::floor || kind == ValueKind::door;
}

bool is_one_of(std::string_view marks, std::string_view c) {
    return c.size() == 1 && marks.find(c.front()) != std::string_view::npos;
}

bool has_content(std::string_view text) {
    const Characters all = characters_of(text);
    return std::any_of(all.begin(), all.end(), is_letter_or_digit);
}

/// A sentence ends in a mark, and an abbreviation does; behind a few whole words it is a speck.
bool may_end_line(const Characters& all, std::size_t words, ValueKind kind) {
    constexpr std::size_t sentence_words = 3;
    constexpr std::size_t longest_abbreviation = 3;  // letters: "Gl.", "Chr.", "m.m."
    constexpr std::string_view ends = ".,!?:;)%", specks = ".,:;";
    const bool has_sentences = kind == ValueKind::text || kind == ValueKind::floor;
    if (!has_sentences || !is_one_of(ends, all.back())) {
        return false;
    }
    std::size_t letters = 0;
    while (letters + 1 < all.size() && is_letter(all[all.size() - 2 - letters])) {
        ++letters;
    }
    return words >= sentence_words || letters <= longest_abbreviation ||
           !is_one_of(specks, all.back());
}

/// One line without words that are no words, and without marks at its ends.
std::string trimmed_line(std::string_view line, ValueKind kind, int& changes) {
    std::vector<std::string_view> words = parts_of(line, ' ');
    while (!words.empty() && !has_content(words.front())) {
        words.erase(words.begin());
        ++changes;
    }
    while (!words.empty() && !has_content(words.back())) {
        words.pop_back();
        ++changes;
    }
    std::string joined;
    for (const std::string_view word : words) {
        joined += (joined.empty() ? "" : " ") + std::string(word);
    }
    Characters all = characters_of(joined);
    while (!all.empty() && !is_letter_or_digit(all.front()) && !is_one_of("+(", all.front())) {
        all.erase(all.begin());
        ++changes;
    }
    while (!all.empty() && !is_letter_or_digit(all.back()) &&
           !may_end_line(all, words.size(), kind)) {
        all.pop_back();
        ++changes;
    }
    return all.empty() ? ""
                       : std::string(all.front().data(), all.back().data() + all.back().size());
}

void trim_ends(TidyText& text, ValueKind kind) {
    std::string trimmed;
    for (const std::string_view line : parts_of(text.text, '\n')) {
        const std::string one = trimmed_line(line, kind, text.changes);
        if (!one.empty()) {
            trimmed += (trimmed.empty() ? "" : "\n") + one;
        }
    }
    text.text = std::move(trimmed);
}

/// Behind the "@" a blank is a full stop, before it mostly a "_", which Tesseract takes for the gap
/// that it leaves between the letters.
void mend_address(TidyText& text, ValueKind) {
    constexpr std::string_view allowed = "._-+@";
    std::string result;
    bool is_behind_at = false, is_mark_due = false;
    int lines = 0;
    for (const std::string_view c : characters_of(text.text)) {
        if (!is_letter_or_digit(c) && !is_one_of(allowed, c)) {
            ++text.changes;
            is_mark_due = !result.empty();
            continue;
        }
        const bool follows_mark = !result.empty() && allowed.find(result.back()) != allowed.npos;
        if (is_mark_due && !is_one_of(allowed, c) && !follows_mark) {
            result += is_behind_at ? '.' : '_';
            lines += is_behind_at ? 0 : 1;
        }
        is_mark_due = false;
        is_behind_at = is_behind_at || c == "@";
        result += c;
    }
    text.text = std::move(result);
    if (lines > 0) {
        text.odd += lines;
        text.likewise = text.text;
        std::erase(text.likewise, '_');
    }
}

void join_blanks(TidyText& text, ValueKind) {
    std::erase(text.text, ' ');
}

void read_digits(TidyText& text, ValueKind) {
    std::string result;
    for (const std::string_view c : characters_of(text.text)) {
        const bool may_be_digit = result.empty() || is_digit(std::string_view(&result.back(), 1));
        const bool is_zero = c == "O" || c == "o" || c == "Ø" || c == "ø";
        const bool is_one = c == "I" || c == "l" || c == "|" || c == "]";
        if (may_be_digit && ((is_zero && !result.empty()) || is_one)) {
            result += is_one ? '1' : '0';
            ++text.changes;
        } else {
            result += c;
        }
    }
    text.text = std::move(result);
}

/// "Gl." is gammel (old). In typefaces whose "l" and "I" are the same bar no ink tells them apart.
void spell_gammel(TidyText& text, ValueKind) {
    std::string result;
    for (const std::string_view word : parts_of(text.text, ' ')) {
        const bool is_gammel = word == "GI." || word == "GI" || word == "G1." || word == "G|.";
        result += result.empty() ? "" : " ";
        result += is_gammel ? (word.back() == '.' ? "Gl." : "Gl") : word;
    }
    text.text = std::move(result);
}

/// "ø" and "Ø" differ by little but their height; a name begins with the capital.
void begin_with_capital(TidyText& text, ValueKind) {
    constexpr std::array<std::string_view, 11> small = {"af", "de", "den", "der", "van", "von",
                                                        "la", "le", "el",  "al",  "bin"};
    const std::string_view first = std::string_view(text.text).substr(0, text.text.find(' '));
    const bool is_alone = first.size() == text.text.size();
    const bool is_particle =
        !is_alone && std::find(small.begin(), small.end(), first) != small.end();
    if (!text.text.empty() && !is_particle) {
        const std::string_view letter = characters_of(text.text).front();
        text.text = capital_of(letter) + text.text.substr(letter.size());
    }
}

constexpr std::array<TidyRule, 6> rules = {
    {{"rests of lines at the ends", is_any, trim_ends},                  // "| Hund |" is "Hund"
     {"gaps in an address", is_email, mend_address},                     // "bo@x dk" is "bo@x.dk"
     {"blanks in one word", is_one_word, join_blanks},                   // "12 B" is "12B"
     {"letters for digits", is_number, read_digits},                     // "l2" is "12"
     {"gammel", is_street, spell_gammel},                                // "GI. Vej" is "Gl. Vej"
     {"small letter at the beginning", is_words, begin_with_capital}}};  // "østre" is "Østre"

}  // namespace

std::span<const TidyRule> tidy_rules() {
    return rules;
}

TidyText tidy(std::string_view seen, ValueKind kind, std::span<const TidyRule> by) {
    TidyText text;
    text.text = seen;
    for (const TidyRule& rule : by) {
        if (rule.is_for(kind)) {
            rule.apply(text, kind);
        }
    }
    if (text.changes > 0 && is_words(kind)) {
        for (const std::string_view line : parts_of(seen, '\n')) {
            text.likewise += (text.likewise.empty() ? "" : " ") + std::string(line);
        }
    }
    text.odd += odd_things(text.text, kind);
    return text;
}

}  // namespace indgang::ocr
