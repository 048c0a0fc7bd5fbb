// SPDX-License-Identifier: MPL-2.0
// Leptonica decodes a JPEG row by row and sets each pixel by itself, which costs a third of what
// the decoding does. TurboJPEG writes whole rows; only the order of four neighbours has to be
// turned.
#include "ocr/decode/picture/jpeg_luminance.h"

#include <turbojpeg.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "ocr/image/colour_ink.h"
#include "schemas/error/error.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

namespace {

struct DecoderDeleter {
    void operator()(void* decoder) const { tjDestroy(decoder); }
};

/// The planes of colour of a JPEG, which are mostly coarser than its luminance.
class Colours {
  public:
    Colours(int width, int height, int sampling)
        : width_(width),
          height_(height),
          sampling_(sampling),
          plane_width_(tjPlaneWidth(1, width, sampling)),
          plane_height_(tjPlaneHeight(1, height, sampling)) {}

    /// Whether they are there, and are not too large to be kept beside the picture.
    [[nodiscard]] bool fit() const {
        constexpr std::int64_t samples_most = 16 << 20;
        const auto samples = std::int64_t{plane_width_} * plane_height_;
        return plane_width_ > 0 && plane_height_ > 0 && samples <= samples_most;
    }
    /// Takes: room for the luminance. Gives: what TurboJPEG says, 0 when all is well.
    int decode(void* decoder, BytesView bytes, std::uint8_t* luminance, int stride) {
        blue_.resize(static_cast<std::size_t>(plane_width_) *
                     static_cast<std::size_t>(plane_height_));
        red_.resize(blue_.size());
        std::array<std::uint8_t*, 3> planes{luminance, blue_.data(), red_.data()};
        std::array<int, 3> strides{stride, plane_width_, plane_width_};
        return tjDecompressToYUVPlanes(decoder, bytes.data(),
                                       static_cast<unsigned long>(bytes.size()), planes.data(),
                                       width_, strides.data(), height_, TJFLAG_ACCURATEDCT);
    }
    [[nodiscard]] ChromaPlanes chroma() const {
        constexpr int block = 8;
        const auto at = static_cast<std::size_t>(sampling_);
        return {blue_,
                red_,
                plane_width_,
                plane_height_,
                tjMCUWidth[at] / block,
                tjMCUHeight[at] / block};
    }

  private:
    int width_, height_, sampling_, plane_width_, plane_height_;
    std::vector<std::uint8_t> blue_, red_;
};

/// Leptonica keeps the leftmost pixel in the highest byte of a word of the machine.
void turn_words(Pix& pix) {
    l_uint32* words = pixGetData(&pix);
    const std::ptrdiff_t count = static_cast<std::ptrdiff_t>(pixGetWpl(&pix)) * pixGetHeight(&pix);
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        words[i] = __builtin_bswap32(words[i]);
    }
}

}  // namespace

// JFIF 1.02: an APP0 segment with length, "JFIF", version, unit, density across and down.
void set_jpeg_resolution(Pix& pix, BytesView bytes) {
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

JpegLuminance decode_luminance(BytesView bytes) {
    const std::unique_ptr<void, DecoderDeleter> decoder(tjInitDecompress());
    int width = 0, height = 0, sampling = 0, colours = 0;
    const auto size = static_cast<unsigned long>(bytes.size());
    if (!decoder || tjDecompressHeader3(decoder.get(), bytes.data(), size, &width, &height,
                                        &sampling, &colours) != 0) {
        return {};
    }
    // The luminance is decoded in whole blocks: some rows more than the picture has. Nothing of a
    // sampling that TurboJPEG does not know.
    const int rows = tjPlaneHeight(0, height, sampling);
    if ((colours != TJCS_GRAY && colours != TJCS_YCbCr) || rows < height) {
        return {};
    }
    JpegLuminance decoded{PixPtr(pixCreateNoInit(width, rows, 8)), false};
    if (!decoded.pix) {
        throw Error(Reason::page_too_large, "jpeg: no memory for a page");
    }
    pixSetHeight(decoded.pix.get(), height);
    l_uint32* words = pixGetData(decoded.pix.get());
    const int words_a_row = pixGetWpl(decoded.pix.get());
    constexpr int bytes_per_word = 4;
    const int stride = words_a_row * bytes_per_word;
    // Its rows are whole words, which hold the four pixels that a block of colour has at most.
    VERIFY(tjPlaneWidth(0, width, sampling) <= stride);
    Colours planes(width, height, sampling);
    const bool has_colours = colours == TJCS_YCbCr && planes.fit();
    auto* pixels = reinterpret_cast<std::uint8_t*>(words);
    const int failed = has_colours ? planes.decode(decoder.get(), bytes, pixels, stride)
                                   : tjDecompress2(decoder.get(), bytes.data(), size, pixels, width,
                                                   stride, height, TJPF_GRAY, TJFLAG_ACCURATEDCT);
    if (failed != 0) {
        if (tjGetErrorCode(decoder.get()) != TJERR_WARNING) {
            return {};
        }
        decoded.has_warnings = true;
    }
    for (std::ptrdiff_t row = 0; row < height; ++row) {
        std::fill(pixels + row * stride + width, pixels + (row + 1) * stride, std::uint8_t{0});
    }
    turn_words(*decoded.pix);
    if (has_colours) {
        darken_colours(*decoded.pix, planes.chroma());
    }
    set_jpeg_resolution(*decoded.pix, bytes);
    return decoded;
}

}  // namespace indgang::ocr
