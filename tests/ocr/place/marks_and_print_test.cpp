// SPDX-License-Identifier: MPL-2.0
// How far marks are believed where the print cannot be their witness, and how much print is one.
// All forms lie straight, five pixels a millimetre.
#include <gtest/gtest.h>

#include <optional>
#include <vector>

#include "ocr/place/print_compare.h"
#include "ocr/place/registration.h"
#include "tests/ocr/place/small_form.h"

namespace indgang::ocr {
namespace {

constexpr int px = 5;
constexpr scanned::Lie straight{0, 1, 0, 0, px* mm_per_inch};

enum Mark : std::size_t { upper_left, upper_right, lower_left, lower_right };

void put_square(PageImage& page, const BoxMm& at) {
    const BoxPx box = scanned::transform_of(straight)(at);
    drawn::draw_box(page, box.x, box.y, box.width, box.height);
}

/// Covers a mark and draws another square so far beside it, towards the middle of the page.
void move_mark(PageImage& page, const form::PageLayout& layout, Mark which, double by_mm) {
    BoxMm moved = layout.marks[which];
    small::cover(page, moved, straight);
    moved.x += which == upper_left || which == lower_left ? by_mm : -by_mm;
    put_square(page, moved);
}

std::optional<Registration> by_code(const PageImage& page, const form::PageLayout& layout,
                                    const BlankPage& blank) {
    const MmToPx to_page = scanned::transform_of(straight);
    const BoxMm& code = layout.code;
    const double right = code.x + code.width, bottom = code.y + code.height;
    return register_by_code(page, layout,
                            {to_page(PointMm{code.x, code.y}), to_page(PointMm{right, code.y}),
                             to_page(PointMm{right, bottom}), to_page(PointMm{code.x, bottom})},
                            blank);
}

const BlankPage& blank() {
    static const BlankPage made = small::blank();
    return made;
}
std::optional<Registration> by_code(const PageImage& page) {
    return by_code(page, small::layout(), blank());
}

/// The form without its print, and with a mark so far from its place.
PageImage marks_alone(Mark which, double by_mm) {
    PageImage page = small::scan(blank(), straight);
    small::cover(page, {4, 18, 72, 80}, straight);
    move_mark(page, small::layout(), which, by_mm);
    return page;
}

TEST(MarksAlone, OfThreeCornersAndTheCodeAreEnough) {
    PageImage page = marks_alone(lower_left, 0);
    small::cover(page, small::layout().marks[lower_right], straight);
    const auto found = by_code(page);
    ASSERT_TRUE(found);
    EXPECT_LT(small::off_mm(found->shape, straight), 0.05);
    EXPECT_EQ(found->agreement, 0) << "no print was asked";
    EXPECT_EQ(found->enlarged, 1);
}

TEST(MarksAlone, AreBelievedWhereTheyFitToASixthOfAMillimetre) {
    // Of a mark that is off, 0.22 are left when the others have given way.
    EXPECT_TRUE(by_code(marks_alone(lower_left, 0.4)));
    EXPECT_FALSE(by_code(marks_alone(lower_left, 1)));
}

TEST(MarksAlone, AreNotMistakenForASquareFurtherOff) {
    // Two millimetres, and a tenth of the way from the code, which is 13 and 109 mm off; half a
    // square more, as half of one is found. What is found there spoils the fit.
    EXPECT_FALSE(by_code(marks_alone(upper_right, 4.2)));
    EXPECT_TRUE(by_code(marks_alone(upper_right, 5.2)));
    EXPECT_FALSE(by_code(marks_alone(lower_left, 13)));
    EXPECT_TRUE(by_code(marks_alone(lower_left, 16)));
}

TEST(MarksAlone, OfPaperThatIsStretchedByATenthAreNotBelieved) {
    // Longer than wide by so much, from the code on.
    const auto is_found = [](double stretch) {
        PageImage page = small::scan(blank(), straight);
        small::cover(page, {0, 0, 80, 112}, straight);
        constexpr double code_mm = 11;
        for (BoxMm each : small::layout().marks) {
            each.y = code_mm + (each.y + each.height / 2 - code_mm) * stretch - each.height / 2;
            put_square(page, each);
        }
        return by_code(page).has_value();
    };
    EXPECT_TRUE(is_found(1));
    EXPECT_TRUE(is_found(1.08));
    EXPECT_FALSE(is_found(1.12));
}

/// A form of 200 x 280 mm with words in a band of 36 mm only: too few pieces of print to find it
/// without its marks.
struct Banded {
    BlankPage blank;
    form::PageLayout layout;

