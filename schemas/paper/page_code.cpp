// SPDX-License-Identifier: MPL-2.0
#include "schemas/paper/page_code.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

#include "schemas/core/limits.h"

namespace indgang::paper {
namespace {

constexpr std::string_view tag = "IG1", english_tag = "IG1-en";
constexpr std::size_t code_chars = 75;
constexpr std::size_t form_chars = 40;
constexpr std::size_t version_chars = 12;

bool is_word(std::string_view text, std::size_t longest, char extra) {
    return !text.empty() && text.size() <= longest &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == extra;
           });
}

std::optional<int> page_of(std::string_view text) {
    int value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, trouble] = std::from_chars(text.data(), end, value);
    const bool is_number = trouble == std::errc() && stop == end && text.front() != '0';
    return is_number && value >= 1 && value <= limits::form_pages ? std::optional(value)
                                                                  : std::nullopt;
}

}  // namespace

bool is_set(std::string_view text) {
    constexpr char no_other = 'a';
    return text.size() == set_chars && is_word(text, set_chars, no_other);
}

std::string format_page_code(const PageCode& code) {
    const bool is_english = code.language == form::Language::english;
    return std::string(is_english ? english_tag : tag) + ":" + code.form.form + ":" +
           code.form.version + ":" + std::to_string(code.page) + "/" + std::to_string(code.pages) +
           (code.set.empty() ? "" : ":" + code.set);
}

std::optional<PageCode> parse_page_code(std::string_view text) {
    constexpr std::size_t parts = 4;
    if (text.size() > code_chars) {
        return std::nullopt;
    }
    std::array<std::string_view, parts> part;
    for (std::size_t i = 0; i + 1 < parts; ++i) {
        const auto colon = text.find(':');
        if (colon == std::string_view::npos) {
            return std::nullopt;
        }
        part[i] = text.substr(0, colon);
        text.remove_prefix(colon + 1);
    }
    std::string_view set;
    if (const auto colon = text.find(':'); colon != std::string_view::npos) {
        set = text.substr(colon + 1);
        text = text.substr(0, colon);
        if (!is_set(set)) {
            return std::nullopt;
        }
    }
    const auto slash = text.find('/');
    const bool is_english = part[0] == english_tag;
    if ((part[0] != tag && !is_english) || !is_word(part[1], form_chars, '_') ||
        !is_word(part[2], version_chars, '-') || slash == 0 || slash == std::string_view::npos ||
        slash + 1 == text.size()) {
        return std::nullopt;
    }
    const auto page = page_of(text.substr(0, slash));
    const auto pages = page_of(text.substr(slash + 1));
    if (!page || !pages || *page > *pages) {
        return std::nullopt;
    }
    return PageCode{{std::string(part[1]), std::string(part[2])},
                    *page,
                    *pages,
                    std::string(set),
                    is_english ? form::Language::english : form::Language::danish};
}

}  // namespace indgang::paper
