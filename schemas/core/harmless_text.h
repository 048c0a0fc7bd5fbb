// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>

namespace indgang {

/// Text of others as it may stand on a terminal, in a log, or on a screen: what could move the
/// cursor, change a colour, end the line, or show characters in another order than they stand
/// becomes '?'. That is C0, DEL, C1 (also as single bytes), the marks of direction, the separators
/// of lines and paragraphs, the blank without a width, the byte order mark, and what is no UTF-8.
/// Everything else stays as it is.
///
/// `harmless_lines` lets line ends (LF) stand.
/// Source: Unicode 15, UAX #9 (3.1, 3.2) for the marks of direction.
[[nodiscard]] std::string harmless(std::string_view text);
[[nodiscard]] std::string harmless_lines(std::string_view text);

/// The same for text that is JSON: what is harmful there stands in strings alone, and becomes
/// "\u009b", which means the same. Text that is no UTF-8 becomes '?'.
[[nodiscard]] std::string harmless_json(std::string_view json);
/// The same for XML, where it becomes "&#x9b;".
[[nodiscard]] std::string harmless_xml(std::string_view xml);

}  // namespace indgang
