// SPDX-License-Identifier: MPL-2.0
// How dark bubbles are, on a page of six pixels a millimetre, of which each is one of the patch
// that is looked at: a bubble of 4 mm and as much on each side of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "ocr/mark/bubble_reader.h"

namespace indgang::ocr {
namespace {

constexpr int px_per_mm = 6, side_px = 720, bubble_px = 24;
constexpr double close = 1e-9;

/// A page and its blank, white both, and bubbles that stand 20 mm apart.
class Sheet {
  public:
    Sheet() {
        page_ = white();
        blank_.image = white();
        blank_.to_image.a = blank_.to_image.e = px_per_mm;
    }
    /// A bubble of this grey all over.
    Sheet& bubble(const std::string& field, const std::string& choice, int grey) {
        const int i = static_cast<int>(zones_.size());
        const BoxMm box{10.0 + 20 * (i % 5), 10.0 + 20 * (i / 5), 4, 4};
        zones_.push_back({field, choice, form::Capture::bubble, 1, box});
        fill(page_, px(box), grey);
        return *this;
    }
    void paint(const BoxPx& box, int grey) { fill(page_, box, grey); }
    void print(std::size_t bubble, int grey) { fill(blank_.image, px(zones_[bubble].box), grey); }

    [[nodiscard]] std::vector<Bubble> see() const {
        std::vector<const form::Zone*> all;
        for (const form::Zone& zone : zones_) {
            all.push_back(&zone);
        }
        const AddedInk added(page_, blank_.to_image, blank_);
        return see_bubbles({page_, blank_.to_image, blank_, added}, all);
    }
    [[nodiscard]] double darker(std::size_t bubble = 0) const { return see()[bubble].darker; }

  private:
    static PageImage white() {
        PageImage page{PixPtr(pixCreate(side_px, side_px, 8)), px_per_mm * mm_per_inch, 0};
        pixSetAll(page.pix.get());
        return page;
    }
    static BoxPx px(const BoxMm& box) {
        return {static_cast<int>(box.x * px_per_mm), static_cast<int>(box.y * px_per_mm), bubble_px,
                bubble_px};
    }
    static void fill(PageImage& page, const BoxPx& box, int grey) {
        for (int y = box.y; y < box.y + box.height; ++y) {
            for (int x = box.x; x < box.x + box.width; ++x) {
                pixSetPixel(page.pix.get(), x, y, static_cast<l_uint32>(grey));
            }
        }
    }

