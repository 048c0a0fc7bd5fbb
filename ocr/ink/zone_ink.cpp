// SPDX-License-Identifier: MPL-2.0
#include "ocr/ink/zone_ink.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "ocr/blank/affine_fit.h"
#include "ocr/image/bit_rows.h"
#include "ocr/image/ink_view.h"
#include "ocr/image/zone.h"
#include "ocr/ink/foreign_ink.h"
#include "ocr/ink/ink_components.h"
#include "ocr/ink/ink_limits.h"
#include "ocr/ink/line_removal.h"

namespace indgang::ocr {

namespace {

constexpr int full_ink = 255;

int to_px(double mm) {
    return static_cast<int>(std::lround(mm * ink_px_per_mm));
}

/// std::floor is a call on processors of the oldest kind that we build for.
int whole_below(double value) {
    const int whole = static_cast<int>(value);
    return whole - (value < whole ? 1 : 0);
}

/// The blank is laid on piece by piece, so that a wide box may be bent a little.
std::vector<BoxPx> pieces_of(const BoxPx& box) {
    const int count =
        std::max(1, static_cast<int>(box.width / (limits::blank_piece_mm * ink_px_per_mm)));
    std::vector<BoxPx> pieces;
    for (int i = 0; i < count; ++i) {
        const int x = box.x + box.width * i / count;
        pieces.push_back({x, box.y, box.x + box.width * (i + 1) / count - x, box.height});
    }
    return pieces;
}

/// Draws the writer's strokes with their grey rim; a rim without a stroke is grain of the paper.
void draw_strokes(const InkPicture& picture, const BitRows& strokes, GreyPatch& patch) {
    BitRows drawn = widened(strokes, limits::stroke_rim_px);
    drawn.remove(picture.kept).remove(picture.form) |= strokes;
    std::array<std::uint8_t, full_ink + 1> greys{};
    for (std::size_t level = 0; level < greys.size(); ++level) {
        const float weight = picture.weight_of(static_cast<std::uint8_t>(level));
        greys[level] = static_cast<std::uint8_t>(full_ink - std::lround(full_ink * weight));
    }
    drawn.for_each([&](int x, int y) {
        const std::size_t at = picture.at(x, y);
        patch.pixels[at] = greys[picture.ink[at]];
    });
}

/// The share of the blank's ink that has ink of the page within a quarter of a millimetre of where
/// the removal of the form took it to be.
double share_seen(const GreyPatch& page, const BlankZone& blank, const ShiftPx& shift) {
    std::vector<std::uint8_t> ink(page.pixels.size());
    std::transform(page.pixels.begin(), page.pixels.end(), ink.begin(),
                   [](std::uint8_t grey) { return static_cast<std::uint8_t>(full_ink - grey); });
    const BitRows near_ink =
        widened(above(ink, page.width, page.height, full_ink - limits::page_print_grey),
                limits::form_seen_near_px);
    int seen = 0, all = 0;
    for (std::size_t i = 0; i < blank.print.size(); ++i) {
        if (blank.greys[i] >= limits::blank_print_grey) {
            continue;
        }
        const int x = blank.print[i].x + shift.x, y = blank.print[i].y + shift.y;
        const bool is_inside = x >= 0 && y >= 0 && x < page.width && y < page.height;
        ++all;
        seen += is_inside && near_ink.at(x, y) ? 1 : 0;
    }
    return all == 0 ? 1 : static_cast<double>(seen) / all;
}

}  // namespace

double WriterInk::ink_mm2(const BoxPx& part) const {
    std::int64_t sum = 0;
    for (int y = std::max(part.y, 0); y < std::min(part.y + part.height, patch.height); ++y) {
        for (int x = std::max(part.x, 0); x < std::min(part.x + part.width, patch.width); ++x) {
            sum += full_ink - patch.at(x, y);
        }
    }
    return static_cast<double>(sum) / full_ink / (ink_px_per_mm * ink_px_per_mm);
}

BoxPx WriterInk::extent(const BoxPx& part) const {
    int left = patch.width, right = -1, top = patch.height, bottom = -1;
    for (int y = std::max(part.y, 0); y < std::min(part.y + part.height, patch.height); ++y) {
        for (int x = std::max(part.x, 0); x < std::min(part.x + part.width, patch.width); ++x) {
            if (patch.at(x, y) < full_ink / 2) {
                left = std::min(left, x);
                right = std::max(right, x);
                top = std::min(top, y);
                bottom = y;
            }
        }
    }
    return right < 0 ? BoxPx{} : BoxPx{left, top, right - left + 1, bottom - top + 1};
}

WriterInk take_ink(const PageOnBlank& at, const BoxMm& box) {
    const BoxMm zone{box.x - ink_margin_mm, box.y - ink_margin_mm, box.width + 2 * ink_margin_mm,
                     box.height + 2 * ink_margin_mm};
    const GreyPatch page = sample_zone(at.page, at.to_page, zone, ink_px_per_mm);
    const auto print = at.blank.zone(zone, ink_px_per_mm);
    WriterInk ink;
    ink.box = {to_px(ink_margin_mm), to_px(ink_margin_mm), to_px(box.width), to_px(box.height)};
    const InkPicture picture =
        remove_form(page, *print, pieces_of(ink.box), ink_px_per_mm, at.added.faint_ink(box));
    if (box.width < limits::form_seen_box_mm && !picture.shifts.empty()) {
        ink.form_seen = share_seen(page, *print, picture.shifts.front());
    }
    ink.patch.width = picture.width;
    ink.patch.height = picture.height;
    ink.patch.pixels.assign(picture.ink.size(), full_ink);
    const InkComponents components = find_components(picture, ink_px_per_mm);
    const std::vector<InkOrigin> origins =
        find_origins(components, picture.height, ink.box, ink_px_per_mm);
    BitRows strokes(picture.width, picture.height);
    std::int64_t dropped = 0, largest = 0, frame = 0;
    for (const InkRun& run : components.runs) {
        const auto index = static_cast<std::size_t>(run.component);
        if (origins[index] == InkOrigin::writer) {
            strokes.set(run.y, run.begin, run.end);
            largest = std::max(largest, components.components[index].pixels);
        } else if (origins[index] == InkOrigin::speck) {
            dropped += run.end - run.begin;
        } else if (origins[index] == InkOrigin::frame) {
            frame += run.end - run.begin;
        }
    }
    draw_strokes(picture, strokes, ink.patch);
    constexpr double px_per_mm2 = ink_px_per_mm * ink_px_per_mm;
    ink.dropped_mm2 = static_cast<double>(dropped) / px_per_mm2;
    ink.largest_mm2 = static_cast<double>(largest) / px_per_mm2;
    ink.frame_mm2 = static_cast<double>(frame) / px_per_mm2;
    ink.unevenness_mm = unevenness_mm(components, origins, ink_px_per_mm);
    return ink;
}

namespace {

/// Whether there is any dark pixel about where a part of the form lies on the page.
bool has_dark_about(const InkView& ink, const MmToPx& to_page, const BoxMm& part) {
    const BoxPx box = to_page(part);
    return ink.has_dark_between(box.x - 1, box.y - 1, box.x + box.width + 1,
                                box.y + box.height + 1);
}

bool has_dark_inside(const PageOnBlank& at, const BoxMm& box, double inset_mm) {
    const InkView ink(at.page);
    const double step_mm = 1 / px_per_mm(at.to_page);
    const int least = std::max(1, static_cast<int>(limits::inside_dark_mm2 / (step_mm * step_mm)));
    const double left = box.x + inset_mm, right = box.x + box.width - inset_mm;
    const double top = box.y + inset_mm, bottom = box.y + box.height - inset_mm;
    // Most boxes are empty: blocks without a dark pixel are passed over.
    constexpr int wide = 64, high = 16;
    int seen = 0;
    for (double block_y = top; block_y < bottom; block_y += high * step_mm) {
        for (double block_x = left; block_x < right; block_x += wide * step_mm) {
            const BoxMm block{block_x, block_y, std::min(wide * step_mm, right - block_x),
                              std::min(high * step_mm, bottom - block_y)};
            if (!has_dark_about(ink, at.to_page, block)) {
                continue;
            }
            double y = block_y;
            for (int line = 0; line < high && y < bottom; ++line, y += step_mm) {
                double x = block_x;
                for (int i = 0; i < wide && x < right; ++i, x += step_mm) {
                    const PointPx point = at.to_page(PointMm{x, y});
                    const bool is_dark = ink.is_dark(whole_below(point.x), whole_below(point.y));
                    if (is_dark && ++seen >= least) {
                        return true;
                    }
                }
            }
        }
    }
    return false;
}

}  // namespace

bool has_ink_inside(const PageOnBlank& at, const BoxMm& box, double inset_mm) {
    const BoxMm inside{box.x + inset_mm, box.y + inset_mm, box.width - 2 * inset_mm,
                       box.height - 2 * inset_mm};
    if (at.added.area_mm2(inside) >= limits::inside_pale_mm2) {
        return true;
    }
    return !at.added.has_line_through(box) && has_dark_inside(at, box, inset_mm);
}

}  // namespace indgang::ocr
