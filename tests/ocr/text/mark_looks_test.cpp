// SPDX-License-Identifier: MPL-2.0
// Which letter may have which mark, by marks of given sizes: shares of the height of a capital.
#include <gtest/gtest.h>

#include <vector>

#include "ocr/text/letter_marks.h"

namespace indgang::ocr {
namespace {

LineMarks line_with(std::vector<LetterMark> above) {
    LineMarks marks;
    marks.above = std::move(above);
    marks.tall = 1;
    marks.is_known = true;
    return marks;
}

LetterMark single(double width, double height, double slant = 0) {
    return {1, width, height, slant};
}
LetterMark pair(double width, double height) {
    return {2, width, height, 0};
}

/// Whether a letter's mark may look so.
bool goes_with(const LetterMark& mark, const char* letter) {
    return balance_of(line_with({mark}), "H" + std::string(letter)).unexplained == 0;
}

TEST(MarkLooks, OfADotAreSmall) {
    EXPECT_TRUE(goes_with(single(0.24, 0.24), "i"));
    EXPECT_FALSE(goes_with(single(0.25, 0.2), "i"));
    EXPECT_FALSE(goes_with(single(0.2, 0.25), "i"));
    EXPECT_FALSE(goes_with(pair(0.2, 0.1), "i"));
}

TEST(MarkLooks, OfADotAreUprightUnlessTheyAreTiny) {
    for (const double way : {-1.0, 1.0}) {
        EXPECT_TRUE(goes_with(single(0.2, 0.2, 0.39 * way), "i"));
        EXPECT_FALSE(goes_with(single(0.2, 0.2, 0.41 * way), "i"));
        EXPECT_TRUE(goes_with(single(0.17, 0.17, 0.9 * way), "i"));
        EXPECT_FALSE(goes_with(single(0.18, 0.17, 0.9 * way), "i"));
        EXPECT_FALSE(goes_with(single(0.17, 0.18, 0.9 * way), "i"));
    }
}

TEST(MarkLooks, OfARingAreUprightAndNotWide) {
    EXPECT_TRUE(goes_with(single(0.34, 0.34), "å"));
    EXPECT_TRUE(goes_with(single(0.34, 0.34, 0.39), "å"));
    EXPECT_FALSE(goes_with(single(0.34, 0.34, 0.41), "å"));
    EXPECT_FALSE(goes_with(single(0.34, 0.34, -0.41), "å"));
    // Wide is half again as wide as high, and wider than three tenths.
    EXPECT_FALSE(goes_with(single(0.45, 0.3), "å"));
    EXPECT_TRUE(goes_with(single(0.44, 0.3), "å"));
    EXPECT_TRUE(goes_with(single(0.3, 0.1), "å"));
    EXPECT_FALSE(goes_with(single(0.31, 0.1), "å"));
    EXPECT_FALSE(goes_with(pair(0.34, 0.34), "å"));
}

TEST(MarkLooks, OfAccentsLeanTheirWay) {
    EXPECT_TRUE(goes_with(single(0.3, 0.3, 0.7), "é"));
    EXPECT_TRUE(goes_with(single(0.3, 0.3, -0.39), "é"));
    EXPECT_FALSE(goes_with(single(0.3, 0.3, -0.41), "é"));
    EXPECT_TRUE(goes_with(single(0.3, 0.3, -0.7), "è"));
    EXPECT_TRUE(goes_with(single(0.3, 0.3, 0.39), "è"));
    EXPECT_FALSE(goes_with(single(0.3, 0.3, 0.41), "è"));
    for (const char* accented : {"é", "è"}) {
        EXPECT_FALSE(goes_with(single(0.6, 0.2), accented)) << accented;
        EXPECT_FALSE(goes_with(pair(0.3, 0.3), accented)) << accented;
    }
}

TEST(MarkLooks, OfACaretOrATildeAreAnyThatAreNotSmall) {
    EXPECT_TRUE(goes_with(single(0.5, 0.2), "ñ"));
    EXPECT_TRUE(goes_with(pair(0.2, 0.1), "ñ"));
    EXPECT_FALSE(goes_with(single(0.2, 0.2), "ñ"));
    EXPECT_TRUE(goes_with(single(0.25, 0.2), "ñ"));
}

TEST(MarkLooks, OfADiaeresisAreTwoPiecesOrWide) {
    EXPECT_TRUE(goes_with(pair(0.4, 0.12), "ü"));
    EXPECT_TRUE(goes_with(single(0.5, 0.2), "ü"));
    EXPECT_FALSE(goes_with(single(0.3, 0.3), "ü"));
    EXPECT_FALSE(goes_with(single(0.12, 0.12), "ü"));
}

TEST(MarkLooks, OfAPlainLetterAreNone) {
    EXPECT_FALSE(goes_with(single(0.12, 0.12), "o"));
    EXPECT_FALSE(goes_with(pair(0.4, 0.12), "o"));
}

TEST(MarkBalance, LaysLettersOnMarksInTheirOrder) {
    const LetterMark dot = single(0.15, 0.15), ring = single(0.34, 0.34), dots = pair(0.4, 0.12);
    const auto unexplained = [](const std::vector<LetterMark>& marks, const char* text) {
        return balance_of(line_with(marks), text).unexplained;
    };
    EXPECT_EQ(unexplained({dot, ring, dots}, "Hiåü"), 0);
    EXPECT_EQ(unexplained({dots, ring, dot}, "Hiåü"), 2);
    EXPECT_EQ(unexplained({dot, dot, ring}, "Hiå"), 1);
    EXPECT_EQ(unexplained({ring}, "Hiåü"), 0);
    EXPECT_EQ(unexplained({}, "Hiåü"), 0);
}

TEST(MarkBalance, TakesAPairForTheDotsOfTwoLettersBesideEachOther) {
    const LetterMark dots = pair(0.2, 0.12);
    EXPECT_EQ(balance_of(line_with({dots}), "Hii").unexplained, 0);
    EXPECT_EQ(balance_of(line_with({dots}), "Hij").unexplained, 0);
    EXPECT_EQ(balance_of(line_with({dots}), "Hioi").unexplained, 1);
    EXPECT_EQ(balance_of(line_with({dots}), "Hi").unexplained, 1);
    EXPECT_EQ(balance_of(line_with({{3, 0.2, 0.12, 0}}), "Hii").unexplained, 1);
}

TEST(MarkBalance, CountsLettersWhoseMarkTheInkDoesNotShow) {
    EXPECT_EQ(balance_of(line_with({}), "Hiåü").missing, 3);
    EXPECT_EQ(balance_of(line_with({single(0.1, 0.1)}), "Hiåü").missing, 2);
    EXPECT_EQ(balance_of(line_with({single(0.1, 0.1), single(0.1, 0.1)}), "Hi").missing, 0);
}

TEST(MarkBalance, CountsTailsBarsAndStemsThatNoLetterHas) {
    LineMarks marks = line_with({});
    marks.below = 2;
    EXPECT_EQ(balance_of(marks, "Hopop").unexplained, 0);
    EXPECT_EQ(balance_of(marks, "Hopo").unexplained, 1);
    EXPECT_EQ(balance_of(marks, "Hoo").unexplained, 2);
    marks.below = 0;
    marks.bars = 2;
    EXPECT_EQ(balance_of(marks, "Hftf").unexplained, 0);
    EXPECT_EQ(balance_of(marks, "Hfo").unexplained, 1);
    marks.bars = 0;
    marks.tall = 3;
    EXPECT_EQ(balance_of(marks, "HoHoH").unexplained, 0);
    EXPECT_EQ(balance_of(marks, "Hooo").unexplained, 2);
    marks.tall_and_below = 3;
    EXPECT_EQ(balance_of(marks, "HHHfj").unexplained, 1);
    // The larger of the two counts, not both.
    EXPECT_EQ(balance_of(marks, "Hfo").unexplained, 2);
}

TEST(MarkBalance, TakesATinyDotForDirtOnADirtyLine) {
    const auto on_dirt = [](const LetterMark& mark) {
        LineMarks marks = line_with({mark});
        marks.is_dirty = true;
        return balance_of(marks, "Ho").unexplained;
    };
    EXPECT_EQ(on_dirt(single(0.17, 0.17)), 0);
    EXPECT_EQ(on_dirt(single(0.18, 0.17)), 1);
    EXPECT_EQ(on_dirt(single(0.17, 0.18)), 1);
    EXPECT_EQ(on_dirt(pair(0.17, 0.17)), 1);
}

}  // namespace
}  // namespace indgang::ocr
