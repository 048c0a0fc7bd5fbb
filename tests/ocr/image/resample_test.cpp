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

TEST(Resample, NeedsAGridThatCoversThePicture) {
    const auto grid = [](int columns, int rows) {
        PixelGrid made{columns, rows, {}};
        for (int i = 0; i < columns * rows; ++i) {
            made.from.push_back({static_cast<double>(i % columns) * grid_step_px,
                                 static_cast<double>(i / columns) * grid_step_px});
        }
        return made;
    };
    const PixPtr from = picture(8);
    EXPECT_TRUE(resample(*from, grid(5, 4), 128, 96));
    EXPECT_DEATH((void)resample(*from, grid(5, 4), 129, 96), "");
    EXPECT_DEATH((void)resample(*from, grid(5, 4), 128, 97), "");
    const PixPtr deep(pixCreate(64, 64, 32));
    EXPECT_DEATH((void)resample(*deep, grid(3, 3)), "");
}

TEST(Resample, IsExactAlsoWhereARowLeavesThePicture) {
    // Each grey is its column: half a pixel further on it is half more.
    PixPtr from(pixCreate(width, height, 8));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            pixSetPixel(from.get(), x, y, static_cast<l_uint32>((x + y) % 200));
        }
    }
    for (const PointPx by : {PointPx{-40, 0}, {40, 0}, {0, -40}, {0, 40}, {-3, -3}, {3, 3}}) {
        const PixPtr to = resample(*from, grid_of([by](PointPx p) {
            return PointPx{p.x + by.x, p.y + by.y};
        }));
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                const int u = x + static_cast<int>(by.x), v = y + static_cast<int>(by.y);
                const bool is_inside = u >= 0 && v >= 0 && u < width - 1 && v < height - 1;
                ASSERT_EQ(value_at(*to, x, y), is_inside ? (u + v) % 200 : 255) << x << " " << y;
            }
        }
    }
}

TEST(Resample, InterpolatesBetweenTheNodesOfTheGrid) {
    // Leaning: a pixel in each hundred, more to the right and downwards.
    const auto lean = [](PointPx p) {
        return PointPx{p.x + 0.01 * p.x + 5e-5 * p.x * p.y, p.y - 0.01 * p.y - 5e-5 * p.x * p.y};
    };
    PixPtr across(pixCreate(width, height, 8)), down(pixCreate(width, height, 8));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            pixSetPixel(across.get(), x, y, static_cast<l_uint32>(x * 3 / 4));
            pixSetPixel(down.get(), x, y, static_cast<l_uint32>(y * 3 / 4));
        }
    }
    const PixPtr right = resample(*across, grid_of(lean)), below = resample(*down, grid_of(lean));
    for (int y = 10; y < 250; ++y) {
        for (int x = 0; x < 300; ++x) {
            const PointPx at = lean({x + 0.5, y + 0.5});
            ASSERT_NEAR(value_at(*right, x, y), (at.x - 0.5) * 0.75 - 0.375, 1) << x << " " << y;
            ASSERT_NEAR(value_at(*below, x, y), (at.y - 0.5) * 0.75 - 0.375, 1) << x << " " << y;
        }
    }
}

TEST(Resample, TakesTheNearestPixelOfOneBit) {
    const PixPtr from = picture(1);
    for (const double by : {-0.49, 0.49}) {
        const PixPtr to = resample(*from, grid_of([by](PointPx p) {
            return PointPx{p.x + by, p.y - by};
        }));
        EXPECT_EQ(value_at(*to, 100, 60), 1);
        EXPECT_EQ(value_at(*to, 139, 89), 1);
        EXPECT_EQ(value_at(*to, 99, 60), 0);
        EXPECT_EQ(value_at(*to, 140, 89), 0);
    }
}

}  // namespace
}  // namespace indgang::ocr
