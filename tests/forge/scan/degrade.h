// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string_view>

#include "ocr/image/page_image.h"
#include "schemas/paper/paper.h"
#include "tests/forge/hand/glyph_shape.h"

namespace indgang::forge {

/// How bad the way from paper to pixels is.
enum class Grade {
    clean,        ///< the drawing itself, 8-bit, 300 dpi
    office,       ///< office scanner, 300 dpi, bitonal
    office_grey,  ///< office scanner, 300 dpi, grey
    fax,          ///< fax or a poor copy, 200 dpi, bitonal, speckled
    photo,        ///< phone: perspective, uneven light, blur, colour, about 200 dpi
};
[[nodiscard]] std::string_view name_of(Grade grade);
[[nodiscard]] std::optional<Grade> grade_of(std::string_view name);

/// Scans a page. The same page, grade, quarters and dice give the same pixels.
///
/// Takes: `turned_quarters` 0..3, how often the page lies turned clockwise on the scanner.
/// Gives: depth 1 (office, fax), 8 (clean, office_grey) or 32 (photo), with its resolution; a
///        photo says 72 dpi, as phones do.
[[nodiscard]] ocr::PixPtr degrade(const paper::Raster& page, Grade grade, int turned_quarters,
                                  Dice& dice);

}  // namespace indgang::forge
