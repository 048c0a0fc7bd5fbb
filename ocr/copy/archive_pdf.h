// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ocr/copy/searchable_copy.h"
#include "ocr/decode/picture/page_stream.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// One page on its way into the archive PDF.
struct ArchivePage {
    PageStream picture;
    int quarters = 0;  ///< how often the picture must be turned clockwise to stand upright
    int width_px = 0;  ///< of the upright page
    int height_px = 0;
    double dpi = 0;
    std::vector<KnownText> texts;
};

/// Puts pictures and words together to a PDF/A-2b.
/// Takes:  `text_pdf` as TextLayer::end gives it, a page for each of `pages`.
/// Errors: internal (copy_failed).
[[nodiscard]] Bytes write_archive_pdf(const std::vector<ArchivePage>& pages, const Bytes& text_pdf,
                                      const CopyFacts& facts);

}  // namespace indgang::ocr
