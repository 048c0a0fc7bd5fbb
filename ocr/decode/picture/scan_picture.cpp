// SPDX-License-Identifier: MPL-2.0
// PNG and JPEG: one page a file. A PNG of 2.6 MB can claim 30,000 x 30,000 pixels (2.58 GB, 9 s
// in libpng), so the size is read from the header here before libpng or libjpeg see a byte.
#include <algorithm>
#include <cstddef>
#include <utility>

#include "ocr/decode/picture/checked.h"
#include "ocr/decode/picture/decoders.h"
#include "ocr/decode/picture/jpeg_luminance.h"
#include "ocr/decode/picture/jpeg_rows.h"
#include "ocr/decode/picture/orientation.h"
#include "ocr/decode/picture/picture_limits.h"
#include "ocr/decode/picture/png_rows.h"
#include "schemas/core/limits.h"
#include "schemas/error/reason.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

// Signature, then the chunk IHDR of 13 bytes: width and height first (PNG, 11.2.2).
constexpr std::size_t png_width_at = 16, png_height_at = 20;

void check_png_header(BytesView bytes, int page) {
    constexpr std::size_t header_bytes = 33;
    if (bytes.size() < header_bytes) {
        throw broken_image(Reason::image_truncated, "png: the header is cut off", page);
    }
    if (text_of(bytes).substr(12, 4) != "IHDR") {
        throw broken_image(Reason::image_broken, "png: the first chunk is not the header", page);
    }
    check_page_size(big_endian(bytes, png_width_at, 4), big_endian(bytes, png_height_at, 4), page);
}

/// A marker that starts a frame: SOF0..SOF15 without DHT (C4), JPG (C8) and DAC (CC).
bool is_frame_start(std::uint8_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

/// Walks the segments to the frame header and checks its size; gives where it stands.
std::size_t check_jpeg_header(BytesView bytes, int page) {
    constexpr std::size_t frame_bytes = 9;
    std::size_t at = 2;
    while (at + 4 <= bytes.size()) {
        if (bytes[at] != 0xFF) {
            throw broken_image(Reason::image_broken, "jpeg: no marker where one must stand", page);
        }
        const std::uint8_t marker = bytes[at + 1];
        if (marker == 0xFF) {  // fill byte
            ++at;
            continue;
        }
        if (is_frame_start(marker)) {
            if (at + frame_bytes > bytes.size()) {
                break;
            }
            check_page_size(big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2), page);
            return at;
        }
        const bool stands_alone = marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
        at += stands_alone ? 2 : 2 + big_endian(bytes, at + 2, 2);
    }
    throw broken_image(Reason::image_truncated, "jpeg: no frame header", page);
}

/// What libjpeg keeps of a picture in more than one scan: two bytes for each coefficient of each
/// component, which may have fewer of them each way (ITU-T T.81, B.2.2).
std::uint64_t coefficient_bytes(BytesView bytes, std::size_t frame) {
    constexpr std::size_t height_at = 5, width_at = 7, count_at = 9, first_at = 10, entry_bytes = 3;
    const std::uint64_t pixels =
        big_endian(bytes, frame + width_at, 2) * big_endian(bytes, frame + height_at, 2);
    std::uint64_t across_most = 1, down_most = 1, parts = 0;
    const std::size_t count = frame + count_at < bytes.size() ? bytes[frame + count_at] : 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = frame + first_at + i * entry_bytes + 1;
        const std::uint64_t sampling = at < bytes.size() ? bytes[at] : 0;
        across_most = std::max(across_most, sampling >> 4U);
        down_most = std::max(down_most, sampling & 0xFU);
        parts += (sampling >> 4U) * (sampling & 0xFU);
    }
    constexpr std::uint64_t coefficient = 2;
    return pixels * parts * coefficient / (across_most * down_most);
}

/// A progressive JPEG of a few KB can hold thousands of scans over all pixels, each as dear as a
/// whole picture. Cameras and scanners write at most about ten. And of one with more than one scan
/// all coefficients are in memory until the last has come.
void check_jpeg_scans(BytesView bytes, std::size_t frame, int page) {
    // As much as the colours of a page may take.
    constexpr std::uint64_t bytes_most = 4 * colour_pixels_most;
    const std::string_view text = text_of(bytes);
    int scans = 0;
    for (std::size_t at = text.find("\xFF\xDA", frame); at != std::string_view::npos;
         at = text.find("\xFF\xDA", at + 2)) {
        if (++scans > limits::jpeg_scans_most) {
            throw Error(Reason::image_too_large,
                        "jpeg: more than " + std::to_string(limits::jpeg_scans_most) + " scans",
                        place_of(page));
        }
    }
    // Phones put more pictures behind the end of the first.
    const std::string_view first = text.substr(frame, text.find("\xFF\xD9", frame) - frame);
    const std::size_t scan = first.find("\xFF\xDA");
    constexpr std::uint8_t progressive = 0xC2;
    const bool is_kept = bytes[frame + 1] == progressive ||
                         (scan != std::string_view::npos &&
                          first.find("\xFF\xDA", scan + 2) != std::string_view::npos);
    const std::uint64_t needed = is_kept ? coefficient_bytes(bytes, frame) : 0;
    if (needed > bytes_most) {
        throw Error(Reason::image_too_large,
                    "jpeg: in several scans, which needs " + std::to_string(needed) +
                        " bytes of memory; at most " + std::to_string(bytes_most),
                    place_of(page));
    }
}

