// SPDX-License-Identifier: MPL-2.0
#include "ocr/decode/scan.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <tuple>
#include <utility>

#include "schemas/core/geometry.h"
#include "schemas/core/limits.h"
#include "schemas/error/error.h"
#include "tests/ocr/decode/drawn_page.h"

namespace indgang::ocr {
namespace {

constexpr int width = 2480, height = 3508;

std::filesystem::path scratch() {
    return testing::TempDir();
}

/// The reason that opening and decoding all pages fails with, or "".
std::string reason_of(BytesView bytes) {
    try {
        const auto file = open_scan(bytes, scratch());
        for (int page = 1; page <= file->pages(); ++page) {
            static_cast<void>(file->page(page));
        }
    } catch (const Error& error) {
        return error.reason();
    }
    return "";
}

PixPtr marked_page(int depth) {
    PixPtr pix = drawn::white_page(width, height, depth);
    drawn::ink(*pix, 100, 200, 400, 300);
    return pix;
}

bool has_ink_at(Pix& pix, int x, int y) {
    l_uint32 value = 0;
    pixGetPixel(&pix, x, y, &value);
    return pixGetDepth(&pix) == 1 ? value == 1 : value < 128;
}

/// Ink where `marked_page` has it and none elsewhere.
void expect_marked(Pix& pix) {
    EXPECT_EQ(pixGetWidth(&pix), width);
    EXPECT_EQ(pixGetHeight(&pix), height);
    EXPECT_TRUE(has_ink_at(pix, 110, 210));
    EXPECT_TRUE(has_ink_at(pix, 490, 490));
    EXPECT_FALSE(has_ink_at(pix, 80, 180));
    EXPECT_FALSE(has_ink_at(pix, 2300, 3300));
}

struct Format {
    const char* name;
    int format;
    int depth;
    int dpi;
};

class EveryFormat : public testing::TestWithParam<Format> {};

TEST_P(EveryFormat, GivesTheDrawnPixels) {
    const PixPtr pix = marked_page(GetParam().depth);
    const Bytes bytes = drawn::file_of(*pix, GetParam().format, GetParam().dpi);
    const ScanPage page = open_scan(bytes, scratch())->page(1);
    expect_marked(*page.pix);
    EXPECT_EQ(page.dpi, GetParam().dpi);
}

INSTANTIATE_TEST_SUITE_P(
    All, EveryFormat,
    testing::Values(Format{"g4", IFF_TIFF_G4, 1, 300}, Format{"g3", IFF_TIFF_G3, 1, 200},
                    Format{"packbits", IFF_TIFF_PACKBITS, 1, 300},
                    Format{"lzw", IFF_TIFF_LZW, 8, 300}, Format{"zip", IFF_TIFF_ZIP, 32, 300},
                    Format{"tiff_jpeg", IFF_TIFF_JPEG, 8, 300}, Format{"tiff", IFF_TIFF, 8, 150},
                    Format{"png_1", IFF_PNG, 1, 300}, Format{"png_8", IFF_PNG, 8, 300},
                    Format{"png_32", IFF_PNG, 32, 300}, Format{"jpeg_8", IFF_JFIF_JPEG, 8, 300},
                    Format{"jpeg_32", IFF_JFIF_JPEG, 32, 200}),
    [](const auto& format) { return std::string(format.param.name); });

TEST(Sniff, KnowsTypesByContent) {
    EXPECT_EQ(sniff(view_of("%PDF-1.7")), ScanType::pdf);
    EXPECT_EQ(sniff(view_of("\xFF\xD8\xFF\xE0")), ScanType::jpeg);
    EXPECT_EQ(sniff(view_of("\x89PNG\r\n\x1A\n")), ScanType::png);
    EXPECT_EQ(sniff(view_of("\xEF\xBB\xBF<a/>")), ScanType::xml);
    EXPECT_EQ(sniff(view_of("\xEF\xBB\xBF \n{\"form\": 1}")), ScanType::json);
    EXPECT_EQ(sniff(view_of(" \n<?xml version='1.0'?>")), ScanType::xml);
    EXPECT_EQ(sniff(view_of("MZ")), ScanType::unknown);
}

TEST(Sniff, JsonIsAnObjectOrAListHoweverBroken) {
    for (const std::string_view json :
         {"{}", "{", " {\n", "{\"a\"", "{'a': 1}", "{ x", "[{", "[]", "[ \"a\"]", "[[1]]"}) {
        EXPECT_EQ(sniff(view_of(json)), ScanType::json) << json;
    }
    for (const std::string_view other :
         {"{\\rtf1", "[section]", "[", "[1]", "\"text\"", "1", "null", "x{}", ""}) {
        EXPECT_EQ(sniff(view_of(other)), ScanType::unknown) << other;
    }
    EXPECT_EQ(sniff(view_of("{\"a\": \"%PDF-1.4\"}")), ScanType::json);
    EXPECT_EQ(sniff(Bytes{0xFF, 0xFE, '{', 0}), ScanType::json);
    EXPECT_EQ(sniff(Bytes{0xFE, 0xFF, 0, '{'}), ScanType::json);
    EXPECT_EQ(sniff(Bytes{'{', 0, '}', 0}), ScanType::json);
    EXPECT_EQ(sniff(Bytes{0, '{', 0, '}'}), ScanType::json);
    EXPECT_EQ(name_of(ScanType::json), "json");
}

TEST(ScanFile, KeepsTheOriginalBytesOfAJpeg) {
    const Bytes bytes = drawn::file_of(*marked_page(8), IFF_JFIF_JPEG, 300);
    const ScanPage page = open_scan(bytes, scratch())->page(1);
    EXPECT_EQ(page.original, bytes);
    EXPECT_EQ(page.media_type, "image/jpeg");
}

TEST(ScanFile, DecodesEachPageOfATiffOnItsOwn) {
    const std::string path = testing::TempDir() + "indgang_three_pages.tif";
    for (int page = 0; page < 3; ++page) {
        const PixPtr pix = drawn::white_page(400, 500 + page, 1);
        drawn::ink(*pix, 10 + page, 20, 30, 30);
        pixWriteTiff(path.c_str(), pix.get(), IFF_TIFF_G4, page == 0 ? "w" : "a");
    }
    std::size_t size = 0;
    l_uint8* data = l_binaryRead(path.c_str(), &size);
    const Bytes bytes(data, data + size);
    lept_free(data);
    std::filesystem::remove(path);
    const auto file = open_scan(bytes, scratch());
    ASSERT_EQ(file->pages(), 3);
    for (const int page : {3, 1, 2}) {
        EXPECT_EQ(pixGetHeight(file->page(page).pix.get()), 499 + page);
    }
}

TEST(ScanFile, RefusesAnEmptyFile) {
    EXPECT_EQ(reason_of({}), "image_empty");
}

TEST(ScanFile, RefusesWhatIsNoImage) {
    EXPECT_EQ(reason_of(view_of("hello, world")), "image_type_unknown");
}

TEST(ScanFile, RefusesACutTiff) {
    const Bytes bytes = drawn::file_of(*marked_page(8), IFF_TIFF, 300);
    EXPECT_EQ(reason_of(BytesView(bytes).first(bytes.size() / 2)), "image_truncated");
}

TEST(ScanFile, RefusesACutPng) {
    const Bytes bytes = drawn::file_of(*marked_page(8), IFF_PNG, 300);
    EXPECT_EQ(reason_of(BytesView(bytes).first(bytes.size() / 2)), "image_truncated");
}

TEST(ScanFile, RefusesACutJpeg) {
    const Bytes bytes = drawn::file_of(*marked_page(8), IFF_JFIF_JPEG, 300);
    EXPECT_EQ(reason_of(BytesView(bytes).first(bytes.size() / 2)), "image_truncated");
}

TEST(ScanFile, RefusesATiffThatLiesAboutItsSizeBeforeDecoding) {
    Bytes bytes = drawn::file_of(*drawn::white_page(100, 100, 8), IFF_TIFF, 300);
    const std::uint32_t at = bytes[4] | bytes[5] << 8U | bytes[6] << 16U;
    const std::uint32_t entries = bytes[at] | bytes[at + 1] << 8U;
    for (std::uint32_t i = 0; i < entries; ++i) {
        const std::size_t entry = at + 2 + i * 12;
        if ((bytes[entry] | bytes[entry + 1] << 8U) == 257) {
            bytes[entry + 2] = 4;  // LONG
            bytes[entry + 8] = 0x10;
            bytes[entry + 9] = 0x27;  // 10,000 rows
        }
    }
    EXPECT_EQ(reason_of(bytes), "image_truncated");
}

TEST(ScanFile, RefusesATiffWhoseDirectoriesFormALoop) {
    Bytes bytes = drawn::file_of(*drawn::white_page(100, 100, 8), IFF_TIFF, 300);
    const std::uint32_t at = bytes[4] | bytes[5] << 8U | bytes[6] << 16U;
    const std::uint32_t entries = bytes[at] | bytes[at + 1] << 8U;
    std::copy_n(bytes.begin() + 4, 4, bytes.begin() + at + 2 + entries * 12);
    EXPECT_EQ(reason_of(bytes), "image_broken");
}

TEST(ScanFile, RefusesAPngBombByItsHeader) {
    Bytes bytes = drawn::file_of(*drawn::white_page(100, 100, 8), IFF_PNG, 300);
    bytes[18] = 0x75;  // 30,000 wide
    bytes[22] = 0x75;
    EXPECT_EQ(reason_of(bytes), "image_too_large");
}

TEST(ScanFile, RefusesAJpegOfTooManyScans) {
    Bytes bytes = drawn::file_of(*marked_page(8), IFF_JFIF_JPEG, 300);
    for (int i = 1; i < 64; ++i) {
        bytes.insert(bytes.end(), {0xFF, 0xDA});
    }
    EXPECT_EQ(reason_of(bytes), "") << "behind its end";
    bytes.insert(bytes.end(), {0xFF, 0xDA});
    EXPECT_EQ(reason_of(bytes), "image_too_large");
}

TEST(ScanFile, RefusesAPictureTooSmallToBeAPage) {
    EXPECT_EQ(reason_of(drawn::file_of(*drawn::white_page(20, 20, 8), IFF_PNG, 300)),
              "image_empty");
}

TEST(Normalise, LeavesOneBitAsItIs) {
    ScanPage scan{marked_page(1), 300, {}, {}};
    const PageImage page = normalise(std::move(scan));
    EXPECT_EQ(pixGetDepth(page.pix.get()), 1);
    expect_marked(*page.pix);
}

TEST(Normalise, MakesColourGrey) {
    const PageImage page = normalise({marked_page(32), 300, {}, {}});
    EXPECT_EQ(pixGetDepth(page.pix.get()), 8);
    expect_marked(*page.pix);
}

TEST(Normalise, StretchesAFaintPageToBlackAndWhite) {
    PixPtr pix(pixCreate(width, height, 8));
    pixSetAllArbitrary(pix.get(), 190);
    const PixPtr faint(pixCreate(600, 400, 8));
    pixSetAllArbitrary(faint.get(), 110);
    pixRasterop(pix.get(), 100, 200, 600, 400, PIX_SRC, faint.get(), 0, 0);
    const PageImage page = normalise({std::move(pix), 300, {}, {}});
    l_uint32 paper = 0, ink = 0;
    pixGetPixel(page.pix.get(), 2000, 2000, &paper);
    pixGetPixel(page.pix.get(), 300, 300, &ink);
    EXPECT_EQ(paper, 255U);
    EXPECT_LT(ink, 60U);
}

TEST(Normalise, DoesNotTurnThePapersGrainIntoInk) {
    PixPtr pix(pixCreate(width, height, 8));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            pixSetPixel(pix.get(), x, y, static_cast<l_uint32>(225 + (x * 7 + y * 13) % 12));
        }
    }
    const PageImage page = normalise({std::move(pix), 300, {}, {}});
    for (int y = 0; y < height; y += 50) {
        for (int x = 0; x < width; x += 50) {
            l_uint32 value = 0;
            pixGetPixel(page.pix.get(), x, y, &value);
            ASSERT_GT(value, 200U);
        }
    }
}

