// SPDX-License-Identifier: MPL-2.0
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <gtest/gtest.h>

#include <string>

#include "ocr/match/matcher.h"
#include "ocr/place/page_codes.h"
#include "tests/ocr/match/scanned.h"

namespace indgang::ocr {
namespace {

PageImage sheet_with(const std::wstring& text, ZXing::BarcodeFormat format, int x, int y, int width,
                     int height) {
    PageImage page{PixPtr(pixCreate(2480, 3508, 1)), 300, 0};
    ZXing::MultiFormatWriter writer(format);
    const ZXing::BitMatrix code = writer.setMargin(0).encode(text, width, height);
    for (int row = 0; row < code.height(); ++row) {
        for (int column = 0; column < code.width(); ++column) {
            if (code.get(column, row)) {
                pixSetPixel(page.pix.get(), x + column, y + row, 1);
            }
        }
    }
    return page;
}

MatchedPage match(PageImage&& page) {
    const form::FormCatalogue catalogue =
        form::FormCatalogue::load({std::string(INDGANG_SOURCE_DIR) + "/schemas/forms"});
    BlankPages blanks(catalogue);
    Matcher matcher(catalogue, blanks);
    return matcher.match(std::move(page));
}

TEST(Codes, MakeASeparatorOfPatchT) {
    for (const auto format : {ZXing::BarcodeFormat::Code128, ZXing::BarcodeFormat::Code39}) {
        const MatchedPage page = match(sheet_with(L"PATCHT", format, 400, 1000, 1600, 300));
        EXPECT_EQ(page.kind, record::PageKind::separator);
        EXPECT_EQ(page.separator, "PATCHT");
    }
}

TEST(Codes, MakeASeparatorThatLiesOnItsSide) {
    PageImage page = sheet_with(L"PATCHT", ZXing::BarcodeFormat::Code128, 400, 1000, 1600, 300);
    EXPECT_EQ(match(scanned::turned(page, 1)).kind, record::PageKind::separator);
}

TEST(Codes, MakeASeparatorOfOurQrCode) {
    const MatchedPage page =
        match(sheet_with(L"IGSEP:7", ZXing::BarcodeFormat::QRCode, 900, 900, 600, 600));
    EXPECT_EQ(page.kind, record::PageKind::separator);
    EXPECT_EQ(page.separator, "IGSEP:7");
}

TEST(Codes, LeaveAForeignCodeAnAttachment) {
    const MatchedPage page =
        match(sheet_with(L"https://example.org", ZXing::BarcodeFormat::QRCode, 900, 900, 400, 400));
    EXPECT_EQ(page.kind, record::PageKind::attachment);
    EXPECT_EQ(page.trouble, "");
}

TEST(Codes, OfAnUnknownFormAreTrouble) {
    const MatchedPage page =
        match(sheet_with(L"IG1:nobody:9:1/2", ZXing::BarcodeFormat::QRCode, 1984, 118, 212, 212));
    EXPECT_EQ(page.kind, record::PageKind::attachment);
    EXPECT_EQ(page.trouble, "unknown_form");
}

TEST(Codes, OfAPageThatTheFormDoesNotHaveAreTrouble) {
    const MatchedPage page = match(
        sheet_with(L"IG1:boligstoette:1:9/9", ZXing::BarcodeFormat::QRCode, 1984, 118, 212, 212));
    EXPECT_EQ(page.trouble, "page_code_beyond_form");
}

TEST(Codes, SayWhichWayIsUp) {
    for (int turned = 0; turned < 4; ++turned) {
        const PageImage page = scanned::turned(
            sheet_with(L"IG1:x:1:1/1", ZXing::BarcodeFormat::QRCode, 900, 900, 400, 400), turned);
        const auto code = find_code(page);
        ASSERT_TRUE(code);
        EXPECT_EQ(code->quarters_to_upright(), (4 - turned) % 4);
    }
}

}  // namespace
}  // namespace indgang::ocr
