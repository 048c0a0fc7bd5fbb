// SPDX-License-Identifier: MPL-2.0
// Every pixel of a page that is coded without loss is the one that was written, and the resolution
// is the one that the file says.
#include <gtest/gtest.h>
#include <tiffio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "ocr/decode/picture/decoders.h"
#include "ocr/decode/picture/tiff_pieces.h"
#include "ocr/decode/scan.h"
#include "tests/ocr/decode/drawn_page.h"
#include "tests/ocr/decode/tiff_writing.h"

namespace indgang::ocr {
namespace {

// No multiple of a byte, a tile or a strip.
constexpr std::uint32_t width = 105, height = 151, tile = 32, strip = 20;

/// Samples of no pattern, one a number.
std::vector<std::uint16_t> noise(std::size_t count, int bits) {
    std::minstd_rand dice(5);
    std::vector<std::uint16_t> samples(count);
    for (std::uint16_t& each : samples) {
        each = static_cast<std::uint16_t>((dice() >> 8U) & ((1U << bits) - 1U));
    }
    return samples;
}

struct Kind {
    std::string name;
    std::uint16_t bits, samples, photometric;
    bool is_tiled = false, is_planar = false;
    std::uint32_t rows = strip;  ///< of a strip
};

struct Drawn {
    std::vector<std::uint16_t> samples;  ///< row by row, those of a pixel side by side
    Bytes bytes;                         ///< the file
};

std::uint16_t sample_at(const Drawn& drawn, const Kind& kind, std::uint32_t x, std::uint32_t y,
                        std::uint32_t sample) {
    return drawn.samples[(std::size_t{y} * width + x) * kind.samples + sample];
}

constexpr std::uint16_t colour_of(std::uint32_t index, std::uint32_t sample) {
    return static_cast<std::uint16_t>((index * 97 + sample * 61) % 256 * 257);
}

/// One piece as it is stored: rows of whole bytes, what hangs over the edge is 0.
std::vector<std::uint8_t> piece(const Drawn& drawn, const Kind& kind, std::uint32_t left,
                                std::uint32_t top, std::uint32_t across, std::uint32_t down,
                                std::uint32_t plane) {
    const std::uint32_t samples = kind.is_planar ? 1 : kind.samples;
    const std::size_t row_bytes = (std::size_t{across} * kind.bits * samples + 7) / 8;
    std::vector<std::uint8_t> bytes(row_bytes * down, 0);
    for (std::uint32_t y = 0; y < std::min(down, height - top); ++y) {
        for (std::uint32_t x = 0; x < std::min(across, width - left); ++x) {
            for (std::uint32_t i = 0; i < samples; ++i) {
                const unsigned value =
                    sample_at(drawn, kind, left + x, top + y, kind.is_planar ? plane : i);
                const std::size_t bit = (std::size_t{x} * samples + i) * kind.bits;
                std::uint8_t* at = bytes.data() + row_bytes * y + bit / 8;
                if (kind.bits == 16) {  // in the byte order of the machine
                    at[0] = static_cast<std::uint8_t>(value & 0xFFU);
                    at[1] = static_cast<std::uint8_t>(value >> 8U);
                } else {
                    *at |= static_cast<std::uint8_t>(value << (8U - kind.bits - bit % 8));
                }
            }
        }
    }
    return bytes;
}

Drawn tiff_of(const Kind& kind) {
    Drawn made{noise(std::size_t{width} * height * kind.samples, kind.bits), {}};
    const std::filesystem::path path =
        std::filesystem::path(testing::TempDir()) / ("indgang_exact_" + std::to_string(getpid()));
    TIFF* tiff = TIFFOpen(path.c_str(), "wl");
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, kind.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, kind.samples);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, kind.photometric);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_LZW);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG,
                 kind.is_planar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
    std::array<std::vector<std::uint16_t>, 3> palette;
    if (kind.photometric == PHOTOMETRIC_PALETTE) {
        for (std::uint32_t i = 0; i < palette.size(); ++i) {
            for (std::uint32_t index = 0; index < 1U << kind.bits; ++index) {
                palette[i].push_back(colour_of(index, i));
            }
        }
        TIFFSetField(tiff, TIFFTAG_COLORMAP, palette[0].data(), palette[1].data(),
                     palette[2].data());
    }
    if (kind.is_tiled) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, tile);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, tile);
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, kind.rows);
    }
    drawn::write_pieces(tiff,
                        {width, height, kind.rows, kind.is_tiled ? tile : 0,
                         kind.is_planar ? kind.samples : std::uint16_t{1}},
                        [&](auto... place) { return piece(made, kind, place...); });
    TIFFClose(tiff);
    made.bytes = drawn::take_file(path);
    return made;
}

