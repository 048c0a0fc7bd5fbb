// SPDX-License-Identifier: MPL-2.0
#pragma once

#define POINTERHOLDER_TRANSITION 4
#include <optional>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

#include "ocr/decode/picture/page_stream.h"
#include "ocr/image/page_image.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// The picture of a PDF page that is nothing but one scanned image.
struct PdfPicture {
    PixPtr pix;      ///< depth 1, 8 or 32, as stored: /Rotate is not applied
    Bytes original;  ///< the JPEG file, else empty
};

/// The one image that covers a page's crop box, upright, or nothing: another mark on the page that
/// can be seen, an annotation, more than one image, an image that is turned, masked or too small.
/// Text in the invisible rendering mode, as OCR programs lay it over scans, is no mark.
[[nodiscard]] std::optional<QPDFObjectHandle> find_page_image(QPDFPageObjectHelper& page);

/// Takes the image's own bytes: JPEG, CCITT fax, or plain pixels of 1 or 8 bits in grey or RGB
/// under any lossless filter. Nothing for all else (JBIG2, JPEG 2000, palettes, CMYK): draw it.
/// Errors: as ScanFile::page.
[[nodiscard]] std::optional<PdfPicture> take_page_image(QPDFObjectHandle image, int page);

/// The image's stream as it stands in the file, JBIG2 too. Nothing for what take_page_image does
/// not take, and for filters of text and LZW, which a lasting copy may not have. `quarters` is 0.
/// Errors: as ScanFile::page.
[[nodiscard]] std::optional<PageStream> take_page_stream(QPDFObjectHandle image, int page);

}  // namespace indgang::ocr
