// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace indgang::ocr {

/// The characters of a UTF-8 text; a broken sequence gives its bytes.
[[nodiscard]] std::vector<std::string_view> characters_of(std::string_view text);

/// The parts of a text between single characters `by`, without empty ones.
[[nodiscard]] std::vector<std::string_view> parts_of(std::string_view text, char by);

// Classes of one UTF-8 character. Letters are those of the Latin script up to U+024F, which holds
// the alphabets of Europe and of Turkish.
[[nodiscard]] bool is_letter(std::string_view character);
[[nodiscard]] bool is_digit(std::string_view character);
[[nodiscard]] bool is_letter_or_digit(std::string_view character);
[[nodiscard]] bool is_lower(std::string_view character);
/// A letter with a mark that is not in the Danish alphabet: "é", "ü", not "å".
[[nodiscard]] bool is_accented(std::string_view character);
/// The capital of a letter, or the character itself.
[[nodiscard]] std::string capital_of(std::string_view character);

/// How many characters two readings of the same picture see differently, at least. A character for
/// which `is_unknown_to_other` may stand for any one or two: the second network does not have it.
[[nodiscard]] int disagreements(
    const std::string& seen, const std::string& other,
    const std::function<bool(std::string_view character)>& is_unknown_to_other);

}  // namespace indgang::ocr
