// SPDX-License-Identifier: MPL-2.0
// Pictures of one page that are neither PNG nor an ordinary JPEG, each made here through the
// library that reads it; HEIC alone is a sample (samples/README.md).
#include <gtest/gtest.h>
#include <openjpeg.h>
#include <unistd.h>
#include <webp/encode.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "ocr/decode/scan.h"
#include "schemas/error/error.h"
#include "tests/ocr/decode/drawn_page.h"
#include "tests/ocr/decode/jpeg_writing.h"

namespace indgang::ocr {
namespace {

constexpr int width = 410, height = 590;

bool is_ink(int x, int y) {
    return x >= 20 && x < 120 && y >= 40 && y < 100;
}

int dark_at(Pix& pix, int x, int y) {
    l_uint32 value = 0;
    pixGetPixel(&pix, x, y, &value);
    constexpr unsigned half = 128;
    return pixGetDepth(&pix) == 1
               ? static_cast<int>(value)
               : ((pixGetDepth(&pix) == 8 ? value : value >> 24U) < half ? 1 : 0);
}

void expect_drawn(Pix& pix) {
    ASSERT_EQ(pixGetWidth(&pix), width);
    ASSERT_EQ(pixGetHeight(&pix), height);
    for (int y = 4; y < height; y += 10) {
        for (int x = 4; x < width; x += 10) {
            ASSERT_EQ(dark_at(pix, x, y), is_ink(x, y) ? 1 : 0) << x << " " << y;
        }
    }
}

ScanPage first_page(const Bytes& bytes) {
    return open_scan(bytes, testing::TempDir())->page(1);
}

std::string what_of(const Bytes& bytes) {
    try {
        static_cast<void>(first_page(bytes));
    } catch (const Error& error) {
        return error.reason() + ": " + error.what();
    }
    return "";
}

/// What a program writes to its standard error while `work` runs.
template <class Work>
std::string said(const Work& work) {
    testing::internal::CaptureStderr();
    work();
    return testing::internal::GetCapturedStderr();
}

// ---------------------------------------------------------------- JPEG

/// Black ink alone.
Bytes cmyk_jpeg(const drawn::JpegCoding& coding) {
    return drawn::jpeg_of(coding, width, height, [&](int x, int y, int ink) {
        const int amount = is_ink(x, y) && ink == 3 ? 255 : 0;
        return coding.has_adobe_mark ? 255 - amount : amount;
    });
}

TEST(Jpeg, ReadsFourInks) {
    std::string words;
    for (const drawn::JpegCoding& coding : {drawn::JpegCoding{"inks", JCS_CMYK, JCS_CMYK},
                                            {"colours", JCS_CMYK, JCS_YCCK, 2, 2},
                                            {"unmarked", JCS_CMYK, JCS_CMYK, 1, 1, false, false}}) {
        const Bytes bytes = cmyk_jpeg(coding);
        words += said([&] { expect_drawn(*first_page(bytes).pix); });
    }
    EXPECT_EQ(words, "");
}

TEST(Jpeg, KeepsTheLibrarysWordsAboutADamagedFile) {
    Bytes bytes = cmyk_jpeg({"inks", JCS_CMYK, JCS_CMYK});
    for (std::size_t at = bytes.size() / 2; at < bytes.size() - 2; at += 3) {
        bytes[at] = 0xFF;
    }
    EXPECT_EQ(said([&] { static_cast<void>(what_of(bytes)); }), "");
}

Bytes with_exif(const Bytes& jpeg, int orientation) {
    Bytes bytes(jpeg.begin(), jpeg.begin() + 2);
    const Bytes segment = {
        0xFF, 0xE1, 0, 34,  'E', 'x', 'i', 'f', 0, 0,
        'M',  'M',  0, '*', 0,   0,   0,   8,   0, 1,
        1,    18,   0, 3,   0,   0,   0,   1,   0, static_cast<std::uint8_t>(orientation),
        0,    0,    0, 0,   0,   0};
    bytes.insert(bytes.end(), segment.begin(), segment.end());
    bytes.insert(bytes.end(), jpeg.begin() + 2, jpeg.end());
    return bytes;
}

PixPtr drawn_pix(int depth) {
    PixPtr pix = drawn::white_page(width, height, depth);
    drawn::ink(*pix, 20, 40, 100, 60);
    return pix;
}

/// The upright page as a camera that holds it so would store it.
PixPtr stored_as(int orientation) {
    PixPtr pix = drawn_pix(8);
    if (orientation == 2) {
        pix.reset(pixFlipLR(nullptr, pix.get()));
    } else if (orientation == 4) {
        pix.reset(pixFlipTB(nullptr, pix.get()));
    } else if (orientation == 5) {
        const PixPtr turned(pixRotateOrth(pix.get(), 1));
        pix.reset(pixFlipLR(nullptr, turned.get()));
    } else if (orientation == 7) {
        const PixPtr turned(pixRotateOrth(pix.get(), 1));
        pix.reset(pixFlipTB(nullptr, turned.get()));
    }
    return pix;
}

TEST(Jpeg, AMirroredOneIsMirroredBack) {
    for (const int orientation : {2, 4, 5, 7}) {
        const PixPtr stored = stored_as(orientation);
        const Bytes bytes = with_exif(drawn::file_of(*stored, IFF_JFIF_JPEG, 300), orientation);
        const ScanPage page = first_page(bytes);
        SCOPED_TRACE(orientation);
        expect_drawn(*page.pix);
        EXPECT_TRUE(page.original.empty());
        EXPECT_FALSE(open_scan(bytes, testing::TempDir())->stream(1));
    }
}

TEST(Jpeg, ATurnedOneIsLeftToTheMatcher) {
    for (const int orientation : {1, 3, 6, 8}) {
        const Bytes bytes =
            with_exif(drawn::file_of(*drawn_pix(8), IFF_JFIF_JPEG, 300), orientation);
        const ScanPage page = first_page(bytes);
        expect_drawn(*page.pix);
        EXPECT_EQ(page.original, bytes);
    }
}

TEST(Jpeg, AMirrorInTheExifOfAPictureInAPdfIsNotMeant) {
    const Bytes jpeg = with_exif(drawn::file_of(*drawn_pix(8), IFF_JFIF_JPEG, 72), 2);
    expect_drawn(*first_page(drawn::pdf_of("q 595.2 0 0 841.92 0 0 cm /I Do Q",
                                           "/Width 410/Height 590/ColorSpace/DeviceGray"
                                           "/BitsPerComponent 8/Filter/DCTDecode",
                                           jpeg))
                      .pix);
}

// ---------------------------------------------------------------- WebP

Bytes webp_page(bool is_lossless) {
    std::vector<std::uint8_t> rgb(std::size_t{3} * width * height, 255);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            if (is_ink(x, y)) {
                for (int i = 0; i < 3; ++i) {
                    rgb[static_cast<std::size_t>(3 * (y * width + x) + i)] = 0;
                }
            }
        }
    }
    std::uint8_t* data = nullptr;
    const std::size_t size =
        is_lossless ? WebPEncodeLosslessRGB(rgb.data(), width, height, 3 * width, &data)
                    : WebPEncodeRGB(rgb.data(), width, height, 3 * width, 90, &data);
    const Bytes bytes(data, data + size);
    WebPFree(data);
    return bytes;
}

