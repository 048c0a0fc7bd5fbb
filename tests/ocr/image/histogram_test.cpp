// SPDX-License-Identifier: MPL-2.0
#include "ocr/image/histogram.h"

#include <gtest/gtest.h>

#include <array>

namespace indgang::ocr {
namespace {

TEST(Histogram, FindsTheLevelWithMoreThanAShareBelow) {
    const std::array counts{5, 0, 3, 2};
    EXPECT_EQ(level_at(counts, 0), 0);
    EXPECT_EQ(level_at(counts, 0.49), 0);
    EXPECT_EQ(level_at(counts, 0.5), 2);  // half is not more than half
    EXPECT_EQ(level_at(counts, 0.79), 2);
    EXPECT_EQ(level_at(counts, 0.8), 3);
    EXPECT_EQ(level_at(counts, 1), 3);
}

TEST(Histogram, GivesTheHighestLevelWhereNothingWasCounted) {
    EXPECT_EQ(level_at(std::array{0, 0, 0}, 0.5), 2);
    EXPECT_EQ(level_at(std::array{7}, 0.5), 0);
}

}  // namespace
}  // namespace indgang::ocr
