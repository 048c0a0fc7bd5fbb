// SPDX-License-Identifier: MPL-2.0
// A page of a TIFF is the same page in rows or in tiles, in one plane or three, whatever it is
// coded in and however its rows lie.
#include <gtest/gtest.h>
#include <tiffio.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "ocr/decode/scan.h"
#include "schemas/error/error.h"
#include "tests/ocr/decode/drawn_page.h"
#include "tests/ocr/decode/tiff_writing.h"

namespace indgang::ocr {
namespace {

// No multiple of a tile, so that the last ones hang over the edge.
constexpr std::uint32_t width = 410, height = 590, tile = 128;

/// White, with one box of ink that no turn and no mirror leaves where it is.
bool is_ink(std::uint32_t x, std::uint32_t y) {
    return x >= 20 && x < 120 && y >= 40 && y < 100;
}

struct Kind {
    const char* name;
    std::uint16_t compression;
    std::uint16_t bits;
    std::uint16_t samples;
    bool is_tiled;
    bool is_planar;
    std::uint16_t orientation = 1;
    std::uint16_t photometric = PHOTOMETRIC_MINISBLACK;
};

/// One piece of the picture as it is stored: rows of whole bytes.
std::vector<std::uint8_t> piece(const Kind& kind, std::uint32_t left, std::uint32_t top,
                                std::uint32_t across, std::uint32_t down) {
    const std::uint32_t samples = kind.is_planar ? 1 : kind.samples;
    const std::size_t row_bytes = (std::size_t{across} * kind.bits * samples + 7) / 8;
    std::vector<std::uint8_t> bytes(row_bytes * down, 0);
    for (std::uint32_t y = 0; y < down; ++y) {
        for (std::uint32_t x = 0; x < across; ++x) {
            const bool is_dark = is_ink(left + x, top + y);
            if (is_dark == (kind.photometric == PHOTOMETRIC_MINISBLACK ||
                            kind.photometric == PHOTOMETRIC_RGB)) {
                continue;
            }
            if (kind.bits == 1) {
                bytes[row_bytes * y + x / 8] |= static_cast<std::uint8_t>(128U >> x % 8);
                continue;
            }
            const std::size_t at = row_bytes * y + std::size_t{x} * samples * kind.bits / 8;
            std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), samples * kind.bits / 8,
                        std::uint8_t{255});
        }
    }
    return bytes;
}

Bytes tiff_of(const Kind& kind) {
    const std::filesystem::path path =
        std::filesystem::path(testing::TempDir()) / ("indgang_kind_" + std::to_string(getpid()));
    TIFF* tiff = TIFFOpen(path.c_str(), "w");
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, kind.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, kind.samples);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, kind.samples == 3 ? PHOTOMETRIC_RGB : kind.photometric);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, kind.compression);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG,
                 kind.is_planar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, kind.orientation);
    TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 300.0);
    TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 300.0);
    const std::uint16_t planes = kind.is_planar ? kind.samples : 1;
    if (kind.is_tiled) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, tile);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, tile);
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, tile);
    }
    drawn::write_pieces(
        tiff, {width, height, tile, kind.is_tiled ? tile : 0, planes},
        [&](std::uint32_t left, std::uint32_t top, std::uint32_t across, std::uint32_t down, int) {
            return piece(kind, left, top, across, down);
        });
    TIFFClose(tiff);
    return drawn::take_file(path);
}

int dark_at(Pix& pix, int x, int y) {
    l_uint32 value = 0;
    pixGetPixel(&pix, x, y, &value);
    if (pixGetDepth(&pix) == 1) {
        return static_cast<int>(value);
    }
    constexpr unsigned half = 128;
    return (pixGetDepth(&pix) == 8 ? value : value >> 24U) < half ? 1 : 0;
}

/// Ink at the corners of the drawn box and none around it.
void expect_drawn(Pix& pix) {
    ASSERT_EQ(pixGetWidth(&pix), static_cast<int>(width));
    ASSERT_EQ(pixGetHeight(&pix), static_cast<int>(height));
    for (const int x : {24, 115}) {
        EXPECT_EQ(dark_at(pix, x, 44), 1);
        EXPECT_EQ(dark_at(pix, x, 95), 1);
        EXPECT_EQ(dark_at(pix, x, 34), 0);
        EXPECT_EQ(dark_at(pix, x, 105), 0);
    }
    for (const int y : {44, 95}) {
        EXPECT_EQ(dark_at(pix, 14, y), 0);
        EXPECT_EQ(dark_at(pix, 125, y), 0);
    }
    EXPECT_EQ(dark_at(pix, 405, 585), 0);
}

