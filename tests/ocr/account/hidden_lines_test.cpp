// SPDX-License-Identifier: MPL-2.0
// Boxes whose lines are drawn pixel by pixel, so that each limit of what is missing is met: a page
// of 60 x 60 mm at 12 pixels a millimetre.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "ocr/account/hidden_print.h"

namespace indgang::ocr {
namespace {

using form::Capture;

constexpr int px_per_mm = 12, line_px = 4;
constexpr double side_mm = 60;
/// So far beyond the end of a line it is still seen: within a millimetre, in squares.
constexpr double seen_beyond_mm = 0.85;

struct Line {
    double from, to;  ///< mm along it
    double at;        ///< mm across it
};

class Lined {
  public:
    Lined() : page_(white()) {
        blank_.image = white();
        blank_.to_image = to_page_;
    }
    /// A zone, by itself without any line.
    Lined& zone(const BoxMm& box, Capture capture = Capture::line, int cells = 0) {
        zones_.push_back({"f" + std::to_string(zones_.size()), "", capture, 1, box, cells});
        return *this;
    }
    /// Lines of the blank, and of the page unless it misses them.
    Lined& across(const Line& line, bool is_on_page = true) {
        return draw({line.from, line.at, line.to - line.from, 0}, is_on_page);
    }
    Lined& down(const Line& line, bool is_on_page = true) {
        return draw({line.at, line.from, 0, line.to - line.from}, is_on_page);
    }
    /// A zone with all its four lines.
    Lined& box(const BoxMm& box) {
        const double right = box.x + box.width, bottom = box.y + box.height;
        return zone(box)
            .across({box.x, right, box.y})
            .across({box.x, right, bottom})
            .down({box.y, bottom, box.x})
            .down({box.y, bottom, right});
    }
    /// Whites out what the page shows in a box.
    Lined& cover(const BoxMm& box) {
        fill(page_, box, 255);
        return *this;
    }
    [[nodiscard]] std::vector<std::string> hidden() {
        blank_.print = PrintMask(blank_.image, blank_.to_image, {});
        std::vector<const form::Zone*> zones;
        for (const form::Zone& each : zones_) {
            zones.push_back(&each);
        }
        const AddedInk added(page_, to_page_, blank_);
        std::vector<std::string> fields;
        for (const form::Zone* each :
             zones_with_hidden_print({page_, to_page_, blank_, added}, zones)) {
            fields.push_back(each->field);
        }
        return fields;
    }
    [[nodiscard]] bool is_hidden() { return !hidden().empty(); }

  private:
    Lined& draw(const BoxMm& line, bool is_on_page) {
        constexpr double half_mm = line_px / 2.0 / px_per_mm;
        const BoxMm wide{line.x - half_mm, line.y - half_mm, line.width + 2 * half_mm,
                         line.height + 2 * half_mm};
        fill(blank_.image, wide, 0);
        if (is_on_page) {
            fill(page_, wide, 0);
        }
        return *this;
    }
    static void fill(PageImage& page, const BoxMm& box, int grey) {
        for (int y = px(box.y); y < px(box.y + box.height); ++y) {
            for (int x = px(box.x); x < px(box.x + box.width); ++x) {
                pixSetPixel(page.pix.get(), x, y, static_cast<l_uint32>(grey));
            }
        }
    }
    static int px(double mm) { return static_cast<int>(std::lround(mm * px_per_mm)); }
    static PageImage white() {
        PageImage page{PixPtr(pixCreate(px(side_mm), px(side_mm), 8)), px_per_mm * mm_per_inch, 0};
        pixSetAll(page.pix.get());
        return page;
    }

