// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ocr/decode/picture/page_stream.h"
#include "ocr/decode/picture/scan_file.h"
#include "ocr/image/page_image.h"
#include "schemas/core/bytes.h"

namespace indgang::ocr {

/// What a sender may send instead of a kind of file that is not read.
constexpr const char* send_instead = "send TIFF, PDF, PNG, JPEG, HEIC, WebP or JPEG 2000";

/// The scans of one file type. `bytes` must outlive the file. Errors: as ScanFile.
[[nodiscard]] std::unique_ptr<ScanFile> open_tiff(BytesView bytes);
[[nodiscard]] std::unique_ptr<ScanFile> open_png(BytesView bytes);
[[nodiscard]] std::unique_ptr<ScanFile> open_jpeg(BytesView bytes);
[[nodiscard]] std::unique_ptr<ScanFile> open_webp(BytesView bytes);
[[nodiscard]] std::unique_ptr<ScanFile> open_jpeg2000(BytesView bytes);
/// HEIC, HEIF and AVIF. Decodes all of it at once, into the scratch folder.
[[nodiscard]] std::unique_ptr<ScanFile> open_heif(BytesView bytes,
                                                  std::filesystem::path scratch_folder);

/// A file of one picture that PDF does not take over as it is, and that not every program of a
/// case system shows: neither stream nor original bytes. `decode` gives what `decode_png` gives.
[[nodiscard]] std::unique_ptr<ScanFile> open_picture(BytesView bytes,
                                                     PixPtr (*decode)(BytesView bytes, int page));

/// Decodes one image that stands alone. Headers are checked first. `page` is for the message.
///
/// Gives:   depth 1, 8 or 32, no colour map, no transparency; a colour JPEG as 8-bit luminance that
///          is darker where there is a colour (colour_ink.h), which is what readers need. EXIF
///          orientation of a JPEG is not looked at: a PDF means the pixels as they lie.
[[nodiscard]] PixPtr decode_png(BytesView bytes, int page);
[[nodiscard]] PixPtr decode_jpeg(BytesView bytes, int page);
[[nodiscard]] PixPtr decode_webp(BytesView bytes, int page);
[[nodiscard]] PixPtr decode_jpeg2000(BytesView bytes, int page);

/// As ScanFile::stream. Takes: what decodes.
[[nodiscard]] std::optional<PageStream> stream_of_png(BytesView bytes);
[[nodiscard]] std::optional<PageStream> stream_of_jpeg(BytesView bytes);

/// What the header of one TIFF page says, before anything is decoded.
struct TiffDirectory {
    std::uint64_t offset = 0;  ///< of the directory in the file
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    std::uint64_t bits_per_sample = 1;
    std::uint64_t samples_per_pixel = 1;
    std::uint64_t compression = 1;
    std::uint64_t tile_width = 0;
    std::uint64_t tile_height = 0;
    std::uint64_t data_bytes = 0;  ///< of all strips or tiles together
    std::uint64_t data_at = 0;     ///< of the first strip or tile
    std::uint64_t pieces = 0;      ///< strips or tiles
    std::uint64_t photometric = 0;
    std::uint64_t fill_order = 1;
    std::uint64_t predictor = 1;
    std::uint64_t planar = 1;
    int orientation = 1;          ///< see ocr/decode/picture/orientation.h
    bool is_beyond_file = false;  ///< a strip or tile lies partly outside the file
    bool is_thumbnail = false;    ///< a smaller copy of another page
};

/// Walks the chain of directories of a classic TIFF or BigTIFF, thumbnails left out.
/// Errors: bad_input (image_broken: no directory, a loop; image_truncated: a directory beyond the
///         end of the file), limit (too_many_pages, image_too_large: strips).
[[nodiscard]] std::vector<TiffDirectory> read_tiff_directories(BytesView bytes);
/// Errors: bad_input, limit as ScanFile::page.
[[nodiscard]] PixPtr decode_tiff(BytesView bytes, const TiffDirectory& directory, int page);
/// As ScanFile::stream. Takes: a directory that decodes.
[[nodiscard]] std::optional<PageStream> stream_of_tiff(BytesView bytes,
                                                       const TiffDirectory& directory);

}  // namespace indgang::ocr
