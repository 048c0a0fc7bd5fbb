// SPDX-License-Identifier: MPL-2.0
// Pages whose colours would take more memory than a page may: they are read a row at a time, into
// the same grey that smaller ones become, or refused with their size in words.
#include <gtest/gtest.h>
#include <png.h>
#include <tiffio.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "ocr/decode/picture/checked.h"
#include "ocr/decode/picture/decoders.h"
#include "ocr/decode/picture/png_rows.h"
#include "ocr/decode/picture/tiff_pieces.h"
#include "ocr/decode/scan.h"
#include "ocr/image/colour_ink.h"
#include "schemas/error/error.h"
#include "tests/ocr/decode/drawn_page.h"
#include "tests/ocr/decode/tiff_writing.h"

namespace indgang::ocr {
namespace {

constexpr int large_width = 6'400, large_height = 6'300;  // 40.3 million pixels

/// Bytes that repeat after a prime number only, so that no row is as the one above it.
std::uint8_t sample_at(std::size_t at) {
    constexpr std::size_t period = 251;
    return static_cast<std::uint8_t>(at * 7 % period);
}

struct PngKind {
    std::string name;
    int colour = PNG_COLOR_TYPE_RGB;
    int bits = 8;
    bool has_transparency = false;
    int width = 130, height = 150;  // more rows than two bands
    bool is_interlaced = false;
};

void append(png_structp png, png_bytep data, std::size_t size) {
    auto& bytes = *static_cast<Bytes*>(png_get_io_ptr(png));
    bytes.insert(bytes.end(), data, data + size);
}

Bytes png_of(const PngKind& kind) {
    Bytes bytes;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &bytes, append, nullptr);
    png_set_compression_level(png, 1);
    png_set_filter(png, 0, PNG_FILTER_NONE);
    png_set_IHDR(png, info, static_cast<png_uint_32>(kind.width),
                 static_cast<png_uint_32>(kind.height), kind.bits, kind.colour,
                 kind.is_interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    constexpr png_uint_32 dots_a_metre = 11811;  // 300 dpi
    png_set_pHYs(png, info, dots_a_metre, dots_a_metre, PNG_RESOLUTION_METER);
    std::vector<png_color> palette(std::size_t{1} << (kind.bits > 8 ? 8 : kind.bits));
    std::vector<png_byte> opacity(palette.size());
    for (std::size_t i = 0; i < palette.size(); ++i) {
        palette[i] = {sample_at(3 * i), sample_at(3 * i + 1), sample_at(5 * i)};
        opacity[i] = sample_at(i);
    }
    if (kind.colour == PNG_COLOR_TYPE_PALETTE) {
        png_set_PLTE(png, info, palette.data(), static_cast<int>(palette.size()));
    }
    png_color_16 clear{};
    clear.red = sample_at(0);  // of the first pixel
    clear.green = sample_at(1);
    clear.blue = sample_at(2);
    clear.gray = sample_at(1);
    if (kind.has_transparency) {
        png_set_tRNS(png, info, opacity.data(), static_cast<int>(opacity.size()),
                     kind.colour == PNG_COLOR_TYPE_PALETTE ? nullptr : &clear);
    }
    png_write_info(png, info);
    const std::size_t row_bytes = png_get_rowbytes(png, info);
    std::vector<std::vector<png_byte>> rows;
    std::vector<png_bytep> pointers;
    constexpr std::size_t different = 60;
    for (std::size_t y = 0; y < different; ++y) {
        rows.emplace_back(row_bytes);
        for (std::size_t i = 0; i < row_bytes; ++i) {
            rows.back()[i] =
                sample_at(kind.width < large_width ? y * row_bytes + i : y + (i >> 10U));
        }
    }
    for (int y = 0; y < kind.height; ++y) {
        pointers.push_back(rows[static_cast<std::size_t>(y) % different].data());
    }
    png_write_image(png, pointers.data());
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return bytes;
}

/// The same of a page that is whole in memory.
PixPtr grey_of(Pix& whole) {
    switch (pixGetDepth(&whole)) {
        case 32:
            return grey_with_colours(whole, PaperColour::none);
        case 1:
            return PixPtr(pixConvertTo8(&whole, 0));
        default:
            return PixPtr(pixClone(&whole));
    }
}

void expect_same(Pix& grey, Pix& whole) {
    l_int32 is_same = 0;
    EXPECT_EQ(pixGetDepth(&grey), 8);
    EXPECT_EQ(pixEqual(&grey, grey_of(whole).get(), &is_same), 0);
    EXPECT_EQ(is_same, 1);
    EXPECT_EQ(pixGetXRes(&grey), pixGetXRes(&whole));
    EXPECT_EQ(pixGetYRes(&grey), pixGetYRes(&whole));
}

std::string trouble_of(const Bytes& bytes) {
    try {
        static_cast<void>(open_scan(bytes, testing::TempDir())->page(1));
    } catch (const Error& error) {
        return error.reason() + ": " + error.what();
    }
    return "";
}

class PngOfColours : public testing::TestWithParam<PngKind> {};

TEST_P(PngOfColours, IsTheSameGreyByRows) {
    const Bytes bytes = png_of(GetParam());
    EXPECT_TRUE(is_png_of_colours(bytes));
    const PixPtr whole = decode_png(bytes, 1), by_rows = decode_png_rows(bytes, 1);
    ASSERT_TRUE(by_rows);
    expect_same(*by_rows, *whole);
}

INSTANTIATE_TEST_SUITE_P(Every, PngOfColours,
                         testing::Values(PngKind{"grey_16", PNG_COLOR_TYPE_GRAY, 16},
                                         PngKind{"grey_alpha", PNG_COLOR_TYPE_GRAY_ALPHA},
                                         PngKind{"grey_alpha_16", PNG_COLOR_TYPE_GRAY_ALPHA, 16},
                                         PngKind{"rgb"}, PngKind{"rgb_16", PNG_COLOR_TYPE_RGB, 16},
                                         PngKind{"rgb_clear", PNG_COLOR_TYPE_RGB, 8, true},
                                         PngKind{"rgba", PNG_COLOR_TYPE_RGB_ALPHA},
                                         PngKind{"rgba_16", PNG_COLOR_TYPE_RGB_ALPHA, 16},
                                         PngKind{"palette_1", PNG_COLOR_TYPE_PALETTE, 1},
                                         PngKind{"palette_2", PNG_COLOR_TYPE_PALETTE, 2},
                                         PngKind{"palette_4", PNG_COLOR_TYPE_PALETTE, 4},
                                         PngKind{"palette_8", PNG_COLOR_TYPE_PALETTE, 8},
                                         PngKind{"palette_clear", PNG_COLOR_TYPE_PALETTE, 8, true}),
                         [](const auto& each) { return each.param.name; });

TEST(GreyBands, APngBeyondTheColoursIsReadAsGrey) {
    const Bytes bytes = png_of({.name = "", .width = large_width, .height = large_height});
    EXPECT_EQ(pixGetDepth(open_scan(bytes, testing::TempDir())->page(1).pix.get()), 8);
}

TEST(GreyBands, AnInterlacedPngBeyondTheColoursIsRefusedByItsSize) {
    Bytes bytes = png_of({.name = "", .is_interlaced = true});
    EXPECT_EQ(trouble_of(bytes), "");
    constexpr std::size_t width_at = 16;
    for (const std::size_t at : {width_at, width_at + 4}) {  // 9,472 pixels or more each way
        bytes[at + 2] = 0x25;
    }
    EXPECT_TRUE(trouble_of(bytes).starts_with("image_too_large: scan: png: interlaced: 9"))
        << trouble_of(bytes);
}

/// A TIFF of bytes that are taken as they come; `tile` 0: strips of `rows`.
Bytes tiff_of(std::uint32_t width, std::uint32_t height, std::uint16_t samples,
              std::uint16_t compression, std::uint32_t rows, std::uint32_t tile = 0,
              std::uint16_t planar = PLANARCONFIG_CONTIG,
              std::uint16_t alpha = EXTRASAMPLE_UNASSALPHA) {
    const std::filesystem::path path =
        std::filesystem::path(testing::TempDir()) / ("indgang_bands_" + std::to_string(getpid()));
    TIFF* tiff = TIFFOpen(path.c_str(), "w");
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, samples);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, planar);
    TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 300.0);
    TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 300.0);
    if (samples == 4) {
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &alpha);
    }
    if (tile > 0) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, tile);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, tile);
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, rows);
    }
    const std::size_t most = std::size_t{width} * samples * std::max(rows, tile) + 251 * 251;
    std::vector<std::uint8_t> bytes(most);
    for (std::size_t i = 0; i < most; ++i) {
        bytes[i] = sample_at(width < large_width ? i : i >> 12U);  // a large page is quickly packed
    }
    const std::uint32_t pieces = tile > 0 ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
    for (std::uint32_t i = 0; i < pieces; ++i) {
        std::uint8_t* from = bytes.data() + i % 251;
        if (tile > 0) {
            TIFFWriteEncodedTile(tiff, i, from, TIFFTileSize(tiff));
        } else {
            const std::uint32_t left = height - i * rows % (height + rows - height % rows);
            TIFFWriteEncodedStrip(tiff, i, from, TIFFVStripSize(tiff, std::min(rows, left)));
        }
    }
    TIFFClose(tiff);
    return drawn::take_file(path);
}

