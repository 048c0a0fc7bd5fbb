// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/form/definition.h"

namespace indgang::paper {

/// Eight letters and digits that all pages of one print of a form have in common, and no other
/// print: it tells which pages belong together. Paper that was printed for many people at once
/// (offset, a file on a website) has none.
constexpr std::size_t set_chars = 8;
[[nodiscard]] bool is_set(std::string_view text);

/// What the QR code on each page of a paper form says.
struct PageCode {
    form::FormKey form;
    int page = 1;                                      ///< 1-based
    int pages = 1;                                     ///< of the form
    std::string set;                                   ///< as is_set, or empty: none
    form::Language language = form::Language::danish;  ///< of what is printed on it
    bool operator==(const PageCode&) const = default;
};

/// "IG1:boligstoette:1:2/3", with a set "IG1:boligstoette:1:2/3:k7m2qx9a", of an English print
/// "IG1-en:boligstoette:1:2/3", and back. Upper bound of the text: 75 characters.
[[nodiscard]] std::string format_page_code(const PageCode& code);
[[nodiscard]] std::optional<PageCode> parse_page_code(std::string_view text);

}  // namespace indgang::paper