    PageImage page_;
    BlankPage blank_;
    std::vector<form::Zone> zones_;
};

/// The first bubble: from (60, 60) on, so that its middle is the corner of four pixels.
constexpr int left_px = 60, middle_px = left_px + bubble_px / 2;

/// Pixels within 0.72 of the bubble, from the middle.
std::vector<BoxPx> inside() {
    constexpr double radius_px = 0.72 * bubble_px / 2;
    std::vector<BoxPx> pixels;
    for (int y = -bubble_px; y < bubble_px; ++y) {
        for (int x = -bubble_px; x < bubble_px; ++x) {
            if (std::hypot(x + 0.5, y + 0.5) <= radius_px) {
                pixels.push_back({middle_px + x, middle_px + y, 1, 1});
            }
        }
    }
    return pixels;
}

TEST(SeeBubbles, SayHowMuchDarkerThanPaperABubbleIs) {
    EXPECT_NEAR(Sheet().bubble("q", "a", 255).darker(), 0, close);
    EXPECT_NEAR(Sheet().bubble("q", "a", 51).darker(), 0.8, close);
    EXPECT_NEAR(Sheet().bubble("q", "a", 204).darker(), 0.2, close);
}

TEST(SeeBubbles, LookWithinTheBubblesRing) {
    const auto pixels = inside();
    const auto black_at = [&](int x, int y) {
        Sheet sheet;
        sheet.bubble("q", "a", 255).paint({middle_px + x, middle_px + y, 1, 1}, 0);
        return sheet.darker() * static_cast<double>(pixels.size());
    };
    // The mean takes in each pixel whose middle is at most 8.64 from the bubble's.
    for (const auto& [x, y] : {std::pair{8, 1}, {8, -2}, {-9, 1}, {-9, -2}, {1, 8}, {-2, -9}}) {
        EXPECT_NEAR(black_at(x, y), 1, close) << x << ", " << y;
    }
    for (const auto& [x, y] : {std::pair{8, 2}, {8, -3}, {-9, 2}, {-9, -3}, {2, 8}, {-3, -9}}) {
        EXPECT_NEAR(black_at(x, y), 0, close) << x << ", " << y;
    }
}

TEST(SeeBubbles, TakeForDarkWhatIsDarkInMoreThanSixTenthsOfItsInside) {
    const auto pixels = inside();
    const auto painted = [&](std::size_t count) {
        Sheet sheet;
        sheet.bubble("q", "a", 255);
        for (std::size_t i = 0; i < count; ++i) {
            sheet.paint(pixels[i], 0);
        }
        return sheet.darker();
    };
    const auto most =
        static_cast<std::size_t>(std::lround(0.6 * static_cast<double>(pixels.size() - 1)));
    EXPECT_NEAR(painted(most), static_cast<double>(most) / static_cast<double>(pixels.size()),
                close);
    EXPECT_NEAR(painted(most + 1), 1, close);
}

TEST(SeeBubbles, TakeForPaperWhatAnEighthAroundIsBrighterThan) {
    // Of the 72 x 72 pixels that are looked at 778 have to be as bright.
    const auto bright = [](int count) {
        Sheet sheet;
        sheet.paint({0, 0, side_px, side_px}, 200);
        sheet.bubble("q", "a", 100);
        for (int i = 0; i < count; ++i) {
            sheet.paint({36 + i % 72, 36 + i / 72, 1, 1}, 255);
        }
        return sheet.darker();
    };
    EXPECT_NEAR(bright(778), 155.0 / 255, close);
    EXPECT_NEAR(bright(777), 0.5, close);
}

TEST(SeeBubbles, TakeNothingForPaperThatIsDarkerThan80) {
    const auto on = [](int paper, int bubble) {
        Sheet sheet;
        sheet.paint({0, 0, side_px, side_px}, paper);
        return sheet.bubble("q", "a", bubble).darker();
    };
    EXPECT_NEAR(on(60, 20), 0.75, close);
    EXPECT_NEAR(on(100, 20), 0.8, close);
    EXPECT_NEAR(on(100, 120), 0, close);
}

/// So much of 255 darker.
int dark(double share) {
    return 255 - static_cast<int>(std::lround(share * 255));
}

TEST(SeeBubbles, TakeTheDarkerQuarterOfFourInARowForEmpty) {
    Sheet three, four;
    three.bubble("q", "a", dark(0.8)).bubble("q", "b", dark(0.2)).bubble("q", "c", dark(0.6));
    EXPECT_NEAR(three.darker(), 0.8, close);
    four.bubble("q", "a", dark(0.8)).bubble("q", "b", dark(0.2)).bubble("q", "c", dark(0.6));
    four.bubble("q", "d", dark(0));
    EXPECT_NEAR(four.darker(), 0.6, close);
    EXPECT_NEAR(four.darker(2), 0.4, close);
    EXPECT_NEAR(four.darker(1), 0, close);
    EXPECT_NEAR(four.darker(3), -0.2, close);
}

TEST(SeeBubbles, TakeTheDarkerQuarterOfFourWithTheSameLetterForEmpty) {
    Sheet three, four;
    three.bubble("q", "a", dark(0.8)).bubble("r", "a", dark(0.2)).bubble("s", "a", dark(0.6));
    EXPECT_NEAR(three.darker(), 0.8, close);
    four.bubble("q", "a", dark(0.8)).bubble("r", "a", dark(0.2)).bubble("s", "a", dark(0.6));
    four.bubble("t", "a", dark(0));
    EXPECT_NEAR(four.darker(), 0.6, close);
}

TEST(SeeBubbles, CutOffWhatIsTooDarkForPrint) {
    // Everybody gave this answer; of twelve bubbles eight are white.
    Sheet sheet;
    for (const char* row : {"q", "r", "s", "t"}) {
        sheet.bubble(row, "a", dark(0.6)).bubble(row, "b", 255).bubble(row, "c", 255);
    }
    EXPECT_NEAR(sheet.darker(), 0.6 - 0.22, close);
    EXPECT_NEAR(sheet.darker(1), 0, close);
}

TEST(SeeBubbles, TakeWhatTheBlankPrintsForEmpty) {
    Sheet sheet;
    sheet.bubble("q", "a", dark(0.8));
    sheet.print(0, dark(0.2));
    EXPECT_NEAR(sheet.darker(), 0.6, close);
}

TEST(SeeBubbles, AreCrowdedWhereThreeTenthsArePrinted) {
    const auto is_crowded = [](int grey) {
        Sheet sheet;
        sheet.bubble("q", "a", dark(0.8));
        sheet.print(0, grey);
        return sheet.see()[0].is_crowded;
    };
    EXPECT_TRUE(is_crowded(255 - 77));
    EXPECT_FALSE(is_crowded(255 - 76));
}

}  // namespace
}  // namespace indgang::ocr
