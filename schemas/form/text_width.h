// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string_view>

/// Inside schemas/form only: how wide a text will be printed, without asking any installed font, so
/// that a form has the same places to write on every machine.
namespace indgang::form {

/// Millimetres of one line at `size_pt`, by the metrics of Helvetica (which Liberation Sans and
/// Arial share); letters outside Latin-1 count as a wide one.
[[nodiscard]] double text_width_mm(std::string_view utf8, double size_pt, bool is_bold);

/// How many lines a text takes when it wraps at blanks within `width_mm`; 0 for an empty text.
[[nodiscard]] int lines_needed(std::string_view utf8, double size_pt, bool is_bold,
                               double width_mm);

/// From one line's top to the next one's.
[[nodiscard]] double line_height_mm(double size_pt);

}  // namespace indgang::form