/// What a pixel of a picture of this depth has to hold.
l_uint32 meant(const Drawn& drawn, const Kind& kind, std::uint32_t x, std::uint32_t y) {
    const std::uint32_t value = sample_at(drawn, kind, x, y, 0);
    if (kind.photometric == PHOTOMETRIC_PALETTE) {
        return (colour_of(value, 0) >> 8U) << 24U | (colour_of(value, 1) >> 8U) << 16U |
               (colour_of(value, 2) >> 8U) << 8U;
    }
    if (kind.samples == 3) {
        const auto level = [&](std::uint32_t sample) {
            return static_cast<l_uint32>(sample_at(drawn, kind, x, y, sample));
        };
        return level(0) << 24U | level(1) << 16U | level(2) << 8U;
    }
    const std::uint32_t most = (1U << kind.bits) - 1U;
    const std::uint32_t light = kind.photometric == PHOTOMETRIC_MINISWHITE ? most - value : value;
    if (kind.bits == 1) {
        return 1 - light;
    }
    return kind.bits == 16 ? light >> 8U : light * 255 / most;
}

/// How many pixels differ.
int wrong_pixels(Pix& pix, const Drawn& drawn, const Kind& kind) {
    int wrong = 0;
    for (std::uint32_t y = 0; y < height; ++y) {
        for (std::uint32_t x = 0; x < width; ++x) {
            l_uint32 value = 0;
            pixGetPixel(&pix, static_cast<int>(x), static_cast<int>(y), &value);
            if (pixGetDepth(&pix) == 32) {
                value &= 0xFFFFFF00U;
            }
            wrong += value == meant(drawn, kind, x, y) ? 0 : 1;
        }
    }
    return wrong;
}

class EveryPixel : public testing::TestWithParam<Kind> {};

TEST_P(EveryPixel, IsTheOneThatWasWritten) {
    const Kind& kind = GetParam();
    const Drawn drawn = tiff_of(kind);
    const TiffDirectory directory = read_tiff_directories(drawn.bytes).front();
    const PixPtr pieces = decode_tiff_pieces(drawn.bytes, directory, 1);
    ASSERT_TRUE(pieces);
    ASSERT_EQ(pixGetWidth(pieces.get()), static_cast<int>(width));
    ASSERT_EQ(pixGetHeight(pieces.get()), static_cast<int>(height));
    const bool is_grey = kind.samples == 1 && kind.photometric != PHOTOMETRIC_PALETTE;
    ASSERT_EQ(pixGetDepth(pieces.get()), !is_grey ? 32 : (kind.bits == 1 ? 1 : 8));
    EXPECT_EQ(wrong_pixels(*pieces, drawn, kind), 0);
}

INSTANTIATE_TEST_SUITE_P(
    Tiff, EveryPixel,
    testing::Values(Kind{"one_bit", 1, 1, PHOTOMETRIC_MINISBLACK},
                    Kind{"one_bit_white", 1, 1, PHOTOMETRIC_MINISWHITE},
                    Kind{"one_bit_tiles", 1, 1, PHOTOMETRIC_MINISWHITE, true},
                    Kind{"two_bits", 2, 1, PHOTOMETRIC_MINISBLACK},
                    Kind{"four_bits_tiles", 4, 1, PHOTOMETRIC_MINISWHITE, true},
                    Kind{"grey", 8, 1, PHOTOMETRIC_MINISBLACK},
                    Kind{"grey_white", 8, 1, PHOTOMETRIC_MINISWHITE},
                    Kind{"grey_tiles", 8, 1, PHOTOMETRIC_MINISBLACK, true},
                    Kind{"grey_16", 16, 1, PHOTOMETRIC_MINISBLACK},
                    Kind{"palette", 8, 1, PHOTOMETRIC_PALETTE},
                    Kind{"palette_4_tiles", 4, 1, PHOTOMETRIC_PALETTE, true},
                    Kind{"colours", 8, 3, PHOTOMETRIC_RGB},
                    Kind{"colours_tiles", 8, 3, PHOTOMETRIC_RGB, true},
                    Kind{"colours_rows", 8, 3, PHOTOMETRIC_RGB, false, false, 1},
                    Kind{"colours_planes", 8, 3, PHOTOMETRIC_RGB, false, true},
                    Kind{"colours_planes_tiles", 8, 3, PHOTOMETRIC_RGB, true, true}),
    [](const auto& kind) { return kind.param.name; });

