// SPDX-License-Identifier: MPL-2.0
//
// An address in one line is split at its house number: the first word behind the street's first
// that is up to three digits with at most one letter and no dot behind ("Christian 4. Vej 7" has
// its number at "7"). Its letter may stand apart ("12 B"), and a floor and a door may stand without
// a blank between ("1.tv."). What follows may be a floor and a door, nothing else: a line that has
// more ("c/o ...") is not guessed at.
//
// A name with one comma is written last name first, as registers and lists write it.
#include "schemas/xml/wording.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>
#include <vector>

#include "schemas/core/utf8.h"

namespace indgang::xml {
namespace {

constexpr std::size_t entity_bytes = 10;  ///< "&#1114111;"
constexpr std::uint32_t last_character = 0x10FFFF;
constexpr std::uint32_t first_surrogate = 0xD800;
constexpr std::uint32_t last_surrogate = 0xDFFF;

/// A character that XML allows in text; the control codes are none.
bool is_xml_character(std::uint32_t c) {
    constexpr std::uint32_t first_printable = 0x20;
    return (c >= first_printable || c == '\t' || c == '\n' || c == '\r') && c <= last_character &&
           !(c >= first_surrogate && c <= last_surrogate) && c != 0xFFFEu && c != 0xFFFFu;
}

std::optional<std::uint32_t> numbered(std::string_view digits) {
    constexpr int decimal = 10;
    constexpr int hexadecimal = 16;
    const bool is_hexadecimal = digits.starts_with('x') || digits.starts_with('X');
    digits.remove_prefix(is_hexadecimal ? 1 : 0);
    std::uint32_t c = 0;
    const char* end = digits.data() + digits.size();
    const auto [stopped, trouble] =
        std::from_chars(digits.data(), end, c, is_hexadecimal ? hexadecimal : decimal);
    if (trouble != std::errc{} || stopped != end || !is_xml_character(c)) {
        return std::nullopt;
    }
    return c;
}

/// The character that `entity` ("amp", "#38") stands for.
std::optional<std::uint32_t> character_of(std::string_view entity) {
    struct Named {
        std::string_view name;
        char character;
    };
    constexpr std::array named{Named{"amp", '&'}, Named{"lt", '<'}, Named{"gt", '>'},
                               Named{"quot", '"'}, Named{"apos", '\''}};
    for (const Named& one : named) {
        if (one.name == entity) {
            return static_cast<std::uint32_t>(one.character);
        }
    }
    return entity.starts_with('#') ? numbered(entity.substr(1)) : std::nullopt;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The words of a line; a comma parts words as a blank does.
std::vector<std::string_view> words_of(std::string_view text, std::string_view blanks) {
    std::vector<std::string_view> words;
    for (std::size_t at = text.find_first_not_of(blanks); at != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
        words.push_back(text.substr(at, end - at));
        at = text.find_first_not_of(blanks, end);
    }
    return words;
}

std::string joined(const std::vector<std::string_view>& words, std::size_t from, std::size_t to) {
    std::string text;
    for (std::size_t i = from; i < to; ++i) {
        text += (i == from ? "" : " ");
        text += words[i];
    }
    return text;
}

bool is_house_number(std::string_view word) {
    constexpr std::ptrdiff_t digits_at_most = 3;
    const auto digits_end = std::find_if_not(word.begin(), word.end(), is_digit);
    const auto digits = digits_end - word.begin();
    const auto rest = word.end() - digits_end;
    return digits >= 1 && digits <= digits_at_most &&
           (rest == 0 || (rest == 1 && is_letter(*digits_end)));
}

/// Words behind a house number; a dot ends a word there, also without a blank.
std::vector<std::string_view> parted_at_dots(const std::vector<std::string_view>& words) {
    std::vector<std::string_view> parts;
    for (std::string_view word : words) {
        for (std::size_t dot = word.find('.');
             dot != std::string_view::npos && dot + 1 < word.size(); dot = word.find('.')) {
            parts.push_back(word.substr(0, dot + 1));
            word.remove_prefix(dot + 1);
        }
        parts.push_back(word);
    }
    // "3. sal" is one part; the word itself says nothing more.
    std::erase_if(parts, [](std::string_view word) { return word == "sal" || word == "sal."; });
    return parts;
}

}  // namespace

std::string unescaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t ampersand = std::min(text.find('&'), text.size());
        out += text.substr(0, ampersand);
        text.remove_prefix(ampersand);
        if (text.empty()) {
            break;
        }
        const std::size_t end = text.substr(0, entity_bytes).find(';');
        const auto character =
            end == std::string_view::npos ? std::nullopt : character_of(text.substr(1, end - 1));
        if (character) {
            append_utf8(out, *character);
        } else {
            out += '&';
        }
        text.remove_prefix(character ? end + 1 : 1);
    }
    return out;
}

NameParts split_name(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    if (const auto comma = text.find(',');
        comma != std::string_view::npos && text.find(',', comma + 1) == std::string_view::npos) {
        const auto last = words_of(text.substr(0, comma), blanks);
        const auto first = words_of(text.substr(comma + 1), blanks);
        if (!last.empty() && !first.empty()) {
            return {std::string(first.front()), joined(first, 1, first.size()),
                    joined(last, 0, last.size())};
        }
    }
    const auto words = words_of(text, blanks);
    if (words.empty()) {
        return {};
    }
    if (words.size() == 1) {
        return {"", "", std::string(words[0])};
    }
    return {std::string(words.front()), joined(words, 1, words.size() - 1),
            std::string(words.back())};
}

std::optional<AddressParts> split_address(std::string_view text) {
    constexpr std::size_t parts_behind = 2;
    constexpr std::string_view between = " \t\r\n,";
    const auto words = words_of(text, between);
    const auto number =
        std::find_if(words.begin() + (words.empty() ? 0 : 1), words.end(), is_house_number);
    if (number == words.end()) {
        return std::nullopt;
    }
    std::string house_number(*number);
    auto behind = number + 1;
    if (behind != words.end() && behind->size() == 1 && is_letter(behind->front()) &&
        is_digit(house_number.back())) {
        // A comma between would make it a floor or a door.
        const auto* end = number->data() + number->size();
        const std::string_view gap(end, static_cast<std::size_t>(behind->data() - end));
        if (gap.find(',') == std::string_view::npos) {
            house_number += *behind++;
        }
    }
    const auto parts = parted_at_dots({behind, words.end()});
    if (parts.size() > parts_behind) {
        return std::nullopt;
    }
    return AddressParts{joined(words, 0, static_cast<std::size_t>(number - words.begin())),
                        std::move(house_number), !parts.empty() ? std::string(parts[0]) : "",
                        parts.size() == parts_behind ? std::string(parts[1]) : ""};
}

}  // namespace indgang::xml
