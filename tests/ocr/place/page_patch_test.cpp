// SPDX-License-Identifier: MPL-2.0
#include "ocr/place/page_patch.h"

#include <gtest/gtest.h>

#include <random>

namespace indgang::ocr {
namespace {

constexpr int width = 37, height = 29;

PageImage noise(int depth) {
    PageImage page{PixPtr(pixCreate(width, height, depth)), 300, 0};
    std::minstd_rand dice(11);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const auto any = static_cast<l_uint32>(dice() >> 8U);
            pixSetPixel(page.pix.get(), x, y, depth == 1 ? any & 1U : any & 255U);
        }
    }
    return page;
}

/// 255 is white.
int grey_at(const PageImage& page, int x, int y) {
    l_uint32 value = 0;
    pixGetPixel(page.pix.get(), x, y, &value);
    return pixGetDepth(page.pix.get()) == 1 ? (value == 1 ? 0 : 255) : static_cast<int>(value);
}

TEST(AveragedPart, HasTheMeanOfEachSquare) {
    const BoxPx part{5, 3, 30, 23};
    for (const int depth : {1, 8}) {
        const PageImage page = noise(depth);
        for (const int step : {1, 2, 3, 4}) {
            const GreyPatch patch = averaged_part(page, part, step);
            ASSERT_EQ(patch.width, part.width / step);
            ASSERT_EQ(patch.height, part.height / step);
            ASSERT_EQ(patch.pixels.size(), static_cast<std::size_t>(patch.width) *
                                               static_cast<std::size_t>(patch.height));
            for (int y = 0; y < patch.height; ++y) {
                for (int x = 0; x < patch.width; ++x) {
                    int ink = 0;
                    for (int i = 0; i < step * step; ++i) {
                        ink += 255 - grey_at(page, part.x + x * step + i % step,
                                             part.y + y * step + i / step);
                    }
                    EXPECT_EQ(patch.at(x, y), 255 - ink / (step * step)) << depth << " " << step;
                }
            }
        }
    }
}

TEST(AveragedPart, OfNoSizeHasNoPixels) {
    for (const BoxPx& none : {BoxPx{3, 3, 0, 9}, {3, 3, 9, 0}, {3, 3, -9, 9}, {3, 3, 9, -9}}) {
        for (const int step : {1, 2}) {
            EXPECT_TRUE(averaged_part(noise(8), none, step).pixels.empty());
        }
    }
    const GreyPatch all = averaged_part(noise(1), {0, 0, width, height}, 1);
    EXPECT_EQ(all.width, width);
    EXPECT_EQ(all.height, height);
}

}  // namespace
}  // namespace indgang::ocr