/// Of a grey page in tiles, which Leptonica does not read.
struct Said {
    double across = 300, down = 300;
    std::uint16_t unit = RESUNIT_INCH;
};

std::pair<int, int> resolution_of(const Said& said) {
    const Drawn made = tiff_of({"tiles", 8, 1, PHOTOMETRIC_MINISBLACK, true});
    const std::filesystem::path path =
        std::filesystem::path(testing::TempDir()) / ("indgang_dpi_" + std::to_string(getpid()));
    {
        std::ofstream file(path, std::ios::binary);
        file.write(reinterpret_cast<const char*>(made.bytes.data()),
                   static_cast<std::streamsize>(made.bytes.size()));
    }
    TIFF* tiff = TIFFOpen(path.c_str(), "r+");
    if (said.across > 0 || said.down > 0) {
        TIFFSetField(tiff, TIFFTAG_XRESOLUTION, said.across);
        TIFFSetField(tiff, TIFFTAG_YRESOLUTION, said.down);
    }
    if (said.unit != 0) {
        TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, said.unit);
    }
    TIFFRewriteDirectory(tiff);
    TIFFClose(tiff);
    const Bytes bytes = drawn::take_file(path);
    const PixPtr pix = decode_tiff_pieces(bytes, read_tiff_directories(bytes).front(), 1);
    return {pixGetXRes(pix.get()), pixGetYRes(pix.get())};
}

using Dots = std::pair<int, int>;

TEST(TiffResolution, IsOfAnInchInEachDirection) {
    EXPECT_EQ(resolution_of({204, 98}), (Dots{204, 98}));
    EXPECT_EQ(resolution_of({199.6, 300.4}), (Dots{200, 300}));
    EXPECT_EQ(resolution_of({204, 98, 0}), (Dots{204, 98})) << "inches where no unit is said";
    EXPECT_EQ(resolution_of({118.11, 80.31, RESUNIT_CENTIMETER}), (Dots{300, 204}));
}

