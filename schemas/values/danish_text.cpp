// SPDX-License-Identifier: MPL-2.0
// Names and roads are compared as people would: case, accents, hyphens and the two writings of the
// Danish letters do not matter. Folding goes code point by code point through a table of the Latin
// letters of European names; other scripts stay as they are, so they still compare equal to
// themselves. No locale and no normalisation library: the marks of a decomposed letter (U+0300 to
// U+036F) are dropped, except the ring and the diaeresis, which make the Danish letters.
#include "schemas/values/danish_text.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "schemas/core/utf8.h"
#include "schemas/values/blanks.h"

namespace indgang {
namespace {

constexpr std::uint32_t broken = 0xFFFFFFFF;

/// Takes one code point off a non-empty `text`; what is not well formed is given as `broken`.
std::uint32_t take_code_point(std::string_view& text) {
    if (is_ascii(text.front())) {
        const char c = text.front();
        text.remove_prefix(1);
        return static_cast<std::uint32_t>(c);
    }
    const Utf8Start start = utf8_start(text);
    text.remove_prefix(start.length);
    return start.is_well_formed ? start.code_point : broken;
}

/// U+00C0 to U+017F, one entry each, in order; "" is no letter (multiplication, division).
constexpr std::string_view latin_letters[] = {
    // U+00C0
    "a", "a", "a", "a", "ae", "aa", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",  //
    "d", "n", "o", "o", "o", "o", "oe", "", "oe", "u", "u", "u", "u", "y", "th", "ss",  //
    "a", "a", "a", "a", "ae", "aa", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",  //
    "d", "n", "o", "o", "o", "o", "oe", "", "oe", "u", "u", "u", "u", "y", "th", "y",   //
    // U+0100
    "a", "a", "a", "a", "a", "a", "c", "c", "c", "c", "c", "c", "c", "c", "d", "d",      //
    "d", "d", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "g", "g", "g", "g",      //
    "g", "g", "g", "g", "h", "h", "h", "h", "i", "i", "i", "i", "i", "i", "i", "i",      //
    "i", "i", "ij", "ij", "j", "j", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l",    //
    "l", "l", "l", "n", "n", "n", "n", "n", "n", "n", "n", "n", "o", "o", "o", "o",      //
    "oe", "oe", "oe", "oe", "r", "r", "r", "r", "r", "r", "s", "s", "s", "s", "s", "s",  //
    "s", "s", "t", "t", "t", "t", "t", "t", "u", "u", "u", "u", "u", "u", "u", "u",      //
    "u", "u", "u", "u", "w", "w", "y", "y", "y", "z", "z", "z", "z", "z", "z", "s",      //
};
constexpr std::uint32_t first_latin = 0xC0;
static_assert(std::size(latin_letters) == 0x180 - first_latin);

bool is_punctuation(std::uint32_t point) {
    return point == broken || (point >= 0x80 && point < first_latin) ||
           (point >= 0x2000 && point <= 0x2BFF) || (point >= 0x3000 && point <= 0x303F);
}

/// What a mark after `letters` adds to them: a ring makes "a" to "aa", a diaeresis "a" and "o" to
/// "ae" and "oe".
std::string_view added_by_mark(std::uint32_t mark, std::string_view letters) {
    constexpr std::uint32_t ring = 0x30A, diaeresis = 0x308;
    if (mark == ring && letters.ends_with('a')) {
        return "a";
    }
    return mark == diaeresis && (letters.ends_with('a') || letters.ends_with('o')) ? "e" : "";
}

}  // namespace

bool is_clean_utf8(std::string_view bytes) {
    constexpr std::uint32_t first_printable = 0x20, del = 0x7F, last_control = 0x9F;
    while (!bytes.empty()) {
        if (bytes.front() >= ' ' && bytes.front() < static_cast<char>(del)) {
            bytes.remove_prefix(1);
            continue;
        }
        const std::uint32_t point = take_code_point(bytes);
        const bool is_control = (point < first_printable && point != '\t' && point != '\n') ||
                                (point >= del && point <= last_control);
        if (point == broken || is_control) {
            return false;
        }
    }
    return true;
}

std::string folded(std::string_view text) {
    constexpr std::uint32_t first_mark = 0x300, last_mark = 0x36F;
    std::string result;
    result.reserve(text.size() + text.size() / 8);
    bool is_gap = false;
    const auto append = [&](std::string_view letters) {
        if (is_gap && !result.empty()) {
            result += ' ';
        }
        is_gap = false;
        result += letters;
    };
    while (!text.empty()) {
        const std::string_view before = text;
        const std::uint32_t point = take_code_point(text);
        const char c = before.front();
        if (point < 0x80) {
            if (is_ascii_letter(c) || is_digit(c)) {
                const char lower = ascii_lower(c);
                append({&lower, 1});
            } else {
                is_gap = true;
            }
        } else if (point >= first_latin && point < first_latin + std::size(latin_letters)) {
            const std::string_view letters = latin_letters[point - first_latin];
            letters.empty() ? void(is_gap = true) : append(letters);
        } else if (point >= first_mark && point <= last_mark) {
            result += is_gap ? "" : added_by_mark(point, result);
        } else if (is_punctuation(point)) {
            is_gap = true;
        } else {
            append(before.substr(0, before.size() - text.size()));
        }
    }
    return result;
}

double folded_distance(std::string_view a, std::string_view b) {
    const std::string left = folded(a), right = folded(b);
    const std::size_t longest = std::max(left.size(), right.size());
    if (left == right) {
        return 0;
    }
    // One row of the table of prefix distances; `diagonal` is the row above, one to the left.
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t replaced = diagonal + (left[i] == right[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
        }
    }
    return static_cast<double>(row.back()) / static_cast<double>(longest);
}

}  // namespace indgang