    PageImage page_;
    MmToPx to_page_{px_per_mm, 0, 0, 0, px_per_mm, 0};
    BlankPage blank_;
    std::vector<form::Zone> zones_;
};

/// A box that is all there: what is usual on the page.
Lined beside_a_whole_box() {
    Lined page;
    page.box({4, 40, 48, 16});
    return page;
}

TEST(HiddenLines, AreNoneWhereAllAreSeenOrNoneArePrinted) {
    EXPECT_FALSE(beside_a_whole_box().is_hidden());
    EXPECT_FALSE(beside_a_whole_box().box({10, 10, 24, 8}).is_hidden());
    EXPECT_FALSE(beside_a_whole_box().zone({10, 10, 24, 8}).is_hidden());
    EXPECT_FALSE(Lined().zone({10, 10, 24, 8}).is_hidden());
    EXPECT_FALSE(Lined().is_hidden());
}

TEST(HiddenLines, AreLookedForOnAllFourSides) {
    constexpr BoxMm box{10, 10, 24, 8};
    for (const BoxMm& side :
         {BoxMm{8, 8, 28, 4}, BoxMm{8, 16, 28, 4}, BoxMm{8, 8, 4, 12}, BoxMm{32, 8, 4, 12}}) {
        EXPECT_EQ(beside_a_whole_box().box(box).cover(side).hidden(),
                  std::vector<std::string>{"f1"});
    }
}

TEST(HiddenLines, AreLookedForInPiecesOfEightMillimetres) {
    // Of a line of 24 mm the first, the second or the third part; half of two parts is enough.
    constexpr BoxMm box{10, 10, 24, 8};
    for (const double from : {10.0, 18.0, 26.0}) {
        EXPECT_TRUE(beside_a_whole_box().box(box).cover({from, 9, 8, 2}).is_hidden()) << from;
    }
    EXPECT_FALSE(beside_a_whole_box().box(box).cover({14, 9, 8, 2}).is_hidden());
}

TEST(HiddenLines, AreThreeAndAHalfMillimetres) {
    // One side of a box for a mark, or two sides of a smaller one.
    const auto is_hidden = [](double side, const BoxMm& cover) {
        return beside_a_whole_box().box({10, 10, side, side}).cover(cover).is_hidden();
    };
    EXPECT_TRUE(is_hidden(4, {9, 9, 6, 2}));
    EXPECT_FALSE(is_hidden(3, {9, 9, 5, 2}));
    EXPECT_TRUE(is_hidden(3, {9, 9, 5, 5}));
}

TEST(HiddenLines, ShorterThanFiveSamplesAreNotLookedFor) {
    const auto is_hidden = [](double side) {
        return beside_a_whole_box()
            .box({10, 10, side, side})
            .cover({8, 8, side + 4, side + 4})
            .is_hidden();
    };
    EXPECT_TRUE(is_hidden(2.6));
    EXPECT_FALSE(is_hidden(2.4));
}

TEST(HiddenLines, ArePrintedForSevenTenths) {
    // A zone of which only the upper line is printed, and that not from end to end; print counts
    // half a millimetre beyond its end.
    const auto printed_for = [](double length) {
        return beside_a_whole_box()
            .zone({10, 10, 10, 30})
            .across({10, 10 + length, 10}, false)
            .is_hidden();
    };
    EXPECT_TRUE(printed_for(6.5));
    EXPECT_FALSE(printed_for(6));
}

TEST(HiddenLines, AreSeenForLessThanAThirdOfWhatIsUsual) {
    // Of one line of ten millimetres.
    const auto seen_for = [](double length) {
        return beside_a_whole_box()
            .zone({10, 10, 10, 30})
            .across({10, 20, 10})
            .cover({10 + length - seen_beyond_mm, 9, 12, 2})
            .is_hidden();
    };
    EXPECT_TRUE(seen_for(2.2));
    EXPECT_FALSE(seen_for(5));
}

/// Ten zones with one printed line of 8 mm each, of which so many are seen as a whole and of the
/// others the first tenth.
std::size_t hidden_beside(int whole) {
    Lined page;
    for (int i = 0; i < 10; ++i) {
        const double y = 4 + 5.0 * i;
        page.zone({10, y, 8, 100}).across({10, 18, y});
        if (i >= whole) {
            page.cover({10, y - 1, 10, 2});
        }
    }
    return page.hidden().size();
}

TEST(HiddenLines, AreMeasuredByTheUpperFifthOfTheLines) {
    // Where hardly any line is seen, that is how the scan is.
    EXPECT_EQ(hidden_beside(10), 0U);
    EXPECT_EQ(hidden_beside(3), 7U);
    EXPECT_EQ(hidden_beside(2), 8U);
    EXPECT_EQ(hidden_beside(1), 0U);
}

TEST(HiddenLines, OfACombAreTheWallsOfItsCells) {
    // Two cells of 10 mm; the wall between them is missing.
    const auto comb = [](bool has_wall) {
        Lined page = beside_a_whole_box();
        page.zone({10, 10, 20, 8}, Capture::comb, 2)
            .across({10, 30, 10})
            .across({10, 30, 18})
            .down({10, 18, 10})
            .down({10, 18, 20}, has_wall)
            .down({10, 18, 30});
        return page.is_hidden();
    };
    EXPECT_FALSE(comb(true));
    EXPECT_TRUE(comb(false));
}

}  // namespace
}  // namespace indgang::ocr