TEST(TiffResolution, IsUnknownWhereNothingOrTooMuchIsSaid) {
    EXPECT_EQ(resolution_of({0, 0, 0}), (Dots{0, 0}));
    EXPECT_EQ(resolution_of({0, 300}), (Dots{0, 300}));
    EXPECT_EQ(resolution_of({99'999, 300}), (Dots{99'999, 300}));
    EXPECT_EQ(resolution_of({300, 100'001}), (Dots{300, 0}));
}

/// A picture of a PDF, its bytes in hexadecimal digits.
PixPtr picture_of(const std::string& entries, const Bytes& bytes) {
    std::string digits;
    for (const std::uint8_t each : bytes) {
        constexpr const char* sixteen = "0123456789ABCDEF";
        digits += {sixteen[each >> 4U], sixteen[each & 15U]};
    }
    return open_scan(drawn::pdf_of("q 595.2 0 0 841.92 0 0 cm /I Do Q",
                                   "/Width 105/Height 151/Filter/ASCIIHexDecode" + entries,
                                   bytes_of(digits)),
                     testing::TempDir())
        ->page(1)
        .pix;
}

Bytes bytes_of_noise(std::size_t count) {
    const std::vector<std::uint16_t> samples = noise(count, 8);
    return {samples.begin(), samples.end()};
}

/// Of the bytes that a row takes, each picture's pixel as PDF counts it: 0 is black.
int wrong_of(Pix& pix, const Bytes& bytes, unsigned bits, std::size_t samples, bool is_turned) {
    const std::size_t row_bytes = (width * bits * samples + 7) / 8;
    int wrong = 0;
    for (std::uint32_t y = 0; y < height; ++y) {
        const std::uint8_t* row = bytes.data() + y * row_bytes;
        for (std::uint32_t x = 0; x < width; ++x) {
            l_uint32 seen = 0, said = 0;
            pixGetPixel(&pix, static_cast<int>(x), static_cast<int>(y), &seen);
            const unsigned turn = is_turned ? 255 : 0;
            if (bits == 1) {
                const unsigned light = row[x / 8] >> (7 - x % 8) & 1U;
                said = is_turned ? light : 1 - light;
            } else if (samples == 1) {
                said = row[x] ^ turn;
            } else {
                said = (row[3 * x] ^ turn) << 24U | (row[3 * x + 1] ^ turn) << 16U |
                       (row[3 * x + 2] ^ turn) << 8U;
                seen &= 0xFFFFFF00U;
            }
            wrong += seen == said ? 0 : 1;
        }
    }
    return wrong;
}

TEST(PdfPixels, AreThoseOfTheStream) {
    const std::string grey = "/ColorSpace/DeviceGray", colours = "/ColorSpace/DeviceRGB";
    for (const bool is_turned : {false, true}) {
        SCOPED_TRACE(is_turned);
        const Bytes one = bytes_of_noise(std::size_t{14} * height);
        EXPECT_EQ(wrong_of(*picture_of(grey + "/BitsPerComponent 1" +
                                           std::string(is_turned ? "/Decode[1 0]" : ""),
                                       one),
                           one, 1, 1, is_turned),
                  0);
        const Bytes levels = bytes_of_noise(std::size_t{width} * height);
        EXPECT_EQ(wrong_of(*picture_of(grey + "/BitsPerComponent 8" +
                                           std::string(is_turned ? "/Decode[1 0]" : ""),
                                       levels),
                           levels, 8, 1, is_turned),
                  0);
        const Bytes three = bytes_of_noise(std::size_t{3} * width * height);
        EXPECT_EQ(wrong_of(*picture_of(colours + "/BitsPerComponent 8" +
                                           std::string(is_turned ? "/Decode[1 0 1 0 1 0]" : ""),
                                       three),
                           three, 8, 3, is_turned),
                  0);
    }
}

/// The coded rows of a page of noise, and its pixels.
struct Fax {
    Drawn drawn;
    Bytes rows;
};

Fax fax_of(std::uint16_t compression, std::uint32_t options) {
    const Kind kind{"fax", 1, 1, PHOTOMETRIC_MINISWHITE};
    Fax fax{{noise(std::size_t{width} * height, 1), {}}, {}};
    const std::filesystem::path path =
        std::filesystem::path(testing::TempDir()) / ("indgang_fax_" + std::to_string(getpid()));
    TIFF* tiff = TIFFOpen(path.c_str(), "w");
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 1);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, kind.photometric);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression);
    if (compression == COMPRESSION_CCITTFAX3) {
        TIFFSetField(tiff, TIFFTAG_GROUP3OPTIONS, options);
    }
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, height);
    auto bytes = piece(fax.drawn, kind, 0, 0, width, height, 0);
    TIFFWriteEncodedStrip(tiff, 0, bytes.data(), static_cast<tmsize_t>(bytes.size()));
    TIFFClose(tiff);
    tiff = TIFFOpen(path.c_str(), "r");
    fax.rows.resize(static_cast<std::size_t>(TIFFRawStripSize64(tiff, 0)));
    TIFFReadRawStrip(tiff, 0, fax.rows.data(), static_cast<tmsize_t>(fax.rows.size()));
    TIFFClose(tiff);
    std::filesystem::remove(path);
    return fax;
}

PixPtr picture_of_fax(const Fax& fax, const std::string& parameters) {
    return open_scan(drawn::pdf_of("q 595.2 0 0 841.92 0 0 cm /I Do Q",
                                   "/Width 105/Height 151/ColorSpace/DeviceGray/BitsPerComponent 1"
                                   "/Filter/CCITTFaxDecode/DecodeParms<</Columns 105" +
                                       parameters + ">>",
                                   fax.rows),
                     testing::TempDir())
        ->page(1)
        .pix;
}

TEST(PdfPixels, AreThoseOfEachKindOfFax) {
    const Kind kind{"fax", 1, 1, PHOTOMETRIC_MINISWHITE};
    const Fax lines = fax_of(COMPRESSION_CCITTFAX3, 0);
    EXPECT_EQ(wrong_pixels(*picture_of_fax(lines, ""), lines.drawn, kind), 0);
    EXPECT_EQ(wrong_pixels(*picture_of_fax(lines, "/K 0"), lines.drawn, kind), 0);
    const Fax mixed = fax_of(COMPRESSION_CCITTFAX3, GROUP3OPT_2DENCODING);
    EXPECT_EQ(wrong_pixels(*picture_of_fax(mixed, "/K 4"), mixed.drawn, kind), 0);
    const Fax group_4 = fax_of(COMPRESSION_CCITTFAX4, 0);
    EXPECT_EQ(wrong_pixels(*picture_of_fax(group_4, "/K -1"), group_4.drawn, kind), 0);
}

}  // namespace
}  // namespace indgang::ocr
