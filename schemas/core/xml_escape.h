// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>

namespace indgang {

/// Text as it may stand in an element or in a quoted attribute of XML. A carriage return is
/// written as a number, since a parser would take it for the end of a line.
/// Takes: UTF-8 without other control characters.
[[nodiscard]] std::string escape_xml(std::string_view text);

}  // namespace indgang
