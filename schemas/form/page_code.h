// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "schemas/form/definition.h"

namespace indgang::form {

/// What the QR code on each page of a paper form says.
struct PageCode {
    FormKey form;
    int page = 1;   ///< 1-based
    int pages = 1;  ///< of the form
    bool operator==(const PageCode&) const = default;
};

/// "IG1:boligstoette:1:2/3" and back. Upper bound of the text: 64 characters.
[[nodiscard]] std::string format_page_code(const PageCode& code);
[[nodiscard]] std::optional<PageCode> parse_page_code(std::string_view text);

}  // namespace indgang::form