TEST(Normalise, TakesAPageWithoutDpiForA4) {
    EXPECT_NEAR(normalise({marked_page(1), 0, {}, {}}).dpi, 300, 1);
    EXPECT_NEAR(normalise({drawn::white_page(1654, 2339, 1), 0, {}, {}}).dpi, 200, 1);
}

TEST(Normalise, DoesNotBelieveADpiThatNoPaperHas) {
    EXPECT_NEAR(normalise({marked_page(1), 72, {}, {}}).dpi, 300, 1);
}

TEST(Normalise, KnowsA3ByItsResolution) {
    EXPECT_NEAR(normalise({drawn::white_page(3508, 4961, 1), 0, {}, {}}).dpi, 300, 1);
}

TEST(Normalise, TakesAPhotoForA4) {
    for (const int height : {2444, 2480, 2482}) {
        EXPECT_NEAR(normalise({drawn::white_page(1728, height, 8), 72, {}, {}}).dpi,
                    height / 297.0 * mm_per_inch, 1);
    }
}

TEST(Normalise, MakesFaxPixelsSquare) {
    PixPtr pix = drawn::white_page(1728, 1146, 1);
    pixSetResolution(pix.get(), 204, 98);
    const PageImage page = normalise({std::move(pix), 204, {}, {}});
    EXPECT_EQ(pixGetWidth(page.pix.get()), 1728);
    EXPECT_NEAR(pixGetHeight(page.pix.get()), 2386, 3);
    EXPECT_EQ(page.dpi, 204);
}

