// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/decode/page_stream.h"
#include "ocr/decode/typed_field.h"
#include "ocr/image/page_image.h"
#include "schemas/core/bytes.h"
#include "schemas/core/page_place.h"

namespace indgang::ocr {

/// What some bytes are, by their content and never by their name.
enum class ScanType { tiff, pdf, png, jpeg, webp, jpeg2000, heif, xml, unknown };
[[nodiscard]] std::string_view name_of(ScanType type);
[[nodiscard]] ScanType sniff(BytesView bytes);
/// Of bytes that `sniff` does not know: what they are, to follow "is " in a message ("a GIF
/// picture"). Empty when that is not known either.
[[nodiscard]] std::string_view unread_kind(BytesView bytes);

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
/// Errors of `open`, `page`: bad_input (image_empty, image_truncated, image_broken,
///         image_type_unknown, pdf_broken, pdf_encrypted), limit (image_too_large,
///         too_many_pages, page_too_large), internal (pdftoppm_missing,
///         heif_convert_missing); the place is "page N".
/// Threads: one per thread.
class ScanFile {
  public:
    /// `bytes` must outlive the file. PDF pages that are not a single scanned image are drawn by
    /// `pdftoppm` as a child process with limits on time and memory, in `scratch_folder`; HEIC is
    /// decoded by `heif-convert` in the same way.
    [[nodiscard]] static std::unique_ptr<ScanFile> open(BytesView bytes,
                                                        std::filesystem::path scratch_folder);
    virtual ~ScanFile() = default;
    [[nodiscard]] virtual int pages() const = 0;
    [[nodiscard]] virtual ScanPage page(int number) = 0;  ///< 1-based
    /// The same picture still coded, for a copy of it. Nothing when PDF does not know its coding,
    /// or the file holds it in pieces: then the pixels of `page` are all there is. That the bytes
    /// decode is known only after `page`.
    [[nodiscard]] virtual std::optional<PageStream> stream(int number) = 0;
};

/// The upright, contrast-stretched page. A scan without a plausible dpi is taken for A4 (or A3) by
/// its proportions. Which way is up is not known yet: `match` turns the page.
[[nodiscard]] PageImage normalise(ScanPage&& scan);
/// One half of a picture as it lies, or all of it. A guessed dpi is guessed anew, for A4.
///
/// Takes:  what `normalise` gives, not turned; left and right, or top and bottom, make up the
/// whole. Errors: internal (no memory).
[[nodiscard]] PageImage part_of(const PageImage& picture, Half half);
/// The same of any pixels.
[[nodiscard]] PixPtr part_of(const Pix& picture, Half half);

/// A page image as it is stored with a case: the original bytes where there are some, else
/// CCITT G4 TIFF for depth 1 and PNG for depth 8.
struct EncodedPage {
    Bytes bytes;
    std::string media_type;
};
[[nodiscard]] EncodedPage encode_page(const Pix& page);

}  // namespace indgang::ocr
