// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/values/value.h"

namespace indgang::ocr {

/// A text as a field of its kind would have it.
struct TidyText {
    std::string text;
    std::string likewise;  ///< what else it may be, or empty: the same with a mark taken for dirt
    int changes = 0;       ///< marks and blanks that were left out or put in
    int odd = 0;           ///< things that a text of this kind rarely has: "øst3r", "/m."
};

/// Leaves out what no writer wrote: bars and quotes that are rests of lines at the ends of lines,
/// blanks in "12 B" and after the hyphen of a name, full stops behind whole words of a name. A
/// name begins with a capital, but for "von Holstein" and the like. In an e-mail address a blank is
/// a full stop that was not seen. Takes: UTF-8, words parted by blanks, lines by "\n". Gives: a
/// text without letters or digits is empty.
[[nodiscard]] TidyText tidy(std::string_view seen, ValueKind kind);

/// The characters of a UTF-8 text; a broken sequence gives its bytes.
[[nodiscard]] std::vector<std::string_view> characters_of(std::string_view text);

/// How many characters two readings of the same picture see differently, at least. A character for
/// which `is_unknown_to_other` may stand for any one or two: the second network does not have it.
[[nodiscard]] int disagreements(const std::string& seen, const std::string& other,
                                bool (*is_unknown_to_other)(std::string_view character));

}  // namespace indgang::ocr
