// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ocr/decode/picture/page_stream.h"
#include "ocr/decode/picture/typed_field.h"
#include "ocr/image/page_image.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// One page as it was scanned: depth 1, 8 or 32, `dpi` as the file says (0: it does not say).
struct ScanPage {
    PixPtr pix;
    double dpi = 0;
    Bytes original;                 ///< the page's own bytes where the file holds them as one image
                                    ///< (JPEG or PNG file, DCT stream of a PDF); else empty
    std::string media_type;         ///< of `original`
    std::vector<TypedField> typed;  ///< of a PDF form that was filled in on a screen
};

/// A scanned file whose pages are decoded one at a time, so that a batch of 300 pages needs the
/// memory of one. Headers are checked against schemas/core/limits.h before any pixel is decoded.
///
/// Errors of `open_scan`, `page`: bad_input (image_empty, image_truncated, image_broken,
///         image_type_unknown, pdf_broken, pdf_encrypted), limit (image_too_large,
///         too_many_pages, page_too_large), internal (pdftoppm_missing,
///         heif_convert_missing); the place is "page N".
/// Threads: one per thread.
class ScanFile {
  public:
    virtual ~ScanFile() = default;
    [[nodiscard]] virtual int pages() const = 0;
    [[nodiscard]] virtual ScanPage page(int number) = 0;  ///< 1-based
    /// The same picture still coded, for a copy of it. Nothing when PDF does not know its coding,
    /// or the file holds it in pieces: then the pixels of `page` are all there is. That the bytes
    /// decode is known only after `page`.
    [[nodiscard]] virtual std::optional<PageStream> stream(int number) = 0;
};

}  // namespace indgang::ocr