TEST(WebP, IsReadWithAndWithoutLoss) {
    for (const bool is_lossless : {false, true}) {
        const ScanPage page = first_page(webp_page(is_lossless));
        expect_drawn(*page.pix);
        EXPECT_TRUE(page.original.empty());
    }
}

TEST(WebP, ACutOneIsTruncated) {
    const Bytes bytes = webp_page(true);
    const auto half = bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2);
    EXPECT_TRUE(what_of({bytes.begin(), half}).starts_with("image_truncated"))
        << what_of({bytes.begin(), half});
}

TEST(WebP, ATooLargeOneIsRefusedByItsHeader) {
    Bytes bytes = webp_page(true);
    // VP8L: a mark, then width and height less one in 14 bits each: 16,384 x 16,384 pixels.
    const std::size_t at = text_of(bytes).find("VP8L") + 9;
    bytes[at] = bytes[at + 1] = bytes[at + 2] = 0xFF;
    bytes[at + 3] = 0x0F;
    EXPECT_TRUE(what_of(bytes).starts_with("image_too_large")) << what_of(bytes);
}

// ---------------------------------------------------------------- JPEG 2000

struct Jpeg2000 {
    OPJ_UINT32 samples = 1;
    bool has_light_apart = false;
    bool is_bare = false;
    std::array<int, 3> paper = {255, 255, 255};
};