TEST(Normalise, InfersTheLinesOfAFaxThatSaysNothing) {
    // A4 by 98 and by 391 lines an inch.
    for (const int lines : {1146, 4573}) {
        const PageImage page = normalise({drawn::white_page(1728, lines, 1), 0, {}, {}});
        const double proportion =
            static_cast<double>(pixGetHeight(page.pix.get())) / pixGetWidth(page.pix.get());
        EXPECT_NEAR(proportion, 1.38, 0.03) << lines;
    }
}

TEST(Normalise, TakesWhatIsNoFaxAsItIs) {
    // A landscape page of another width, the same in grey, and a fax of 196 lines an inch.
    for (const auto& [across, down, depth] :
         {std::tuple{1754, 1240, 1}, std::tuple{1728, 1222, 8}, std::tuple{1728, 2292, 1}}) {
        const PageImage page = normalise({drawn::white_page(across, down, depth), 0, {}, {}});
        EXPECT_EQ(pixGetWidth(page.pix.get()), across);
        EXPECT_EQ(pixGetHeight(page.pix.get()), down);
    }
}

/// White, with lines of words: about an eighth of the page is ink.
PixPtr printed_page(int depth) {
    PixPtr pix = drawn::white_page(1240, 1754, depth);
    for (int y = 60; y < 1700; y += 40) {
        for (int x = 60; x < 1180; x += 26) {
            drawn::ink(*pix, x, y, 14, 10);
        }
    }
    return pix;
}

