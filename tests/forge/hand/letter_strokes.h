// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace indgang::forge {

/// What the net for letters tells apart, UTF-8: 0-9, A-Z, Æ Ø Å, hyphen, full stop. The place is
/// the label; the digits come first, so that their labels are those of the net for digits.
[[nodiscard]] const std::vector<std::string>& letter_alphabet();

/// In heights of a capital; y goes down from 0 to 1, the left of the letter is near x = 0.
struct StrokePoint {
    double x = 0;
    double y = 0;
    bool operator==(const StrokePoint&) const = default;
};

/// One stroke of a pen. Sharp strokes have corners at their points, others bend through them.
struct Stroke {
    bool is_sharp = true;
    std::vector<StrokePoint> points;
};
using StrokeLetter = std::vector<Stroke>;

/// The ways in which people write a capital; empty for what is no letter.
[[nodiscard]] std::span<const std::string_view> ways_of_writing(std::string_view letter);
/// The ways in which Europeans write a digit that MNIST hardly has; empty for other digits.
[[nodiscard]] std::span<const std::string_view> ways_of_digit(int digit);

/// The strokes of one way: parted by ";", "-" sharp or "~" bent, then "x,y" parted by blanks.
/// Errors: std::runtime_error (not so).
[[nodiscard]] StrokeLetter strokes_of(std::string_view way);

}  // namespace indgang::forge
