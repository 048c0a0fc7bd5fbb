// SPDX-License-Identifier: MPL-2.0
#include "schemas/values/blanks.h"

#include <algorithm>

namespace indgang {
namespace {

constexpr std::string_view no_break_blank = "\xC2\xA0";
constexpr std::string_view narrow_no_break_blank = "\xE2\x80\xAF";

/// Bytes of the blank that `text` starts with; 0: it starts with something else.
std::size_t blank_at_start(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    const char c = text.front();
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        return 1;
    }
    if (text.starts_with(no_break_blank)) {
        return no_break_blank.size();
    }
    return text.starts_with(narrow_no_break_blank) ? narrow_no_break_blank.size() : 0;
}

std::size_t blank_at_end(std::string_view text) {
    if (text.empty()) {
        return 0;
    }
    if (text.ends_with(no_break_blank)) {
        return no_break_blank.size();
    }
    if (text.ends_with(narrow_no_break_blank)) {
        return narrow_no_break_blank.size();
    }
    return blank_at_start(text.substr(text.size() - 1));
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    while (const std::size_t blank = blank_at_start(text)) {
        text.remove_prefix(blank);
    }
    while (const std::size_t blank = blank_at_end(text)) {
        text.remove_suffix(blank);
    }
    return text;
}

std::string single_blanks(std::string_view text) {
    text = trimmed(text);
    std::string line;
    line.reserve(text.size());
    while (!text.empty()) {
        // Whatever lies between the blank and DEL is none, and nearly all text is of these.
        const auto plain = static_cast<std::size_t>(
            std::find_if(text.begin(), text.end(), [](char c) { return c <= ' ' || c >= 0x7F; }) -
            text.begin());
        line += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) {
            break;
        }
        std::size_t blank = blank_at_start(text);
        if (blank == 0) {
            line += text.front();
            text.remove_prefix(1);
            continue;
        }
        line += ' ';
        for (; blank != 0; blank = blank_at_start(text)) {
            text.remove_prefix(blank);
        }
    }
    return line;
}

std::string clean_lines(std::string_view text) {
    text = trimmed(text);
    std::string lines;
    lines.reserve(text.size());
    while (true) {
        const std::size_t end = text.find_first_of("\r\n");
        lines += single_blanks(text.substr(0, end));
        if (end == std::string_view::npos) {
            return lines;
        }
        lines += '\n';
        text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
    }
}

bool is_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace indgang