ScanPage first_page(const Bytes& bytes) {
    return open_scan(bytes, testing::TempDir())->page(1);
}

class EveryKind : public testing::TestWithParam<Kind> {};

TEST_P(EveryKind, GivesTheDrawnPage) {
    const ScanPage page = first_page(tiff_of(GetParam()));
    expect_drawn(*page.pix);
    EXPECT_EQ(page.dpi, 300);
    EXPECT_EQ(pixGetDepth(page.pix.get()),
              GetParam().samples == 3 ? 32 : (GetParam().bits == 1 ? 1 : 8));
}

constexpr std::uint16_t white_is_zero = PHOTOMETRIC_MINISWHITE;

INSTANTIATE_TEST_SUITE_P(
    Tiles, EveryKind,
    testing::Values(Kind{"g4", COMPRESSION_CCITTFAX4, 1, 1, true, false, 1, white_is_zero},
                    Kind{"g4_black_is_zero", COMPRESSION_CCITTFAX4, 1, 1, true, false},
                    Kind{"g3", COMPRESSION_CCITTFAX3, 1, 1, true, false, 1, white_is_zero},
                    Kind{"plain_1", COMPRESSION_NONE, 1, 1, true, false},
                    Kind{"packbits_1", COMPRESSION_PACKBITS, 1, 1, true, false},
                    Kind{"lzw_8", COMPRESSION_LZW, 8, 1, true, false},
                    Kind{"zip_8", COMPRESSION_ADOBE_DEFLATE, 8, 1, true, false},
                    Kind{"zip_16", COMPRESSION_ADOBE_DEFLATE, 16, 1, true, false},
                    Kind{"jpeg_8", COMPRESSION_JPEG, 8, 1, true, false},
                    Kind{"jpeg_rgb", COMPRESSION_JPEG, 8, 3, true, false},
                    Kind{"lzw_rgb", COMPRESSION_LZW, 8, 3, true, false},
                    Kind{"zip_rgb_planar", COMPRESSION_ADOBE_DEFLATE, 8, 3, true, true}),
    [](const auto& kind) { return std::string(kind.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Strips, EveryKind,
    testing::Values(Kind{"lzw_rgb_planar", COMPRESSION_LZW, 8, 3, false, true},
                    Kind{"plain_rgb_planar", COMPRESSION_NONE, 8, 3, false, true},
                    Kind{"jpeg_rgb_planar", COMPRESSION_JPEG, 8, 3, false, true},
                    Kind{"zip_rgb", COMPRESSION_ADOBE_DEFLATE, 8, 3, false, false}),
    [](const auto& kind) { return std::string(kind.param.name); });

/// The place of one point of the upright page in a picture whose rows lie so (TIFF 6.0, tag 274).
struct Corner {
    bool is_first_row_below = false, is_first_column_right = false, are_rows_columns = false;
};
constexpr Corner corners[] = {{},
                              {false, true, false},
                              {true, true, false},
                              {true, false, false},
                              {false, false, true},
                              {false, true, true},
                              {true, true, true},
                              {true, false, true}};

/// The ink's box on the upright page, from where it lies in the stored one.
bool is_ink_upright(int x, int y, int orientation) {
    const Corner& corner = corners[orientation - 1];
    const int across = static_cast<int>(corner.are_rows_columns ? height : width);
    const int down = static_cast<int>(corner.are_rows_columns ? width : height);
    const int u = corner.is_first_column_right ? across - 1 - x : x;
    const int v = corner.is_first_row_below ? down - 1 - y : y;
    return corner.are_rows_columns
               ? is_ink(static_cast<std::uint32_t>(v), static_cast<std::uint32_t>(u))
               : is_ink(static_cast<std::uint32_t>(u), static_cast<std::uint32_t>(v));
}

TEST(TiffOrientation, LiesUprightInEveryKind) {
    const Kind kinds[] = {{"rows_1", COMPRESSION_CCITTFAX4, 1, 1, false, false},
                          {"rows_8", COMPRESSION_LZW, 8, 1, false, false},
                          {"rows_rgb", COMPRESSION_LZW, 8, 3, false, false},
                          {"tiles_1", COMPRESSION_CCITTFAX4, 1, 1, true, false},
                          {"tiles_rgb", COMPRESSION_LZW, 8, 3, true, true}};
    for (Kind kind : kinds) {
        for (std::uint16_t orientation = 1; orientation <= 8; ++orientation) {
            kind.orientation = orientation;
            const ScanPage page = first_page(tiff_of(kind));
            int wrong = 0;
            for (int y = 2; y < pixGetHeight(page.pix.get()); y += 9) {
                for (int x = 2; x < pixGetWidth(page.pix.get()); x += 9) {
                    wrong += (dark_at(*page.pix, x, y) == 1) != is_ink_upright(x, y, orientation)
                                 ? 1
                                 : 0;
                }
            }
            EXPECT_EQ(wrong, 0) << kind.name << " " << orientation;
        }
    }
}

TEST(TiffOrientation, TheCopyOfATurnedPageHasItsPixels) {
    const Bytes bytes =
        tiff_of({"zip", COMPRESSION_ADOBE_DEFLATE, 8, 1, false, false, 3, PHOTOMETRIC_MINISBLACK});
    EXPECT_FALSE(open_scan(bytes, testing::TempDir())->stream(1));
}

std::string what_of(const Bytes& bytes) {
    try {
        static_cast<void>(first_page(bytes));
    } catch (const Error& error) {
        return error.reason() + ": " + error.what();
    }
    return "";
}

/// Overwrites the first value of a directory entry of 16 bits.
void set_entry(Bytes& bytes, std::uint16_t tag, std::uint16_t value) {
    const std::size_t at = bytes[4] | bytes[5] << 8U | bytes[6] << 16U;
    const std::size_t entries = bytes[at] | bytes[at + 1] << 8U;
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t entry = at + 2 + i * 12;
        if ((bytes[entry] | bytes[entry + 1] << 8U) == tag) {
            bytes[entry + 8] = static_cast<std::uint8_t>(value & 0xFFU);
            bytes[entry + 9] = static_cast<std::uint8_t>(value >> 8U);
        }
    }
}

TEST(TiffKinds, ACompressionThatIsNotReadIsNamed) {
    Bytes bytes = tiff_of({"zip", COMPRESSION_ADOBE_DEFLATE, 8, 1, true, false});
    set_entry(bytes, TIFFTAG_COMPRESSION, 34712);
    EXPECT_EQ(what_of(bytes), "image_broken: scan: tiff: compression 34712 is not read");
}

TEST(TiffKinds, RefusesATileOfMorePixelsThanAPage) {
    Bytes bytes = tiff_of({"zip", COMPRESSION_ADOBE_DEFLATE, 8, 1, true, false});
    set_entry(bytes, TIFFTAG_TILEWIDTH, 19'968);
    set_entry(bytes, TIFFTAG_TILELENGTH, 19'968);
    EXPECT_TRUE(what_of(bytes).starts_with("image_too_large")) << what_of(bytes);
}

TEST(TiffKinds, RefusesTilesWithoutPixels) {
    Bytes bytes = tiff_of({"zip", COMPRESSION_ADOBE_DEFLATE, 8, 1, true, false});
    std::fill(bytes.begin() + 8, bytes.begin() + 200, std::uint8_t{0x5A});
    EXPECT_TRUE(what_of(bytes).starts_with("image_broken: scan: tiff: the pixels do not decode"))
        << what_of(bytes);
}

TEST(TiffKinds, RefusesStripsWithoutPixels) {
    Bytes bytes = tiff_of({"lzw", COMPRESSION_LZW, 8, 3, false, true});
    std::fill(bytes.begin() + 8, bytes.begin() + 200, std::uint8_t{0x5A});
    EXPECT_TRUE(what_of(bytes).starts_with("image_broken: scan: tiff: the pixels do not decode"))
        << what_of(bytes);
}

TEST(TiffKinds, YcbcrInPlanesIsNamed) {
    Bytes bytes = tiff_of({"lzw", COMPRESSION_LZW, 8, 3, false, true});
    set_entry(bytes, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_YCBCR);
    EXPECT_EQ(what_of(bytes),
              "image_broken: scan: tiff: YCbCr in planes of different sizes is not read");
}

TEST(TiffKinds, HasThePagesThatItSays) {
    const Bytes bytes = tiff_of({"lzw", COMPRESSION_LZW, 8, 1, false, false});
    const auto file = open_scan(bytes, testing::TempDir());
    EXPECT_EQ(file->pages(), 1);
    EXPECT_DEATH(static_cast<void>(file->page(0)), "number");
    EXPECT_DEATH(static_cast<void>(file->page(2)), "number");
    EXPECT_DEATH(static_cast<void>(file->stream(0)), "number");
    EXPECT_DEATH(static_cast<void>(file->stream(2)), "number");
}

}  // namespace
}  // namespace indgang::ocr
