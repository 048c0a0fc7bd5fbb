// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <string>

#include "ocr/decode/scan.h"
#include "schemas/error/error.h"
#include "tests/ocr/decode/drawn_page.h"

namespace indgang::ocr {
namespace {

std::string what_of(const Bytes& bytes) {
    try {
        static_cast<void>(open_scan(bytes, testing::TempDir()));
    } catch (const Error& error) {
        return error.reason() + ": " + error.what();
    }
    return "";
}

TEST(Sniff, NamesWhatIsNotRead) {
    EXPECT_EQ(what_of(bytes_of("GIF89a......")),
              "image_type_unknown: scan: is a GIF picture; send TIFF, PDF, PNG or JPEG");
    EXPECT_EQ(what_of(bytes_of("BM..........")),
              "image_type_unknown: scan: is a BMP picture; send TIFF, PDF, PNG or JPEG");
    EXPECT_EQ(what_of(bytes_of("PK\x03\x04....")),
              "image_type_unknown: scan: is a ZIP archive or an Office document; send TIFF, PDF, "
              "PNG or JPEG");
    EXPECT_EQ(what_of(bytes_of("hello, world")),
              "image_type_unknown: scan: the bytes are of no kind of file that is read here; send "
              "TIFF, PDF, PNG or JPEG");
}

}  // namespace
}  // namespace indgang::ocr
