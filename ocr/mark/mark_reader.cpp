// SPDX-License-Identifier: MPL-2.0
// A mark is ink inside its box. How much says most: of the inside of a 4 mm box a cross covers 20
// to 60 %, a tick 12 to 25 %, one stroke 8 to 15 %, a box painted black over 70 %; dirt and the
// rest of printed lines stay below 2 %. Where says the rest: whoever means a box marks its middle,
// and lines of the form that a bent page has moved into the box do not reach it. Who takes a mark
// back scribbles over it, and the scribble leaves the box on both sides, which a box that is filled
// as a mark does not. Between the ranges the probability that the box is meant as marked goes
// linearly. The figures are of sketched marks (tests/forge) at 200 and 300 dpi with pens of 0.3 to
// 0.7 mm, not of citizens' marks.
#include "ocr/mark/mark_reader.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "ocr/mark/mark_limits.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

// Lines of the form lie in the box, so that the page may be another place than it seems.

BoxPx inset(const BoxPx& box) {
    const int by = static_cast<int>(std::lround(limits::mark_inset_mm * ink_px_per_mm));
    return {box.x + by, box.y + by, box.width - 2 * by, box.height - 2 * by};
}

/// Ink left and right of the box, beyond its lines, in mm2.
struct SideInk {
    double left = 0, right = 0;
};
SideInk ink_beside(const WriterInk& ink) {
    const int from = static_cast<int>(limits::beside_from_mm * ink_px_per_mm);
    const int width = static_cast<int>(limits::beside_width_mm * ink_px_per_mm);
    const BoxPx& box = ink.box;
    return {ink.ink_mm2({box.x - from - width, box.y, width, box.height}),
            ink.ink_mm2({box.x + box.width + from, box.y, width, box.height})};
}

double share_inside(const WriterInk& ink) {
    const BoxPx inside = inset(ink.box);
    const double area_mm2 = inside.width * inside.height / (ink_px_per_mm * ink_px_per_mm);
    return ink.ink_mm2(inside) / area_mm2;
}

/// The middle half, each way.
double share_in_middle(const WriterInk& ink) {
    const BoxPx& box = ink.box;
    const BoxPx middle{box.x + box.width / 4, box.y + box.height / 4, box.width / 2,
                       box.height / 2};
    const double area_mm2 = middle.width * middle.height / (ink_px_per_mm * ink_px_per_mm);
    return ink.ink_mm2(middle) / area_mm2;
}

/// A stroke from the left line of the box to the right one that goes on beyond either of them and
/// stays in a part of the height: the answer is crossed out with its label. Arms of a cross go out
/// at the top and the bottom.
bool is_stroke_through(const WriterInk& ink) {
    const BoxPx inside = inset(ink.box), seen = ink.extent(inside);
    const SideInk beside = ink_beside(ink);
    return std::max(beside.left, beside.right) >= limits::through_mm2 &&
           seen.height <= limits::through_height_most * ink.box.height &&
           seen.width >= limits::through_width_least * inside.width;
}

/// A level stroke that fills a small part of the box says "none" as often as "yes".
bool is_dash(const WriterInk& ink) {
    const BoxPx seen = ink.extent(inset(ink.box));
    return seen.height <= limits::dash_height_most_mm * ink_px_per_mm &&
           seen.width >= limits::dash_width_by_height * seen.height;
}

/// How much of the ink lies above and below the box; ticks of others reach out of it, too.
void see_leaning(const WriterInk& ink, MarkReading& reading) {
    const BoxPx& box = ink.box;
    const double all = ink.ink_mm2({0, 0, ink.patch.width, ink.patch.height});
    const double up = ink.ink_mm2({0, 0, ink.patch.width, box.y});
    const double down = ink.ink_mm2(
        {0, box.y + box.height, ink.patch.width, ink.patch.height - box.y - box.height});
    reading.leans_up = up >= std::max(limits::leaning_mm2, limits::leaning_share * all);
    reading.leans_down = down >= std::max(limits::leaning_mm2, limits::leaning_share * all);
}

/// Grain of a fax: pieces of a pen's mark hang together.
bool is_grain(const WriterInk& ink) {
    const double most = limits::pen_piece_least * ink.ink_mm2(inset(ink.box));
    return ink.largest_mm2 < limits::pen_stroke_mm2 && ink.largest_mm2 < most;
}

double between(double share, double low, double high, double at_low, double at_high) {
    return at_low + (at_high - at_low) * (share - low) / (high - low);
}

