// SPDX-License-Identifier: MPL-2.0
// Which fields a trace may be meant for is geometry. A correction stands above, below or beside its
// box, within the height of a line. A mark's label stands to its right, and whoever underlines or
// rings the label means the mark. A note in the margin belongs to nobody.
#include "ocr/account/meant_fields.h"

#include <algorithm>

#include "ocr/account/account_limits.h"
#include "ocr/account/readings.h"

namespace indgang::ocr {
namespace {

/// The box that somebody who wrote on the same line, further right, may have meant: a mark by
/// its label, a number by what was added behind it.
const form::Zone* zone_left_of(const BoxMm& trace, std::span<const form::Zone* const> zones) {
    const form::Zone* nearest = nullptr;
    for (const form::Zone* zone : zones) {
        const bool is_left =
            zone->box.x < trace.x && gap_y(trace, zone->box) <= limits::same_line_mm;
        if (is_left && (nearest == nullptr || zone->box.x > nearest->box.x)) {
            nearest = zone;
        }
    }
    if (nearest == nullptr) {
        return nullptr;
    }
    const double most = is_mark(*nearest) ? limits::label_most_mm : limits::behind_most_mm;
    return gap_x(trace, nearest->box) <= most ? nearest : nullptr;
}

/// The number that a sign between its label and its box belongs to: a minus.
const form::Zone* number_right_of(const BoxMm& trace, std::span<const form::Zone* const> zones) {
    for (const form::Zone* zone : zones) {
        const double before = zone->box.x - (trace.x + trace.width);
        if (zone->capture == form::Capture::comb && before >= 0 &&
            before <= limits::before_most_mm && gap_y(trace, zone->box) <= 0) {
            return zone;
        }
    }
    return nullptr;
}

}  // namespace

BoxMm grown(const BoxMm& box, double by) {
    return {box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by};
}

double distance(const BoxMm& box, const PointMm& point) {
    const BoxMm at{point.x, point.y, 0, 0};
    return std::max(gap_x(box, at), gap_y(box, at));
}

bool is_before(const BoxMm& piece, const form::Zone& zone) {
    return zone.capture == form::Capture::signature &&
           piece.x < zone.box.x - limits::signature_begins_mm &&
           piece.x + piece.width < zone.box.x + limits::signature_begins_mm;
}

bool is_around(const BoxMm& piece, const BoxMm& box) {
    const bool is_past_x = piece.x < box.x && piece.x + piece.width > box.x + box.width;
    const bool is_past_y = piece.y < box.y && piece.y + piece.height > box.y + box.height;
    return is_past_x && is_past_y;
}

bool is_beside(const BoxMm& trace, const form::Zone& zone) {
    const double dx = gap_x(trace, zone.box), dy = gap_y(trace, zone.box);
    switch (zone.capture) {
        case form::Capture::comb:
            return dx <= limits::comb_beside_x_mm && dy <= limits::comb_beside_y_mm;
        case form::Capture::mark:
        case form::Capture::bubble:
            return dx <= limits::mark_beside_x_mm && dy <= limits::mark_beside_y_mm;
        case form::Capture::line:
        case form::Capture::block:
            return dx <= limits::line_beside_x_mm && dy <= limits::line_beside_y_mm;
        case form::Capture::signature:
            return dx <= (trace.x < zone.box.x ? limits::before_signature_x_mm
                                               : limits::signature_beside_mm) &&
                   dy <= limits::signature_beside_mm;
    }
    return false;
}

std::vector<std::string> fields_near(const BoxMm& trace, std::span<const form::Zone* const> zones,
                                     bool is_paper_dotted) {
    std::vector<std::string> fields;
    // Where the paper has dots of its own, those that met are no letter and no digit.
    if (is_paper_dotted && std::max(trace.width, trace.height) < limits::letter_mm) {
        return fields;
    }
    const auto add = [&](const form::Zone& zone) {
        if (std::find(fields.begin(), fields.end(), zone.field) == fields.end()) {
            fields.push_back(zone.field);
        }
    };
    for (const form::Zone* zone : zones) {
        if (is_beside(trace, *zone)) {
            add(*zone);
        }
    }
    if (const form::Zone* zone = zone_left_of(trace, zones)) {
        add(*zone);
    }
    if (const form::Zone* zone = number_right_of(trace, zones)) {
        add(*zone);
    }
    return fields;
}

}  // namespace indgang::ocr