double white_share(Pix& pix) {
    std::int64_t white = 0, all = 0;
    for (int y = 0; y < pixGetHeight(&pix); y += 3) {
        for (int x = 0; x < pixGetWidth(&pix); x += 3, ++all) {
            white += has_ink_at(pix, x, y) ? 0 : 1;
        }
    }
    return static_cast<double>(white) / static_cast<double>(all);
}

TEST(Normalise, TurnsWhiteOnBlackIntoBlackOnWhite) {
    for (const int depth : {1, 8, 32}) {
        PixPtr pix = printed_page(depth);
        pixInvert(pix.get(), pix.get());
        const PageImage page = normalise({std::move(pix), 150, {}, {}});
        const PageImage wanted = normalise({printed_page(depth), 150, {}, {}});
        l_int32 is_same = 0;
        pixEqual(page.pix.get(), wanted.pix.get(), &is_same);
        EXPECT_EQ(is_same, 1) << depth;
    }
}

TEST(Normalise, KeepsTheBlackAroundASheet) {
    // A small sheet on a dark table: nine tenths of the picture are black.
    for (const int depth : {1, 8}) {
        PixPtr table = drawn::white_page(2480, 3508, depth);
        drawn::ink(*table, 0, 0, 2480, 3508);
        const PixPtr sheet = printed_page(depth);
        pixRasterop(table.get(), 600, 900, 1240, 1000, PIX_SRC, sheet.get(), 0, 0);
        const PageImage page = normalise({std::move(table), 300, {}, {}});
        EXPECT_TRUE(has_ink_at(*page.pix, 100, 100)) << depth;
        EXPECT_FALSE(has_ink_at(*page.pix, 620, 910)) << depth;
    }
}

