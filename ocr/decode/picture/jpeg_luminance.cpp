// SPDX-License-Identifier: MPL-2.0
// Leptonica decodes a JPEG row by row and sets each pixel by itself, which costs a third of what
// the decoding does. TurboJPEG writes whole rows; only the order of four neighbours has to be
// turned.
#include "ocr/decode/picture/jpeg_luminance.h"

#include <turbojpeg.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "schemas/error/error.h"

namespace indgang::ocr {

namespace {

struct DecoderDeleter {
    void operator()(void* decoder) const { tjDestroy(decoder); }
};

/// JFIF 1.02: an APP0 segment with length, "JFIF", version, unit, density across and down.
void set_resolution(Pix& pix, BytesView bytes) {
    constexpr std::uint8_t app0 = 0xE0, begin_of_scan = 0xDA;
    constexpr std::size_t unit_at = 11, across_at = 12, down_at = 14, segment_bytes = 16;
    constexpr std::uint8_t per_inch = 1, per_cm = 2;
    std::size_t at = 2;
    while (at + segment_bytes <= bytes.size() && bytes[at] == 0xFF &&
           bytes[at + 1] != begin_of_scan) {
        const std::string_view name = text_of(bytes).substr(at + 4, 4);
        const std::uint8_t unit = bytes[at + unit_at];
        const auto number = [&](std::size_t where) {
            return bytes[at + where] * 256 + bytes[at + where + 1];
        };
        if (bytes[at + 1] == app0 && name == "JFIF" && (unit == per_inch || unit == per_cm)) {
            constexpr double cm_per_inch = 2.54;
            const double inch = unit == per_inch ? 1 : cm_per_inch;
            pixSetXRes(&pix, static_cast<int>(std::lround(number(across_at) * inch)));
            pixSetYRes(&pix, static_cast<int>(std::lround(number(down_at) * inch)));
            return;
        }
        at += 2 + static_cast<std::size_t>(number(2));
    }
}

/// Leptonica keeps the leftmost pixel in the highest byte of a word of the machine.
void turn_words(Pix& pix) {
    l_uint32* words = pixGetData(&pix);
    const std::ptrdiff_t count = static_cast<std::ptrdiff_t>(pixGetWpl(&pix)) * pixGetHeight(&pix);
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        words[i] = __builtin_bswap32(words[i]);
    }
}

}  // namespace

JpegLuminance decode_luminance(BytesView bytes) {
    const std::unique_ptr<void, DecoderDeleter> decoder(tjInitDecompress());
    int width = 0, height = 0, sampling = 0, colours = 0;
    const auto size = static_cast<unsigned long>(bytes.size());
    if (!decoder || tjDecompressHeader3(decoder.get(), bytes.data(), size, &width, &height,
                                        &sampling, &colours) != 0) {
        return {};
    }
    if (colours != TJCS_GRAY && colours != TJCS_YCbCr) {
        return {};
    }
    JpegLuminance decoded{PixPtr(pixCreateNoInit(width, height, 8)), false};
    if (!decoded.pix) {
        throw Error(Reason::page_too_large, "jpeg: no memory for a page");
    }
    l_uint32* words = pixGetData(decoded.pix.get());
    const int words_a_row = pixGetWpl(decoded.pix.get());
    for (std::ptrdiff_t row = 1; row <= height; ++row) {
        words[row * words_a_row - 1] = 0;  // holds what is beyond the last pixel
    }
    constexpr int bytes_per_word = 4;
    if (tjDecompress2(decoder.get(), bytes.data(), size, reinterpret_cast<std::uint8_t*>(words),
                      width, words_a_row * bytes_per_word, height, TJPF_GRAY,
                      TJFLAG_ACCURATEDCT) != 0) {
        if (tjGetErrorCode(decoder.get()) != TJERR_WARNING) {
            return {};
        }
        decoded.has_warnings = true;
    }
    turn_words(*decoded.pix);
    set_resolution(*decoded.pix, bytes);
    return decoded;
}

}  // namespace indgang::ocr
