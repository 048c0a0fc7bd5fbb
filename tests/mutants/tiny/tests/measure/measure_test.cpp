// SPDX-License-Identifier: MPL-2.0
#include "measure/measure.h"

#include <gtest/gtest.h>

TEST(IsAdult, KnowsAChildAndAGrandmother) {
    EXPECT_FALSE(tiny::is_adult(8));
    EXPECT_TRUE(tiny::is_adult(80));
}

TEST(Pairs, AreTwoOfFive) {
    EXPECT_EQ(tiny::pairs(5), 2);
}

TEST(IsRetired, IsWhoIsSixtySeven) {
    EXPECT_FALSE(tiny::is_retired(66));
    EXPECT_TRUE(tiny::is_retired(67));
}
