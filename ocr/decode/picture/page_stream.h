// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

#include "ocr/image/page_image.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// A page's picture as its file holds it, in a coding that PDF knows too: nothing was decoded on
/// the way, so a copy made of it is the scan bit for bit.
struct PageStream {
    enum class Coding {
        fax,      ///< CCITT group 3 or 4, see `fax_k`
        jpeg,     ///< a whole JPEG file
        deflate,  ///< zlib, see `predictor`
        jbig2,    ///< the segments of one page as PDF embeds them, see `globals`
        plain,    ///< no coding: rows of whole bytes
    };
    Coding coding = Coding::deflate;
    Bytes bytes;
    int width = 0;  ///< as coded; `quarters` is not applied
    int height = 0;
    int bits = 1;              ///< of a sample
    int samples = 1;           ///< of a pixel: 1 grey, or palette; 3 RGB
    bool is_inverted = false;  ///< PDF's /Decode [1 0]: what would be black is white; one sample
    int fax_k = -1;            ///< as in PDF: < 0 group 4, 0 group 3, > 0 group 3 in two dimensions
    int predictor = 1;         ///< as in PDF: 1 none, 2 TIFF, 10 and above PNG
    Bytes palette;             ///< red, green, blue per value; empty: none
    Bytes globals;             ///< of jbig2; empty: none
    int quarters = 0;          ///< how often the file says to turn it clockwise
};

/// Pixels without loss: fax group 4 for depth 1, plain grey for 8, plain RGB for 32.
/// Takes: as ScanPage. Errors: limit (page_too_large).
[[nodiscard]] PageStream stream_of_pixels(const Pix& page);

/// A page image as it is stored with a case: the original bytes where there are some, else
/// CCITT G4 TIFF for depth 1 and PNG for depth 8.
struct EncodedPage {
    Bytes bytes;
    std::string media_type;
};
[[nodiscard]] EncodedPage encode_page(const Pix& page);

}  // namespace indgang::ocr