void expect_rows_as_whole(const Bytes& bytes) {
    const TiffDirectory directory = read_tiff_directories(bytes).front();
    EXPECT_TRUE(is_in_rows_of_colours(directory));
    const PixPtr by_rows = decode_tiff_rows(bytes, directory, 1);
    ASSERT_TRUE(by_rows);
    expect_same(*by_rows, *decode_tiff(bytes, directory, 1));
}

TEST(GreyBands, ATiffInRowsIsTheSameGreyAsWhole) {
    for (const std::uint16_t compression :
         {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS}) {
        SCOPED_TRACE(compression);
        expect_rows_as_whole(tiff_of(130, 150, 3, compression, 40));
    }
    for (const std::uint16_t alpha :
         {EXTRASAMPLE_UNASSALPHA, EXTRASAMPLE_ASSOCALPHA, EXTRASAMPLE_UNSPECIFIED}) {
        SCOPED_TRACE(alpha);
        expect_rows_as_whole(
            tiff_of(130, 150, 4, COMPRESSION_LZW, 40, 0, PLANARCONFIG_CONTIG, alpha));
    }
}

TEST(GreyBands, ATiffWithAnAlphaIsTheSameInStripsAndTiles) {
    // One tile holds the page, and begins with the bytes that the strip begins with.
    for (const std::uint16_t alpha : {EXTRASAMPLE_UNASSALPHA, EXTRASAMPLE_ASSOCALPHA}) {
        SCOPED_TRACE(alpha);
        constexpr std::uint32_t side = 64;
        const auto page = [&](std::uint32_t tile) {
            const Bytes bytes = tiff_of(side, side, 4, COMPRESSION_LZW, tile > 0 ? 0 : side, tile,
                                        PLANARCONFIG_CONTIG, alpha);
            return decode_tiff(bytes, read_tiff_directories(bytes).front(), 1);
        };
        l_int32 is_same = 0;
        pixEqual(page(0).get(), page(side).get(), &is_same);
        EXPECT_EQ(is_same, 1);
        expect_rows_as_whole(
            tiff_of(side, side, 4, COMPRESSION_LZW, side, 0, PLANARCONFIG_CONTIG, alpha));
    }
}

