// SPDX-License-Identifier: MPL-2.0
#include "ocr/mark/signature.h"

#include <algorithm>

#include "ocr/mark/mark_limits.h"
#include "ocr/mark/mark_reader.h"

namespace indgang::ocr {
namespace {

/// The squares of what is drawn, in mm2: pieces that are thicker by their length than a streak of a
/// fax, which is one square, and larger than its grain, and that are made of strokes, which the
/// shadow of a hand and a stain are not.
double drawn_mm2(const PageOnBlank& at, const BoxMm& box) {
    double drawn = 0;
    for (const AddedPiece& piece :
         at.added.pieces([&](const PointMm& point) { return is_in(box, point); })) {
        const double length = std::max(piece.box.width, piece.box.height);
        if (length >= limits::drawn_long_mm && piece.area_mm2 >= limits::drawn_thick_mm * length &&
            piece.solid_mm2 <= limits::solid_most * piece.area_mm2) {
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
    if (!has_ink_inside(at, box, limits::signature_inset_mm)) {
        reading.candidates = {{"absent", limits::signature_surely},
                              {"present", 1 - limits::signature_surely}};
        return reading;
    }
    const WriterInk ink = take_ink(at, box);
    const double seen_mm2 = ink.ink_mm2(ink.box);
    const double width_mm = ink.extent(ink.box).width / ink_px_per_mm;
    if (seen_mm2 >= limits::signature_mm2 && width_mm >= limits::signature_width_mm &&
        ink.largest_mm2 >= limits::signature_stroke_mm2 &&
        drawn_mm2(at, box) >= limits::signature_mm2) {
        reading.candidates = {{"present", limits::signature_surely},
                              {"absent", 1 - limits::signature_surely}};
    } else if (seen_mm2 < limits::signature_ink_least_mm2) {
        reading.candidates = {{"absent", limits::signature_surely},
                              {"present", 1 - limits::signature_surely}};
    } else {
        reading.candidates = {{"present", limits::signature_perhaps},
                              {"absent", 1 - limits::signature_perhaps}};
        reading.doubt = "unclear_signature";
    }
    return reading;
}

}  // namespace indgang::ocr
