// SPDX-License-Identifier: MPL-2.0
// Backs of pages, drawn: what somebody wrote there is never dropped, what a scanner and a hole
// punch leave there is.
#include "ocr/match/empty_page.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "schemas/core/geometry.h"

namespace indgang::ocr {
namespace {

constexpr double width_mm = 210, height_mm = 297;

/// A back as `normalise` leaves it: white paper, at 300 dpi.
class Back {
  public:
    explicit Back(int depth) {
        page_.dpi = 300;
        page_.pix.reset(pixCreate(px(width_mm), px(height_mm), depth));
        if (depth == 8) {
            pixSetAll(page_.pix.get());
        }
    }
    [[nodiscard]] const PageImage& page() const { return page_; }

    Back& box(const BoxMm& place, int grey = 0) {
        for (int y = px(place.y); y < px(place.y + place.height); ++y) {
            for (int x = px(place.x); x < px(place.x + place.width); ++x) {
                dot(x, y, grey);
            }
        }
        return *this;
    }
    Back& disc(double x_mm, double y_mm, double radius_mm) {
        for (int y = px(y_mm - radius_mm); y < px(y_mm + radius_mm); ++y) {
            for (int x = px(x_mm - radius_mm); x < px(x_mm + radius_mm); ++x) {
                if (std::hypot(x - px(x_mm), y - px(y_mm)) < px(radius_mm)) {
                    dot(x, y, 0);
                }
            }
        }
        return *this;
    }
    /// Letters 3 mm high of strokes 0.4 mm wide: a word of six, some 14 mm2 of ink.
    Back& note(double x_mm, double y_mm, int grey = 0) {
        for (int letter = 0; letter < 6; ++letter) {
            const double x = x_mm + letter * 2.4;
            box({x, y_mm, 0.4, 3}, grey);
            box({x, y_mm, 1.8, 0.4}, grey);
            box({x, y_mm + 1.3, 1.4, 0.4}, grey);
        }
        return *this;
    }
    Back& specks(int count, const BoxMm& within, double side_mm) {
        std::mt19937 random(3);
        std::uniform_real_distribution<double> share(0, 1);
        for (int i = 0; i < count; ++i) {
            box({within.x + share(random) * within.width, within.y + share(random) * within.height,
                 side_mm, side_mm});
        }
        return *this;
    }
    /// A scanner's black beyond the paper, with a frayed rim.
    Back& black_edge() {
        box({0, 0, 3, height_mm});
        std::mt19937 random(5);
        std::uniform_real_distribution<double> depth(0, 1.2);
        for (double y = 0; y < height_mm; y += 0.5) {
            box({3, y, depth(random), 0.5});
        }
        return *this;
    }

  private:
    static int px(double mm) { return static_cast<int>(std::lround(mm / mm_per_inch * 300)); }
    void dot(int x, int y, int grey) {
        if (x >= 0 && y >= 0 && x < pixGetWidth(page_.pix.get()) &&
            y < pixGetHeight(page_.pix.get())) {
            const bool is_grey = pixGetDepth(page_.pix.get()) == 8;
            pixSetPixel(page_.pix.get(), x, y, is_grey ? static_cast<l_uint32>(grey) : 1U);
        }
    }
    PageImage page_;
};

class EveryDepth : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Depths, EveryDepth, testing::Values(1, 8));

TEST_P(EveryDepth, AnEmptyBackIsEmpty) {
    EXPECT_TRUE(is_almost_empty(Back(GetParam()).page()));
}

TEST_P(EveryDepth, ANoteInTheMiddleIsWriting) {
    EXPECT_FALSE(is_almost_empty(Back(GetParam()).note(100, 140).page()));
}

TEST_P(EveryDepth, ANoteAtAnyEdgeIsWriting) {
    constexpr double near_mm = 2, note_width_mm = 14, note_height_mm = 3;
    for (const double x : {near_mm, 100.0, width_mm - near_mm - note_width_mm}) {
        for (const double y : {near_mm, 140.0, height_mm - near_mm - note_height_mm}) {
            EXPECT_FALSE(is_almost_empty(Back(GetParam()).note(x, y).page())) << x << ", " << y;
        }
    }
}

TEST_P(EveryDepth, ABlackEdgeIsNoWriting) {
    EXPECT_TRUE(is_almost_empty(Back(GetParam()).black_edge().page()));
}

TEST_P(EveryDepth, ANoteBesideABlackEdgeIsWriting) {
    EXPECT_FALSE(is_almost_empty(Back(GetParam()).black_edge().note(6.5, 4).page()));
}

TEST_P(EveryDepth, PunchedHolesAreNoWriting) {
    constexpr double from_edge_mm = 12, radius_mm = 3;
    EXPECT_TRUE(is_almost_empty(Back(GetParam())
                                    .disc(from_edge_mm, 108.5, radius_mm)
                                    .disc(from_edge_mm, 188.5, radius_mm)
                                    .page()));
}

TEST_P(EveryDepth, ANoteBesidePunchedHolesIsWriting) {
    EXPECT_FALSE(is_almost_empty(
        Back(GetParam()).disc(12, 108.5, 3).disc(12, 188.5, 3).note(3, 290).page()));
}

TEST_P(EveryDepth, TheShadowOfThePaperIsNoWriting) {
    Back back(GetParam());
    back.box({4, 5, 0.4, 287});
    for (double x = 8; x < 200; x += 9) {
        back.box({x, 293, 6, 0.5});  // broken by the contrast
    }
    EXPECT_TRUE(is_almost_empty(back.page()));
}

TEST_P(EveryDepth, DirtAtTheEdgeIsNoWriting) {
    EXPECT_TRUE(is_almost_empty(
        Back(GetParam()).specks(12, {1, 1, 6, 290}, 0.7).specks(12, {1, 290, 200, 5}, 0.7).page()));
}

TEST(PalePencil, IsWritingOnAPageThatIsWhiteOtherwise) {
    constexpr int stretched = 100;  // what `normalise` makes of grey 200 on 250
    EXPECT_FALSE(is_almost_empty(Back(8).note(100, 140, stretched).page()));
}

TEST(PalePencil, IsWritingBesideABlackEdge) {
    constexpr int pencil = 205;
    EXPECT_FALSE(is_almost_empty(Back(8).black_edge().note(100, 140, pencil).page()));
    EXPECT_FALSE(is_almost_empty(Back(8).black_edge().note(190, 2, pencil).page()));
}

/// What shines through from the front is paler than any pencil.
TEST(PalePencil, IsNotWhatShinesThroughBesideABlackEdge) {
    constexpr int shine = 235;
    EXPECT_TRUE(
        is_almost_empty(Back(8).black_edge().note(100, 140, shine).note(60, 80, shine).page()));
}

}  // namespace
}  // namespace indgang::ocr
