// SPDX-License-Identifier: MPL-2.0
#include "ocr/copy/searchable_copy.h"

#include <gtest/gtest.h>

#include "tests/ocr/copy/copied_page.h"

namespace indgang::ocr {
namespace {

using copied::copy_of;
using copied::lettered_page;
using copied::words_in;

Bytes scan_of(int depth, int format) {
    const PixPtr page = lettered_page(depth);
    return drawn::file_of(*page, format, copied::dpi);
}

/// The pixels of the copy's page as a reader of scans sees them.
PixPtr seen(const Bytes& copy, int page = 1) {
    return open_scan(copy, testing::TempDir())->page(page).pix;
}

bool are_equal(Pix& a, Pix& b) {
    l_int32 same = 0;
    pixEqual(&a, &b, &same);
    return same != 0;
}

TEST(SearchableCopy, HoldsTheWordsOfThePage) {
    const std::string words = words_in(copy_of(scan_of(8, IFF_PNG), {copied::whole_page()}));
    EXPECT_NE(words.find("Odense Letter"), std::string::npos) << words;
}

TEST(SearchableCopy, HoldsAKnownTextInPlaceOfItsWriting) {
    CopyPage page = copied::whole_page();
    page.texts = {{copied::written_box, "Ærø 01-02-2026"}};
    const std::string words = words_in(copy_of(scan_of(8, IFF_PNG), {page}));
    EXPECT_NE(words.find("Ærø 01-02-2026"), std::string::npos) << words;
    EXPECT_EQ(words.find("andwriting"), std::string::npos) << words;
    EXPECT_NE(words.find("Odense Letter"), std::string::npos) << words;
}

TEST(SearchableCopy, HoldsEachLineOfAKnownText) {
    CopyPage page = copied::whole_page();
    page.texts = {{copied::written_box, "første\nanden"}};
    const std::string words = words_in(copy_of(scan_of(1, IFF_TIFF_G4), {page}));
    EXPECT_NE(words.find("første\nanden"), std::string::npos) << words;
}

struct Kept {
    const char* name;
    int depth;
    int format;
    const char* filter;
};
class EveryCoding : public testing::TestWithParam<Kept> {};

TEST_P(EveryCoding, KeepsTheCompressedBytesOfTheScan) {
    const Bytes scan = scan_of(GetParam().depth, GetParam().format);
    const auto stream = open_scan(scan, testing::TempDir())->stream(1);
    ASSERT_TRUE(stream);
    copied::Parsed pdf(copy_of(scan, {copied::whole_page()}));
    QPDFObjectHandle image = copied::image_in(*pdf);
    EXPECT_EQ(image.getDict().getKey("/Filter").getName(), GetParam().filter);
    EXPECT_TRUE(copied::raw_bytes(image) == stream->bytes);
    const std::string_view in_scan = text_of(scan);
    constexpr std::size_t probe_bytes = 64;  // a PNG parts its data into chunks
    EXPECT_NE(in_scan.find(text_of(stream->bytes).substr(0, probe_bytes)), std::string_view::npos);
}

TEST_P(EveryCoding, ShowsThePixelsOfTheScan) {
    const Bytes scan = scan_of(GetParam().depth, GetParam().format);
    const Bytes copy = copy_of(scan, {copied::whole_page()});
    EXPECT_TRUE(are_equal(*seen(copy), *open_scan(scan, testing::TempDir())->page(1).pix));
}

INSTANTIATE_TEST_SUITE_P(All, EveryCoding,
                         testing::Values(Kept{"g4", 1, IFF_TIFF_G4, "/CCITTFaxDecode"},
                                         Kept{"zip", 8, IFF_TIFF_ZIP, "/FlateDecode"},
                                         Kept{"zip_colour", 32, IFF_TIFF_ZIP, "/FlateDecode"},
                                         Kept{"jpeg", 8, IFF_JFIF_JPEG, "/DCTDecode"},
                                         Kept{"jpeg_colour", 32, IFF_JFIF_JPEG, "/DCTDecode"},
                                         Kept{"png_1", 1, IFF_PNG, "/FlateDecode"},
                                         Kept{"png_8", 8, IFF_PNG, "/FlateDecode"},
                                         Kept{"png_32", 32, IFF_PNG, "/FlateDecode"}),
                         [](const auto& each) { return std::string(each.param.name); });

class EveryOtherCoding : public testing::TestWithParam<Kept> {};

TEST_P(EveryOtherCoding, ShowsThePixelsOfTheScan) {
    const Bytes scan = scan_of(GetParam().depth, GetParam().format);
    const Bytes copy = copy_of(scan, {copied::whole_page()});
    copied::Parsed pdf(copy);
    EXPECT_EQ(copied::image_in(*pdf).getDict().getKey("/Filter").getName(), GetParam().filter);
    EXPECT_TRUE(are_equal(*seen(copy), *open_scan(scan, testing::TempDir())->page(1).pix));
}

INSTANTIATE_TEST_SUITE_P(All, EveryOtherCoding,
                         testing::Values(Kept{"g3", 1, IFF_TIFF_G3, "/CCITTFaxDecode"},
                                         Kept{"lzw", 8, IFF_TIFF_LZW, "/FlateDecode"},
                                         Kept{"tiff", 32, IFF_TIFF, "/FlateDecode"},
                                         Kept{"tiff_jpeg", 8, IFF_TIFF_JPEG, "/FlateDecode"}),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(SearchableCopy, OfAScannedPdfKeepsItsStream) {
    const Bytes jpeg = scan_of(8, IFF_JFIF_JPEG);
    const Bytes scan = drawn::pdf_of(
        "q 595.2 0 0 841.92 0 0 cm /I Do Q",
        "/Width 900/Height 640/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode", jpeg);
    copied::Parsed pdf(copy_of(scan, {copied::whole_page()}));
    EXPECT_TRUE(copied::raw_bytes(copied::image_in(*pdf)) == jpeg);
}

TEST(SearchableCopy, OfATurnedPdfStandsUpright) {
    const PixPtr lying(pixRotateOrth(lettered_page(8).get(), 1));
    const Bytes scan = drawn::pdf_of(
        "q 595.2 0 0 841.92 0 0 cm /I Do Q",
        "/Width 640/Height 900/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode",
        drawn::file_of(*lying, IFF_JFIF_JPEG, copied::dpi), "/Rotate 270");
    const std::string words = words_in(copy_of(scan, {copied::whole_page()}));
    EXPECT_NE(words.find("Odense Letter"), std::string::npos) << words;
}

class EveryWayUp : public testing::TestWithParam<int> {};

/// A page that lay turned shows its ink upright where the upright page has it, and its words.
TEST_P(EveryWayUp, StandsUpright) {
    const int turned = GetParam();
    const PixPtr upright = lettered_page(1);
    const PixPtr lying(turned == 0 ? pixClone(upright.get())
                                   : pixRotateOrth(upright.get(), 4 - turned));
    CopyPage page = copied::whole_page();
    page.turned_quarters = turned;
    const Bytes copy = copy_of(drawn::file_of(*lying, IFF_TIFF_G4, copied::dpi), {page});
    EXPECT_NE(words_in(copy).find("Odense Letter"), std::string::npos);
    int status = 0;
    const std::string picture =
        copied::said_by("pdftoppm -r 150 -gray", copy, "", status);  // a PGM on its output
    const std::size_t pixels = static_cast<std::size_t>(copied::width) * copied::height;
    ASSERT_GT(picture.size(), pixels);
    const std::string_view drawn_page = std::string_view(picture).substr(picture.size() - pixels);
    std::size_t different = 0;
    for (int y = 0; y < copied::height; ++y) {
        for (int x = 0; x < copied::width; ++x) {
            l_uint32 ink = 0;
            pixGetPixel(upright.get(), x, y, &ink);
            const auto grey =
                static_cast<unsigned char>(drawn_page[static_cast<std::size_t>(y) * copied::width +
                                                      static_cast<std::size_t>(x)]);
            different += (grey < 128) != (ink != 0) ? 1 : 0;
        }
    }
    constexpr std::size_t edge_pixels = 3000;  // half a pixel of the drawing program's rounding
    EXPECT_LT(different, edge_pixels);
}

INSTANTIATE_TEST_SUITE_P(Quarters, EveryWayUp, testing::Values(0, 1, 2, 3));

/// The other half may be somebody else's page.
TEST(SearchableCopy, OfAHalfHoldsItsPixelsAndNoOthers) {
    for (const Kept& kept : {Kept{"", 1, IFF_TIFF_G4, ""}, Kept{"", 32, IFF_JFIF_JPEG, ""}}) {
        const Bytes scan = scan_of(kept.depth, kept.format);
        CopyPage half = copied::whole_page();
        half.page = {1, Half::right};
        half.width_px = copied::width / 2;
        const Bytes copy = copy_of(scan, {half});
        copied::Parsed pdf(copy);
        EXPECT_EQ(copied::image_in(*pdf).getDict().getKey("/Width").getIntValue(),
                  copied::width / 2);
        const auto whole = open_scan(scan, testing::TempDir())->page(1).pix;
        EXPECT_TRUE(are_equal(*seen(copy), *part_of(*whole, Half::right)));
    }
}

TEST(SearchableCopy, HoldsOnlyThePagesAskedFor) {
    const std::string file = testing::TempDir() + "/batch-of-three.tif";
    for (const char* mode : {"w", "a", "a"}) {
        pixWriteTiff(file.c_str(), lettered_page(1).get(), IFF_TIFF_G4, mode);
    }
    std::ifstream in(file, std::ios::binary);
    const Bytes scan{std::istreambuf_iterator<char>(in), {}};
    std::filesystem::remove(file);
    copied::Parsed pdf(copy_of(scan, {copied::whole_page(3), copied::whole_page(1)}));
    EXPECT_EQ(QPDFPageDocumentHelper(*pdf).getAllPages().size(), 2u);
    std::size_t images = 0;
    for (auto& object : pdf->getAllObjects()) {
        images += object.isImage() ? 1 : 0;
    }
    EXPECT_EQ(images, 2u);
}

TEST(SearchableCopy, IsTheSameBytesAgain) {
    const Bytes scan = scan_of(8, IFF_PNG);
    EXPECT_TRUE(copy_of(scan, {copied::whole_page()}) == copy_of(scan, {copied::whole_page()}));
}

}  // namespace
}  // namespace indgang::ocr
