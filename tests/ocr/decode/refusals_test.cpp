// SPDX-License-Identifier: MPL-2.0
// What is refused, and with which words: of a file that is cut off, damaged, or of a kind that no
// decoder here knows.
#include <gtest/gtest.h>
#include <tiffio.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ocr/decode/picture/checked.h"
#include "ocr/decode/picture/decoders.h"
#include "ocr/decode/picture/orientation.h"
#include "ocr/decode/picture/png_rows.h"
#include "ocr/decode/scan.h"
#include "schemas/error/error.h"
#include "tests/ocr/decode/drawn_page.h"
#include "tests/ocr/decode/tiff_writing.h"

namespace indgang::ocr {
namespace {

std::string what_of(const Bytes& bytes, const std::filesystem::path& scratch = testing::TempDir()) {
    try {
        static_cast<void>(open_scan(bytes, scratch)->page(1));
    } catch (const Error& error) {
        return error.reason() + ": " + error.what();
    }
    return "";
}

// ---------------------------------------------------------------- TIFF

struct Samples {
    std::uint16_t bits, samples, photometric;
};

/// Of the kind that is said, its rows filled with one byte.
Bytes tiff_of(const Samples& kind, std::uint16_t compression) {
    constexpr std::uint32_t side = 120;
    const std::filesystem::path path =
        std::filesystem::path(testing::TempDir()) / ("indgang_refused_" + std::to_string(getpid()));
    TIFF* tiff = TIFFOpen(path.c_str(), "w");
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, side);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, side);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, kind.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, kind.samples);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, kind.photometric);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, side);
    std::vector<std::uint8_t> rows(std::size_t{side} * side * kind.samples * kind.bits / 8, 0x5A);
    TIFFWriteEncodedStrip(tiff, 0, rows.data(), static_cast<tmsize_t>(rows.size()));
    TIFFClose(tiff);
    return drawn::take_file(path);
}

TEST(RefusedTiff, OfColoursOfFewOrOddBitsNamesThem) {
    EXPECT_EQ(what_of(tiff_of({4, 3, PHOTOMETRIC_RGB}, COMPRESSION_LZW)),
              "image_broken: scan: tiff: colours of 4 bits are not read");
    EXPECT_EQ(what_of(tiff_of({16, 4, PHOTOMETRIC_SEPARATED}, COMPRESSION_LZW)),
              "image_broken: scan: tiff: colours of 16 bits are not read");
    EXPECT_EQ(what_of(tiff_of({16, 3, PHOTOMETRIC_RGB}, COMPRESSION_LZW)), "");
    EXPECT_EQ(what_of(tiff_of({8, 4, PHOTOMETRIC_SEPARATED}, COMPRESSION_LZW)), "");
    EXPECT_EQ(what_of(tiff_of({32, 1, PHOTOMETRIC_MINISBLACK}, COMPRESSION_LZW)),
              "image_broken: scan: tiff: samples of 32 bits are not read");
}

TEST(RefusedTiff, ThatIsDamagedIsSoInItsPixelsOfWhateverKind) {
    for (const Samples kind :
         {Samples{1, 1, PHOTOMETRIC_MINISWHITE}, Samples{4, 1, PHOTOMETRIC_MINISBLACK},
          Samples{8, 1, PHOTOMETRIC_MINISBLACK}, Samples{16, 1, PHOTOMETRIC_MINISBLACK},
          Samples{8, 3, PHOTOMETRIC_RGB}, Samples{16, 3, PHOTOMETRIC_RGB},
          Samples{8, 4, PHOTOMETRIC_SEPARATED}}) {
        Bytes bytes = tiff_of(kind, COMPRESSION_LZW);
        std::fill(bytes.begin() + 8, bytes.begin() + 40, std::uint8_t{0xFF});
        EXPECT_EQ(
            what_of(bytes),
            "image_broken: scan: tiff: the pixels do not decode (compression 5, photometric " +
                std::to_string(kind.photometric) + ")")
            << kind.bits << " bits, " << kind.samples << " samples";
    }
}

