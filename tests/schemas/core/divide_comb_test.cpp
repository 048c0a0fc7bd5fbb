// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/divide_comb.h"

#include <gtest/gtest.h>

#include "schemas/core/limits.h"
#include "schemas/error/error.h"

namespace indgang {
namespace {

constexpr double close = 1e-9;

TEST(DivideComb, FillsTheBoxWithCellsAndGaps) {
    const auto cells = divide_comb({10, 20, 32, 7}, 4, 2);
    ASSERT_EQ(cells.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(cells[i].x, 10 + 8.5 * static_cast<double>(i), close);
        EXPECT_NEAR(cells[i].width, 6.5, close);
        EXPECT_EQ(cells[i].y, 20);
        EXPECT_EQ(cells[i].height, 7);
    }
    EXPECT_EQ(divide_comb({10, 20, 32, 7}, 1, 2).front(), (BoxMm{10, 20, 32, 7}));
}

TEST(DivideComb, MakesAtLeastOneCellAndNotTooMany) {
    EXPECT_EQ(divide_comb({0, 0, 500, 7}, limits::comb_cells).size(),
              static_cast<std::size_t>(limits::comb_cells));
    EXPECT_THROW((void)divide_comb({0, 0, 500, 7}, limits::comb_cells + 1), Error);
    EXPECT_THROW((void)divide_comb({0, 0, 500, 7}, 0), Error);
    EXPECT_THROW((void)divide_comb({0, 0, 500, 7}, -1), Error);
}

}  // namespace
}  // namespace indgang
