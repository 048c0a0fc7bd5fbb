// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstdint>

#include "ocr/decode/picture/decoders.h"
#include "ocr/image/page_image.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// Takes libtiff's words away from stderr, for the whole process. Any number of times.
void silence_tiff();

/// Whether this libtiff was built with the compression.
[[nodiscard]] bool is_tiff_compression_known(std::uint64_t compression);

/// The pixels of a page in tiles, in one plane a colour, or of a kind that Leptonica leaves out,
/// piece by piece through libtiff.
///
/// Takes:   a directory that was checked against the limits, of pieces up to limits::page_pixels.
/// Gives:   depth 1 or 8 for one sample of 1 bit or of up to 16, else 32; not turned; its
///          resolution as the file says. Nothing when libtiff gives up.
///          Beyond colour_pixels_most 8 in place of 32: the grey of the colours.
/// Errors:  limit (no memory; image_too_large: colours beyond that in pieces of as many pixels).
/// Threads: any.
[[nodiscard]] PixPtr decode_tiff_pieces(BytesView bytes, const TiffDirectory& directory, int page);

/// Whether a page has red, green and blue, or alpha, too, in rows of 8 bits a sample: what
/// `decode_tiff_rows` reads.
[[nodiscard]] bool is_in_rows_of_colours(const TiffDirectory& directory);
/// The grey of a page in colours, a row at a time, as Leptonica and `normalise` make it together.
/// Takes, gives, errors, threads: as decode_tiff_pieces; depth 8.
[[nodiscard]] PixPtr decode_tiff_rows(BytesView bytes, const TiffDirectory& directory, int page);

}  // namespace indgang::ocr
