// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/blank/page_shape.h"
#include "ocr/blank/print_anchors.h"
#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"
#include "schemas/form/definition.h"
#include "schemas/record/reading.h"

namespace indgang::ocr {

/// A page as it was before it was straightened, upright, and where the form lies on it.
struct BentPage {
    PixPtr pix;
    PageShape shape;
};

/// A page of which is known what it is. `image` is upright (turned by what `match` found). If the
/// page was photographed at an angle or is not flat, `image` is straightened, so that
/// match->to_page holds everywhere; `bent` has the page that was scanned. They are of the same size
/// unless the page was too coarse to be read as it is: then `image` is larger.
struct MatchedPage {
    PageImage image;
    record::PageKind kind = record::PageKind::attachment;
    std::optional<record::FormMatch> match;            ///< for kind form
    form::Language language = form::Language::danish;  ///< of its print, as its code says
    std::string separator;                             ///< for kind separator
    std::string trouble;  ///< "unknown_form", "no_registration", "page_code_beyond_form",
                          ///< "several_forms"
    std::optional<BentPage> bent;
    std::vector<SeenAnchor> print;  ///< for kind form: how far the print was off at last

    /// The upright page as it was scanned.
    [[nodiscard]] const Pix& scanned() const { return bent ? *bent->pix : *image.pix; }
    /// A box of `image` on the page as it was scanned.
    [[nodiscard]] BoxPx on_scan(const BoxPx& box) const;
    /// Whether the print around a box of `image` is off its place, or not to be seen, so that
    /// what was read there may belong to another field. Takes: a page of kind form.
    [[nodiscard]] bool is_displaced(const BoxPx& box) const;
};

}  // namespace indgang::ocr
