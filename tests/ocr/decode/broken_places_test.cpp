// SPDX-License-Identifier: MPL-2.0
// Whoever sent a file of many pages is told which of them is broken.
#include <gtest/gtest.h>

#include <string>

#include "ocr/decode/scan.h"
#include "schemas/error/error.h"
#include "tests/ocr/decode/drawn_page.h"

namespace indgang::ocr {
namespace {

/// Where opening a file, or decoding one of its pages, fails.
std::string place_of(const Bytes& bytes, int page = 1) {
    try {
        static_cast<void>(open_scan(bytes, testing::TempDir())->page(page));
    } catch (const Error& error) {
        return error.place();
    }
    return "nowhere";
}

Bytes first_half(const Bytes& bytes) {
    return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2)};
}

TEST(BrokenPlaces, OfAFileThatEndsInItsHeaderAreItsOnlyPage) {
    using namespace std::string_literals;
    for (const std::string& start : {"\x89PNG\r\n\x1A\n"s, "\xFF\xD8\xFF\xE0"s,
                                     "RIFF\x20\0\0\0WEBPVP8 "s, "\0\0\0\x0CjP  \r\n\x87\n"s,
                                     "\0\0\0\x10"
                                     "ftypheic\0\0\0\0"s}) {
        EXPECT_EQ(place_of(bytes_of(start)), "page 1") << start;
    }
}

TEST(BrokenPlaces, OfAPictureThatIsCutAreItsOnlyPage) {
    const PixPtr grey = drawn::white_page(400, 560, 8);
    drawn::ink(*grey, 100, 100, 200, 200);
    for (const int format : {IFF_PNG, IFF_JFIF_JPEG, IFF_WEBP}) {
        EXPECT_EQ(place_of(first_half(drawn::file_of(*grey, format, 100))), "page 1") << format;
    }
}

TEST(BrokenPlaces, OfAPdfAreThePageThatWasAskedFor) {
    const Bytes pdf = drawn::pdf_of("q 595.2 0 0 841.92 0 0 cm /I Do Q",
                                    "/Width 1240/Height 1754/ColorSpace/DeviceGray"
                                    "/BitsPerComponent 8/Filter/DCTDecode",
                                    bytes_of("no picture"), "", 2);
    EXPECT_EQ(place_of(pdf, 1), "page 1");
    EXPECT_EQ(place_of(pdf, 2), "page 2");
}

}  // namespace
}  // namespace indgang::ocr
