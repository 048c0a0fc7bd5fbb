// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/sheet_halves.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/ocr/match/scanned.h"

namespace indgang::ocr {
namespace {

const form::FormCatalogue& catalogue() {
    static const auto forms =
        form::FormCatalogue::load({std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms"});
    return forms;
}

BlankPages& blanks() {
    static BlankPages pages(catalogue());
    return pages;
}

constexpr double scan_dpi = 150;

/// A blank page as an A4 scan of one bit.
PageImage page_of(int page, double skew_degrees = 0.4) {
    scanned::Lie lie;
    lie.skew_degrees = skew_degrees;
    lie.dpi = scan_dpi;
    return scanned::bitonal(scanned::scan(blanks().blank({"boligstoette", "1"}, page), lie));
}

PageImage sheet_of(const PageImage& left, const PageImage& right, int quarters, bool is_dpi_said) {
    const int width = pixGetWidth(left.pix.get()), height = pixGetHeight(left.pix.get());
    PixPtr sheet(pixCreate(2 * width, height, 1));
    pixRasterop(sheet.get(), 0, 0, width, height, PIX_SRC, left.pix.get(), 0, 0);
    pixRasterop(sheet.get(), width, 0, width, height, PIX_SRC, right.pix.get(), 0, 0);
    return {PixPtr(pixRotateOrth(sheet.get(), quarters)), scan_dpi, 0, is_dpi_said};
}

/// "half:page" of each, in the order of reading.
std::vector<std::string> parts_of(PageImage sheet) {
    static Matcher matcher(catalogue(), blanks());
    std::vector<std::string> parts;
    for (const PageOfSheet& part : match_sheet(matcher, std::move(sheet))) {
        parts.push_back(
            std::string(name_of(part.half)) + ":" +
            (part.page.match ? std::to_string(part.page.match->page) : std::string("none")));
    }
    return parts;
}

using Parts = std::vector<std::string>;

TEST(SheetHalves, AreGivenInTheOrderOfReadingWhicheverWayTheSheetLies) {
    const PageImage left = page_of(2), right = page_of(3);
    EXPECT_EQ(parts_of(sheet_of(left, right, 0, true)), (Parts{"left:2", "right:3"}));
    EXPECT_EQ(parts_of(sheet_of(left, right, 1, true)), (Parts{"top:2", "bottom:3"}));
    EXPECT_EQ(parts_of(sheet_of(left, right, 2, true)), (Parts{"right:2", "left:3"}));
    EXPECT_EQ(parts_of(sheet_of(left, right, 3, true)), (Parts{"bottom:2", "top:3"}));
}

TEST(SheetHalves, AreTurnedUprightEachByItself) {
    const PageImage left = page_of(2), right = scanned::turned(page_of(3), 2);
    EXPECT_EQ(parts_of(sheet_of(left, right, 0, true)), (Parts{"left:2", "right:3"}));
}

TEST(SheetHalves, AreFoundByThePagesOwnSizeWhereTheFileSaysNoDpi) {
    EXPECT_EQ(parts_of(sheet_of(page_of(1), page_of(2), 0, false)), (Parts{"left:1", "right:2"}));
}

TEST(SheetHalves, AnEmptyHalfIsGivenToo) {
    PageImage empty = page_of(1);
    pixClearAll(empty.pix.get());
    EXPECT_EQ(parts_of(sheet_of(empty, page_of(1), 0, true)), (Parts{"left:none", "right:1"}));
}

TEST(SheetHalves, ASheetWithoutAFormStaysWhole) {
    PageImage scribble = page_of(1);
    pixClearAll(scribble.pix.get());
    scanned::paint(scribble, {40, 40, 90, 3}, true);
    EXPECT_EQ(parts_of(sheet_of(scribble, scribble, 0, true)), Parts{"whole:none"});
}

TEST(SheetHalves, AnA4ScanIsOnePage) {
    PageImage page = page_of(2);
    page.is_dpi_said = true;
    EXPECT_EQ(parts_of(std::move(page)), Parts{"whole:2"});
    EXPECT_EQ(parts_of(page_of(3)), Parts{"whole:3"});
}

/// A page in the middle of a larger picture, as phones take it.
TEST(SheetHalves, APageAcrossTheMiddleStaysWhole) {
    const PageImage page = page_of(1);
    const int width = pixGetWidth(page.pix.get()), height = pixGetHeight(page.pix.get());
    PixPtr picture(pixCreate(2 * width, height, 1));
    pixRasterop(picture.get(), width / 2, 0, width, height, PIX_SRC, page.pix.get(), 0, 0);
    EXPECT_EQ(parts_of({std::move(picture), scan_dpi, 0, true}), Parts{"whole:1"});
}

/// Two pages as a sheet of `rows` rows whose file says another resolution than it has.
Parts parts_said(double dpi, int rows = 0) {
    PageImage sheet = sheet_of(page_of(1), page_of(2), 0, true);
    if (rows > 0) {
        const int width = pixGetWidth(sheet.pix.get());
        const int cut = (pixGetHeight(sheet.pix.get()) - rows) / 2;
        BOX* box = boxCreate(0, cut, width, rows);
        sheet.pix.reset(pixClipRectangle(sheet.pix.get(), box, nullptr));
        boxDestroy(&box);
    }
    sheet.dpi = dpi;
    return parts_of(std::move(sheet));
}

// 2480 x 1754 pixels.
TEST(SheetHalves, AreLookedForOnWhatIs385MillimetresLong) {
    EXPECT_EQ(parts_said(163).size(), 2U);
    EXPECT_EQ(parts_said(164).size(), 1U);
}

TEST(SheetHalves, AreLookedForOnWhatIs270MillimetresWide) {
    EXPECT_EQ(parts_said(163, 1736).size(), 2U);
    EXPECT_EQ(parts_said(163, 1728).size(), 1U);
}

TEST(SheetHalves, AreLookedForWhateverTheResolutionThatNobodySaid) {
    PageImage sheet = sheet_of(page_of(1), page_of(2), 0, false);
    sheet.dpi = 170;
    EXPECT_EQ(parts_of(std::move(sheet)), (Parts{"left:1", "right:2"}));
}

/// A page so far from the left and the upper edge of a sheet of two, lying or standing.
Parts parts_of_page_at(int x, int y, bool is_tall) {
    const PageImage page = page_of(1, 0);
    const int width = pixGetWidth(page.pix.get()), height = pixGetHeight(page.pix.get());
    PixPtr sheet(pixCreate(is_tall ? height : 2 * width, is_tall ? 2 * width : height, 1));
    const PageImage lying = is_tall ? scanned::turned(page, 1) : scanned::turned(page, 0);
    pixRasterop(sheet.get(), x, y, pixGetWidth(lying.pix.get()), pixGetHeight(lying.pix.get()),
                PIX_SRC, lying.pix.get(), 0, 0);
    return parts_of({std::move(sheet), scan_dpi, 0, true});
}

TEST(SheetHalves, MayReachThreeInAHundredOverTheMiddle) {
    // Of 2480 pixels 74.
    EXPECT_EQ(parts_of_page_at(60, 0, false), (Parts{"left:1", "right:none"}));
    EXPECT_EQ(parts_of_page_at(90, 0, false), Parts{"whole:1"});
}

TEST(SheetHalves, MayReachThreeInAHundredOverTheMiddleOfATallSheet) {
    EXPECT_EQ(parts_of_page_at(0, 60, true).size(), 2U);
    EXPECT_EQ(parts_of_page_at(0, 90, true), Parts{"whole:1"});
}

}  // namespace
}  // namespace indgang::ocr
