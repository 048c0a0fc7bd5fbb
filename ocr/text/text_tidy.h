// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "schemas/values/value.h"

namespace indgang::ocr {

/// A text as a field of its kind would have it.
struct TidyText {
    std::string text;
    std::string likewise;  ///< what else it may be, or empty: the same with a mark taken for dirt
    int changes = 0;       ///< marks and blanks that were left out or put in
    int odd = 0;           ///< things that a text of this kind rarely has: "øst3r", "/m."
};

/// One case in which what a network sees is not what somebody wrote.
struct TidyRule {
    std::string_view name;
    bool (*is_for)(ValueKind kind);
    /// Changes `text` (one line or lines parted by "\n") and counts what it changed.
    void (*apply)(TidyText& text, ValueKind kind);
};
/// The cases, in the order in which they are applied.
[[nodiscard]] std::span<const TidyRule> tidy_rules();

/// Takes: UTF-8, words parted by blanks, lines by "\n"; the rules to apply.
/// Gives: a text without letters or digits is empty.
[[nodiscard]] TidyText tidy(std::string_view seen, ValueKind kind,
                            std::span<const TidyRule> rules = tidy_rules());

/// How many things in a text its kind rarely has: digits within words, capitals behind small
/// letters, an accent that ends no word, in addresses capitals and letters beside digits.
[[nodiscard]] int odd_things(std::string_view text, ValueKind kind);

}  // namespace indgang::ocr
