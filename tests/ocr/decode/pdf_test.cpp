// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "ocr/decode/pdf/pdf_limits.h"
#include "ocr/decode/scan.h"
#include "schemas/error/error.h"
#include "tests/ocr/decode/drawn_page.h"

namespace indgang::ocr {
namespace {

constexpr int width = 1240, height = 1754;
const std::string whole_page = "q 595.2 0 0 841.92 0 0 cm /I Do Q";
const std::string size_entries = "/Width 1240/Height 1754";

PixPtr marked_page(int depth) {
    PixPtr pix = drawn::white_page(width, height, depth);
    drawn::ink(*pix, 100, 200, 300, 300);
    return pix;
}

Bytes plain_samples(Pix& grey) {
    Bytes samples;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            l_uint32 value = 0;
            pixGetPixel(&grey, x, y, &value);
            samples.push_back(static_cast<std::uint8_t>(value));
        }
    }
    return samples;
}

/// The G4 data alone: Leptonica writes one strip.
Bytes fax_bytes(Pix& pix) {
    const Bytes tiff = drawn::file_of(pix, IFF_TIFF_G4, 150);
    const auto number = [&](std::size_t at, int length) {
        std::size_t value = 0;
        for (int i = length; i-- > 0;) {
            value = value << 8U | tiff[at + static_cast<std::size_t>(i)];
        }
        return value;
    };
    const std::size_t directory = number(4, 4);
    std::size_t offset = 0, size = 0;
    for (std::size_t i = 0; i < number(directory, 2); ++i) {
        const std::size_t entry = directory + 2 + i * 12;
        const std::size_t tag = number(entry, 2);
        const int length = number(entry + 2, 2) == 3 ? 2 : 4;
        if (tag == 273) {
            offset = number(entry + 8, length);
        } else if (tag == 279) {
            size = number(entry + 8, length);
        }
    }
    return {tiff.begin() + static_cast<std::ptrdiff_t>(offset),
            tiff.begin() + static_cast<std::ptrdiff_t>(offset + size)};
}

ScanPage first_page(const Bytes& pdf) {
    return open_scan(pdf, testing::TempDir())->page(1);
}

std::string reason_of(const Bytes& pdf) {
    try {
        static_cast<void>(first_page(pdf));
    } catch (const Error& error) {
        return error.reason();
    }
    return "";
}

bool has_ink_at(Pix& pix, int x, int y) {
    l_uint32 value = 0;
    pixGetPixel(&pix, x, y, &value);
    return pixGetDepth(&pix) == 1 ? value == 1 : value < 128;
}

void expect_marked(Pix& pix) {
    EXPECT_EQ(pixGetWidth(&pix), width);
    EXPECT_EQ(pixGetHeight(&pix), height);
    EXPECT_TRUE(has_ink_at(pix, 110, 210));
    EXPECT_FALSE(has_ink_at(pix, 1100, 1600));
}

TEST(PdfScan, TakesAJpegAsItIs) {
    const Bytes jpeg = drawn::file_of(*marked_page(8), IFF_JFIF_JPEG, 72);
    const ScanPage page = first_page(drawn::pdf_of(
        whole_page, size_entries + "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode",
        jpeg));
    expect_marked(*page.pix);
    EXPECT_EQ(page.original, jpeg);
    EXPECT_NEAR(page.dpi, 150, 0.5);
}

TEST(PdfScan, TakesGroup4Fax) {
    const ScanPage page = first_page(drawn::pdf_of(
        whole_page,
        size_entries + "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode"
                       "/DecodeParms<</K -1/Columns 1240/Rows 1754>>",
        fax_bytes(*marked_page(1))));
    EXPECT_EQ(pixGetDepth(page.pix.get()), 1);
    expect_marked(*page.pix);
}

TEST(PdfScan, TakesFaxWhoseBlackIsOneAsADrawingProgramShowsIt) {
    const ScanPage page = first_page(
        drawn::pdf_of(whole_page,
                      size_entries + "/ColorSpace/DeviceGray/BitsPerComponent 1/Decode[1 0]"
                                     "/Filter/CCITTFaxDecode"
                                     "/DecodeParms<</K -1/Columns 1240/BlackIs1 true>>",
                      fax_bytes(*marked_page(1))));
    expect_marked(*page.pix);
}

TEST(PdfScan, TakesAFaxOf1728DotsWhereNoWidthIsSaid) {
    const auto drawn_fax = [](int across) {
        const PixPtr pix = drawn::white_page(across, 400, 1);
        drawn::ink(*pix, 100, 200, 300, 100);
        return first_page(drawn::pdf_of(
            whole_page,
            "/Width " + std::to_string(across) +
                "/Height 400/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode"
                "/DecodeParms<</K -1>>",
            fax_bytes(*pix)));
    };
    const ScanPage taken = drawn_fax(1728);
    EXPECT_EQ(pixGetDepth(taken.pix.get()), 1);
    EXPECT_TRUE(has_ink_at(*taken.pix, 110, 210));
    EXPECT_EQ(pixGetDepth(drawn_fax(1240).pix.get()), 8) << "is drawn";
}

