// SPDX-License-Identifier: MPL-2.0
// A small drawn form instead of a whole one, so that each way to find its place is tried quickly.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "ocr/place/print_compare.h"
#include "ocr/place/registration.h"
#include "tests/ocr/place/small_form.h"

namespace indgang::ocr {
namespace {

const BlankPage& blank() {
    static const BlankPage made = small::blank();
    return made;
}
const BlankPage& other_blank() {
    static const BlankPage made = small::blank(11);
    return made;
}
const std::vector<BoxMm>& marks() {
    static const std::vector<BoxMm> all = small::layout().marks;
    return all;
}

/// A scan of the form on which these marks are covered.
PageImage scan_without(const std::vector<std::size_t>& covered,
                       const scanned::Lie& lie = small::lie) {
    PageImage page = small::scan(blank(), lie);
    for (const std::size_t mark : covered) {
        small::cover(page, marks()[mark], lie);
    }
    return page;
}

std::optional<Registration> by_code(const PageImage& page, const scanned::Lie& lie = small::lie) {
    return register_by_code(page, small::layout(), small::code_corners(lie), blank());
}

TEST(RegisterByCode, FindsTheFormHoweverItLies) {
    for (const scanned::Lie& lie :
         {small::lie, scanned::Lie{-3, 0.95, -1, 2, small::lie.dpi}, {4, 1.05, 0, 0, 150}}) {
        const auto found = by_code(small::scan(blank(), lie), lie);
        ASSERT_TRUE(found);
        EXPECT_LT(small::off_mm(found->shape, lie), 0.15);
        EXPECT_LT(found->residual_mm, 0.1);
        EXPECT_EQ(found->enlarged, 1);
        EXPECT_EQ(found->seen.size(), blank().anchors.size());
    }
}

TEST(RegisterByCode, NeedsNoResolution) {
    // The file says twice or half of what it is.
    for (const double factor : {0.5, 2.0}) {
        PageImage page = small::scan(blank());
        page.dpi *= factor;
        const auto found = by_code(page);
        ASSERT_TRUE(found);
        EXPECT_LT(small::off_mm(found->shape), 0.15);
    }
}

TEST(RegisterByCode, NeedsThreeMarksOrThePrint) {
    for (const std::vector<std::size_t>& covered :
         {std::vector<std::size_t>{0}, {1}, {2}, {3}, {0, 1}, {1, 2}, {2, 3}, {0, 1, 2, 3}}) {
        const auto found = by_code(scan_without(covered));
        ASSERT_TRUE(found) << covered.size();
        EXPECT_LT(small::off_mm(found->shape), 0.2) << covered.size();
    }
}

TEST(RegisterByCode, TakesMarksAloneWhereNothingElseIsSeen) {
    PageImage page = small::scan(blank());
    small::cover(page, {4, 18, 72, 80});
    const auto found = by_code(page);
    ASSERT_TRUE(found);
    EXPECT_LT(small::off_mm(found->shape), 0.15);
    EXPECT_LT(found->residual_mm, 0.1);
    // With three of them there is no witness.
    small::cover(page, marks()[2]);
    small::cover(page, marks()[3]);
    EXPECT_FALSE(by_code(page));
}

TEST(RegisterByCode, FindsNothingOnOtherPaper) {
    PageImage page = small::scan(other_blank());
    for (const BoxMm& mark : marks()) {
        small::cover(page, mark);
    }
    EXPECT_FALSE(by_code(page));
    EXPECT_FALSE(by_code(drawn::white_page(1050, 1485)));
}

TEST(RegisterByCode, LeavesOutAMarkThatIsAStain) {
    // The mark at the lower left is covered, and a square stands three millimetres beside it.
    PageImage page = scan_without({2});
    const PointPx at = scanned::transform_of(small::lie)(PointMm{7, 103});
    drawn::draw_box(page, static_cast<int>(at.x), static_cast<int>(at.y), 25, 25);
    const auto found = by_code(page);
    ASSERT_TRUE(found);
    EXPECT_LT(small::off_mm(found->shape), 0.2);
}

TEST(RegisterByCode, RefusesACodeOfNoSize) {
    const PointPx same{100, 100};
    const auto found = register_by_code(drawn::white_page(200, 200), small::layout(),
                                        {same, same, same, same}, blank());
    EXPECT_FALSE(found);
    form::PageLayout without = small::layout();
    without.code = {};
    EXPECT_FALSE(register_by_code(small::scan(blank()), without, small::code_corners(), blank()));
}

TEST(RegisterByCode, FindsMarksFarOffByThoseThatAreNear) {
    // The code looks smaller than it is: to the furthest mark that is more than it may be off.
    PageImage page = small::scan(blank());
    small::cover(page, {4, 18, 72, 80});
    auto corners = small::code_corners();
    PointPx middle;
    for (const PointPx& each : corners) {
        middle.x += each.x / 4;
        middle.y += each.y / 4;
    }
    for (PointPx& each : corners) {
        each.x = middle.x + 0.82 * (each.x - middle.x);
        each.y = middle.y + 0.82 * (each.y - middle.y);
    }
    const auto found = register_by_code(page, small::layout(), corners, blank());
    ASSERT_TRUE(found);
    EXPECT_LT(small::off_mm(found->shape), 0.05);
}

TEST(RegisterByCode, BendsToThePrintThoughTheMarksFit) {
    // What is printed between the marks lies two pixels further to the right.
    PageImage page = small::scan(blank());
    const PixPtr from(pixCopy(nullptr, page.pix.get()));
    const MmToPx truth = scanned::transform_of(small::lie);
    const BoxPx text = truth(BoxMm{4, 18, 72, 80});
    pixRasterop(page.pix.get(), text.x + 2, text.y, text.width, text.height, PIX_SRC, from.get(),
                text.x, text.y);
    const auto found = by_code(page);
    ASSERT_TRUE(found);
    constexpr PointMm middle{40, 58};
    EXPECT_NEAR(found->shape(middle).x, truth(middle).x + 2, 0.5);
    EXPECT_NEAR(found->shape(middle).y, truth(middle).y, 0.5);
}

TEST(RegisterByCode, NeedsHalfOfThePrintWithoutMarks) {
    const auto agreement = [](double covered_mm) {
        PageImage page = scan_without({0, 1, 2, 3});
        small::cover(page, {5, 19, 70, covered_mm});
        const auto found = by_code(page);
        return found ? found->agreement : 0;
    };
    EXPECT_GT(agreement(22), 0.5);
    EXPECT_EQ(agreement(26), 0);
}

TEST(FindSquares, AreWithinEighteenMillimetresOfTheirPlaces) {
    const auto found_at = [](double shift) {
        const scanned::Lie lie{0, 1, shift, 0, small::lie.dpi};
        return find_squares(small::scan(blank(), lie), {marks()[0]}).size();
    };
    EXPECT_EQ(found_at(0), 1U);
    // Two fifths of a square may be beyond.
    EXPECT_EQ(found_at(19.4), 1U);
    EXPECT_EQ(found_at(20.2), 0U);
}

TEST(FindSquares, SayWhereTheyAre) {
    const auto squares = find_squares(small::scan(blank()), marks());
    ASSERT_EQ(squares.size(), 4U);
    for (std::size_t i = 0; i < squares.size(); ++i) {
        const PointMm middle{marks()[i].x + 2.5, marks()[i].y + 2.5};
        EXPECT_EQ(squares[i].on_form, middle);
        const PointPx expected = scanned::transform_of(small::lie)(middle);
        EXPECT_NEAR(squares[i].on_page.x, expected.x, 0.4);
        EXPECT_NEAR(squares[i].on_page.y, expected.y, 0.4);
    }
    EXPECT_TRUE(find_squares(drawn::white_page(1050, 1485), marks()).empty());
}

TEST(RegisterByPrint, FindsTheFormByItsMarksAndItsPrint) {
    for (const std::vector<std::size_t>& covered :
         {std::vector<std::size_t>{}, {0}, {1}, {2}, {3}}) {
        const PageImage page = scan_without(covered);
        const auto found = register_by_print(page, find_squares(page, marks()), blank());
        ASSERT_TRUE(found) << covered.size();
        EXPECT_LT(small::off_mm(found->shape), 0.2);
        EXPECT_GT(found->agreement, 0.8);
    }
}

TEST(RegisterByPrint, NeedsHalfOfThePrint) {
    const auto agreement = [](double covered_mm) {
        PageImage page = small::scan(blank());
        small::cover(page, {5, 19, 70, covered_mm});
        const auto found = register_by_print(page, find_squares(page, marks()), blank());
        return found ? found->agreement : 0;
    };
    const double enough = agreement(36);
    EXPECT_GT(enough, 0.5);
    EXPECT_LT(enough, 0.55);
    EXPECT_EQ(agreement(42), 0);
}

TEST(RegisterByPrint, NeedsThreeMarks) {
    const PageImage page = scan_without({0, 3});
    EXPECT_FALSE(register_by_print(page, find_squares(page, marks()), blank()));
}

TEST(RegisterByPrint, RefusesAnotherForm) {
    const PageImage page = small::scan(other_blank());
    EXPECT_FALSE(register_by_print(page, find_squares(page, marks()), blank()));
    EXPECT_TRUE(register_by_print(page, find_squares(page, marks()), other_blank()));
}

TEST(RegisterByPrint, RefusesWhatIsStretched) {
    // Twice as long as wide: no paper.
    const PageImage page = small::scan(blank());
    auto squares = find_squares(page, marks());
    squares.pop_back();
    for (Sighting& each : squares) {
        each.on_page.y *= 2;
    }
    EXPECT_FALSE(register_by_print(page, squares, blank()));
}

/// The form's points where they are seen, all over it.
std::vector<Sighting> sightings(const scanned::Lie& lie = small::lie) {
    std::vector<Sighting> all;
    for (const PointMm& at : {PointMm{10, 25}, {70, 25}, {40, 60}, {10, 95}, {70, 95}, {60, 50}}) {
        all.push_back({at, scanned::transform_of(lie)(at)});
    }
    return all;
}

TEST(RegisterByFeatures, FindsTheFormThatWasSighted) {
    const auto found = register_by_features(small::scan(blank()), sightings(), blank());
    ASSERT_TRUE(found);
    EXPECT_LT(small::off_mm(found->shape), 0.15);
    EXPECT_GT(found->agreement, 0.8);
    EXPECT_EQ(found->enlarged, 1);
}

TEST(RegisterByFeatures, SaysHowFarTheNearestNineTenthsOfThePrintAreOff) {
    PageImage page = small::scan(blank());
    small::cover(page, {20, 30, 40, 20});
    const auto found = register_by_features(page, sightings(), blank());
    ASSERT_TRUE(found);
    std::vector<double> off;
    for (const SeenAnchor& each : found->seen) {
        if (each.is_found) {
            off.push_back(each.distance_mm());
        }
    }
    ASSERT_LT(off.size(), found->seen.size());
    std::sort(off.begin(), off.end());
    off.resize(static_cast<std::size_t>(0.9 * static_cast<double>(off.size())));
    double sum = 0;
    for (const double each : off) {
        sum += each * each;
    }
    EXPECT_NEAR(found->residual_mm, std::sqrt(sum / static_cast<double>(off.size())), 1e-9);
}

TEST(RegisterByFeatures, RefusesAnotherForm) {
    EXPECT_FALSE(register_by_features(small::scan(other_blank()), sightings(), blank()));
    EXPECT_FALSE(register_by_features(drawn::white_page(1050, 1485), sightings(), blank()));
}

TEST(RegisterByFeatures, NeedsThreePoints) {
    const auto all = sightings();
    EXPECT_FALSE(register_by_features(small::scan(blank()), {all[0], all[1]}, blank()));
    EXPECT_FALSE(register_by_features(small::scan(blank()), {}, blank()));
}

TEST(RegisterByFeatures, LooksAtACoarsePageEnlarged) {
    // Below four pixels a millimetre it is drawn with six.
    for (const double per_mm : {3.2, 3.9}) {
        const scanned::Lie coarse{1, 1, 1, -1, per_mm * mm_per_inch};
        const auto found =
            register_by_features(small::scan(blank(), coarse), sightings(coarse), blank());
        ASSERT_TRUE(found) << per_mm;
        EXPECT_NEAR(found->enlarged, 6 / per_mm, 1e-6);
        EXPECT_LT(small::off_mm(found->shape, coarse), 0.2);
    }
    const scanned::Lie fine{1, 1, 1, -1, 4.1 * mm_per_inch};
    const auto found = register_by_features(small::scan(blank(), fine), sightings(fine), blank());
    ASSERT_TRUE(found);
    EXPECT_EQ(found->enlarged, 1);
}

TEST(RefineByPrint, CorrectsAFewMillimetres) {
    const PageImage page = small::scan(blank());
    for (const PointMm& off : {PointMm{0, 0}, {3, 0}, {0, -3}, {-2.5, 2.5}}) {
        MmToPx coarse = scanned::transform_of(small::lie);
        coarse.c += 5 * off.x;
        coarse.f += 5 * off.y;
        const auto refined = refine_by_print(page, coarse, blank());
        ASSERT_TRUE(refined) << off.x << ", " << off.y;
        EXPECT_LT(small::off_mm(PageShape(refined->to_page)), 0.2);
        EXPECT_LT(refined->residual_mm, 0.2);
    }
}

TEST(RefineByPrint, LooksAtEachPixelOfACoarsePage) {
    // A fifth of a millimetre is less than a pixel.
    const scanned::Lie coarse{0, 1, 1, -1, 4 * mm_per_inch};
    const auto refined =
        refine_by_print(small::scan(blank(), coarse), scanned::transform_of(coarse), blank());
    ASSERT_TRUE(refined);
    EXPECT_LT(small::off_mm(PageShape(refined->to_page), coarse), 0.2);
}

TEST(RefineByPrint, GivesNothingWhereThePrintIsNot) {
    const MmToPx truth = scanned::transform_of(small::lie);
    EXPECT_FALSE(refine_by_print(drawn::white_page(1050, 1485), truth, blank()));
    EXPECT_FALSE(refine_by_print(small::scan(other_blank()), truth, blank()));
    PageImage black = drawn::white_page(1050, 1485);
    drawn::draw_box(black, 0, 0, 1050, 1485);
    EXPECT_FALSE(refine_by_print(black, truth, blank())) << "all of it is dark, and beside it too";
    BlankPage without_print;
    without_print.image = drawn::white_page(640, 896);
    without_print.to_image = blank().to_image;
    EXPECT_FALSE(refine_by_print(small::scan(blank()), truth, without_print));
}

/// Points of a blank at whole millimetres of a page of ten pixels a millimetre.
double agreement(const std::vector<PrintPoint>& points, const std::vector<PointPx>& dark) {
    PageImage page = drawn::white_page(200, 200);
    for (const PointPx& each : dark) {
        drawn::draw_box(page, static_cast<int>(each.x), static_cast<int>(each.y), 1, 1);
    }
    BlankPage blank;
    blank.anchors = {PrintAnchor{{5, 5}, points}};
    return print_seen(page, PageShape(MmToPx{10, 0, 0.5, 0, 10, 0.5}), blank).agreement;
}

TEST(PrintAgreement, IsTheShareOfDarkPointsLessThatOfDarkOnesBeside) {
    const std::vector<PrintPoint> four = {
        {{2, 2}, {3, 3}}, {{6, 2}, {7, 3}}, {{10, 2}, {11, 3}}, {{14, 2}, {15, 3}}};
    EXPECT_EQ(agreement(four, {}), 0);
    EXPECT_EQ(agreement(four, {{20, 20}, {60, 20}, {100, 20}, {140, 20}}), 1);
    EXPECT_EQ(agreement(four, {{20, 20}, {60, 20}, {100, 20}}), 0.75);
    EXPECT_EQ(agreement(four, {{20, 20}, {60, 20}, {100, 20}, {30, 30}}), 0.5);
    EXPECT_EQ(agreement(four, {{30, 30}, {70, 30}}), -0.5);
    EXPECT_EQ(agreement({}, {{20, 20}}), 0);
}

TEST(PrintAgreement, HasAPixelOfSlackEachWay) {
    const std::vector<PrintPoint> one = {{{2, 2}, {4, 4}}};
    for (int y = -2; y <= 2; ++y) {
        for (int x = -2; x <= 2; ++x) {
            const bool is_near = std::abs(x) <= 1 && std::abs(y) <= 1;
            EXPECT_EQ(agreement(one, {{20.0 + x, 20.0 + y}}), is_near ? 1 : 0) << x << ", " << y;
            EXPECT_EQ(agreement(one, {{40.0 + x, 40.0 + y}}), is_near ? -1 : 0) << x << ", " << y;
        }
    }
}

}  // namespace
}  // namespace indgang::ocr