class PictureFile : public ScanFile {
  public:
    using Decode = PixPtr (*)(BytesView bytes, int page);
    using Stream = std::optional<PageStream> (*)(BytesView bytes);
    /// Without a `media_type` the original bytes are not handed on.
    PictureFile(BytesView bytes, Decode decode, Stream stream, std::string media_type)
        : bytes_(bytes), decode_(decode), stream_(stream), media_type_(std::move(media_type)) {}

    int pages() const override { return 1; }

    ScanPage page(int number) override {
        VERIFY(number == 1);
        ScanPage page;
        page.pix = decode_(bytes_, number);
        page.dpi = std::max(pixGetXRes(page.pix.get()), pixGetYRes(page.pix.get()));
        if (!media_type_.empty()) {
            page.original.assign(bytes_.begin(), bytes_.end());
            page.media_type = media_type_;
        }
        return page;
    }

    std::optional<PageStream> stream(int number) override {
        VERIFY(number == 1);
        return stream_ != nullptr ? stream_(bytes_) : std::nullopt;
    }

  private:
    BytesView bytes_;
    Decode decode_;
    Stream stream_;
    std::string media_type_;
};

/// The matcher finds out which way is up, so what EXIF says of turns is left to it; but a mirrored
/// page is no page that it knows, and its bytes show nothing to a program that does not mirror
/// them.
PixPtr decode_mirrored_jpeg(BytesView bytes, int page) {
    return upright(decode_jpeg(bytes, page), orientation_of_jpeg(bytes));
}

}  // namespace

PixPtr decode_png(BytesView bytes, int page) {
    check_png_header(bytes, page);
    const bool is_by_rows = is_beyond_colours(big_endian(bytes, png_width_at, 4),
                                              big_endian(bytes, png_height_at, 4)) &&
                            is_png_of_colours(bytes);
    PixPtr pix = is_by_rows ? decode_png_rows(bytes, page)
                            : PixPtr(pixReadMemPng(bytes.data(), bytes.size()));
    if (!pix && text_of(bytes).rfind("IEND") == std::string_view::npos) {
        throw broken_image(Reason::image_truncated, "png: the end is missing", page);
    }
    if (!pix) {
        throw broken_image(Reason::image_broken, "png: the pixels do not decode", page);
    }
    return plain_pix(std::move(pix), page);
}

PixPtr decode_jpeg(BytesView bytes, int page) {
    const std::size_t frame = check_jpeg_header(bytes, page);
    check_jpeg_scans(bytes, frame, page);
    // A cut or damaged JPEG is refused, not filled up with grey: half a form looks like a form
    // with empty fields.
    JpegLuminance decoded = decode_luminance(bytes);
    PixPtr pix = std::move(decoded.pix);
    bool has_warnings = decoded.has_warnings;
    if (!pix) {  // of other colours, or broken
        decoded = decode_any_jpeg(bytes);
        pix = std::move(decoded.pix);
        has_warnings = decoded.has_warnings;
    }
    const bool has_end = text_of(bytes).find("\xFF\xD9", frame) != std::string_view::npos;
    if (!has_end && (!pix || has_warnings)) {
        throw broken_image(Reason::image_truncated, "jpeg: the end is missing", page);
    }
    if (!pix) {
        throw broken_image(Reason::image_broken, "jpeg: the pixels do not decode", page);
    }
    return plain_pix(std::move(pix), page);
}

std::optional<PageStream> stream_of_jpeg(BytesView bytes) {
    const std::size_t frame = check_jpeg_header(bytes, 1);
    // SOF0 to SOF2: baseline, extended and progressive, what PDF readers decode.
    constexpr std::uint8_t first_frame = 0xC0, last_frame = 0xC2;
    constexpr std::size_t bits_at = 4, height_at = 5, width_at = 7, samples_at = 9;
    const bool is_known = bytes[frame + 1] >= first_frame && bytes[frame + 1] <= last_frame;
    if (!is_known || frame + samples_at >= bytes.size()) {
        return std::nullopt;
    }
    PageStream stream;
    stream.coding = PageStream::Coding::jpeg;
    stream.bits = bytes[frame + bits_at];
    stream.samples = bytes[frame + samples_at];
    if (stream.bits != 8 || (stream.samples != 1 && stream.samples != 3)) {
        return std::nullopt;
    }
    stream.width = static_cast<int>(big_endian(bytes, frame + width_at, 2));
    stream.height = static_cast<int>(big_endian(bytes, frame + height_at, 2));
    stream.bytes.assign(bytes.begin(), bytes.end());
    return stream;
}

std::unique_ptr<ScanFile> open_picture(BytesView bytes,
                                       PixPtr (*decode)(BytesView bytes, int page)) {
    return std::make_unique<PictureFile>(bytes, decode, nullptr, "");
}

std::unique_ptr<ScanFile> open_png(BytesView bytes) {
    check_png_header(bytes, 1);
    return std::make_unique<PictureFile>(bytes, decode_png, stream_of_png, "image/png");
}

std::unique_ptr<ScanFile> open_jpeg(BytesView bytes) {
    static_cast<void>(check_jpeg_header(bytes, 1));
    if (is_mirrored(orientation_of_jpeg(bytes))) {
        return open_picture(bytes, decode_mirrored_jpeg);
    }
    return std::make_unique<PictureFile>(bytes, decode_jpeg, stream_of_jpeg, "image/jpeg");
}

}  // namespace indgang::ocr
