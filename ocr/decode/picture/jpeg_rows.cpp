// SPDX-License-Identifier: MPL-2.0
// What TurboJPEG's interface cannot turn into grey is decoded by libjpeg itself, a row at a time,
// so that a picture of four inks costs no more memory than one of one. Programs for print store
// CMYK upside down (255 is no ink) and say so by an Adobe segment; without one, 255 is full ink
// (Adobe Technical Note 5116). Grey is what the three coloured inks leave, by the weights of ITU-R
// BT.601, darkened by the black one. libjpeg ends by a long jump and speaks through a function:
// both are replaced, so that nothing of it reaches stderr.
#include "ocr/decode/picture/jpeg_rows.h"

#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <utility>
#include <vector>

// After <cstdio>, which it needs.
#include <jpeglib.h>

#include "schemas/error/error.h"

namespace indgang::ocr {

namespace {

constexpr int cmyk_samples = 4;

struct Trouble {
    jpeg_error_mgr manager;  // first: libjpeg hands on a pointer to it
    std::jmp_buf back;
};

[[noreturn]] void leave(j_common_ptr decoder) {
    std::longjmp(reinterpret_cast<Trouble*>(decoder->err)->back, 1);
}

void say_nothing(j_common_ptr) {}

/// 255 white, of inks of which 255 is none.
std::uint8_t grey_of_light(const std::uint8_t* light) {
    constexpr unsigned red = 19595, green = 38470, blue = 7471, one = 65536, full = 255;
    const unsigned left = (red * light[0] + green * light[1] + blue * light[2] + one / 2) / one;
    return static_cast<std::uint8_t>((left * light[3] + full / 2) / full);
}

void put_row(Pix& pix, int y, std::uint8_t* samples, bool is_cmyk, bool is_ink_full) {
    l_uint32* row = pixGetData(&pix) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(&pix);
    for (int x = 0; x < pixGetWidth(&pix); ++x) {
        std::uint8_t grey = 0;
        if (is_cmyk) {
            std::array<std::uint8_t, cmyk_samples> light{};
            for (std::size_t i = 0; i < light.size(); ++i) {
                const std::uint8_t seen = samples[static_cast<std::size_t>(x) * light.size() + i];
                light[i] = static_cast<std::uint8_t>(is_ink_full ? 255 - seen : seen);
            }
            grey = grey_of_light(light.data());
        } else {
            grey = samples[x];
        }
        SET_DATA_BYTE(row, x, grey);
    }
}

/// Everything that lives across a long jump stands outside of this function, which has no objects
/// with destructors. Gives false when libjpeg gave up.
bool decode_rows(BytesView bytes, jpeg_decompress_struct& decoder, Trouble& trouble, PixPtr& pix,
                 std::vector<std::uint8_t>& samples) {
    if (setjmp(trouble.back) != 0) {  // NOLINT(cert-err52-cpp): libjpeg has no other way out
        return false;
    }
    jpeg_create_decompress(&decoder);
    jpeg_mem_src(&decoder, bytes.data(), static_cast<unsigned long>(bytes.size()));
    jpeg_read_header(&decoder, TRUE);
    const bool is_cmyk =
        decoder.jpeg_color_space == JCS_CMYK || decoder.jpeg_color_space == JCS_YCCK;
    decoder.out_color_space = is_cmyk ? JCS_CMYK : JCS_GRAYSCALE;
    jpeg_start_decompress(&decoder);
    const int width = static_cast<int>(decoder.output_width);
    pix.reset(pixCreate(width, static_cast<int>(decoder.output_height), 8));
    if (!pix) {
        return false;
    }
    samples.resize(static_cast<std::size_t>(width) * cmyk_samples);
    JSAMPROW row = samples.data();
    while (decoder.output_scanline < decoder.output_height) {
        const int y = static_cast<int>(decoder.output_scanline);
        jpeg_read_scanlines(&decoder, &row, 1);
        put_row(*pix, y, samples.data(), is_cmyk, decoder.saw_Adobe_marker == FALSE);
    }
    jpeg_finish_decompress(&decoder);
    return true;
}

}  // namespace

JpegLuminance decode_any_jpeg(BytesView bytes) {
    Trouble trouble{};
    jpeg_decompress_struct decoder{};
    decoder.err = jpeg_std_error(&trouble.manager);
    trouble.manager.error_exit = leave;
    trouble.manager.output_message = say_nothing;
    PixPtr pix;
    std::vector<std::uint8_t> samples;
    const bool is_decoded = decode_rows(bytes, decoder, trouble, pix, samples);
    if (is_decoded) {
        set_jpeg_resolution(*pix, bytes);
    }
    JpegLuminance decoded{is_decoded ? std::move(pix) : PixPtr(), trouble.manager.num_warnings > 0};
    jpeg_destroy_decompress(&decoder);
    return decoded;
}

}  // namespace indgang::ocr