TEST(GreyBands, ATiffOfOneStripBeyondTheColoursIsReadAsGrey) {
    const Bytes bytes = tiff_of(large_width, large_height, 3, COMPRESSION_PACKBITS, large_height);
    EXPECT_EQ(pixGetDepth(open_scan(bytes, testing::TempDir())->page(1).pix.get()), 8);
}

TEST(GreyBands, ATiffOfTilesBeyondTheColoursIsTheGreyOfItsTiles) {
    constexpr std::uint32_t tile = 512;
    for (const std::uint16_t samples : {std::uint16_t{3}, std::uint16_t{4}}) {
        SCOPED_TRACE(samples);
        const Bytes large =
            tiff_of(large_width, large_height, samples, COMPRESSION_PACKBITS, 0, tile);
        const PixPtr grey = open_scan(large, testing::TempDir())->page(1).pix;
        ASSERT_EQ(pixGetDepth(grey.get()), 8);
        // Its first tiles are those of a page that is as wide and not as high.
        const Bytes small = tiff_of(large_width, tile, samples, COMPRESSION_PACKBITS, 0, tile);
        const PixPtr whole = open_scan(small, testing::TempDir())->page(1).pix;
        BOX* top = boxCreate(0, 0, large_width, tile);
        const PixPtr part(pixClipRectangle(grey.get(), top, nullptr));
        boxDestroy(&top);
        expect_same(*part, *whole);
    }
}

