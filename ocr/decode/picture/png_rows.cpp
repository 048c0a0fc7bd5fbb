// SPDX-License-Identifier: MPL-2.0
// Leptonica decodes a PNG of colours into four bytes a pixel, and once more where it takes the
// transparency off: 1.3 GB for 99 million pixels. By libpng itself a row is one row, and of the
// page only its grey is kept. libpng ends by a long jump, so everything with a destructor stands
// outside of the function that it jumps within.
#include "ocr/decode/picture/png_rows.h"

#include <png.h>

#include <algorithm>
#include <cmath>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "ocr/decode/picture/checked.h"
#include "ocr/decode/picture/picture_limits.h"
#include "schemas/error/error.h"

namespace indgang::ocr {

namespace {

constexpr std::size_t bits_at = 24, colour_at = 25, interlace_at = 28;
constexpr int samples = 4;  // red, green, blue and alpha, as every kind is brought to

struct Source {
    BytesView bytes;
    std::size_t at = 0;
};

void read_source(png_structp png, png_bytep to, std::size_t size) {
    auto& source = *static_cast<Source*>(png_get_io_ptr(png));
    if (size > source.bytes.size() - source.at) {
        png_error(png, "cut off");
    }
    std::memcpy(to, source.bytes.data() + source.at, size);
    source.at += size;
}

[[noreturn]] void leave(png_structp png, png_const_charp) {
    std::longjmp(*static_cast<std::jmp_buf*>(png_get_error_ptr(png)), 1);
}

void say_nothing(png_structp, png_const_charp) {}

struct Reader {
    png_structp png = nullptr;
    png_infop info = nullptr;
    Reader() = default;
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
};

void put_row(l_uint32* to, const std::vector<std::uint8_t>& row) {
    for (std::size_t i = 0; i < row.size(); i += samples) {
        *to++ = std::uint32_t{row[i]} << L_RED_SHIFT | std::uint32_t{row[i + 1]} << L_GREEN_SHIFT |
                std::uint32_t{row[i + 2]} << L_BLUE_SHIFT | row[i + 3];
    }
}

/// Everything that lives across a long jump stands outside. Gives false when libpng gave up.
bool read_rows(Reader& reader, std::jmp_buf& back, GreyBands& page,
               std::vector<std::uint8_t>& row) {
    if (setjmp(back) != 0) {  // NOLINT(cert-err52-cpp): libpng has no other way out
        return false;
    }
    png_read_info(reader.png, reader.info);
    constexpr png_uint_32 opaque = 255;
    if (png_get_color_type(reader.png, reader.info) == PNG_COLOR_TYPE_PALETTE) {
        png_set_expand(reader.png);  // with the transparency of its entries
    }
    png_set_strip_16(reader.png);
    png_set_gray_to_rgb(reader.png);
    png_set_add_alpha(reader.png, opaque, PNG_FILLER_AFTER);
    png_read_update_info(reader.png, reader.info);
    if (png_get_rowbytes(reader.png, reader.info) != row.size()) {
        return false;
    }
    const auto height = static_cast<int>(png_get_image_height(reader.png, reader.info));
    for (int y = 0; y < height; ++y) {
        png_read_row(reader.png, row.data(), nullptr);
        put_row(page.row(y), row);
    }
    png_read_end(reader.png, nullptr);
    return true;
}

/// As Leptonica has it: dots an inch, rounded.
void set_resolution(const Reader& reader, Pix& pix) {
    constexpr double inches_per_metre = 39.37, half = 0.5;
    const auto of = [&](png_uint_32 per_metre) {
        return static_cast<int>(static_cast<double>(per_metre) / inches_per_metre + half);
    };
    pixSetResolution(&pix, of(png_get_x_pixels_per_meter(reader.png, reader.info)),
                     of(png_get_y_pixels_per_meter(reader.png, reader.info)));
}

}  // namespace

bool is_png_of_colours(BytesView bytes) {
    constexpr int bits_most = 8;
    return bytes[colour_at] != PNG_COLOR_TYPE_GRAY || bytes[bits_at] > bits_most;
}

PixPtr decode_png_rows(BytesView bytes, int page) {
    const std::uint64_t width = big_endian(bytes, 16, 4), height = big_endian(bytes, 20, 4);
    if (bytes[interlace_at] != 0) {
        throw too_large_in_colours("png: interlaced", width, height, page);
    }
    // One level or colour that is to be seen through is taken as it is, as Leptonica takes it.
    const auto alpha = bytes[colour_at] == PNG_COLOR_TYPE_GRAY ? GreyBands::Alpha::none
                                                               : GreyBands::Alpha::is_over_white;
    GreyBands grey(static_cast<int>(width), static_cast<int>(height), limits::band_rows, alpha,
                   page);
    std::vector<std::uint8_t> row(width * samples);
    std::jmp_buf back;
    Source source{bytes};
    Reader reader;
    reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &back, leave, say_nothing);
    reader.info = reader.png != nullptr ? png_create_info_struct(reader.png) : nullptr;
    if (reader.info == nullptr) {
        throw Error(Reason::page_too_large, "png: no memory for a page", place_of(page));
    }
    png_set_read_fn(reader.png, &source, read_source);
    if (!read_rows(reader, back, grey, row)) {
        return nullptr;
    }
    PixPtr pix = grey.finish();
    set_resolution(reader, *pix);
    return pix;
}

}  // namespace indgang::ocr
