// SPDX-License-Identifier: MPL-2.0
// A network learns blanks by the look of what stands around them, and puts one into "Åkj ær" where
// a letter is worn. The ink knows better: a blank between words is wider than any gap between the
// letters of the same line. So the columns without ink are measured, each blank that was seen is
// given its gap, and one that is narrow for the height of the line, or no wider than a gap without
// a blank, is taken away. Where a gap without a blank is as wide as a word's, a blank was missed
// and nothing can be said.
#include "ocr/text/text_gaps.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <vector>

#include "ocr/text/text_limits.h"

namespace indgang::ocr {

namespace {

struct Gap {
    int begin = 0, end = 0;
    bool is_blank = false;

    [[nodiscard]] int width() const { return end - begin; }
    [[nodiscard]] int distance_to(int x) const {
        return x < begin ? begin - x : x >= end ? x - end + 1 : 0;
    }
};

struct LineInk {
    std::vector<Gap> gaps;
    int height = 0;
};

LineInk measure(const PixPtr& picture) {
    const int width = pixGetWidth(picture.get()), height = pixGetHeight(picture.get());
    std::vector<bool> has_ink(static_cast<std::size_t>(width), false);
    int top = height, bottom = -1;
    for (int y = 0; y < height; ++y) {
        const l_uint32* row =
            pixGetData(picture.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(picture.get());
        for (int x = 0; x < width; ++x) {
            if (GET_DATA_BYTE(row, x) < limits::dark_grey) {
                has_ink[static_cast<std::size_t>(x)] = true;
                top = std::min(top, y);
                bottom = y;
            }
        }
    }
    LineInk ink;
    ink.height = std::max(0, bottom - top + 1);
    int last = -1;
    for (int x = 0; x < width; ++x) {
        if (has_ink[static_cast<std::size_t>(x)]) {
            if (last >= 0 && x > last + 1) {
                ink.gaps.push_back({last + 1, x, false});
            }
            last = x;
        }
    }
    return ink;
}

}  // namespace

void join_split_words(SeenText& seen, const PixPtr& picture) {
    LineInk ink = measure(picture);
    std::vector<Gap*> gap_of(seen.symbols.size(), nullptr);
    for (std::size_t i = 1; i < seen.symbols.size(); ++i) {
        const SeenSymbol& symbol = seen.symbols[i];
        if (symbol.is_line_begin) {
            return;
        }
        if (!symbol.is_word_begin || ink.gaps.empty()) {
            continue;
        }
        const int middle = (seen.symbols[i - 1].right + symbol.left) / 2;
        // The network's columns are rough, so of the gaps near it the widest is meant.
        const int near = std::max(1, ink.height / 3);
        for (Gap& gap : ink.gaps) {
            if (gap.distance_to(middle) <= near &&
                (gap_of[i] == nullptr || gap.width() > gap_of[i]->width())) {
                gap_of[i] = &gap;
            }
        }
        if (gap_of[i] != nullptr) {
            gap_of[i]->is_blank = true;
        }
    }
    int widest = 0;
    for (const Gap& gap : ink.gaps) {
        widest = gap.is_blank ? widest : std::max(widest, gap.width());
    }
    if (widest > limits::gap_wide * ink.height) {
        return;
    }
    const double least = std::max(limits::gap_narrow * ink.height, limits::gap_wider * widest);
    for (std::size_t i = 1; i < seen.symbols.size(); ++i) {
        SeenSymbol& symbol = seen.symbols[i];
        const int width = gap_of[i] == nullptr ? 0 : gap_of[i]->width();
        if (symbol.is_word_begin && width < least) {
            symbol.is_word_begin = false;
        }
    }
}

}  // namespace indgang::ocr