TEST(GreyBands, ATiffInOnePieceWithoutRowsIsRefusedByItsSize) {
    const Bytes bytes = tiff_of(large_width, large_height, 3, COMPRESSION_PACKBITS, large_height, 0,
                                PLANARCONFIG_SEPARATE);
    EXPECT_TRUE(trouble_of(bytes).starts_with(
        "image_too_large: scan: tiff: colours in large pieces: 6400 x 6300 px"))
        << trouble_of(bytes);
}

/// The header of a JPEG: a frame of three components, `sampling` the first one's.
Bytes jpeg_header(std::uint8_t frame, std::uint16_t side, std::uint8_t sampling, int scans) {
    const auto high = static_cast<std::uint8_t>(side >> 8U), low = static_cast<std::uint8_t>(side);
    Bytes bytes = {0xFF, 0xD8, 0xFF,     frame, 0, 17,   8, high, low,  high, low,
                   3,    1,    sampling, 0,     2, 0x11, 0, 3,    0x11, 0};
    for (int i = 0; i < scans; ++i) {
        bytes.insert(bytes.end(), {0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0});
    }
    bytes.insert(bytes.end(), {0xFF, 0xD9});
    return bytes;
}

TEST(GreyBands, AJpegInSeveralScansIsRefusedByWhatItsCoefficientsNeed) {
    constexpr std::uint8_t baseline = 0xC0, progressive = 0xC2, full = 0x11, quarter = 0x22;
    // Two bytes for each of three samples a pixel: 6 times 5,164 x 5,164 is 160 million.
    EXPECT_TRUE(trouble_of(jpeg_header(progressive, 5'200, full, 1))
                    .starts_with("image_too_large: jpeg: in several scans, which needs 162240000"));
    EXPECT_TRUE(trouble_of(jpeg_header(baseline, 5'200, full, 2)).starts_with("image_too_large"));
    for (const Bytes& bytes :
         {jpeg_header(progressive, 5'100, full, 1), jpeg_header(progressive, 7'200, quarter, 1),
          jpeg_header(baseline, 5'200, full, 1)}) {
        EXPECT_TRUE(trouble_of(bytes).starts_with("image_broken")) << trouble_of(bytes);
    }
}

TEST(GreyBands, APdfOfColoursBeyondThemIsReadAsGrey) {
    // Of one colour, in run lengths: 128 times the same; turned.
    const std::size_t bytes = std::size_t{3} * large_width * large_height;
    Bytes runs;
    for (std::size_t i = 0; i < bytes / 128; ++i) {
        runs.insert(runs.end(), {129, 90});
    }
    runs.push_back(128);
    const Bytes pdf =
        drawn::pdf_of("q 595.2 0 0 841.92 0 0 cm /I Do Q",
                      "/Width 6400/Height 6300/ColorSpace/DeviceRGB/BitsPerComponent 8"
                      "/Decode[1 0 1 0 1 0]/Filter/RunLengthDecode",
                      runs);
    const PixPtr pix = open_scan(pdf, testing::TempDir())->page(1).pix;
    ASSERT_EQ(pixGetDepth(pix.get()), 8);
    l_uint32 value = 0;
    pixGetPixel(pix.get(), large_width - 1, large_height - 1, &value);
    EXPECT_EQ(value, 165U);
}

}  // namespace
}  // namespace indgang::ocr
