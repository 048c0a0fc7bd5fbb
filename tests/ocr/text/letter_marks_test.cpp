// SPDX-License-Identifier: MPL-2.0
#include "ocr/text/letter_marks.h"

#include <gtest/gtest.h>

#include "tests/ocr/text/drawn_line.h"

namespace indgang::ocr {
namespace {

MarkBalance balance(std::string_view letters, std::string_view text) {
    const WriterInk ink = drawn::line(letters);
    return balance_of(marks_of(ink, ink.extent(ink.box)), text);
}

TEST(LetterMarks, ALineWithoutMarksIsExplainedByPlainLetters) {
    EXPECT_EQ(balance("Hxxx", "Boen").unexplained, 0);
    EXPECT_EQ(balance("Hxxx", "Boen").missing, 0);
}

TEST(LetterMarks, TwoDotsAreNoPlainLetter) {
    EXPECT_EQ(balance("Huxx", "Muen").unexplained, 1);
    EXPECT_EQ(balance("Huxx", "Müen").unexplained, 0);
}

TEST(LetterMarks, TwoDotsAreNoDottedLetter) {
    EXPECT_EQ(balance("Huxx", "Gimt").unexplained, 1);
    EXPECT_EQ(balance("Hixx", "Gimt").unexplained, 0);
}

TEST(LetterMarks, AnAccentIsNoRing) {
    EXPECT_EQ(balance("Hx/x", "Srån").unexplained, 1);
    EXPECT_EQ(balance("Hx/x", "Srán").unexplained, 0);
    EXPECT_EQ(balance("Hx/x", "Sràn").unexplained, 1);
    EXPECT_EQ(balance("Hxox", "Srån").unexplained, 0);
}

TEST(LetterMarks, ACaretIsNoDot) {
    EXPECT_EQ(balance("Hx^x", "Bnit").unexplained, 1);
    EXPECT_EQ(balance("Hx^x", "Bnît").unexplained, 0);
}

TEST(LetterMarks, ATailBelowTheLineIsNoPlainLetter) {
    EXPECT_EQ(balance("Hxcx", "Goca").unexplained, 1);
    EXPECT_EQ(balance("Hxcx", "Goça").unexplained, 0);
    EXPECT_EQ(balance("Hxpx", "Gopa").unexplained, 0);
}

TEST(LetterMarks, AmongSpecksASmallDotMayBeOneAndAPairIsNone) {
    WriterInk dot = drawn::line("Hixx"), pair = drawn::line("Huxx");
    EXPECT_EQ(balance_of(marks_of(dot, dot.extent(dot.box)), "Hlxx").unexplained, 1);
    dot.dropped_mm2 = pair.dropped_mm2 = 0.1;
    EXPECT_EQ(balance_of(marks_of(dot, dot.extent(dot.box)), "Hlxx").unexplained, 0);
    EXPECT_EQ(balance_of(marks_of(pair, pair.extent(pair.box)), "Huxx").unexplained, 1);
}

TEST(LetterMarks, ASpeckBelowTheLineIsNoTail) {
    WriterInk ink = drawn::line("Hxxx");
    for (int y = 78; y < 82; ++y) {
        for (int x = 70; x < 72; ++x) {
            ink.patch.pixels[static_cast<std::size_t>(y * ink.patch.width + x)] = 0;
        }
    }
    EXPECT_EQ(balance_of(marks_of(ink, ink.extent(ink.box)), "Hxxx").unexplained, 0);
}

TEST(LetterMarks, ABarOutOfALetterIsNoPlainLetter) {
    EXPECT_EQ(balance("Dxxx", "Dama").unexplained, 1);
    EXPECT_EQ(balance("Dxxx", "Ðama").unexplained, 0);
    EXPECT_EQ(balance("xxDH", "aafl").unexplained, 0);
    EXPECT_EQ(balance("xDDH", "aftl").unexplained, 0);
    EXPECT_EQ(balance("DDxH", "afal").unexplained, 1);
}

TEST(LetterMarks, TheSerifsOfALetterAreNoBar) {
    EXPECT_EQ(balance("Exxx", "Dama").unexplained, 0);
}

TEST(LetterMarks, ALetterFromTheTopToBelowTheLineIsNoPlainLetter) {
    EXPECT_EQ(balance("HxPxx", "Hopor").unexplained, 1);
    EXPECT_EQ(balance("HxPxx", "Hoþor").unexplained, 0);
    EXPECT_EQ(balance("Hxpxx", "Hopor").unexplained, 0);
    EXPECT_EQ(balance("xpxx", "opor").unexplained, 0);
}

TEST(LetterMarks, ALetterAsHighAsACapitalIsNoLowLetter) {
    EXPECT_EQ(balance("HxHHxx", "Kroner").unexplained, 2);
    EXPECT_EQ(balance("HxHHxx", "Krölen").unexplained, 0);
    EXPECT_EQ(balance("HxHxxx", "Krbner").unexplained, 0);
    EXPECT_EQ(balance("HHHH", "Kron").unexplained, 0);
}

TEST(LetterMarks, ADotThatTheInkDoesNotShowIsMissing) {
    EXPECT_EQ(balance("Hxxx", "Nils").missing, 1);
    EXPECT_EQ(balance("Hixx", "Nils").missing, 0);
}

TEST(LetterMarks, APairOverTwoDottedLettersTakesTheDotsOfBoth) {
    LineMarks marks;
    marks.is_known = true;
    marks.above = {{2, 0.5, 0.15, 0}};
    EXPECT_EQ(balance_of(marks, "Hiix").unexplained, 0);
    marks.above = {{1, 0.15, 0.15, 0}, {2, 0.5, 0.15, 0}};
    EXPECT_EQ(balance_of(marks, "Hiix").unexplained, 1);
}

TEST(LetterMarks, AStemWithoutADotIsNoDottedLetter) {
    EXPECT_EQ(balance("Hxxx", "Yimx").dotless, 1);
    EXPECT_EQ(balance("Hixx", "Yimx").dotless, 0);
    EXPECT_EQ(balance("Hxxx", "Yımx").dotless, 0);
    EXPECT_EQ(balance("Hxix", "Yiix").dotless, 1);
    // A dot that touches its stem makes it as high as a capital; that of an "fi" is the f's.
    EXPECT_EQ(balance("HHxx", "Yimx").dotless, 0);
    EXPECT_EQ(balance("HxHxx", "Sofin").dotless, 0);
    WriterInk dirty = drawn::line("Hxxx");
    dirty.dropped_mm2 = 0.1;
    EXPECT_EQ(balance_of(marks_of(dirty, dirty.extent(dirty.box)), "Yimx").dotless, 0);
}

TEST(LetterMarks, SayNothingWhereThereIsNoLetter) {
    const WriterInk ink = drawn::line("Hxu");
    const LineMarks marks = marks_of(ink, {0, 0, 5, 5});
    EXPECT_FALSE(marks.is_known);
    EXPECT_EQ(balance_of(marks, "Nils").missing, 0);
}

}  // namespace
}  // namespace indgang::ocr
