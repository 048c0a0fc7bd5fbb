// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/form/definition.h"
#include "tests/forge/hand/glyph_shape.h"

/// What the bench writes with, and nothing was ever fitted on: typefaces and words that belong to
/// the bench alone. A fit that takes one of them up makes the bench's figures worthless; that the
/// fits' own lists (ocr/models/train/text_plans.py) share no word with it is tested.
namespace indgang::bench {

/// Typefaces of the bench that are installed, of those in tests/forge/packages.txt. The readers of
/// text were fitted on none of them, the nets of combs trained on none.
/// Errors: std::runtime_error (none is installed).
[[nodiscard]] std::vector<std::string> held_out_typefaces();

/// Typefaces of the condition "typefaces" that are installed: what offices and web forms print with
/// today. Nothing is fitted on them either. Errors: as held_out_typefaces.
[[nodiscard]] std::vector<std::string> ordinary_typefaces();

/// All words of the bench, for the test that no fit knows them.
[[nodiscard]] std::vector<std::string_view> held_out_words();

/// How much of a form is filled: as people do, or nearly all of it, so that few pages hold many
/// fields (the answers then need not agree with each other).
enum class Answers { usual, many };

/// Answers of an invented person, as forge::random_filling gives them, with every text made of the
/// bench's own words: {field id: canonical value}.
[[nodiscard]] nlohmann::json held_out_answers(const form::FormDefinition& form, Answers answers,
                                              forge::Dice& dice);

}  // namespace indgang::bench
