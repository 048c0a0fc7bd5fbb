// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/sheet_lie.h"

#include <gtest/gtest.h>

namespace indgang::ocr {
namespace {

using record::PageKind;

TEST(SheetSize, OfTwoPagesIsThirteenTenthsToThirtyThreeTwentiethsAsLongAsWide) {
    constexpr auto none = std::nullopt;
    EXPECT_EQ(sheet_size_of(1300, 1000, none), SheetSize::unknown);
    EXPECT_EQ(sheet_size_of(1299, 1000, none), SheetSize::one_page);
    EXPECT_EQ(sheet_size_of(1650, 1000, none), SheetSize::unknown);
    EXPECT_EQ(sheet_size_of(1651, 1000, none), SheetSize::one_page);
    EXPECT_EQ(sheet_size_of(1000, 1400, none), SheetSize::unknown);
    EXPECT_EQ(sheet_size_of(1000, 1299, none), SheetSize::one_page);
}

TEST(SheetSize, OfTwoPagesHasEightHundredPixels) {
    EXPECT_EQ(sheet_size_of(1130, 800, std::nullopt), SheetSize::unknown);
    EXPECT_EQ(sheet_size_of(1130, 799, std::nullopt), SheetSize::one_page);
}

TEST(SheetSize, OfTwoPagesIs385By270MillimetresWhereTheFileSaysTheDpi) {
    constexpr double dpi = 4 * mm_per_inch;
    EXPECT_EQ(sheet_size_of(1540, 1080, dpi), SheetSize::two_pages);
    EXPECT_EQ(sheet_size_of(1080, 1540, dpi), SheetSize::two_pages);
    EXPECT_EQ(sheet_size_of(1539, 1080, dpi), SheetSize::one_page);
    EXPECT_EQ(sheet_size_of(1540, 1079, dpi), SheetSize::one_page);
}

void expect_extent(const Extent& is, const Extent& expected) {
    EXPECT_DOUBLE_EQ(is.left, expected.left);
    EXPECT_DOUBLE_EQ(is.top, expected.top);
    EXPECT_DOUBLE_EQ(is.right, expected.right);
    EXPECT_DOUBLE_EQ(is.bottom, expected.bottom);
}

TEST(Extent, IsThatOfAllFourCorners) {
    expect_extent(extent_of({2, 0, 10, 0, 3, 20}, 100, 200, 400, 800),
                  {10. / 400, 20. / 800, 210. / 400, 620. / 800});
    // A quarter turned.
    expect_extent(extent_of({0, -2, 500, 3, 0, 40}, 100, 200, 1000, 400), {0.1, 0.1, 0.5, 0.85});
    // A little turned, either way: each corner is the outermost somewhere.
    expect_extent(extent_of({2, -0.5, 100, 0.5, 2, 0}, 100, 200, 500, 500), {0, 0, 0.6, 0.9});
    expect_extent(extent_of({2, 0.5, 0, -0.5, 2, 50}, 100, 200, 500, 500), {0, 0, 0.6, 0.9});
    const Extent extent{0.25, 0.5, 0.75, 0.625};
    EXPECT_EQ(extent.width(), 0.5);
    EXPECT_EQ(extent.height(), 0.125);
}

TEST(IsWithin, GivesRoomOnEachSide) {
    constexpr Extent part{0.25, 0.25, 0.75, 0.75};
    constexpr double room = 0.125, more = 0.0625;
    const Extent most{0.125, 0.125, 0.875, 0.875};
    EXPECT_TRUE(is_within(most, part, room));
    for (double Extent::*side : {&Extent::left, &Extent::top}) {
        Extent beyond = most;
        beyond.*side -= more;
        EXPECT_FALSE(is_within(beyond, part, room));
    }
    for (double Extent::*side : {&Extent::right, &Extent::bottom}) {
        Extent beyond = most;
        beyond.*side += more;
        EXPECT_FALSE(is_within(beyond, part, room));
    }
}

/// The same for a sheet that is higher than wide.
Extent standing(const Extent& page) {
    return {page.top, page.left, page.bottom, page.right};
}

void expect_lie(const Extent& page, Lie lie) {
    EXPECT_EQ(lie_of(page, true), lie);
    EXPECT_EQ(lie_of(standing(page), false), lie);
}

TEST(Lie, IsAHalfThatThePageFillsWithinTwoAndFiveInAHundred) {
    for (const double from : {0.0, 0.5}) {
        expect_lie({from, 0, from + 0.5, 1}, Lie::exactly_half);
        expect_lie({from, 0, from + 0.485, 1}, Lie::exactly_half);
        expect_lie({from, 0, from + 0.475, 1}, Lie::half);
        expect_lie({from, 0, from + 0.5, 0.955}, Lie::exactly_half);
        expect_lie({from, 0, from + 0.5, 0.945}, Lie::half);
    }
    expect_lie({0, 0, 0.515, 1}, Lie::exactly_half);
    expect_lie({0, 0, 0.525, 1}, Lie::half);
    expect_lie({0.485, 0, 1, 1}, Lie::exactly_half);
    expect_lie({0.475, 0, 1, 1}, Lie::half);
}

TEST(Lie, IsNoHalfThreeInAHundredBeyondOne) {
    expect_lie({0, 0, 0.535, 1}, Lie::fills);
    expect_lie({0.465, 0, 1, 1}, Lie::fills);
    expect_lie({-0.025, -0.025, 0.45, 1.025}, Lie::half);
    expect_lie({0.55, -0.025, 1.025, 1.025}, Lie::half);
    for (const Extent& beyond : {Extent{-0.035, 0, 0.45, 1},
                                 {0, -0.035, 0.45, 1},
                                 {0, 0, 0.45, 1.035},
                                 {0.55, 0, 1.035, 1},
                                 {0.55, -0.035, 1, 1},
                                 {0.55, 0, 1, 1.035}}) {
        expect_lie(beyond, Lie::fills);
    }
    expect_lie({0, 0, 1, 1}, Lie::fills);
    // A whole page's half lies the other way.
    EXPECT_EQ(lie_of({0, 0, 1, 0.5}, true), Lie::fills);
    EXPECT_EQ(lie_of({0, 0, 0.5, 1}, false), Lie::fills);
}

SeenSheet sheet(PageKind kind, SheetSize size = SheetSize::unknown) {
    SeenSheet seen;
    seen.kind = kind;
    seen.size = size;
    return seen;
}

TEST(Sheet, WithAPageThatFillsItIsNotParted) {
    SeenSheet seen = sheet(PageKind::form, SheetSize::two_pages);
    seen.lie = Lie::fills;
    EXPECT_FALSE(may_be_two_pages(seen));
    seen.lie = Lie::half;
    EXPECT_TRUE(may_be_two_pages(seen));
    seen.lie = Lie::exactly_half;
    EXPECT_TRUE(may_be_two_pages(seen));
}

TEST(Sheet, ThatIsEmptyOrUnreadableIsNotParted) {
    EXPECT_FALSE(may_be_two_pages(sheet(PageKind::blank, SheetSize::two_pages)));
    EXPECT_FALSE(may_be_two_pages(sheet(PageKind::unreadable, SheetSize::two_pages)));
}

TEST(Sheet, WithASeparatorIsPartedWhereItIsLarge) {
    EXPECT_TRUE(may_be_two_pages(sheet(PageKind::separator, SheetSize::two_pages)));
    EXPECT_FALSE(may_be_two_pages(sheet(PageKind::separator)));
}

TEST(Sheet, WithoutAFormMayBeTwoPagesUnlessItIsAPhotoOfALetter) {
    EXPECT_TRUE(may_be_two_pages(sheet(PageKind::attachment, SheetSize::two_pages)));
    EXPECT_FALSE(may_be_two_pages(sheet(PageKind::attachment)));
    SeenSheet one_bit = sheet(PageKind::attachment);
    one_bit.is_one_bit = true;
    EXPECT_TRUE(may_be_two_pages(one_bit));
    SeenSheet in_trouble = sheet(PageKind::attachment);
    in_trouble.has_trouble = true;
    EXPECT_TRUE(may_be_two_pages(in_trouble));
}

TEST(ProvenHalves, AreTwoUnlessTheSheetIsKnownToBeLarge) {
    SeenSheet seen = sheet(PageKind::form);
    EXPECT_EQ(proven_halves_least(seen), 2);
    seen.lie = Lie::exactly_half;
    EXPECT_EQ(proven_halves_least(seen), 2);
    seen.is_one_bit = true;
    EXPECT_EQ(proven_halves_least(seen), 1);
    seen.lie = Lie::half;
    EXPECT_EQ(proven_halves_least(seen), 2);
    EXPECT_EQ(proven_halves_least(sheet(PageKind::form, SheetSize::two_pages)), 1);
}

TEST(Sheet, IsReadBackwardsWhereItLiesUpsideDown) {
    for (int quarters = 0; quarters < 4; ++quarters) {
        EXPECT_EQ(is_read_backwards(true, quarters), quarters == 2) << quarters;
        EXPECT_EQ(is_read_backwards(false, quarters), quarters == 1) << quarters;
    }
}

}  // namespace
}  // namespace indgang::ocr
