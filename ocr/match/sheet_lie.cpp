// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/sheet_lie.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ocr/match/match_limits.h"

namespace indgang::ocr {

SheetSize sheet_size_of(double width_px, double height_px, std::optional<double> dpi) {
    const double longer = std::max(width_px, height_px), shorter = std::min(width_px, height_px);
    if (longer < limits::sheet_ratio_least * shorter ||
        longer > limits::sheet_ratio_most * shorter || shorter < limits::sheet_short_least_px) {
        return SheetSize::one_page;
    }
    if (!dpi) {
        return SheetSize::unknown;
    }
    const double mm_per_px = mm_per_inch / *dpi;
    const bool is_a3 = longer * mm_per_px >= limits::sheet_long_least_mm &&
                       shorter * mm_per_px >= limits::sheet_short_least_mm;
    return is_a3 ? SheetSize::two_pages : SheetSize::one_page;
}

Extent extent_of(const MmToPx& to_page, double page_width_mm, double page_height_mm,
                 double width_px, double height_px) {
    const PointPx first = to_page(PointMm{0, 0});
    Extent extent{first.x, first.y, first.x, first.y};
    for (const PointMm& corner : {PointMm{page_width_mm, 0}, PointMm{0, page_height_mm},
                                  PointMm{page_width_mm, page_height_mm}}) {
        const PointPx at = to_page(corner);
        extent = {std::min(extent.left, at.x), std::min(extent.top, at.y),
                  std::max(extent.right, at.x), std::max(extent.bottom, at.y)};
    }
    return {extent.left / width_px, extent.top / height_px, extent.right / width_px,
            extent.bottom / height_px};
}

bool is_within(const Extent& page, const Extent& part, double room) {
    return page.left >= part.left - room && page.top >= part.top - room &&
           page.right <= part.right + room && page.bottom <= part.bottom + room;
}

Lie lie_of(const Extent& page, bool is_wide) {
    constexpr Extent left{0, 0, 0.5, 1}, right{0.5, 0, 1, 1}, top{0, 0, 1, 0.5},
        bottom{0, 0.5, 1, 1};
    const bool is_in_half =
        is_wide
            ? is_within(page, left, limits::half_room) || is_within(page, right, limits::half_room)
            : is_within(page, top, limits::half_room) || is_within(page, bottom, limits::half_room);
    if (!is_in_half) {
        return Lie::fills;
    }
    const double along = is_wide ? page.width() : page.height();
    const double across = is_wide ? page.height() : page.width();
    const bool is_exact = std::abs(along - 0.5) <= limits::half_along_off_most &&
                          std::abs(across - 1) <= limits::half_across_off_most;
    return is_exact ? Lie::exactly_half : Lie::half;
}

bool may_be_two_pages(const SeenSheet& sheet) {
    switch (sheet.kind) {
        case record::PageKind::form:
            return sheet.lie != Lie::fills;
        case record::PageKind::blank:
        case record::PageKind::unreadable:
            return false;
        case record::PageKind::separator:
            return sheet.size == SheetSize::two_pages;
        case record::PageKind::attachment:
            break;
    }
    // A photo of a letter is not worth two more searches; one with a code that fits nothing is.
    return sheet.size == SheetSize::two_pages || sheet.is_one_bit || sheet.has_trouble;
}

int proven_halves_least(const SeenSheet& sheet) {
    const bool is_large =
        sheet.size == SheetSize::two_pages || (sheet.is_one_bit && sheet.lie == Lie::exactly_half);
    return is_large ? 1 : 2;
}

bool is_read_backwards(bool is_wide, int turned_quarters) {
    // A tall picture that is turned clockwise to be read has its lower half on the left.
    return is_wide ? turned_quarters == 2 : turned_quarters == 1;
}

}  // namespace indgang::ocr