TEST(Normalise, DoesNotMakeABlackPageAnEmptyOne) {
    for (const int depth : {1, 8}) {
        PixPtr pix = drawn::white_page(1240, 1754, depth);
        drawn::ink(*pix, 0, 0, 1240, 1754);
        const int operation = depth == 1 ? PIX_CLR : PIX_SET;
        for (int y = 20; y < 1700; y += 150) {  // dust: one pixel of 700
            for (int x = 20; x < 1200; x += 160) {
                pixRasterop(pix.get(), x, y, 6, 6, operation, nullptr, 0, 0);
            }
        }
        EXPECT_LT(white_share(*normalise({std::move(pix), 150, {}, {}}).pix), 0.1) << depth;
    }
}

TEST(PartOf, TheHalvesAreTheWhole) {
    constexpr int width = 1655, height = 2339;
    const PixPtr whole = drawn::white_page(width, height, 8);
    EXPECT_EQ(pixGetWidth(part_of(*whole, Half::left).get()) +
                  pixGetWidth(part_of(*whole, Half::right).get()),
              width);
    EXPECT_EQ(pixGetHeight(part_of(*whole, Half::top).get()) +
                  pixGetHeight(part_of(*whole, Half::bottom).get()),
              height);
    EXPECT_EQ(pixGetHeight(part_of(*whole, Half::left).get()), height);
    const PixPtr least = drawn::white_page(2, 2, 8);
    EXPECT_EQ(pixGetWidth(part_of(*least, Half::right).get()), 1);
    EXPECT_EQ(pixGetHeight(part_of(*least, Half::top).get()), 1);
}

TEST(PartOf, AHalfOfUnknownResolutionIsTakenForA4) {
    const PageImage sheet = normalise({drawn::white_page(4961, 3508, 8), 0, {}, {}});
    EXPECT_FALSE(sheet.is_dpi_said);
    EXPECT_NEAR(part_of(sheet, Half::left).dpi, 300, 1);
}

TEST(PartOf, AHalfHasTheResolutionThatTheFileSays) {
    const PageImage sheet = normalise({drawn::white_page(3508, 4961, 8), 299, {}, {}});
    EXPECT_TRUE(sheet.is_dpi_said);
    EXPECT_EQ(part_of(sheet, Half::top).dpi, 299);
}

TEST(EncodePage, GivesTheSamePixelsBack) {
    for (const int depth : {1, 8}) {
        const PageImage page{marked_page(depth), 300, 0};
        const EncodedPage encoded = encode_page(*page.pix);
        EXPECT_EQ(encoded.media_type, depth == 1 ? "image/tiff" : "image/png");
        const ScanPage again = open_scan(encoded.bytes, scratch())->page(1);
        l_int32 is_same = 0;
        pixEqual(page.pix.get(), again.pix.get(), &is_same);
        EXPECT_EQ(is_same, 1);
    }
}

}  // namespace
}  // namespace indgang::ocr