TEST(PdfScan, HasThePagesThatItSays) {
    const auto file = open_scan(drawn::pdf_of("0 0 9 9 re f", "", {}), testing::TempDir());
    EXPECT_EQ(file->pages(), 1);
    EXPECT_DEATH(static_cast<void>(file->page(0)), "number");
    EXPECT_DEATH(static_cast<void>(file->page(2)), "number");
    EXPECT_DEATH(static_cast<void>(file->stream(0)), "number");
    EXPECT_DEATH(static_cast<void>(file->stream(2)), "number");
}

TEST(PdfScan, TakesPlainGrey) {
    const PixPtr pix = marked_page(8);
    std::string hex;
    for (const std::uint8_t value : plain_samples(*pix)) {
        hex += value == 0 ? "00" : "FF";
    }
    const ScanPage page = first_page(drawn::pdf_of(
        whole_page,
        size_entries + "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/ASCIIHexDecode",
        bytes_of(hex)));
    expect_marked(*page.pix);
}

TEST(PdfScan, RefusesAnImageOfFewerPixelsThanItClaims) {
    EXPECT_EQ(reason_of(drawn::pdf_of(whole_page,
                                      size_entries + "/ColorSpace/DeviceGray/BitsPerComponent 8"
                                                     "/Filter/ASCIIHexDecode",
                                      bytes_of("00FF00FF>"))),
              "image_truncated");
}

TEST(PdfScan, RefusesAnImageOfMorePixelsThanItClaims) {
    static constexpr std::uint8_t of_128 = 129, end = 128;
    const auto what_of = [](std::size_t bytes) {
        Bytes runs;
        for (std::size_t i = 0; i < bytes / 128; ++i) {
            runs.insert(runs.end(), {of_128, 90});
        }
        runs.push_back(end);
        try {
            static_cast<void>(
                first_page(drawn::pdf_of(whole_page,
                                         size_entries + "/ColorSpace/DeviceGray/BitsPerComponent 8"
                                                        "/Filter/RunLengthDecode",
                                         runs)));
        } catch (const Error& error) {
            return error.reason() + ": " + error.what();
        }
        return std::string();
    };
    const auto most = std::size_t{width} * height + limits::stream_slack_bytes;
    EXPECT_EQ(what_of(most - 127), "");
    EXPECT_EQ(what_of(most + 128), "page_too_large: pdf: an image longer than its header says");
}

TEST(PdfScan, HasTheResolutionOfItsPage) {
    const Bytes jpeg = drawn::file_of(*marked_page(8), IFF_JFIF_JPEG, 72);
    const std::string entries =
        size_entries + "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode";
    const auto dpi = [&](const std::string& page_entries) {
        const ScanPage page = first_page(drawn::pdf_of(
            "q 57.6 0 0 81 0 0 cm /I Do Q", entries, jpeg, "/CropBox[0 0 57.6 81]" + page_entries));
        EXPECT_EQ(pixGetXRes(page.pix.get()), std::lround(page.dpi));
        EXPECT_EQ(pixGetYRes(page.pix.get()), std::lround(page.dpi));
        return page.dpi;
    };
    EXPECT_NEAR(dpi(""), 1550, 0.1) << "narrower than an inch";
    EXPECT_NEAR(dpi("/UserUnit 10"), 155, 0.1);
}

TEST(PdfScan, DrawsAnImageWhosePixelsAreNoWholeBytes) {
    // Half bytes of grey and bits of colours: the drawing has as many dots as the page needs.
    for (const char* kind : {"/ColorSpace/DeviceGray/BitsPerComponent 4",
                             "/ColorSpace/DeviceRGB/BitsPerComponent 1"}) {
        const ScanPage page = first_page(drawn::pdf_of(
            whole_page, "/Width 100/Height 140" + std::string(kind) + "/Filter/ASCIIHexDecode",
            bytes_of(std::string(std::size_t{2} * 50 * 140, 'F'))));
        EXPECT_EQ(pixGetWidth(page.pix.get()), width * 2) << kind;
    }
}

TEST(PdfScan, RefusesAStreamThatDoesNotDecode) {
    try {
        static_cast<void>(
            first_page(drawn::pdf_of(whole_page,
                                     size_entries + "/ColorSpace/DeviceGray/BitsPerComponent 8"
                                                    "/Filter/FlateDecode",
                                     bytes_of("no deflate at all"))));
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.reason(), "image_broken");
        EXPECT_STREQ(error.what(), "scan: pdf: the image stream does not decode");
    }
}

