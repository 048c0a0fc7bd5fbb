// SPDX-License-Identifier: MPL-2.0
#include "ocr/mark/signature.h"

#include <algorithm>

#include "ocr/mark/mark_reader.h"

namespace indgang::ocr {
namespace {

/// The squares of what is drawn, in mm2: pieces that are thicker by their length than a streak of a
/// fax, which is one square, and larger than its grain, and that are made of strokes, which the
/// shadow of a hand and a stain are not.
double drawn_mm2(const PageOnBlank& at, const BoxMm& box) {
    constexpr double piece_mm2 = 0.8, thick_mm = 0.5, long_mm = 1.6, solid_most = 0.25;
    double drawn = 0;
    for (const AddedPiece& piece :
         at.added.pieces([&](const PointMm& point) { return is_in(box, point); })) {
        const double length = std::max(piece.box.width, piece.box.height);
        if (piece.area_mm2 >= std::max(piece_mm2, thick_mm * length) && length >= long_mm &&
            piece.solid_mm2 <= solid_most * piece.area_mm2) {
            drawn += piece.area_mm2;
        }
    }
    return drawn;
}

}  // namespace

record::FieldReading read_signature(const PageOnBlank& at, const BoxMm& box) {
    record::FieldReading reading;
    reading.reader = mark_reader_name;
    // The shortest signature is two initials: more than a stroke, wider than a character. A noisy
    // fax has as much ink, but none that hangs together.
    constexpr double edge_mm = 0.8, ink_surely_mm2 = 4, width_surely_mm = 6, stroke_mm2 = 1;
    constexpr double ink_least_mm2 = 0.5;
    constexpr double surely = 0.995, perhaps = 0.6;
    if (!has_ink_inside(at, box, edge_mm)) {
        reading.candidates = {{"absent", surely}, {"present", 1 - surely}};
        return reading;
    }
    const WriterInk ink = take_ink(at, box);
    const double seen_mm2 = ink.ink_mm2(ink.box);
    const double width_mm = ink.extent(ink.box).width / ink_px_per_mm;
    if (seen_mm2 >= ink_surely_mm2 && width_mm >= width_surely_mm &&
        ink.largest_mm2 >= stroke_mm2 && drawn_mm2(at, box) >= ink_surely_mm2) {
        reading.candidates = {{"present", surely}, {"absent", 1 - surely}};
    } else if (seen_mm2 < ink_least_mm2) {
        reading.candidates = {{"absent", surely}, {"present", 1 - surely}};
    } else {
        reading.candidates = {{"present", perhaps}, {"absent", 1 - perhaps}};
        reading.doubt = "unclear_signature";
    }
    return reading;
}

}  // namespace indgang::ocr
