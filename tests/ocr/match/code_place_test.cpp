// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/code_place.h"

#include <gtest/gtest.h>

namespace indgang::ocr {
namespace {

/// On a page of 200 x 300 mm, ten pixels a millimetre.
constexpr BoxMm code{170, 12, 18, 20};

BoxPx place(int quarters) {
    const bool is_upright = quarters % 2 == 0;
    return expected_code_place(is_upright ? 2000 : 3000, is_upright ? 3000 : 2000, 10, code,
                               quarters, 5);
}

TEST(ExpectedCodePlace, IsASquareAroundTheCodeWithRoomOnEachSide) {
    EXPECT_EQ(place(0), (BoxPx{1650, 70, 300, 300}));
    EXPECT_EQ(expected_code_place(2000, 3000, 10, {170, 12, 22, 20}, 0, 5),
              (BoxPx{1650, 70, 320, 320}));
}

TEST(ExpectedCodePlace, TurnsWithThePage) {
    EXPECT_EQ(place(1), (BoxPx{3000 - 70 - 300, 1650, 300, 300}));
    EXPECT_EQ(place(2), (BoxPx{2000 - 1650 - 300, 3000 - 70 - 300, 300, 300}));
    EXPECT_EQ(place(3), (BoxPx{70, 2000 - 1650 - 300, 300, 300}));
}

TEST(TurnedPoint, GoesWhereThePageTakesIt) {
    constexpr PointPx point{30, 50};
    EXPECT_EQ(turned_point(point, 0, 200, 300), point);
    EXPECT_EQ(turned_point(point, 1, 200, 300), (PointPx{250, 30}));
    EXPECT_EQ(turned_point(point, 2, 200, 300), (PointPx{170, 250}));
    EXPECT_EQ(turned_point(point, 3, 200, 300), (PointPx{50, 170}));
}

}  // namespace
}  // namespace indgang::ocr
