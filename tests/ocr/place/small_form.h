// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>
#include <vector>

#include "ocr/blank/blank_page.h"
#include "schemas/form/definition.h"
#include "tests/ocr/blank/drawn_print.h"
#include "tests/ocr/match/scanned.h"

namespace indgang::ocr::small {

constexpr double px_per_mm = 8, width_mm = 80, height_mm = 112, mark_mm = 5;

/// A form of 80 x 112 mm with a mark in each corner, a place for a code and invented words.
[[nodiscard]] inline form::PageLayout layout() {
    form::PageLayout page;
    page.width_mm = width_mm;
    page.height_mm = height_mm;
    page.code = {56, 6, 10, 10};
    page.marks = {{4, 4, mark_mm, mark_mm},
                  {71, 4, mark_mm, mark_mm},
                  {4, 103, mark_mm, mark_mm},
                  {71, 103, mark_mm, mark_mm}};
    return page;
}

/// Its blank; each seed is another form.
[[nodiscard]] inline BlankPage blank(std::uint32_t seed = 3) {
    constexpr auto px = [](double mm) { return static_cast<int>(mm * px_per_mm); };
    BlankPage made;
    made.image = drawn::white_page(px(width_mm), px(height_mm));
    made.image.dpi = px_per_mm * mm_per_inch;
    made.to_image = {px_per_mm, 0, 0, 0, px_per_mm, 0};
    drawn::draw_text(made.image, px(6), px(20), px(68), px(76), px_per_mm, seed);
    for (const BoxMm& mark : layout().marks) {
        drawn::draw_box(made.image, px(mark.x), px(mark.y), px(mark_mm), px(mark_mm));
    }
    made.anchors = anchors_of(made.image, made.to_image);
    return made;
}

/// The form on a sheet of A4 in a scanner, at five pixels a millimetre.
constexpr scanned::Lie lie{1, 1, 1.5, -2, 5 * mm_per_inch};

[[nodiscard]] inline PageImage scan(const BlankPage& of, const scanned::Lie& so = lie) {
    return scanned::scan(of, so);
}

/// Where the corners of the code are seen.
[[nodiscard]] inline std::array<PointPx, 4> code_corners(const scanned::Lie& so = lie) {
    const MmToPx to_page = scanned::transform_of(so);
    const BoxMm code = layout().code;
    return {to_page(PointMm{code.x, code.y}), to_page(PointMm{code.x + code.width, code.y}),
            to_page(PointMm{code.x + code.width, code.y + code.height}),
            to_page(PointMm{code.x, code.y + code.height})};
}

/// Whites out a box of the form, with a millimetre around it, on a page that lies so.
inline void cover(PageImage& page, const BoxMm& box, const scanned::Lie& so = lie) {
    const BoxPx at = scanned::transform_of(so)(box);
    const int more = static_cast<int>(so.dpi / mm_per_inch);
    pixRasterop(page.pix.get(), at.x - more, at.y - more, at.width + 2 * more, at.height + 2 * more,
                PIX_SET, nullptr, 0, 0);
}

/// How far a shape is off the truth at most, over the form.
[[nodiscard]] inline double off_mm(const PageShape& shape, const scanned::Lie& so = lie) {
    return distance_mm(shape, scanned::transform_of(so), width_mm, height_mm);
}

}  // namespace indgang::ocr::small
