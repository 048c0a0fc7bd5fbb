// SPDX-License-Identifier: MPL-2.0
// Which pictures move into a PDF as they are coded, and how their pixels are coded anew.
#include "ocr/decode/picture/page_stream.h"

#include <gtest/gtest.h>

#include <string>

#include "ocr/decode/picture/decoders.h"
#include "tests/ocr/decode/drawn_page.h"

namespace indgang::ocr {
namespace {

using Coding = PageStream::Coding;

std::string chunk(const std::string& name, const std::string& data) {
    std::string length(4, '\0');
    length[2] = static_cast<char>(data.size() / 256);
    length[3] = static_cast<char>(data.size() % 256);
    return length + name + data + "CRC.";
}

/// IHDR: 1,026 x 515 pixels.
std::string header(int bits, int colour, int interlaced = 0) {
    std::string data{0, 0, 4, 2, 0, 0, 2, 3};
    data +=
        {static_cast<char>(bits), static_cast<char>(colour), 0, 0, static_cast<char>(interlaced)};
    return chunk("IHDR", data);
}

const std::string signature = "12345678";

std::optional<PageStream> png(const std::string& chunks) {
    const Bytes bytes = bytes_of(signature + chunks);
    return stream_of_png(bytes);
}

TEST(StreamOfPng, IsItsDataWithoutTheChunks) {
    const auto stream = png(header(8, 0) + chunk("tEXt", "any") + chunk("IDAT", "abc") +
                            chunk("IDAT", "de") + chunk("IEND", "") + chunk("IDAT", "f"));
    ASSERT_TRUE(stream);
    EXPECT_EQ(stream->coding, Coding::deflate);
    EXPECT_EQ(stream->bytes, bytes_of("abcde"));
    EXPECT_EQ(stream->width, 1026);
    EXPECT_EQ(stream->height, 515);
    EXPECT_EQ(stream->bits, 8);
    EXPECT_EQ(stream->samples, 1);
    EXPECT_EQ(stream->predictor, 15);
    EXPECT_FALSE(stream->is_inverted);
    EXPECT_TRUE(stream->palette.empty());
}

TEST(StreamOfPng, IsOfGreyOfColoursOrOfAPalette) {
    const auto of = [](int colour, int interlaced = 0) {
        return png(header(8, colour, interlaced) + chunk("PLTE", "rgbRGB") + chunk("IDAT", "abc"));
    };
    EXPECT_EQ(of(0)->samples, 1);
    EXPECT_EQ(of(0)->quarters, 0) << "a PNG never says that it is to be turned";
    EXPECT_EQ(of(2)->samples, 3);
    EXPECT_TRUE(of(2)->palette.empty()) << "only a suggestion";
    EXPECT_EQ(of(3)->samples, 1);
    EXPECT_EQ(of(3)->palette, bytes_of("rgbRGB"));
    EXPECT_FALSE(of(4));
    EXPECT_FALSE(of(6));
    EXPECT_FALSE(of(0, 1));
}

TEST(StreamOfPng, IsNoneOfATransparentOrABrokenOne) {
    EXPECT_FALSE(png(header(8, 0) + chunk("tRNS", "x") + chunk("IDAT", "abc")));
    EXPECT_FALSE(png(header(8, 0)));
    EXPECT_FALSE(png(chunk("IDAT", "abc")));
    EXPECT_FALSE(png(""));
    EXPECT_FALSE(png(chunk("IHDR", "short") + chunk("IDAT", "abc")));
    // A chunk that is longer than the rest of the file by one byte, and one that fills it.
    const std::string whole = header(8, 0) + chunk("IDAT", "abc");
    EXPECT_TRUE(png(whole));
    EXPECT_FALSE(png(whole.substr(0, whole.size() - 1)));
}

const Bytes tiff_bytes = bytes_of("0123456789");

/// A fax of group 4, from the third byte on.
TiffDirectory fax() {
    TiffDirectory directory;
    directory.width = 40;
    directory.height = 30;
    directory.compression = 4;
    directory.pieces = 1;
    directory.data_at = 2;
    directory.data_bytes = 3;
    return directory;
}
TiffDirectory zip(std::uint64_t bits = 8, std::uint64_t samples = 1) {
    TiffDirectory directory = fax();
    directory.compression = 8;
    directory.bits_per_sample = bits;
    directory.samples_per_pixel = samples;
    directory.photometric = samples == 3 ? 2 : 1;
    return directory;
}
template <class Change>
std::optional<PageStream> changed(TiffDirectory directory, Change change) {
    change(directory);
    return stream_of_tiff(tiff_bytes, directory);
}

TEST(StreamOfTiff, IsTheStripOfAFax) {
    const auto stream = stream_of_tiff(tiff_bytes, fax());
    ASSERT_TRUE(stream);
    EXPECT_EQ(stream->coding, Coding::fax);
    EXPECT_EQ(stream->bytes, bytes_of("234"));
    EXPECT_EQ(stream->width, 40);
    EXPECT_EQ(stream->height, 30);
    EXPECT_EQ(stream->bits, 1);
    EXPECT_EQ(stream->samples, 1);
    EXPECT_EQ(stream->predictor, 1);
    EXPECT_FALSE(stream->is_inverted);
    EXPECT_TRUE(changed(fax(), [](auto& each) { each.photometric = 1; })->is_inverted);
    EXPECT_FALSE(changed(fax(), [](auto& each) { each.photometric = 3; }));
    EXPECT_FALSE(changed(fax(), [](auto& each) { each.bits_per_sample = 8; }));
    EXPECT_FALSE(changed(fax(), [](auto& each) { each.compression = 3; }));
}

TEST(StreamOfTiff, HasTheBitsOfAFaxInTheirOrder) {
    const Bytes bits{0, 0, 0x01, 0x50, 0xF1, 0};
    TiffDirectory last_first = fax();
    last_first.fill_order = 2;
    EXPECT_EQ(stream_of_tiff(bits, last_first)->bytes, (Bytes{0x80, 0x0A, 0x8F}));
    last_first.fill_order = 1;
    EXPECT_EQ(stream_of_tiff(bits, last_first)->bytes, (Bytes{0x01, 0x50, 0xF1}));
    EXPECT_FALSE(changed(zip(), [](auto& each) { each.fill_order = 2; }));
}

TEST(StreamOfTiff, IsTheStripOfAZip) {
    for (const std::uint64_t compression : {8U, 32946U}) {
        const auto stream = changed(zip(), [&](auto& each) { each.compression = compression; });
        ASSERT_TRUE(stream);
        EXPECT_EQ(stream->coding, Coding::deflate);
        EXPECT_EQ(stream->bits, 8);
        EXPECT_EQ(stream->samples, 1);
        EXPECT_FALSE(stream->is_inverted);
    }
    EXPECT_TRUE(changed(zip(), [](auto& each) { each.photometric = 0; })->is_inverted);
    EXPECT_EQ(stream_of_tiff(tiff_bytes, zip(1))->bits, 1);
    EXPECT_FALSE(stream_of_tiff(tiff_bytes, zip(16)));
    EXPECT_FALSE(stream_of_tiff(tiff_bytes, zip(4)));
    EXPECT_EQ(changed(zip(), [](auto& each) { each.predictor = 2; })->predictor, 2);
    EXPECT_FALSE(changed(zip(), [](auto& each) { each.predictor = 3; }));
    EXPECT_FALSE(changed(zip(), [](auto& each) { each.compression = 5; }));
}

TEST(StreamOfTiff, IsOfColoursSideBySide) {
    const auto stream = stream_of_tiff(tiff_bytes, zip(8, 3));
    ASSERT_TRUE(stream);
    EXPECT_EQ(stream->samples, 3);
    EXPECT_FALSE(stream->is_inverted);
    EXPECT_FALSE(changed(zip(8, 3), [](auto& each) { each.planar = 2; }));
    EXPECT_FALSE(changed(zip(8, 3), [](auto& each) { each.photometric = 6; }));
    EXPECT_FALSE(stream_of_tiff(tiff_bytes, zip(1, 3)));
    EXPECT_FALSE(changed(zip(8, 4), [](auto& each) { each.photometric = 2; }));
}

TEST(StreamOfTiff, IsOneStripThatLiesUprightWithinTheFile) {
    EXPECT_FALSE(changed(fax(), [](auto& each) { each.pieces = 2; }));
    EXPECT_FALSE(changed(fax(), [](auto& each) { each.pieces = 0; }));
    EXPECT_FALSE(changed(fax(), [](auto& each) { each.tile_width = 16; }));
    EXPECT_FALSE(changed(fax(), [](auto& each) { each.orientation = 3; }));
    EXPECT_TRUE(changed(fax(), [](auto& each) { each.data_bytes = 8; }));
    EXPECT_FALSE(changed(fax(), [](auto& each) { each.data_bytes = 9; }));
    EXPECT_FALSE(changed(fax(), [](auto& each) {
        each.data_at = 11;
        each.data_bytes = 0;
    }));
}

TEST(StreamOfPixels, IsPlainRowsOfGrey) {
    const PixPtr page = drawn::white_page(3, 2, 8);
    pixSetPixel(page.get(), 1, 0, 7);
    pixSetPixel(page.get(), 2, 1, 9);
    const PageStream stream = stream_of_pixels(*page);
    EXPECT_EQ(stream.coding, Coding::plain);
    EXPECT_EQ(stream.width, 3);
    EXPECT_EQ(stream.height, 2);
    EXPECT_EQ(stream.bits, 8);
    EXPECT_EQ(stream.samples, 1);
    EXPECT_FALSE(stream.is_inverted);
    EXPECT_EQ(stream.bytes, (Bytes{255, 7, 255, 255, 255, 9}));
}

TEST(StreamOfPixels, IsPlainRowsOfRedGreenAndBlue) {
    const PixPtr page = drawn::white_page(2, 2, 32);
    pixSetRGBPixel(page.get(), 1, 0, 1, 2, 3);
    pixSetRGBPixel(page.get(), 0, 1, 4, 5, 6);
    const PageStream stream = stream_of_pixels(*page);
    EXPECT_EQ(stream.samples, 3);
    EXPECT_EQ(stream.bytes, (Bytes{255, 255, 255, 1, 2, 3, 4, 5, 6, 255, 255, 255}));
}

TEST(StreamOfPixels, IsAFaxOfOneBit) {
    const PixPtr page = drawn::white_page(40, 30, 1);
    drawn::ink(*page, 5, 5, 9, 9);
    const PageStream stream = stream_of_pixels(*page);
    EXPECT_EQ(stream.coding, Coding::fax);
    EXPECT_EQ(stream.width, 40);
    EXPECT_EQ(stream.height, 30);
    EXPECT_LT(stream.fax_k, 0);
}

TEST(EncodePage, IsAFaxOfOneBitAndPngOfGrey) {
    EXPECT_EQ(encode_page(*drawn::white_page(40, 30, 1)).media_type, "image/tiff");
    EXPECT_EQ(encode_page(*drawn::white_page(40, 30, 8)).media_type, "image/png");
}

}  // namespace
}  // namespace indgang::ocr