TEST(RefusedTiff, SaysWhetherItsHeaderIsCutOff) {
    const Bytes of_eight = {'I', 'I', 42, 0, 0, 0, 0, 0};
    EXPECT_EQ(what_of(of_eight), "image_broken: tiff: no directory");
    EXPECT_EQ(what_of({of_eight.begin(), of_eight.end() - 1}),
              "image_truncated: tiff: the header is cut off");
    const Bytes of_sixteen = {'I', 'I', 43, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    EXPECT_EQ(what_of(of_sixteen), "image_broken: tiff: no directory");
    EXPECT_EQ(what_of({of_sixteen.begin(), of_sixteen.end() - 1}),
              "image_truncated: tiff: the header is cut off");
}

// ---------------------------------------------------------------- PNG and JPEG

TEST(RefusedPng, WithItsEndIsDamagedAndNotCut) {
    Bytes bytes = drawn::file_of(*drawn::white_page(120, 90, 8), IFF_PNG, 300);
    const std::size_t at = text_of(bytes).find("IDAT");
    ASSERT_NE(at, std::string_view::npos);
    for (std::size_t i = 4; i < 12; ++i) {
        bytes[at + i] = 0xFF;
    }
    EXPECT_EQ(what_of(bytes), "image_broken: scan: png: the pixels do not decode");
}

TEST(RefusedJpeg, ThatEndsBeforeItsPixelsIsCut) {
    const Bytes bytes = drawn::file_of(*drawn::white_page(120, 90, 8), IFF_JFIF_JPEG, 300);
    const std::size_t scan = text_of(bytes).find("\xFF\xDA");
    ASSERT_NE(scan, std::string_view::npos);
    EXPECT_EQ(what_of({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(scan)}),
              "image_truncated: scan: jpeg: the end is missing");
}

TEST(PngOfColours, IsOneOfColoursOrOfSixteenBits) {
    const auto of = [](int depth) {
        return is_png_of_colours(drawn::file_of(*drawn::white_page(64, 64, depth), IFF_PNG, 300));
    };
    EXPECT_FALSE(of(1));
    EXPECT_FALSE(of(8));
    EXPECT_TRUE(of(32));
    Bytes sixteen = drawn::file_of(*drawn::white_page(64, 64, 8), IFF_PNG, 300);
    constexpr std::size_t bits_at = 24;
    ASSERT_EQ(sixteen[bits_at], 8);
    sixteen[bits_at] = 16;
    EXPECT_TRUE(is_png_of_colours(sixteen));
}

TEST(Orientation, OfAJpegIsReadToTheEndOfItsSegmentAlone) {
    // The entry lies in the file however short its segment is said to be.
    const Bytes exif = {'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3,
                        0,   1,   0,  0, 0, 6, 0, 0, 0, 0, 0,    0, 0};
    for (std::size_t length = 0; length <= exif.size(); ++length) {
        Bytes jpeg = {0xFF, 0xD8, 0xFF, 0xE1, 0, static_cast<std::uint8_t>(8 + length),
                      'E',  'x',  'i',  'f',  0, 0};
        jpeg.insert(jpeg.end(), exif.begin(), exif.end());
        EXPECT_EQ(orientation_of_jpeg(jpeg), orientation_of_exif(BytesView(exif).first(length)))
            << length;
    }
}

// ---------------------------------------------------------------- HEIF

std::string word(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = bytes; i-- > 0;) {
        text += static_cast<char>(value >> (8 * i) & 0xFFU);
    }
    return text;
}

/// A box whose length is of four bytes, of eight, or left open to the end.
enum class Length { short_one, long_one, open };

std::string box(const std::string& type, const std::string& body,
                Length length = Length::short_one) {
    switch (length) {
        case Length::short_one:
            return word(8 + body.size(), 4) + type + body;
        case Length::long_one:
            return word(1, 4) + type + word(16 + body.size(), 8) + body;
        case Length::open:
            return word(0, 4) + type + body;
    }
    return "";
}

