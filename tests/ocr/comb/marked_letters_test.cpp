// SPDX-License-Identifier: MPL-2.0
// Letters of other languages in a comb: the net knows them not, so that a mark above a letter is a
// doubt.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ocr/comb/letter_reader.h"
#include "tests/ocr/net/told_net.h"

namespace indgang::ocr {
namespace {

constexpr double px_per_mm = 12;

/// One cell of 5 x 7 mm on white paper, its corner at 60, 60.
class Cell {
  public:
    Cell() : page_(white()), blank_(white()) {}

    Cell& bar(const BoxPx& box) {
        pixRasterop(page_.pix.get(), box.x, box.y, box.width, box.height, PIX_CLR, nullptr, 0, 0);
        return *this;
    }
    Cell& letter_e() {
        return bar({78, 84, 5, 48})
            .bar({78, 84, 28, 5})
            .bar({78, 105, 24, 5})
            .bar({78, 127, 28, 5});
    }
    Cell& acute() {
        for (int i = 0; i < 8; ++i) {
            bar({90 + i, 78 - i, 4, 3});
        }
        return *this;
    }
    Cell& dots() { return bar({83, 72, 5, 5}).bar({96, 72, 5, 5}); }

    [[nodiscard]] record::FieldReading read(const CharacterNet& net) const {
        const MmToPx to_px{px_per_mm, 0, 0, 0, px_per_mm, 0};
        const std::vector<BoxMm> cells{{5, 5, 5, 7}};
        return read_letters(page_, to_px, {blank_, to_px}, cells, ValueKind::street, net);
    }
    /// The doubt where the net is sure of `letter`.
    [[nodiscard]] std::string doubt_as(const std::string& letter) const {
        return read(told_net("letters.bin", {{letter, 1}})).doubt;
    }

  private:
    static PageImage white() {
        PageImage image;
        image.pix.reset(pixCreate(180, 204, 8));
        pixSetAll(image.pix.get());
        image.dpi = px_per_mm * 25.4;
        return image;
    }
    PageImage page_;
    PageImage blank_;
};

TEST(MarkedLetters, AreDoubtedAndThePlainLetterIsNot) {
    const CharacterNet net = shipped_net("letters.bin");
    const auto plain = Cell().letter_e().read(net);
    EXPECT_EQ(plain.candidates.at(0).text, "E");
    EXPECT_EQ(plain.doubt, "");
    EXPECT_EQ(Cell().letter_e().acute().read(net).doubt, "unusual_letter");
}

TEST(MarkedLetters, AreDoubtedForTheDotsOfADiaeresis) {
    EXPECT_EQ(Cell().letter_e().dots().doubt_as("O"), "unusual_letter");
    EXPECT_EQ(Cell().letter_e().dots().doubt_as("A"), "unusual_letter");
}

TEST(MarkedLetters, AreNotThoseWithASpeckAbove) {
    EXPECT_EQ(Cell().letter_e().bar({90, 74, 5, 5}).doubt_as("E"), "");
}

TEST(MarkedLetters, AreNoLettersWithTheRingOfAnAa) {
    EXPECT_EQ(Cell().letter_e().bar({88, 68, 8, 8}).doubt_as("Å"), "");
    EXPECT_EQ(Cell().letter_e().bar({88, 68, 8, 8}).doubt_as("A"), "unusual_letter");
}

TEST(MarkedLetters, AreThoseWithDotsThatTheNetTakesForARing) {
    EXPECT_EQ(Cell().letter_e().dots().doubt_as("Å"), "unusual_letter");
}

TEST(MarkedLetters, AreNoDigitsAndSigns) {
    for (const char* other : {"0", "5", "9", "-", "."}) {
        EXPECT_EQ(Cell().letter_e().acute().doubt_as(other), "") << other;
    }
}

TEST(MarkedLetters, AreNoDirtInACell) {
    const auto doubt_of = [](double empty) {
        return Cell()
            .bar({80, 84, 2, 40})
            .bar({80, 84, 20, 2})
            .bar({80, 122, 20, 2})
            .bar({87, 74, 5, 6})
            .read(told_net("letters.bin", {{"E", 1 - empty}, {"empty", empty}}))
            .doubt;
    };
    EXPECT_EQ(doubt_of(0.3), "unusual_letter");
    EXPECT_EQ(doubt_of(0.7), "");
}

TEST(MarkedLetters, AreStruckFirstIfTheyAreStruck) {
    EXPECT_EQ(Cell()
                  .letter_e()
                  .acute()
                  .read(told_net("letters.bin", {{"E", 0.1}, {"reject", 0.9}}))
                  .doubt,
              "struck_out");
}

}  // namespace
}  // namespace indgang::ocr
