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

#include "schemas/core/verify.h"

namespace indgang::ocr {

namespace {

constexpr double inset_mm = 0.35;  // half a printed line and a pixel of registration
constexpr double trace_share = 0.015, mark_share = 0.06, black_share = 0.66;
constexpr double empty_marked = 0.0004, clear_marked = 0.998;
constexpr double filled_marked = 0.93, struck_marked = 0.03;
// Lines of the form lie in the box, so that the page may be another place than it seems.
constexpr double moved_empty_marked = 0.02, beside_middle_marked = 0.4;
constexpr double form_seen_least = 0.6, grain_marked = 0.001;

BoxPx inset(const BoxPx& box) {
    const int by = static_cast<int>(std::lround(inset_mm * ink_px_per_mm));
    return {box.x + by, box.y + by, box.width - 2 * by, box.height - 2 * by};
}

/// Ink left and right of the box, beyond its lines, in mm2.
struct SideInk {
    double left = 0, right = 0;
};
SideInk ink_beside(const WriterInk& ink) {
    constexpr double from_mm = 0.35, width_mm = 0.9;
    const int from = static_cast<int>(from_mm * ink_px_per_mm);
    const int width = static_cast<int>(width_mm * ink_px_per_mm);
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
    constexpr double height_most = 0.55, width_least = 0.85, thin_mm2 = 0.1;
    const BoxPx inside = inset(ink.box), seen = ink.extent(inside);
    const SideInk beside = ink_beside(ink);
    return std::max(beside.left, beside.right) >= thin_mm2 &&
           seen.height <= height_most * ink.box.height && seen.width >= width_least * inside.width;
}

/// A level stroke that fills a small part of the box says "none" as often as "yes".
bool is_dash(const WriterInk& ink) {
    constexpr double height_most_mm = 0.9, width_by_height_least = 2;
    const BoxPx seen = ink.extent(inset(ink.box));
    return seen.height <= height_most_mm * ink_px_per_mm &&
           seen.width >= width_by_height_least * seen.height;
}

/// How much of the ink lies above and below the box; ticks of others reach out of it, too.
void see_leaning(const WriterInk& ink, MarkReading& reading) {
    constexpr double share_least = 0.3, least_mm2 = 0.5;
    const BoxPx& box = ink.box;
    const double all = ink.ink_mm2({0, 0, ink.patch.width, ink.patch.height});
    const double up = ink.ink_mm2({0, 0, ink.patch.width, box.y});
    const double down = ink.ink_mm2(
        {0, box.y + box.height, ink.patch.width, ink.patch.height - box.y - box.height});
    reading.leans_up = up >= std::max(least_mm2, share_least * all);
    reading.leans_down = down >= std::max(least_mm2, share_least * all);
}

/// Grain of a fax: pieces of a pen's mark hang together.
bool is_grain(const WriterInk& ink) {
    constexpr double stroke_mm2 = 0.5, piece_least = 0.35;
    const double most = piece_least * ink.ink_mm2(inset(ink.box));
    return ink.largest_mm2 < stroke_mm2 && ink.largest_mm2 < most;
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
    constexpr double taken_back = 0.004, filled_beside_clear = 0.2;
    for (ChoiceMark& each : marks) {
        if (has_clear && each.mark.state == MarkState::struck_out) {
            each.mark.marked_probability = taken_back;
        } else if (has_clear && each.mark.state == MarkState::filled) {
            each.mark.marked_probability = filled_beside_clear;
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
    constexpr double moved_least_mm2 = 0.3, middle_least = 0.04;
    if (share < trace_share) {
        const bool is_moved = ink.frame_mm2 >= moved_least_mm2 || ink.form_seen < form_seen_least;
        return {MarkState::empty, is_moved ? moved_empty_marked : empty_marked};
    }
    if (ink.form_seen < form_seen_least) {
        return {MarkState::unclear, beside_middle_marked};
    }
    if (is_grain(ink)) {
        return {MarkState::empty, grain_marked};
    }
    if (share_in_middle(ink) < middle_least) {
        return {MarkState::unclear, std::min(beside_middle_marked, share / mark_share)};
    }
    if (share < black_share && (is_stroke_through(ink) || is_dash(ink))) {
        return {MarkState::unclear, beside_middle_marked};
    }
    if (share < mark_share) {
        return {MarkState::unclear,
                between(share, trace_share, mark_share, empty_marked, clear_marked)};
    }
    if (share < black_share) {
        return {MarkState::marked, clear_marked};
    }
    constexpr double scribble_mm2 = 0.25;
    const SideInk beside = ink_beside(ink);
    return std::min(beside.left, beside.right) >= scribble_mm2
               ? MarkReading{MarkState::struck_out, struck_marked}
               : MarkReading{MarkState::filled, filled_marked};
}

}  // namespace

MarkReading read_mark(const PageOnBlank& at, const BoxMm& box) {
    if (!has_ink_inside(at, box, inset_mm)) {
        return {MarkState::empty, empty_marked};
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
    constexpr std::size_t candidates_most = 8;
    reading.candidates.resize(std::min(reading.candidates.size(), candidates_most));
    constexpr double listed_least = 0.001;
    while (reading.candidates.size() > 1 && reading.candidates.back().probability < listed_least) {
        reading.candidates.pop_back();
    }
    reading.doubt = doubt_of(marks);
    return reading;
}

}  // namespace indgang::ocr
