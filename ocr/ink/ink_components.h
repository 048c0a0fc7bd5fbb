// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "ocr/ink/line_removal.h"

namespace indgang::ocr {

/// Ink pixels begin..end-1 of row `y`. `next` is the component's next run, -1 after the last.
struct InkRun {
    int y = 0;
    int begin = 0;
    int end = 0;
    int component = 0;
    int next = -1;
};

/// `is_line_rest`: thin, and nearly all of it hugs a printed line: a rest of the form, not ink.
/// `touches_edge`: it reaches the upper or lower edge of the picture, so more of it may lie
/// outside.
struct InkComponent {
    int first_run = -1;
    std::int64_t pixels = 0;
    bool is_line_rest = false;
    bool touches_edge = false;
};

/// The connected pieces of ink (neighbours by side or corner) that the removal of the form left.
struct InkComponents {
    int width = 0;
    std::vector<InkRun> runs;
    std::vector<InkComponent> components;
};

[[nodiscard]] InkComponents find_components(const InkPicture& picture, double px_per_mm);

}  // namespace indgang::ocr
