// SPDX-License-Identifier: MPL-2.0
#include "ocr/image/resample.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/ocr/decode/drawn_page.h"

namespace indgang::ocr {
namespace {

constexpr int width = 333, height = 271;  // no multiples of a step

PixelGrid grid_of(const std::function<PointPx(PointPx)>& from) {
    PixelGrid grid{width / grid_step_px + 2, height / grid_step_px + 2, {}};
    for (int i = 0; i < grid.columns * grid.rows; ++i) {
        grid.from.push_back(from({static_cast<double>(i % grid.columns) * grid_step_px,
                                  static_cast<double>(i / grid.columns) * grid_step_px}));
    }
    return grid;
}

PixPtr picture(int depth) {
    PixPtr pix = drawn::white_page(width, height, depth);
    drawn::ink(*pix, 100, 60, 40, 30);
    return pix;
}

int value_at(Pix& pix, int x, int y) {
    l_uint32 value = 0;
    pixGetPixel(&pix, x, y, &value);
    return static_cast<int>(value);
}

class EveryDepth : public testing::TestWithParam<int> {};

TEST_P(EveryDepth, StaysAsItIsWhenNothingMoves) {
    const PixPtr from = picture(GetParam());
    const PixPtr to = resample(*from, grid_of([](PointPx p) { return p; }));
    // The last row and column of grey have no neighbours to be mixed with.
    for (int y = 0; y < height - 1; ++y) {
        for (int x = 0; x < width - 1; ++x) {
            ASSERT_EQ(value_at(*to, x, y), value_at(*from, x, y)) << x << " " << y;
        }
    }
}

TEST_P(EveryDepth, MovesByWholePixels) {
    const PixPtr from = picture(GetParam());
    const PixPtr to = resample(*from, grid_of([](PointPx p) { return PointPx{p.x + 7, p.y - 5}; }));
    const int ink = GetParam() == 1 ? 1 : 0;
    EXPECT_EQ(value_at(*to, 93, 65), ink);
    EXPECT_EQ(value_at(*to, 132, 94), ink);
    EXPECT_NE(value_at(*to, 92, 65), ink);
    EXPECT_NE(value_at(*to, 133, 94), ink);
}

TEST_P(EveryDepth, IsWhiteWhereThePictureEnds) {
    PixPtr from = picture(GetParam());
    drawn::ink(*from, 0, 0, width, height);
    const int white = GetParam() == 1 ? 0 : 255;
    for (const double far : {400.0, 1e5, -1e9}) {
        const PixPtr to = resample(*from, grid_of([far](PointPx p) {
            return PointPx{p.x + far, p.y};
        }));
        EXPECT_EQ(value_at(*to, 150, 130), white);
    }
}

INSTANTIATE_TEST_SUITE_P(All, EveryDepth, testing::Values(1, 8));

TEST(Resample, MixesPixelsByTheirNearness) {
    const PixPtr from = picture(8);
    const PixPtr to = resample(*from, grid_of([](PointPx p) { return PointPx{p.x + 0.25, p.y}; }));
    EXPECT_NEAR(value_at(*to, 99, 70), 255 * 0.75, 1);
    EXPECT_NEAR(value_at(*to, 139, 70), 255 * 0.25, 1);
}

}  // namespace
}  // namespace indgang::ocr