TEST(PdfScan, RefusesAPageWithoutASize) {
    EXPECT_EQ(reason_of(drawn::pdf_of("0 0 9 9 re f", "", {}, "/CropBox 7")), "pdf_broken");
    EXPECT_EQ(reason_of(drawn::pdf_of("0 0 9 9 re f", "", {}, "/CropBox[0 0 9]")), "pdf_broken");
}

TEST(PdfScan, RefusesAnImageThatClaimsTooManyPixels) {
    EXPECT_EQ(
        reason_of(drawn::pdf_of(whole_page,
                                "/Width 30000/Height 30000/ColorSpace/DeviceGray/BitsPerComponent 8"
                                "/Filter/DCTDecode",
                                bytes_of("x"))),
        "image_too_large");
}

TEST(PdfScan, TurnsThePageAsRotateSays) {
    const Bytes jpeg = drawn::file_of(*marked_page(8), IFF_JFIF_JPEG, 72);
    const ScanPage page = first_page(drawn::pdf_of(
        whole_page, size_entries + "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode",
        jpeg, "/Rotate 90"));
    EXPECT_EQ(pixGetWidth(page.pix.get()), height);
    EXPECT_TRUE(has_ink_at(*page.pix, height - 210, 110));
    EXPECT_TRUE(page.original.empty());
}

TEST(PdfScan, DrawsAPageOfWhichNotEverythingIsUnderstood) {
    // A "Do" that does not say of what, and a matrix of five numbers.
    const Bytes jpeg = drawn::file_of(*marked_page(8), IFF_JFIF_JPEG, 72);
    const auto width_of = [&](const std::string& content) {
        const ScanPage page = first_page(drawn::pdf_of(
            content, size_entries + "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode",
            jpeg));
        return pixGetWidth(page.pix.get());
    };
    EXPECT_EQ(width_of(whole_page), width);
    EXPECT_EQ(width_of("q 595.2 0 0 841.92 0 0 cm Do /I Do Q"), 2 * width);
    EXPECT_EQ(width_of("q 1 0 0 1 0 cm 595.2 0 0 841.92 0 0 cm /I Do Q"), 2 * width);
}

TEST(PdfScan, DrawsAPageThatHasTextOverItsImage) {
    const Bytes jpeg = drawn::file_of(*marked_page(8), IFF_JFIF_JPEG, 72);
    const ScanPage page = first_page(drawn::pdf_of(
        whole_page + " BT /F 40 Tf 300 300 Td (HELLO) Tj ET",
        size_entries + "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode", jpeg));
    EXPECT_NEAR(pixGetWidth(page.pix.get()), 2480, 2);
    EXPECT_EQ(page.dpi, 300);
    EXPECT_TRUE(has_ink_at(*page.pix, 220, 420));
    EXPECT_TRUE(page.original.empty());
}

TEST(PdfScan, TakesTheImageUnderInvisibleText) {
    const Bytes jpeg = drawn::file_of(*marked_page(8), IFF_JFIF_JPEG, 72);
    const ScanPage page = first_page(drawn::pdf_of(
        whole_page + " BT 3 Tr /F 40 Tf 300 300 Td (HELLO) Tj ET",
        size_entries + "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode", jpeg));
    EXPECT_EQ(page.original, jpeg);
}

TEST(PdfScan, RefusesToDrawAPageLargerThanAnyPaper) {
    for (const char* size : {"90000 90000", "90000 9", "9 90000"}) {
        EXPECT_EQ(reason_of(drawn::pdf_of("0 0 9 9 re f", "", {},
                                          "/MediaBox[0 0 " + std::string(size) + "]")),
                  "page_too_large")
            << size;
    }
}

TEST(PdfScan, LeavesNothingInTheScratchFolder) {
    const std::filesystem::path folder =
        std::filesystem::path(testing::TempDir()) / "indgang_pdf_scratch";
    std::filesystem::create_directories(folder);
    {
        const Bytes pdf = drawn::pdf_of("0 0 9 9 re f", "", {});
        static_cast<void>(open_scan(pdf, folder)->page(1));
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    std::filesystem::remove(folder);
}

TEST(PdfScan, SaysWhenPdftoppmIsMissing) {
    const std::string path = std::getenv("PATH");
    setenv("PATH", "/nonexistent", 1);
    const std::string reason = reason_of(drawn::pdf_of("0 0 9 9 re f", "", {}));
    setenv("PATH", path.c_str(), 1);
    EXPECT_EQ(reason, "pdftoppm_missing");
}

TEST(PdfScan, RefusesADamagedFile) {
    EXPECT_EQ(reason_of(bytes_of("%PDF-1.4\nnothing more")), "pdf_broken");
}

TEST(PdfScan, RefusesTooManyPages) {
    EXPECT_EQ(reason_of(drawn::pdf_of("", "", {}, "", 2001)), "too_many_pages");
    EXPECT_EQ(open_scan(drawn::pdf_of("", "", {}, "", 2000), testing::TempDir())->pages(), 2000);
}

}  // namespace
}  // namespace indgang::ocr
