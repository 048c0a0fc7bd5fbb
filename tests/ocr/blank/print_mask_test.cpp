// SPDX-License-Identifier: MPL-2.0
#include "ocr/blank/print_mask.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace indgang::ocr {
namespace {

constexpr double scale = 300 / mm_per_inch;

/// 60 x 60 mm with a bar of print from (20, 30) to (40, 31).
PageImage blank(int grey) {
    PageImage page{PixPtr(pixCreate(709, 709, 8)), 300, 0};
    pixSetAll(page.pix.get());
    for (int y = static_cast<int>(30 * scale); y < static_cast<int>(31 * scale); ++y) {
        for (int x = static_cast<int>(20 * scale); x < static_cast<int>(40 * scale); ++x) {
            pixSetPixel(page.pix.get(), x, y, static_cast<l_uint32>(grey));
        }
    }
    return page;
}

MmToPx to_image() {
    MmToPx transform;
    transform.a = transform.e = scale;
    return transform;
}

TEST(PrintMask, KnowsWhatIsNearPrint) {
    const PrintMask mask(blank(0), to_image(), {});
    EXPECT_TRUE(mask.is_near_print({30, 30.5}));
    EXPECT_TRUE(mask.is_near_print({30, 29.6}));
    EXPECT_TRUE(mask.is_near_print({30, 31.4}));
    EXPECT_FALSE(mask.is_near_print({30, 29}));
    EXPECT_FALSE(mask.is_near_print({30, 32}));
    EXPECT_FALSE(mask.is_near_print({19, 30.5}));
    EXPECT_FALSE(mask.is_near_print({-5, 30.5}));
}

TEST(PrintMask, CountsATintAsPrint) {
    EXPECT_TRUE(PrintMask(blank(240), to_image(), {}).is_near_print({30, 30.5}));
    EXPECT_FALSE(PrintMask(blank(250), to_image(), {}).is_near_print({30, 30.5}));
}

TEST(PrintMask, CountsAsPrintWhatEachPrintHasOfItsOwn) {
    const std::array<BoxMm, 1> code{{{5, 5, 10, 10}}};
    const PrintMask mask(blank(0), to_image(), code);
    EXPECT_TRUE(mask.is_near_print({10, 10}));
    EXPECT_FALSE(mask.is_near_print({17, 10}));
    EXPECT_GT(mask.most_ink_mm2({10, 10}, 2), 4);
}

TEST(PrintMask, SumsTheInkOfASquareWhereverItLies) {
    const PrintMask mask(blank(0), to_image(), {});
    EXPECT_NEAR(mask.most_ink_mm2({30, 30.5}, 2), 2, 0.2);
    EXPECT_NEAR(mask.most_ink_mm2({30, 29}, 2), 1, 0.3);
    EXPECT_EQ(mask.most_ink_mm2({30, 20}, 2), 0);
}

constexpr int px_per_mm = 12;  // a cell of the mask has three pixels
constexpr int side_px = 100;   // and a third of a cell is left over at the edges

/// White, with black boxes; the form lies 2 mm to the right of the page's corner and 1 mm below it.
PageImage page_with(const std::vector<BoxPx>& boxes, int grey = 0) {
    PageImage page{PixPtr(pixCreate(side_px, side_px, 8)), px_per_mm * mm_per_inch, 0};
    pixSetAll(page.pix.get());
    for (const BoxPx& each : boxes) {
        for (int y = each.y; y < each.y + each.height; ++y) {
            for (int x = each.x; x < each.x + each.width; ++x) {
                pixSetPixel(page.pix.get(), x, y, static_cast<l_uint32>(grey));
            }
        }
    }
    return page;
}

constexpr MmToPx moved{px_per_mm, 0, 2 * px_per_mm, 0, px_per_mm, px_per_mm};

PrintMask mask_of(const std::vector<BoxPx>& boxes, int grey = 0,
                  const std::vector<BoxMm>& varying = {}) {
    return {page_with(boxes, grey), moved, varying};
}

TEST(PrintMask, CountsAnInkOfTwelveAsPrint) {
    EXPECT_TRUE(mask_of({{40, 40, 9, 9}}, 255 - 12).is_near_print({1.7, 2.7}));
    EXPECT_FALSE(mask_of({{40, 40, 9, 9}}, 255 - 11).is_near_print({1.7, 2.7}));
}

TEST(PrintMask, CallsNearWhatIsWithinHalfAMillimetre) {
    // From 3 to 3.25 mm on the page, which is 1 on the form across and 2 down.
    const PrintMask mask = mask_of({{36, 36, 3, 3}});
    for (const double inside : {-0.49, 0.74}) {
        EXPECT_TRUE(mask.is_near_print({1 + inside, 2.1}));
        EXPECT_TRUE(mask.is_near_print({1.1, 2 + inside}));
    }
    for (const double beyond : {-0.51, 0.76}) {
        EXPECT_FALSE(mask.is_near_print({1 + beyond, 2.1}));
        EXPECT_FALSE(mask.is_near_print({1.1, 2 + beyond}));
    }
}

TEST(PrintMask, ReachesToEachEdgeOfThePageAndNoFurther) {
    const PrintMask mask = mask_of({{0, 0, side_px, side_px}});
    constexpr double side_mm = 100.0 / px_per_mm, off = 0.01, cell = 0.25;
    for (const double x : {off, side_mm - off}) {
        for (const double y : {off, side_mm - off}) {
            EXPECT_TRUE(mask.is_near_print({x - 2, y - 1}));
        }
    }
    EXPECT_FALSE(mask.is_near_print({-2 - off, 2}));
    EXPECT_FALSE(mask.is_near_print({2, -1 - off}));
    EXPECT_FALSE(mask.is_near_print({side_mm + cell - 2, 2}));
    EXPECT_FALSE(mask.is_near_print({2, side_mm + cell - 1}));
}

TEST(PrintMask, SumsTheInkInMillimetresOfBlack) {
    // A square of 1 mm from (1, 2) on.
    const PrintMask mask = mask_of({{36, 36, 12, 12}});
    constexpr double close = 1e-5;
    EXPECT_NEAR(mask.most_ink_mm2({1.5, 2.5}, 1), 1, close);
    EXPECT_NEAR(mask.most_ink_mm2({1.5, 2.5}, 0.5), 0.25, close);
    EXPECT_NEAR(mask.most_ink_mm2({1.5, 2.5}, 3), 1, close);
    EXPECT_NEAR(mask_of({{36, 36, 12, 12}}, 204).most_ink_mm2({1.5, 2.5}, 1), 0.2, close);
    // Moved by half a millimetre at most in each direction.
    for (const double off : {-1.0, 1.0}) {
        EXPECT_NEAR(mask.most_ink_mm2({1.5 + off, 2.5}, 1), 0.5, close);
        EXPECT_NEAR(mask.most_ink_mm2({1.5, 2.5 + off}, 1), 0.5, close);
        EXPECT_NEAR(mask.most_ink_mm2({1.5 + off, 2.5 + off}, 1), 0.25, close);
        EXPECT_NEAR(mask.most_ink_mm2({1.5 + 1.5 * off, 2.5}, 1), 0, close);
        EXPECT_NEAR(mask.most_ink_mm2({1.5, 2.5 + 1.5 * off}, 1), 0, close);
    }
}

TEST(PrintMask, SumsNothingBeyondThePage) {
    const PrintMask mask = mask_of({{0, 0, side_px, side_px}});
    EXPECT_EQ(mask.most_ink_mm2({-20, 2}, 2), 0);
    EXPECT_EQ(mask.most_ink_mm2({2, -20}, 2), 0);
    EXPECT_EQ(mask.most_ink_mm2({40, 2}, 2), 0);
    EXPECT_EQ(mask.most_ink_mm2({2, 40}, 2), 0);
    // All of a page of 69.4 mm2.
    EXPECT_NEAR(mask.most_ink_mm2({2, 3}, 40), 1e4 / 144, 1e-3);
}

TEST(PrintMask, HasAMillimetreOfInkInEachCellThatVaries) {
    const PrintMask mask = mask_of({}, 0, {{1, 2, 1, 1}});
    for (const double inside : {-0.49, 1.49}) {
        EXPECT_TRUE(mask.is_near_print({1 + inside, 2.5}));
        EXPECT_TRUE(mask.is_near_print({1.5, 2 + inside}));
    }
    for (const double beyond : {-0.51, 1.51}) {
        EXPECT_FALSE(mask.is_near_print({1 + beyond, 2.5}));
        EXPECT_FALSE(mask.is_near_print({1.5, 2 + beyond}));
    }
    EXPECT_NEAR(mask.most_ink_mm2({1.5, 2.5}, 1), 16, 1e-4);
}

TEST(PrintMask, VariesAtTheEdgesOfThePage) {
    const PrintMask mask = mask_of({}, 0, {{-9, -9, 8, 9}, {5, 6, 9, 9}});
    EXPECT_TRUE(mask.is_near_print({-1.9, -0.9}));
    EXPECT_FALSE(mask.is_near_print({-0.4, -0.9}));
    EXPECT_FALSE(mask.is_near_print({-1.9, 0.6}));
    EXPECT_TRUE(mask.is_near_print({6.2, 7.2}));
    EXPECT_FALSE(mask.is_near_print({4.4, 7.2}));
    EXPECT_FALSE(mask.is_near_print({6.2, 5.4}));
}

}  // namespace
}  // namespace indgang::ocr
