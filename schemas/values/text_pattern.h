// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace indgang {

/// How a text must be written: "[A-Z]{2}[0-9]{6}". A part of the patterns that XML Schema and JSON
/// Schema share, with the same meaning, so that one writing holds in every door.
class TextPattern {
  public:
    /// Takes: characters that stand for themselves (letters, digits, blank, '-', '/', ',') and sets
    ///        like [A-ZÆØÅ0-9.], each with {n}, {n,m}, '?', '*' or '+' behind it or without.
    /// Gives: nothing when it is written otherwise, is longer than 200 bytes or repeats more than
    ///        4,000 times.
    [[nodiscard]] static std::optional<TextPattern> parse(std::string_view source);

    /// Whether all of `utf8` is written so. Time is at most its length times that of the pattern.
    [[nodiscard]] bool matches(std::string_view utf8) const;
    /// As it was written.
    [[nodiscard]] const std::string& source() const { return source_; }
    /// The shortest text that matches, of the first characters of its sets.
    [[nodiscard]] std::string example() const;

    bool operator==(const TextPattern& other) const { return source_ == other.source_; }

  private:
    struct Piece {
        std::vector<std::pair<char32_t, char32_t>> ranges;  ///< first and last, included
        std::size_t least = 1;
        std::size_t most = 1;
        [[nodiscard]] bool takes(char32_t character) const;
    };
    [[nodiscard]] static bool read_count(std::string_view& rest, Piece& piece);

    std::string source_;
    std::vector<Piece> pieces_;
};

}  // namespace indgang
