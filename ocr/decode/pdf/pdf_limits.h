// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "schemas/core/limits.h"

/// The limits of the room, each with its unit and where it comes from. All are set by hand. Numbers
/// of a standard stand where its clause is read.
///
/// What other rooms are told stands with the declaration: `pdf_drawing_dpi` (pdf_drawing.h). What
/// any file may be is in schemas/core/limits.h.
namespace indgang::ocr::limits {

// A page that pdftoppm drew (pdf_drawing.cpp).
constexpr std::size_t pgm_header_bytes_most = 64;
constexpr std::size_t pgm_bytes_most =
    static_cast<std::size_t>(indgang::limits::page_pixels) + pgm_header_bytes_most;
constexpr std::uint64_t pgm_number_most = 1'000'000;  ///< no page has a side of so many pixels

// Fields (pdf_fields.cpp).
constexpr std::size_t field_name_bytes_most = 200;

// A page that is one image (pdf_page_image.cpp).
/// More operands than any operator takes are damage, and no reason to grow; no scanner nests what
/// it draws so deep.
constexpr std::size_t operands_most = 64, graphics_depth_most = 64;
constexpr double image_turn_most = 0.001;  ///< in radians; what is turned by more is drawn
constexpr double image_free_most = 0.02;   ///< of the page's sides, that an image leaves free
constexpr std::size_t stream_slack_bytes = 4096;  ///< behind the pixels

}  // namespace indgang::ocr::limits