bool is_meant(const ChoiceMark& mark) {
    return mark.mark.marked_probability > 0.5;
}

/// Beside a clear mark, a box that is black or scribbled over is the one that was taken back.
void settle_corrections(std::vector<ChoiceMark>& marks) {
    const bool has_clear = std::any_of(marks.begin(), marks.end(), [](const ChoiceMark& each) {
        return each.mark.state == MarkState::marked;
    });
    for (ChoiceMark& each : marks) {
        if (has_clear && each.mark.state == MarkState::struck_out) {
            each.mark.marked_probability = limits::taken_back_marked;
        } else if (has_clear && each.mark.state == MarkState::filled) {
            each.mark.marked_probability = limits::filled_beside_clear_marked;
        }
    }
}

std::string doubt_of(const std::vector<ChoiceMark>& marks) {
    const auto has = [&](MarkState state) {
        return std::any_of(marks.begin(), marks.end(),
                           [&](const ChoiceMark& each) { return each.mark.state == state; });
    };
    const auto meant = std::count_if(marks.begin(), marks.end(), is_meant);
    const bool has_clear = has(MarkState::marked);
    if (meant > 1 || (has_clear && has(MarkState::filled))) {
        return "two_marks";
    }
    if (has(MarkState::struck_out) && !has_clear) {
        return "struck_out";
    }
    return has(MarkState::unclear) && !has_clear ? "unclear_mark" : "";
}

MarkReading state_of(const WriterInk& ink) {
    const double share = share_inside(ink);
    if (share < limits::trace_share) {
        const bool is_moved =
            ink.frame_mm2 >= limits::moved_least_mm2 || ink.form_seen < limits::form_seen_least;
        return {MarkState::empty, is_moved ? limits::moved_empty_marked : limits::empty_marked};
    }
    if (ink.form_seen < limits::form_seen_least) {
        return {MarkState::unclear, limits::beside_middle_marked};
    }
    if (is_grain(ink)) {
        return {MarkState::empty, limits::grain_marked};
    }
    if (share_in_middle(ink) < limits::middle_least) {
        return {MarkState::unclear,
                std::min(limits::beside_middle_marked, share / limits::mark_share)};
    }
    if (share < limits::black_share && (is_stroke_through(ink) || is_dash(ink))) {
        return {MarkState::unclear, limits::beside_middle_marked};
    }
    if (share < limits::mark_share) {
        return {MarkState::unclear, between(share, limits::trace_share, limits::mark_share,
                                            limits::empty_marked, limits::clear_marked)};
    }
    if (share < limits::black_share) {
        return {MarkState::marked, limits::clear_marked};
    }
    const SideInk beside = ink_beside(ink);
    return std::min(beside.left, beside.right) >= limits::scribble_mm2
               ? MarkReading{MarkState::struck_out, limits::struck_marked}
               : MarkReading{MarkState::filled, limits::filled_marked};
}

}  // namespace

MarkReading read_mark(const PageOnBlank& at, const BoxMm& box) {
    if (!has_ink_inside(at, box, limits::mark_inset_mm)) {
        return {MarkState::empty, limits::empty_marked};
    }
    const WriterInk ink = take_ink(at, box);
    MarkReading reading = state_of(ink);
    if (reading.state == MarkState::marked || reading.state == MarkState::unclear) {
        see_leaning(ink, reading);
    }
    return reading;
}

record::FieldReading join_marks(std::vector<ChoiceMark> marks) {
    VERIFY(!marks.empty());
    settle_corrections(marks);
    record::FieldReading reading;
    reading.reader = mark_reader_name;
    double none = 1;
    for (const ChoiceMark& each : marks) {
        none *= 1 - each.mark.marked_probability;
    }
    reading.candidates.push_back({"", none});
    for (const ChoiceMark& each : marks) {
        const double marked = each.mark.marked_probability;
        reading.candidates.push_back({each.choice, none * marked / (1 - marked)});
    }
    std::stable_sort(reading.candidates.begin(), reading.candidates.end(),
                     [](const record::Candidate& a, const record::Candidate& b) {
                         return a.probability > b.probability;
                     });
    reading.candidates.resize(std::min(reading.candidates.size(), limits::candidates_most));
    while (reading.candidates.size() > 1 &&
           reading.candidates.back().probability < limits::listed_least) {
        reading.candidates.pop_back();
    }
    reading.doubt = doubt_of(marks);
    return reading;
}

}  // namespace indgang::ocr
