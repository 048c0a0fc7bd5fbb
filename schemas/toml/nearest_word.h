// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace indgang {

/// The known word that somebody most likely meant by `word`; empty when none is near.
/// A word is near when so few letters are left out, added, changed or exchanged with their
/// neighbour that at least two in three are right, or when both begin with the same word before
/// '_' ("show_if", "shown_when": the same first four letters).
[[nodiscard]] std::string nearest_word(std::string_view word,
                                       const std::vector<std::string>& known);

/// "; did you mean 'x'?" when a word is near, else "; there are: a, b, c", or nothing when there
/// are none or more than a person reads through.
[[nodiscard]] std::string suggestion(std::string_view word, const std::vector<std::string>& known);

}  // namespace indgang
