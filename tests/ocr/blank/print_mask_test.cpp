// SPDX-License-Identifier: MPL-2.0
#include "ocr/blank/print_mask.h"

#include <gtest/gtest.h>

#include <array>

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

}  // namespace
}  // namespace indgang::ocr
