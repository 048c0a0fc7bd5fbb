// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>
#include <webp/encode.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "ocr/decode/scan.h"
#include "schemas/error/error.h"

namespace indgang::ocr {
namespace {

std::string reason_of(const Bytes& bytes) {
    try {
        static_cast<void>(open_scan(bytes, testing::TempDir())->page(1));
    } catch (const Error& error) {
        return error.reason();
    }
    return "";
}

/// A page of so many pixels of no pattern, which take about three bytes each.
Bytes webp_noise(int side) {
    std::vector<std::uint8_t> rgb(std::size_t{3} * static_cast<std::size_t>(side * side));
    std::minstd_rand dice(1);
    for (std::uint8_t& each : rgb) {
        each = static_cast<std::uint8_t>(dice() >> 16);
    }
    std::uint8_t* data = nullptr;
    const std::size_t size = WebPEncodeLosslessRGB(rgb.data(), side, side, 3 * side, &data);
    const Bytes bytes(data, data + size);
    WebPFree(data);
    return bytes;
}

TEST(WebP, ACutOneIsToldFromADamagedOneByTheLengthThatItSays) {
    for (const int side : {64, 160}) {
        Bytes bytes = webp_noise(side);
        const Bytes cut(bytes.begin(), bytes.end() - 300);
        EXPECT_EQ(reason_of(cut), "image_truncated") << side;
        std::fill(bytes.begin() + 26, bytes.begin() + 400, std::uint8_t{0xFF});
        EXPECT_EQ(reason_of(bytes), "image_broken") << side;
    }
}

TEST(WebP, OfMorePixelsThanColoursMayHaveIsRefused) {
    Bytes bytes = webp_noise(64);
    // VP8L: a mark, then width and height less one in 14 bits each: 8,192 x 8,192 pixels.
    constexpr std::uint32_t side = 8191, size = side | side << 14U;
    for (unsigned i = 0; i < 4; ++i) {
        bytes[21 + i] = static_cast<std::uint8_t>(size >> (8 * i));
    }
    EXPECT_EQ(reason_of(bytes), "image_too_large");
}

TEST(WebP, LiesOverWhiteWhereItIsTransparent) {
    constexpr int side = 80;
    const std::vector<std::uint8_t> nothing(std::size_t{4} * side * side, 0);
    std::uint8_t* data = nullptr;
    const std::size_t size = WebPEncodeLosslessRGBA(nothing.data(), side, side, 4 * side, &data);
    const Bytes bytes(data, data + size);
    WebPFree(data);
    const PixPtr page = open_scan(bytes, testing::TempDir())->page(1).pix;
    l_int32 red = 0, green = 0, blue = 0;
    pixGetRGBPixel(page.get(), 9, 9, &red, &green, &blue);
    EXPECT_EQ(red, 255);
    EXPECT_EQ(green, 255);
    EXPECT_EQ(blue, 255);
}

TEST(WebP, ADamagedHeaderIsNamed) {
    Bytes bytes = webp_noise(64);
    constexpr std::size_t mark_at = 20;  // behind RIFF, WEBP and the name and length of the chunk
    bytes[mark_at] = 0;
    try {
        static_cast<void>(open_scan(bytes, testing::TempDir())->page(1));
        FAIL();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "scan: webp: the header is damaged");
    }
}

}  // namespace
}  // namespace indgang::ocr
