// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <vector>

#include "ocr/ink/zone_ink.h"
#include "schemas/record/reading.h"

namespace indgang::ocr {

constexpr const char* mark_reader_name = "marks/1";

/// What is in one small box.
enum class MarkState {
    empty,
    marked,
    filled,      ///< black all over, within its lines: a mark or a mark taken back
    struck_out,  ///< scribbled over beyond its lines: a mark taken back
    unclear,     ///< a dot, a trace, a line that only touches the box
};

struct MarkReading {
    MarkState state = MarkState::empty;
    double marked_probability = 0;
    /// Much of the mark lies above or below the box: where boxes stand one above the other, it may
    /// be meant for the next one.
    bool leans_up = false;
    bool leans_down = false;
};
[[nodiscard]] MarkReading read_mark(const PageOnBlank& at, const BoxMm& box);

/// The choice that a mark stands for, and what was seen in its box.
struct ChoiceMark {
    std::string choice;
    MarkReading mark;
};

/// One reading for the marks of a field, at least one. Candidates are the choices' keys and "" for
/// no mark; their probabilities are those of exactly this being marked, so two clear marks leave
/// little for either. Doubts: "two_marks", "struck_out", "unclear_mark".
/// Gives: a reading without field and box.
[[nodiscard]] record::FieldReading join_marks(std::vector<ChoiceMark> marks);

}  // namespace indgang::ocr
