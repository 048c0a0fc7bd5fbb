// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "ocr/image/page_image.h"
#include "schemas/core/bytes.h"
#include "schemas/error/error.h"

namespace indgang::ocr {

/// A number in a header of PNG or JPEG. Takes: `at + length` within the bytes, `length` up to 8.
[[nodiscard]] std::uint64_t big_endian(BytesView bytes, std::size_t at, std::size_t length);

/// Errors: limit (image_too_large), bad_input (image_empty: a side below page_side_min_px).
void check_page_size(std::uint64_t width, std::uint64_t height, int page);
/// Brings a decoded picture to depth 1, 8 or 32 without colour map and transparency.
/// Errors: bad_input (image_broken) for nullptr and for what can not be brought there.
[[nodiscard]] PixPtr plain_pix(PixPtr pix, int page);

/// Of a page in colours, or of more than 8 bits a sample: what costs four bytes a pixel in memory.
/// Beyond, a page is read as grey, a band of rows at a time, or refused. A4 at 600 dpi has 35
/// million; this many take 160 MB, with their grey beside them 200 MB of a worker's 512 MB.
constexpr std::uint64_t colour_pixels_most = 40'000'000;
[[nodiscard]] bool is_beyond_colours(std::uint64_t width, std::uint64_t height);
/// Of what can be decoded in no other way. `kind` begins the message: "webp", "png: interlaced".
/// Takes: a size beyond colour_pixels_most.
[[nodiscard]] Error too_large_in_colours(const std::string& kind, std::uint64_t width,
                                         std::uint64_t height, int page);

/// A page in colours that is never whole in memory: its rows are made grey in bands, as
/// `plain_pix` and `normalise` would make them.
class GreyBands {
  public:
    enum class Alpha { none, is_over_white };
    /// Takes: rows of a band, at least 1. Errors: limit (page_too_large: no memory).
    GreyBands(int width, int height, int rows, Alpha alpha, int page);
    /// Where the row of this number is to be written, in Leptonica's words of red, green, blue and
    /// alpha. Rows come in order, within a band in any order.
    [[nodiscard]] l_uint32* row(int y);
    /// The page in grey. Takes: every row was written.
    [[nodiscard]] PixPtr finish();

  private:
    void flush();

    PixPtr page_;
    PixPtr band_;
    int band_at_ = 0;  ///< row of the page
    Alpha alpha_;
    int number_;
};

[[nodiscard]] std::string place_of(int page);
[[nodiscard]] Error broken_image(Reason reason, const std::string& what, int page);

}  // namespace indgang::ocr
