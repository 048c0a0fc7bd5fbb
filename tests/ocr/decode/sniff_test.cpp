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
              "image_type_unknown: scan: is a GIF picture; send TIFF, PDF, PNG, JPEG, HEIC, WebP "
              "or JPEG 2000");
    EXPECT_EQ(what_of(bytes_of("BM..........")),
              "image_type_unknown: scan: is a BMP picture; send TIFF, PDF, PNG, JPEG, HEIC, WebP "
              "or JPEG 2000");
    EXPECT_EQ(what_of(bytes_of("PK\x03\x04" + std::string(26, '.') + "mimetype")),
              "image_type_unknown: scan: is an Office document; send TIFF, PDF, PNG, JPEG, HEIC, "
              "WebP or JPEG 2000");
    EXPECT_EQ(what_of(bytes_of("hello, world")),
              "image_type_unknown: scan: the bytes are of no kind of file that is read here; send "
              "TIFF, PDF, PNG, JPEG, HEIC, WebP or JPEG 2000");
    EXPECT_EQ(what_of(bytes_of("P5\n12 12\n255\n")),
              "image_type_unknown: scan: is a PBM, PGM or PPM picture; send TIFF, PDF, PNG, JPEG, "
              "HEIC, WebP or JPEG 2000");
    EXPECT_EQ(what_of(bytes_of("P5x......")),
              "image_type_unknown: scan: the bytes are of no kind of file that is read here; send "
              "TIFF, PDF, PNG, JPEG, HEIC, WebP or JPEG 2000");
}

TEST(Sniff, TellsAZipFromADocumentThatIsPackedAsOne) {
    const auto zip = [](const std::string& first) {
        return sniff(bytes_of("PK\x03\x04" + std::string(26, '.') + first + "....."));
    };
    EXPECT_EQ(zip("scan.tif"), ScanType::zip);
    EXPECT_EQ(zip("word.xml"), ScanType::zip);
    for (const char* first : {"[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "mimetype",
                              "META-INF/MANIFEST.MF"}) {
        EXPECT_EQ(zip(first), ScanType::unknown) << first;
    }
    EXPECT_EQ(sniff(bytes_of("PK\x05\x06......")), ScanType::zip);
    EXPECT_EQ(sniff(bytes_of("PK\x03\x04")), ScanType::zip);
    EXPECT_EQ(sniff(bytes_of("PK")), ScanType::unknown);
    EXPECT_EQ(name_of(ScanType::zip), "zip");
}

}  // namespace
}  // namespace indgang::ocr
