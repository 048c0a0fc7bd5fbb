// SPDX-License-Identifier: MPL-2.0
#include "ocr/mark/bubble_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace indgang::ocr {
namespace {

constexpr double dpi = 150, px_per_mm_here = dpi / mm_per_inch;
constexpr int rows = 6;
const std::string keys = "abcd";

/// Rows of four bubbles with a printed bar as letter, on a page and on its blank.
class Sheet {
  public:
    explicit Sheet(bool has_clean_blank = true) {
        page_ = empty();
        blank_.image = empty();
        blank_.to_image.a = blank_.to_image.e = px_per_mm_here;
        to_page_ = blank_.to_image;
        for (int row = 0; row < rows; ++row) {
            for (std::size_t i = 0; i < keys.size(); ++i) {
                zones_.push_back({"q" + std::to_string(row),
                                  keys.substr(i, 1),
                                  form::Capture::bubble,
                                  1,
                                  {20.0 + 10 * static_cast<double>(i), 20.0 + 9 * row, 4, 4}});
                print_letter(page_, zones_.back().box);
                if (has_clean_blank) {
                    print_letter(blank_.image, zones_.back().box);
                }
            }
        }
    }

    void paint(int row, std::size_t key, int grey, double share = 1) {
        const BoxMm& box = zones_[static_cast<std::size_t>(row) * keys.size() + key].box;
        fill(page_, {box.x, box.y, box.width, box.height * share}, grey);
    }
    void shade_column(std::size_t key, int grey) {
        fill(page_, {18.0 + 10 * static_cast<double>(key), 15, 8, 60}, grey);
        for (const form::Zone& zone : zones_) {
            if (zone.choice == keys.substr(key, 1)) {
                print_letter(page_, zone.box);
            }
        }
    }

    [[nodiscard]] record::FieldReading read(int row) const {
        std::vector<const form::Zone*> all;
        for (const form::Zone& zone : zones_) {
            all.push_back(&zone);
        }
        const AddedInk added(page_, to_page_, blank_);
        const auto bubbles = see_bubbles({page_, to_page_, blank_, added}, all);
        const auto first = bubbles.begin() + row * static_cast<int>(keys.size());
        return read_bubbles({first, first + static_cast<int>(keys.size())});
    }

  private:
    static PageImage empty() {
        PageImage page{PixPtr(pixCreate(600, 600, 8)), dpi, 0};
        pixSetAll(page.pix.get());
        return page;
    }
    static void fill(PageImage& page, const BoxMm& box, int grey) {
        for (int y = px(box.y); y < px(box.y + box.height); ++y) {
            for (int x = px(box.x); x < px(box.x + box.width); ++x) {
                pixSetPixel(page.pix.get(), x, y, static_cast<l_uint32>(grey));
            }
        }
    }
    static void print_letter(PageImage& page, const BoxMm& box) {
        fill(page, {box.x + 1.7, box.y + 1, 0.6, 2}, 60);
    }
    static int px(double mm) { return static_cast<int>(mm * px_per_mm_here + 0.5); }

    PageImage page_;
    BlankPage blank_;
    MmToPx to_page_;
    std::vector<form::Zone> zones_;
};

std::string best(const record::FieldReading& reading) {
    return reading.candidates.front().text;
}
constexpr double sure = 0.99;

TEST(BubbleReader, ReadsThePaintedBubble) {
    Sheet sheet;
    sheet.paint(2, 1, 40);
    EXPECT_EQ(best(sheet.read(2)), "b");
    EXPECT_GE(sheet.read(2).candidates.front().probability, sure);
    EXPECT_EQ(sheet.read(2).doubt, "");
}

TEST(BubbleReader, TakesPrintedLettersForNothing) {
    Sheet sheet;
    sheet.paint(2, 1, 40);
    EXPECT_EQ(best(sheet.read(3)), "");
    EXPECT_GE(sheet.read(3).candidates.front().probability, sure);
}

TEST(BubbleReader, NeedsNoBubblesOnTheBlank) {
    Sheet sheet(false);
    sheet.paint(2, 1, 40);
    EXPECT_EQ(best(sheet.read(2)), "b");
    EXPECT_EQ(best(sheet.read(3)), "");
}

TEST(BubbleReader, ReadsLightPencil) {
    Sheet sheet;
    sheet.paint(0, 3, 150);
    EXPECT_EQ(best(sheet.read(0)), "d");
}

TEST(BubbleReader, TakesAGreyColumnForPaper) {
    Sheet sheet;
    sheet.shade_column(2, 205);
    sheet.paint(1, 2, 40);
    EXPECT_EQ(best(sheet.read(0)), "");
    EXPECT_EQ(best(sheet.read(1)), "c");
}

TEST(BubbleReader, ReadsTheAnswerThatEverybodyGave) {
    Sheet sheet(false);
    for (int row = 0; row < rows; ++row) {
        sheet.paint(row, 1, 60);
    }
    for (int row = 0; row < rows; ++row) {
        EXPECT_EQ(best(sheet.read(row)), "b") << row;
    }
}

TEST(BubbleReader, DoubtsTwoPaintedBubbles) {
    Sheet sheet;
    sheet.paint(4, 0, 40);
    sheet.paint(4, 2, 60);
    EXPECT_EQ(sheet.read(4).doubt, "two_marks");
    EXPECT_LT(sheet.read(4).candidates.front().probability, 0.5);
}

TEST(BubbleReader, DoubtsABubbleThatIsPaintedOnlyAtItsTop) {
    Sheet sheet;
    sheet.paint(4, 0, 60, 0.3);
    const auto reading = sheet.read(4);
    EXPECT_TRUE(reading.doubt == "unclear_mark" || reading.candidates.front().probability < sure);
}

}  // namespace
}  // namespace indgang::ocr