Bytes jpeg2000_page(const Jpeg2000& kind, int across = width, int down = height) {
    std::vector<opj_image_cmptparm_t> each(kind.samples);
    for (auto& sample : each) {
        sample.dx = sample.dy = 1;
        sample.w = static_cast<OPJ_UINT32>(across);
        sample.h = static_cast<OPJ_UINT32>(down);
        sample.prec = 8;
    }
    opj_image_t* image = opj_image_create(kind.samples, each.data(),
                                          kind.samples == 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY);
    image->x1 = static_cast<OPJ_UINT32>(across);
    image->y1 = static_cast<OPJ_UINT32>(down);
    for (OPJ_UINT32 i = 0; i < kind.samples; ++i) {
        for (int y = 0; y < down; ++y) {
            for (int x = 0; x < across; ++x) {
                image->comps[i].data[y * across + x] = is_ink(x, y) ? 0 : kind.paper[i];
            }
        }
    }
    opj_cparameters_t parameters;
    opj_set_default_encoder_parameters(&parameters);
    parameters.tcp_numlayers = 1;
    parameters.cp_disto_alloc = 1;
    parameters.tcp_mct = kind.has_light_apart ? 1 : 0;
    opj_codec_t* codec = opj_create_compress(kind.is_bare ? OPJ_CODEC_J2K : OPJ_CODEC_JP2);
    opj_setup_encoder(codec, &parameters, image);
    const std::filesystem::path path =
        std::filesystem::path(testing::TempDir()) / ("indgang_jp2_" + std::to_string(getpid()));
    opj_stream_t* stream = opj_stream_create_default_file_stream(path.c_str(), OPJ_FALSE);
    opj_start_compress(codec, image, stream);
    opj_encode(codec, stream);
    opj_end_compress(codec, stream);
    opj_stream_destroy(stream);
    opj_destroy_codec(codec);
    opj_image_destroy(image);
    std::ifstream file(path, std::ios::binary);
    Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    std::filesystem::remove(path);
    return bytes;
}

TEST(Jpeg2000, IsReadInGreyAndInColours) {
    for (const Jpeg2000 kind :
         {Jpeg2000{1}, Jpeg2000{3, true}, Jpeg2000{3, false}, Jpeg2000{1, false, true}}) {
        const ScanPage page = first_page(jpeg2000_page(kind));
        expect_drawn(*page.pix);
        EXPECT_TRUE(page.original.empty());
    }
}

TEST(Jpeg2000, OfColoursWithALightTheLightAloneIsDecoded) {
    EXPECT_EQ(pixGetDepth(first_page(jpeg2000_page({3, true})).pix.get()), 8);
    EXPECT_EQ(pixGetDepth(first_page(jpeg2000_page({3, false})).pix.get()), 32);
}

TEST(Jpeg2000, OfColoursHasThemInTheirOrder) {
    const ScanPage page = first_page(jpeg2000_page({3, false, false, {200, 100, 50}}));
    l_int32 red = 0, green = 0, blue = 0;
    pixGetRGBPixel(page.pix.get(), 300, 300, &red, &green, &blue);
    EXPECT_EQ(red, 200);
    EXPECT_EQ(green, 100);
    EXPECT_EQ(blue, 50);
}

TEST(Jpeg2000, ACutOneIsRefused) {
    const Bytes bytes = jpeg2000_page({3, true});
    const Bytes half(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2));
    EXPECT_TRUE(what_of(half).starts_with("image_")) << what_of(half);
}

TEST(Jpeg2000, ATooLargeOneIsRefusedByItsHeader) {
    Bytes bytes = jpeg2000_page({1});
    // SIZ: marker, length, capabilities, then width and height of the reference grid.
    for (std::size_t at = 0; at + 12 < bytes.size(); ++at) {
        if (bytes[at] == 0xFF && bytes[at + 1] == 0x51) {
            bytes[at + 6] = bytes[at + 10] = 1;  // 16 million more each way
            break;
        }
    }
    EXPECT_TRUE(what_of(bytes).starts_with("image_")) << what_of(bytes);
    EXPECT_NE(what_of(bytes), "");
}

// ---------------------------------------------------------------- HEIC

