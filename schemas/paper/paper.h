// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "schemas/core/bytes.h"
#include "schemas/form/definition.h"

/// From the definition of a form to ink.
namespace indgang::paper {

using form::Capture;
using form::Field;
using form::FormDefinition;
using form::Language;
using form::PageLayout;
using form::Print;
using form::Zone;

/// The blank paper form as a PDF with embedded fonts, a page code and registration marks on each
/// page. In another language than Danish the places to write are the same, and the code says so.
/// Takes:  `sets` as is_set: the form is printed once for each, its set in the page codes; none: it
///         is printed once, without a set, for a print that many people get.
/// Errors: bad_input (form_foreign: somebody else prints it).
[[nodiscard]] Bytes render_pdf(const FormDefinition& form,
                               const std::vector<std::string>& sets = {},
                               Language language = Language::danish);

/// The same form to be filled in on a screen: over each place to write lies an interactive field
/// named after the form's field. Signatures have none. Printed, it is the paper form; it has no
/// set, because such a file is filled in by many.
/// Takes: `typed` what stands in the fields already, by their ids: of a choice its key, of all
///        others the text as somebody would type it.
[[nodiscard]] Bytes render_screen_pdf(const FormDefinition& form,
                                      const std::map<std::string, std::string>& typed = {},
                                      Language language = Language::danish);

/// 8-bit grey, row by row, 0 = black, 255 = white.
struct Raster {
    int width = 0;
    int height = 0;
    double dpi = 0;
    std::vector<std::uint8_t> pixels;
};

/// One blank page as `render_pdf` prints it, drawn at `dpi`. Pixel = mm * dpi / 25.4.
/// Takes: 1 <= page <= form.pages.size(), no foreign page; 50 <= dpi <= 1200; `set` as is_set, or
///        empty.
[[nodiscard]] Raster render_page(const FormDefinition& form, int page, double dpi,
                                 const std::string& set = {}, Language language = Language::danish);

/// The layout as JSON, see docs/formats/layout.md: page sizes in mm, and per place to write
/// `id, kind, page, box_mm [x,y,w,h], cells`; the boxes of choices have the kind "mark" and the
/// `choice` that they stand for.
[[nodiscard]] std::string layout_json(const FormDefinition& form);

}  // namespace indgang::paper