/// A file of no pixels whose boxes say that its pictures are so many pixels wide and high.
Bytes heif_of(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& sizes,
              Length length = Length::short_one) {
    std::string properties;
    for (const auto& [width, height] : sizes) {
        properties += box("pixi", word(0, 4) + word(60'000, 4) + word(700, 4)) +
                      box("ispe", word(0, 4) + word(width, 4) + word(height, 4));
    }
    return bytes_of(
        box("ftyp", "heic" + word(0, 4) + "mif1") +
        box("meta",
            word(0, 4) + box("hdlr", word(0, 24)) + box("iprp", box("ipco", properties, length)),
            length));
}

TEST(RefusedHeif, IsSoByTheLargestSizeThatItNames) {
    for (const Length length : {Length::short_one, Length::long_one, Length::open}) {
        SCOPED_TRACE(static_cast<int>(length));
        EXPECT_EQ(what_of(heif_of({{512, 512}}, length)).find(" x "), std::string::npos)
            << "only a box that is of sizes says one";
        EXPECT_EQ(what_of(heif_of({{512, 512}, {70'000, 600}, {512, 512}}, length)),
                  what_of(heif_of({{70'000, 600}}, length)));
        EXPECT_NE(what_of(heif_of({{512, 512}, {70'000, 600}}, length)).find("70000 x 600"),
                  std::string::npos)
            << what_of(heif_of({{512, 512}, {70'000, 600}}, length));
    }
}

TEST(RefusedHeif, WithoutASizeOrWithHalfOfOneIsCut) {
    const std::string cut = "image_truncated: scan: heif: no picture, or its size is cut off";
    EXPECT_EQ(what_of(heif_of({})), cut);
    const auto with = [](const std::string& property) {
        return what_of(bytes_of(box("ftyp", "heic" + word(0, 4) + "mif1") +
                                box("meta", word(0, 4) + box("iprp", box("ipco", property)))));
    };
    EXPECT_EQ(with(box("ispe", word(0, 4) + word(70'000, 4) + word(600, 3))), cut);
    EXPECT_EQ(with(word(6, 4) + "ispe"), cut) << "shorter than its head";
    EXPECT_EQ(with(word(21, 4) + "ispe" + word(0, 4) + word(70'000, 4) + word(600, 4)), cut)
        << "longer than what it lies in";
    EXPECT_EQ(with(word(1, 4) + "ispe" + word(15, 8)), cut) << "shorter than its long head";
    EXPECT_EQ(with(word(1, 4) + "ispe" + word(3, 3)), cut) << "no room for a long length";
}

TEST(RefusedHeif, IsOnThePageThatItIs) {
    try {
        static_cast<void>(open_scan(heif_of({{640, 480}}), "/nonexistent/folder"));
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.reason(), "scratch_unwritable");
        EXPECT_EQ(error.place(), place_of(1));
    }
}

// ---------------------------------------------------------------- by their first bytes

TEST(Sniff, JsonMayHaveAMarkOfItsBytes) {
    EXPECT_EQ(sniff(bytes_of("\xEF\xBB\xBF{}")), ScanType::json);
    EXPECT_EQ(sniff(bytes_of("\xEF\xBB\xBF[{")), ScanType::json);
    EXPECT_EQ(sniff(bytes_of("\xEF\xBB\xBF}{")), ScanType::unknown);
}

TEST(Sniff, ABrandIsThatOfABoxAlone) {
    EXPECT_EQ(sniff(bytes_of("....ftypheic....")), ScanType::heif);
    EXPECT_EQ(sniff(bytes_of("....freeheic....")), ScanType::unknown);
    EXPECT_EQ(sniff(bytes_of("....ftyp")), ScanType::unknown);
}

TEST(Sniff, ALetterBeginsAnElementAndNoBracket) {
    EXPECT_EQ(sniff(bytes_of("<a")), ScanType::xml);
    for (const char* none : {"<[", "<\\", "<]", "<^", "<`", "<|"}) {
        EXPECT_EQ(sniff(bytes_of(none)), ScanType::unknown) << none;
    }
}

}  // namespace
}  // namespace indgang::ocr
