// SPDX-License-Identifier: MPL-2.0
// WebP: one page a file. libwebp reads the size from the first 30 bytes; only then a buffer is
// made, and the decoder writes into the page itself. Moving pictures are refused: a page does not
// move.
#include <webp/decode.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "ocr/decode/picture/checked.h"
#include "ocr/decode/picture/decoders.h"
#include "ocr/decode/picture/orientation.h"
#include "schemas/error/error.h"

namespace indgang::ocr {

namespace {

WebPBitstreamFeatures check_webp_header(BytesView bytes, int page) {
    WebPBitstreamFeatures features{};
    const VP8StatusCode status = WebPGetFeatures(bytes.data(), bytes.size(), &features);
    if (status == VP8_STATUS_NOT_ENOUGH_DATA) {
        throw broken_image(Reason::image_truncated, "webp: the header is cut off", page);
    }
    if (status != VP8_STATUS_OK) {
        throw broken_image(Reason::image_broken, "webp: the header is damaged", page);
    }
    check_page_size(static_cast<std::uint64_t>(features.width),
                    static_cast<std::uint64_t>(features.height), page);
    if (features.has_animation != 0) {
        throw broken_image(Reason::image_type_unknown,
                           std::string("webp: is a moving picture; ") + send_instead, page);
    }
    return features;
}

/// RIFF: chunks of a name, a length of 4 bytes, the lowest first, and data of an even size.
int orientation_of_webp(BytesView bytes) {
    constexpr std::size_t header_bytes = 12, frame_bytes = 8;
    for (std::size_t at = header_bytes; at + frame_bytes <= bytes.size();) {
        const std::size_t length = bytes[at + 4] | std::size_t{bytes[at + 5]} << 8U |
                                   std::size_t{bytes[at + 6]} << 16U |
                                   std::size_t{bytes[at + 7]} << 24U;
        if (length > bytes.size() - at - frame_bytes) {
            break;
        }
        if (text_of(bytes).substr(at, 4) == "EXIF") {
            BytesView block = bytes.subspan(at + frame_bytes, length);
            using namespace std::string_view_literals;
            constexpr auto prefix = "Exif\0\0"sv;  // some programs copy it along from JPEG
            if (text_of(block).starts_with(prefix)) {
                block = block.subspan(prefix.size());
            }
            return orientation_of_exif(block);
        }
        at += frame_bytes + length + length % 2;
    }
    return orientation_upright;
}

}  // namespace

PixPtr decode_webp(BytesView bytes, int page) {
    const WebPBitstreamFeatures features = check_webp_header(bytes, page);
    const auto width = static_cast<std::uint64_t>(features.width);
    const auto height = static_cast<std::uint64_t>(features.height);
    if (is_beyond_colours(width, height)) {
        throw too_large_in_colours("webp", width, height, page);
    }
    constexpr int depth = 32, bytes_per_word = 4;
    PixPtr pix(pixCreate(features.width, features.height, depth));
    if (!pix) {
        throw Error(Reason::page_too_large, "webp: no memory for the page", place_of(page));
    }
    l_uint32* words = pixGetData(pix.get());
    const int row_bytes = pixGetWpl(pix.get()) * bytes_per_word;
    const std::size_t size =
        static_cast<std::size_t>(row_bytes) * static_cast<std::size_t>(features.height);
    if (WebPDecodeRGBAInto(bytes.data(), bytes.size(), reinterpret_cast<std::uint8_t*>(words), size,
                           row_bytes) == nullptr) {
        constexpr std::size_t riff_bytes = 8;
        const std::size_t claimed = bytes[4] | std::size_t{bytes[5]} << 8U |
                                    std::size_t{bytes[6]} << 16U | std::size_t{bytes[7]} << 24U;
        const bool is_cut = bytes.size() < claimed + riff_bytes;
        throw is_cut ? broken_image(Reason::image_truncated, "webp: the end is missing", page)
                     : broken_image(Reason::image_broken, "webp: the pixels do not decode", page);
    }
    for (std::size_t i = 0; i < size / bytes_per_word; ++i) {
        words[i] = __builtin_bswap32(words[i]);
    }
    constexpr int samples_with_alpha = 4;
    pixSetSpp(pix.get(), features.has_alpha != 0 ? samples_with_alpha : 3);
    return upright(plain_pix(std::move(pix), page), orientation_of_webp(bytes));
}

std::unique_ptr<ScanFile> open_webp(BytesView bytes) {
    static_cast<void>(check_webp_header(bytes, 1));
    return open_picture(bytes, decode_webp);
}

}  // namespace indgang::ocr
