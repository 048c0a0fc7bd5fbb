// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/matched_page.h"

#include <gtest/gtest.h>

namespace indgang::ocr {
namespace {

constexpr MmToPx ten{10, 0, 30, 0, 10, 50};

/// A form that begins at (30, 50) on its page, ten pixels a millimetre.
MatchedPage page() {
    MatchedPage made;
    made.kind = record::PageKind::form;
    made.match = record::FormMatch{{"any", "1"}, 1, 1, ten, 0, "blank"};
    return made;
}

SeenAnchor anchor(double x, double y, double off_mm, bool is_found = true) {
    SeenAnchor seen;
    seen.at = {x, y};
    seen.is_found = seen.is_x_known = is_found;
    seen.x_mm = off_mm;
    return seen;
}

/// On the form from (20, 30) to (40, 35).
constexpr BoxPx box{230, 350, 200, 50};

bool is_displaced(const std::vector<SeenAnchor>& print) {
    MatchedPage made = page();
    made.print = print;
    return made.is_displaced(box);
}

TEST(IsDisplaced, IsABoxWhosePrintIsMoreThanThreeTenthsOfAMillimetreOff) {
    const auto all_off = [](double off) {
        return is_displaced({anchor(25, 32, off), anchor(30, 32, off), anchor(35, 32, off)});
    };
    EXPECT_FALSE(all_off(0.29));
    EXPECT_TRUE(all_off(0.31));
}

TEST(IsDisplaced, GoesByTheMiddleOfThePrintAround) {
    EXPECT_FALSE(is_displaced({anchor(25, 32, 2), anchor(30, 32, 0), anchor(35, 32, 0)}));
    EXPECT_TRUE(is_displaced({anchor(25, 32, 2), anchor(30, 32, 1), anchor(35, 32, 0)}));
    // Of four the third counts.
    EXPECT_TRUE(
        is_displaced({anchor(25, 32, 2), anchor(30, 32, 1), anchor(35, 32, 0), anchor(36, 32, 0)}));
}

TEST(IsDisplaced, IsNotKnownOfABoxWithLittlePrintAround) {
    EXPECT_FALSE(is_displaced({}));
    EXPECT_FALSE(is_displaced({anchor(25, 32, 2), anchor(30, 32, 2)}));
}

TEST(IsDisplaced, IsABoxWhosePrintIsMostlyNotFound) {
    const SeenAnchor lost = anchor(25, 32, 0, false), found = anchor(25, 32, 0);
    EXPECT_FALSE(is_displaced({found, lost, lost}));
    EXPECT_TRUE(is_displaced({found, lost, lost, lost}));
    EXPECT_TRUE(is_displaced({lost, lost, lost}));
}

TEST(IsDisplaced, LooksTwentyMillimetresAround) {
    const auto with_three_at = [](double x, double y) {
        return is_displaced({anchor(x, y, 1), anchor(x, y, 1), anchor(x, y, 1)});
    };
    EXPECT_TRUE(with_three_at(0.01, 32));
    EXPECT_FALSE(with_three_at(-0.1, 32));
    EXPECT_TRUE(with_three_at(59.99, 32));
    EXPECT_FALSE(with_three_at(60.1, 32));
    EXPECT_TRUE(with_three_at(30, 10.01));
    EXPECT_FALSE(with_three_at(30, 9.9));
    EXPECT_TRUE(with_three_at(30, 54.99));
    EXPECT_FALSE(with_three_at(30, 55.1));
    // From a corner as the crow flies.
    EXPECT_TRUE(with_three_at(40 + 14, 35 + 14));
    EXPECT_FALSE(with_three_at(40 + 14.3, 35 + 14.3));
}

TEST(OnScan, IsTheSameBoxOnAFlatPage) {
    EXPECT_EQ(page().on_scan(box), box);
}

TEST(OnScan, IsTheBoxAroundTheCornersOnABentPage) {
    // The scan is turned by a quarter and twice as large.
    MatchedPage made = page();
    made.bent = BentPage{nullptr, PageShape(MmToPx{0, -20, 1000.5, 20, 0, 7.25})};
    // From 1000.5 - 20 * 35 to 1000.5 - 20 * 30, and from 7.25 + 20 * 20 to 7.25 + 20 * 40.
    EXPECT_EQ(made.on_scan(box), (BoxPx{300, 407, 101, 401}));
}

TEST(OnScan, IsAroundAllCornersWhicheverWayThePageLies) {
    // The scan is half as large and turned by 53 degrees, from each of the four quarters.
    MatchedPage made = page();
    made.bent = BentPage{nullptr, PageShape(MmToPx{3, -4, 100.5, 4, 3, 0.5})};
    EXPECT_EQ(made.on_scan(box), (BoxPx{20, 170, 81, 96}));
    made.bent = BentPage{nullptr, PageShape(MmToPx{3, 4, 0.5, -4, 3, 100.5})};
    EXPECT_EQ(made.on_scan(box), (BoxPx{180, 30, 81, 96}));
    made.bent = BentPage{nullptr, PageShape(MmToPx{-3, 4, 10.5, -4, -3, 300.5})};
    EXPECT_EQ(made.on_scan(box), (BoxPx{10, 35, 81, 96}));
    made.bent = BentPage{nullptr, PageShape(MmToPx{-3, -4, 300.5, 4, -3, 30.5})};
    EXPECT_EQ(made.on_scan(box), (BoxPx{40, 5, 81, 96}));
}

TEST(OnScan, IsTheBoxItselfWhereNoFormWasFound) {
    MatchedPage made;
    made.bent = BentPage{nullptr, PageShape(MmToPx{0, -20, 1000.5, 20, 0, 7.25})};
    EXPECT_EQ(made.on_scan(box), box);
}

TEST(Scanned, IsThePageBeforeItWasStraightened) {
    MatchedPage made = page();
    made.image.pix.reset(pixCreate(8, 9, 1));
    EXPECT_EQ(&made.scanned(), made.image.pix.get());
    made.bent = BentPage{PixPtr(pixCreate(6, 7, 1)), PageShape(MmToPx{})};
    EXPECT_EQ(&made.scanned(), made.bent->pix.get());
}

}  // namespace
}  // namespace indgang::ocr
