// SPDX-License-Identifier: MPL-2.0
// A number of up to three digits in bubbles: a column for each digit, with a bubble for 0, 1 and 2.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ocr/mark/bubble_reader.h"

namespace indgang::ocr {
namespace {

constexpr int columns = 3, digits = 3;
constexpr double painted = 0.8;

class Number {
  public:
    explicit Number(int cells = columns) {
        for (int column = 0; column < columns; ++column) {
            for (int digit = 0; digit < digits; ++digit) {
                zones_.push_back(
                    {"q", std::to_string(digit), form::Capture::bubble, 1, {}, cells, 0, column});
                darker_.push_back(0);
            }
        }
    }
    Number& paint(int column, int digit, double darker = painted) {
        darker_[static_cast<std::size_t>(column * digits + digit)] = darker;
        return *this;
    }
    [[nodiscard]] record::FieldReading read() const {
        std::vector<Bubble> bubbles;
        for (std::size_t i = 0; i < zones_.size(); ++i) {
            bubbles.push_back({&zones_[i], darker_[i], false});
        }
        return read_bubbles(bubbles);
    }

  private:
    std::vector<form::Zone> zones_;
    std::vector<double> darker_;
};

TEST(BubbleColumns, AreReadAsOneNumber) {
    const auto reading = Number().paint(0, 2).paint(1, 1).read();
    EXPECT_EQ(reading.candidates.front().text, "21");
    EXPECT_GT(reading.candidates.front().probability, 0.998);
    EXPECT_EQ(reading.doubt, "");
    EXPECT_EQ(reading.reader, bubble_reader_name);
}

TEST(BubbleColumns, ThatAreEmptyAreNoNumber) {
    const auto reading = Number().read();
    EXPECT_EQ(reading.candidates.front().text, "");
    EXPECT_GT(reading.candidates.front().probability, 0.999);
    EXPECT_EQ(reading.doubt, "");
}

TEST(BubbleColumns, BetweenOthersAreNotEmptyForSure) {
    // Whose digit was not seen is not known: it is no number of two digits.
    for (const record::Candidate& each : Number().paint(0, 2).paint(2, 1).read().candidates) {
        EXPECT_TRUE(each.text != "21" || each.probability < 0.5) << each.probability;
    }
}

TEST(BubbleColumns, HaveTheFirstDoubtOfAColumn) {
    EXPECT_EQ(Number().paint(0, 2).paint(1, 1, 0.2).read().doubt, "unclear_mark");
    EXPECT_EQ(Number().paint(0, 2).paint(0, 1).paint(1, 1, 0.2).read().doubt, "two_marks");
}

TEST(BubbleColumns, AreOneRowWhereTheNumberHasNoCells) {
    // Of two bubbles that are painted one is wrong.
    const auto reading = Number(0).paint(0, 2).paint(1, 1).read();
    EXPECT_EQ(reading.doubt, "two_marks");
    EXPECT_EQ(Number(0).paint(1, 1).read().candidates.front().text, "1");
    EXPECT_EQ(Number(1).paint(0, 2).paint(1, 1).read().candidates.front().text, "21");
}

}  // namespace
}  // namespace indgang::ocr
