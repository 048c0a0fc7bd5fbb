// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>
#include <string>

#include "ocr/image/page_image.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr::drawn {

/// White, of depth 1, 8 or 32.
[[nodiscard]] inline PixPtr white_page(int width, int height, int depth) {
    PixPtr pix(pixCreate(width, height, depth));
    if (depth != 1) {
        pixSetAll(pix.get());
    }
    return pix;
}

/// A filled box of ink; black at every depth.
inline void ink(Pix& pix, int x, int y, int width, int height) {
    const int operation = pixGetDepth(&pix) == 1 ? PIX_SET : PIX_CLR;
    pixRasterop(&pix, x, y, width, height, operation, nullptr, 0, 0);
}

/// The file that Leptonica writes of it.
[[nodiscard]] inline Bytes file_of(Pix& pix, int format, int dpi) {
    pixSetResolution(&pix, dpi, dpi);
    l_uint8* data = nullptr;
    std::size_t size = 0;
    pixWriteMem(&data, &size, &pix, format);
    Bytes bytes(data, data + size);
    lept_free(data);
    return bytes;
}

/// A PDF of one page, made by hand: `content` are its drawing commands, `image` an image's
/// dictionary entries and bytes, named /I.
[[nodiscard]] inline Bytes pdf_of(const std::string& content, const std::string& image_entries,
                                  const Bytes& image, const std::string& page_entries = "",
                                  int pages = 1) {
    std::string pdf = "%PDF-1.4\n";
    std::string offsets;
    int objects = 0;
    const auto object = [&](const std::string& body) {
        std::string at = std::to_string(pdf.size());
        offsets += std::string(10 - at.size(), '0') + at + " 00000 n \n";
        pdf += std::to_string(++objects) + " 0 obj\n" + body + "\nendobj\n";
    };
    std::string kids;
    for (int i = 0; i < pages; ++i) {
        kids += "3 0 R ";
    }
    object("<</Type/Catalog/Pages 2 0 R>>");
    object("<</Type/Pages/Kids[" + kids + "]/Count " + std::to_string(pages) + ">>");
    object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.2 841.92]/Contents 4 0 R" + page_entries +
           "/Resources<</XObject<</I 5 0 R>>/Font<</F 6 0 R>>>>>>");
    object("<</Length " + std::to_string(content.size()) + ">>stream\n" + content + "\nendstream");
    object("<</Type/XObject/Subtype/Image" + image_entries + "/Length " +
           std::to_string(image.size()) + ">>stream\n" + std::string(image.begin(), image.end()) +
           "\nendstream");
    object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    const std::string xref_at = std::to_string(pdf.size());
    pdf += "xref\n0 " + std::to_string(objects + 1) + "\n0000000000 65535 f \n" + offsets +
           "trailer<</Size " + std::to_string(objects + 1) + "/Root 1 0 R>>\nstartxref\n" +
           xref_at + "\n%%EOF\n";
    return bytes_of(pdf);
}

}  // namespace indgang::ocr::drawn