    Banded() {
        constexpr double width = 200, height = 280, side = 5;
        layout.width_mm = width;
        layout.height_mm = height;
        layout.code = {170, 6, 10, 10};
        layout.marks = {
            {4, 4, side, side}, {191, 4, side, side}, {4, 271, side, side}, {191, 271, side, side}};
        blank.image =
            drawn::white_page(static_cast<int>(width) * px, static_cast<int>(height) * px);
        blank.image.dpi = px * mm_per_inch;
        blank.to_image = {px, 0, 0, 0, px, 0};
        drawn::draw_text(blank.image, 10 * px, 122 * px, 180 * px, 36 * px, px, 3);
        for (const BoxMm& each : layout.marks) {
            put_square(blank.image, each);
        }
        blank.anchors = anchors_of(blank.image, blank.to_image);
    }
    [[nodiscard]] double off_mm(const Registration& found) const {
        return distance_mm(found.shape, scanned::transform_of(straight), layout.width_mm,
                           layout.height_mm);
    }
};

const Banded& banded() {
    static const Banded made;
    return made;
}

TEST(MarksWithLittlePrint, OfThreeCornersMayBeOffWhereThePrintIsTheirWitness) {
    PageImage page = scanned::scan(banded().blank, straight);
    move_mark(page, banded().layout, upper_right, 1.6);
    small::cover(page, banded().layout.marks[lower_right], straight);
    const auto found = by_code(page, banded().layout, banded().blank);
    ASSERT_TRUE(found);
    EXPECT_LT(banded().off_mm(*found), 0.2);
}

TEST(MarksWithLittlePrint, AreLeftOutWhereTheOthersFitWithoutOne) {
    for (const Mark which : {upper_right, lower_left, lower_right}) {
        PageImage page = scanned::scan(banded().blank, straight);
        move_mark(page, banded().layout, which, 8);
        const auto found = by_code(page, banded().layout, banded().blank);
        ASSERT_TRUE(found) << which;
        EXPECT_LT(banded().off_mm(*found), 0.1) << which;
    }
    // The nearest one, too, which is seen where it is not.
    PageImage page = scanned::scan(banded().blank, straight);
    move_mark(page, banded().layout, upper_right, 2.5);
    const auto found = by_code(page, banded().layout, banded().blank);
    ASSERT_TRUE(found);
    EXPECT_LT(banded().off_mm(*found), 0.1);
}

TEST(PrintAsAWitness, IsFourTenthsOfIt) {
    // With a mark that is off, the print decides. So much of the band is covered.
    const auto is_found = [](double covered_mm) {
        PageImage page = scanned::scan(banded().blank, straight);
        move_mark(page, banded().layout, lower_left, 1.6);
        small::cover(page, {8, 120, covered_mm, 40}, straight);
        return by_code(page, banded().layout, banded().blank).has_value();
    };
    EXPECT_TRUE(is_found(115));
    EXPECT_FALSE(is_found(140));
}

TEST(PrintAsAWitness, IsTwelvePiecesOfIt) {
    PageImage page = small::scan(blank(), straight);
    move_mark(page, small::layout(), lower_left, 1.2);
    BlankPage few = small::blank();
    few.anchors.resize(12);
    EXPECT_TRUE(by_code(page, small::layout(), few));
    few.anchors.resize(11);
    EXPECT_FALSE(by_code(page, small::layout(), few));
}

TEST(PrintAsAWitness, ForFeaturesIsHalfOfIt) {
    const auto is_found = [](double covered_mm) {
        PageImage page = small::scan(blank(), straight);
        small::cover(page, {5, 19, 70, covered_mm}, straight);
        std::vector<Sighting> seen;
        for (const PointMm& at : {PointMm{10, 25}, {70, 25}, {40, 60}, {10, 95}, {70, 95}}) {
            seen.push_back({at, scanned::transform_of(straight)(at)});
        }
        return register_by_features(page, seen, blank()).has_value();
    };
    EXPECT_TRUE(is_found(30));
    EXPECT_FALSE(is_found(43));
}

TEST(PiecesOfPrint, AreEightThatLieFourMillimetresOffAtMost) {
    // The print is looked for in pieces of 16 mm, of which five stand side by side.
    const auto is_found = [](double seen_mm, double off_mm) {
        PageImage page = small::scan(blank(), straight);
        small::cover(page, {0, 16 + seen_mm, 80, 96 - seen_mm}, straight);
        MmToPx coarse = scanned::transform_of(straight);
        coarse.c += off_mm * px;
        return refine_by_print(page, coarse, blank()).has_value();
    };
    EXPECT_TRUE(is_found(96, 0));
    EXPECT_TRUE(is_found(33, 0));
    EXPECT_FALSE(is_found(16, 0));
    EXPECT_TRUE(is_found(96, 3.8));
    EXPECT_FALSE(is_found(96, 5));
}

/// The page cut into squares of 8 mm, each moved a little, as no paper moves.
void shuffle(PageImage& page, double most_mm) {
    const PixPtr from(pixCopy(nullptr, page.pix.get()));
    drawn::Dice dice(5);
    constexpr int side = 40;
    const int most = static_cast<int>(most_mm * px);
    for (int y = 90; y < 490; y += side) {
        for (int x = 20; x < 380; x += side) {
            const int right = dice.below(2 * most + 1) - most;
            const int down = dice.below(2 * most + 1) - most;
            pixRasterop(page.pix.get(), x, y, side, side, PIX_SRC, from.get(), x + right, y + down);
        }
    }
}

TEST(PrintAsAWitness, LiesFourTenthsOfAMillimetreOffAtMost) {
    const auto found = [](double most_mm) {
        PageImage page = small::scan(blank(), straight);
        move_mark(page, small::layout(), lower_left, 1.2);
        shuffle(page, most_mm);
        return by_code(page);
    };
    const auto little = found(0.8);
    ASSERT_TRUE(little);
    EXPECT_GT(little->residual_mm, 0.25);
    EXPECT_FALSE(found(1));
}

}  // namespace
}  // namespace indgang::ocr