Bytes sample(const std::string& name) {
    std::ifstream file(std::string(INDGANG_SOURCE_DIR) + "/tests/ocr/decode/samples/" + name,
                       std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool has_heif_convert() {
    return std::system("command -v heif-convert > /dev/null 2>&1") == 0;
}

TEST(Heif, IsRead) {
    if (!has_heif_convert()) {
        GTEST_SKIP() << "SKIPPED: heif-convert (libheif-examples) is not installed";
    }
    const ScanPage page = first_page(sample("page.heic"));
    ASSERT_EQ(pixGetWidth(page.pix.get()), 1240);
    EXPECT_EQ(dark_at(*page.pix, 110, 210), 1);
    EXPECT_EQ(dark_at(*page.pix, 490, 490), 1);
    EXPECT_EQ(dark_at(*page.pix, 90, 190), 0);
    EXPECT_EQ(dark_at(*page.pix, 1200, 1700), 0);
}

TEST(Heif, LiesAsTheFileSays) {
    if (!has_heif_convert()) {
        GTEST_SKIP() << "SKIPPED: heif-convert (libheif-examples) is not installed";
    }
    const ScanPage page = first_page(sample("turned.heic"));  // by 90 degrees, clockwise
    ASSERT_EQ(pixGetWidth(page.pix.get()), 1754);
    EXPECT_EQ(dark_at(*page.pix, 1754 - 210, 110), 1);
    EXPECT_EQ(dark_at(*page.pix, 110, 210), 0);
}

TEST(Heif, LeavesNothingInTheScratchFolder) {
    const std::filesystem::path folder =
        std::filesystem::path(testing::TempDir()) / "indgang_heif_scratch";
    std::filesystem::create_directories(folder);
    const Bytes whole = sample("page.heic");
    const Bytes cut(whole.begin(), whole.end() - 300);
    for (const Bytes& bytes : {whole, cut}) {
        try {
            static_cast<void>(open_scan(bytes, folder));
        } catch (const Error& error) {
            EXPECT_NE(error.reason(), "");
        }
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    std::filesystem::remove(folder);
}

TEST(Heif, ATooLargeOneIsRefusedBeforeTheProgramStarts) {
    Bytes bytes = sample("page.heic");
    const std::size_t at = text_of(bytes).find("ispe");
    ASSERT_NE(at, std::string::npos);
    bytes[at + 9] = bytes[at + 13] = 1;  // 65,536 pixels more each way
    const std::string path = std::getenv("PATH");
    setenv("PATH", "/nonexistent", 1);
    const std::string what = what_of(bytes), of_whole = what_of(sample("page.heic"));
    setenv("PATH", path.c_str(), 1);
    EXPECT_TRUE(what.starts_with("image_too_large")) << what;
    EXPECT_TRUE(of_whole.starts_with("heif_convert_missing")) << of_whole;
}

TEST(Heif, OneWithoutASizeIsRefused) {
    const Bytes bytes = sample("page.heic");
    EXPECT_TRUE(what_of({bytes.begin(), bytes.begin() + 60}).starts_with("image_truncated"));
}

// ---------------------------------------------------------------- JBIG2 in PDF

TEST(PdfScan, ReadsJbig2) {
    // ISO 14492: the page's header, then a generic region in the coding of fax group 4 (MMR), whose
    // data are those of a TIFF of one strip.
    const PixPtr pix = drawn_pix(1);
    const auto stream =
        open_scan(drawn::file_of(*pix, IFF_TIFF_G4, 72), testing::TempDir())->stream(1);
    ASSERT_TRUE(stream);
    Bytes jbig2;
    const auto put = [&](std::uint32_t value, int length) {
        for (int i = length; i-- > 0;) {
            jbig2.push_back(static_cast<std::uint8_t>(value >> (8 * i) & 0xFFU));
        }
    };
    constexpr std::uint32_t page_header = 48, generic_region = 38, region_bytes = 18;
    put(0, 4), put(page_header, 1), put(0, 1), put(1, 1), put(19, 4);
    put(width, 4), put(height, 4), put(0, 4), put(0, 4), put(0, 1), put(0, 2);
    put(1, 4), put(generic_region, 1), put(0, 1), put(1, 1);
    put(region_bytes + static_cast<std::uint32_t>(stream->bytes.size()), 4);
    put(width, 4), put(height, 4), put(0, 4), put(0, 4), put(0, 1), put(1, 1);
    jbig2.insert(jbig2.end(), stream->bytes.begin(), stream->bytes.end());
    const ScanPage page = first_page(drawn::pdf_of(
        "q 595.2 0 0 841.92 0 0 cm /I Do Q",
        "/Width 410/Height 590/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode",
        jbig2));
    const int scale = pixGetWidth(page.pix.get()) / width;
    ASSERT_GE(scale, 5);
    EXPECT_EQ(dark_at(*page.pix, 70 * 6, 70 * 6), 1);
    EXPECT_EQ(dark_at(*page.pix, 300 * 6, 400 * 6), 0);
}

// ---------------------------------------------------------------- by their content

TEST(Sniff, KnowsPicturesOfPhonesAndArchives) {
    EXPECT_EQ(sniff(webp_page(true)), ScanType::webp);
    EXPECT_EQ(sniff(jpeg2000_page({1})), ScanType::jpeg2000);
    EXPECT_EQ(sniff(jpeg2000_page({1, false, true})), ScanType::jpeg2000);
    EXPECT_EQ(sniff(sample("page.heic")), ScanType::heif);
}

}  // namespace
}  // namespace indgang::ocr
