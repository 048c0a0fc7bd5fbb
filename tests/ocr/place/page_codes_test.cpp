// SPDX-License-Identifier: MPL-2.0
// Codes drawn module by module on white paper.
#include "ocr/place/page_codes.h"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <optional>
#include <string>

namespace indgang::ocr {
namespace {

constexpr int page_px = 600, module_px = 6, code_at = 200;

/// Modules of a QR code of the smallest sort, which has 21 each way.
constexpr int modules = 21, code_px = modules * module_px;

PageImage page_with_code(int depth, int x = code_at, int y = code_at, double dpi = 100) {
    PageImage page{PixPtr(pixCreate(page_px, page_px, depth)), dpi, 0};
    if (depth == 8) {
        pixSetAll(page.pix.get());
    }
    ZXing::MultiFormatWriter writer(ZXing::BarcodeFormat::QRCode);
    const ZXing::BitMatrix code = writer.setMargin(0).encode(L"IG1", 0, 0);
    EXPECT_EQ(code.width(), modules);
    for (int row = 0; row < code.height() * module_px; ++row) {
        for (int column = 0; column < code.width() * module_px; ++column) {
            if (code.get(column / module_px, row / module_px)) {
                pixSetPixel(page.pix.get(), x + column, y + row, depth == 1 ? 1 : 0);
            }
        }
    }
    return page;
}

void expect_code(const std::optional<FoundCode>& found, double x = code_at, double y = code_at) {
    ASSERT_TRUE(found);
    EXPECT_EQ(found->text, "IG1");
    EXPECT_TRUE(found->is_qr);
    const double near = module_px;
    const double right = x + code_px, bottom = y + code_px;
    const std::array<PointPx, 4> corners = {
        PointPx{x, y}, {right, y}, {right, bottom}, {x, bottom}};
    for (std::size_t i = 0; i < corners.size(); ++i) {
        EXPECT_NEAR(found->corners[i].x, corners[i].x, near) << i;
        EXPECT_NEAR(found->corners[i].y, corners[i].y, near) << i;
    }
}

constexpr BoxPx around{150, 150, 250, 250};

TEST(FindQrIn, FindsACodeInItsPartOfThePage) {
    for (const int depth : {1, 8}) {
        for (const Light light : {Light::even, Light::uneven}) {
            expect_code(find_qr_in(page_with_code(depth), around, light));
            EXPECT_FALSE(find_qr_in(page_with_code(depth), {350, 150, 250, 250}, light));
            EXPECT_FALSE(find_qr_in(page_with_code(depth), {150, 350, 250, 250}, light));
        }
    }
}

TEST(FindQrIn, LooksAtWhatLiesOnThePage) {
    for (const int depth : {1, 8}) {
        const PageImage first = page_with_code(depth, 30, 40);
        expect_code(find_qr_in(first, {-60, -70, 300, 300}, Light::even), 30, 40);
        const PageImage last = page_with_code(depth, 440, 430);
        expect_code(find_qr_in(last, {390, 380, 400, 400}, Light::even), 440, 430);
    }
    for (const BoxPx& beyond : {BoxPx{-300, 0, 300, 300},
                                {600, 0, 300, 300},
                                {0, -300, 300, 300},
                                {0, 600, 300, 300},
                                {0, 0, 0, 300},
                                {0, 0, 300, 0},
                                {0, 0, -5, -5}}) {
        EXPECT_FALSE(find_qr_in(page_with_code(8), beyond, Light::even));
    }
}

TEST(FindCode, FindsItAnywhereAtAnyResolution) {
    // From 280 dpi on two pixels are looked at as one, from 420 three.
    for (const int depth : {1, 8}) {
        for (const double dpi : {100.0, 279.0, 281.0, 300.0, 430.0, 600.0}) {
            expect_code(find_code(page_with_code(depth, code_at, code_at, dpi)));
            expect_code(find_code(page_with_code(depth, 61, 407, dpi)), 61, 407);
        }
    }
}

TEST(FindCode, HasItsMiddleWhereItIs) {
    // In the mean over many places: the library gives whole pixels of what it looks at.
    for (const double dpi : {100.0, 300.0, 430.0, 600.0}) {
        double off_x = 0, off_y = 0;
        int places = 0;
        for (int x = 150; x < 190; x += 3) {
            for (int y = 150; y < 190; y += 7) {
                const auto found = find_code(page_with_code(8, x, y, dpi));
                ASSERT_TRUE(found);
                for (const PointPx& corner : found->corners) {
                    off_x += corner.x / 4;
                    off_y += corner.y / 4;
                }
                off_x -= x + code_px / 2.0;
                off_y -= y + code_px / 2.0;
                ++places;
            }
        }
        EXPECT_NEAR(off_x / places, 0, 0.5) << dpi;
        EXPECT_NEAR(off_y / places, 0, 0.5) << dpi;
    }
}

FoundCode with_corners(double turn_degrees) {
    constexpr double degree = 3.14159265358979 / 180;
    FoundCode code;
    for (std::size_t i = 0; i < code.corners.size(); ++i) {
        const double angle = (turn_degrees - 135 + 90 * static_cast<double>(i)) * degree;
        code.corners[i] = {300 + 80 * std::cos(angle), 200 + 80 * std::sin(angle)};
    }
    return code;
}

TEST(FoundCode, IsTurnedUprightByWholeQuarters) {
    for (const double off : {-40.0, 0.0, 40.0}) {
        EXPECT_EQ(with_corners(0 + off).quarters_to_upright(), 0) << off;
        EXPECT_EQ(with_corners(90 + off).quarters_to_upright(), 3) << off;
        EXPECT_EQ(with_corners(180 + off).quarters_to_upright(), 2) << off;
        EXPECT_EQ(with_corners(270 + off).quarters_to_upright(), 1) << off;
    }
}

}  // namespace
}  // namespace indgang::ocr
