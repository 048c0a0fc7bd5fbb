// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <vector>

#include "pipeline/desk/questions.h"
#include "schemas/core/geometry.h"

/// Characters that were read one by one, and ticks: what can be checked in a grid of its like.
namespace indgang::desk {

/// How a ticked box is called among characters.
inline constexpr const char* tick = "x";

/// A character of a comb, or a tick, of which the reader is not sure.
struct DoubtfulCharacter {
    int place = 0;           ///< in the text that was read, from 0; of a tick 0
    std::string text;        ///< as it was read
    double probability = 0;  ///< that it is this one
    int page = 0;            ///< of the application, from 0
    BoxPx box;               ///< of its cell, on that page
};

/// Those on which the doubt of a question rests. When all of them are known, the value is as sure
/// as one that the form accepts unseen. Nothing when anything else is doubted: the field is asked
/// in another way, it holds a trace, some reading has more or fewer characters, or it is not known
/// in which cells they stand (the text does not fill its comb). In their order.
[[nodiscard]] std::vector<DoubtfulCharacter> doubtful_characters(const Task& task,
                                                                 const Question& question);

/// What the field holds when its character at `place` is `text`. Of a tick: the choice, or nothing
/// where `text` is anything else than `tick`.
[[nodiscard]] std::string with_character(const Task& task, const Question& question,
                                         const std::string& value, int place,
                                         const std::string& text);

}  // namespace indgang::desk
