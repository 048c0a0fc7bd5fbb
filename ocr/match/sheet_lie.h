// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>

#include "ocr/blank/affine_fit.h"
#include "schemas/core/geometry.h"
#include "schemas/record/reading.h"

namespace indgang::ocr {

/// What a picture's size says before it is looked at.
enum class SheetSize { one_page, unknown, two_pages };
/// Takes: the dpi that the file says, if it says one.
[[nodiscard]] SheetSize sheet_size_of(double width_px, double height_px, std::optional<double> dpi);

/// A page on a picture: its corners' extent as shares of the picture's sides.
struct Extent {
    double left, top, right, bottom;

    [[nodiscard]] double width() const { return right - left; }
    [[nodiscard]] double height() const { return bottom - top; }
};
[[nodiscard]] Extent extent_of(const MmToPx& to_page, double page_width_mm, double page_height_mm,
                               double width_px, double height_px);
/// Whether the page reaches at most `room` beyond a part of the picture.
[[nodiscard]] bool is_within(const Extent& page, const Extent& part, double room);

/// How a page of a form lies on a picture.
enum class Lie {
    fills,        ///< it is the picture, or lies across its middle
    half,         ///< it lies within a half
    exactly_half  ///< and fills it
};
/// Takes: whether the picture is wider than high as the page lies on it.
[[nodiscard]] Lie lie_of(const Extent& page, bool is_wide);

/// What was found on a picture as a whole.
struct SeenSheet {
    SheetSize size = SheetSize::unknown;
    bool is_one_bit = false;
    record::PageKind kind = record::PageKind::attachment;
    bool has_trouble = false;
    std::optional<Lie> lie;  ///< of a page of a form
};
[[nodiscard]] bool may_be_two_pages(const SeenSheet& sheet);
/// How many of its halves must prove to be pages of forms for the sheet to be parted.
[[nodiscard]] int proven_halves_least(const SeenSheet& sheet);

/// Whether the second half comes first: by how often the first page found was turned clockwise.
[[nodiscard]] bool is_read_backwards(bool is_wide, int turned_quarters);

}  // namespace indgang::ocr
