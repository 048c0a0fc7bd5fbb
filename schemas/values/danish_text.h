// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>

namespace indgang {

/// Whether `bytes` are well-formed UTF-8 without control characters other than tab and newline.
[[nodiscard]] bool is_clean_utf8(std::string_view bytes);

/// For comparing names and roads: lower case, "æ ø å" as "ae oe aa", accents off, everything that
/// is no letter or digit as one blank, trimmed. "Åge Sørensen-Bjærgård" -> "aage soerensen
/// bjaergaard".
[[nodiscard]] std::string folded(std::string_view text);

/// Levenshtein distance of the folded texts over the length of the longer: 0 equal, 1 nothing
/// alike.
[[nodiscard]] double folded_distance(std::string_view a, std::string_view b);

}  // namespace indgang
