// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include "ocr/account/readings.h"
#include "tests/ocr/account/drawn_form.h"

namespace indgang::ocr {
namespace {

using namespace drawn_form;

TEST(BesideLimits, WritingGoesOnBesideACombWithinAMillimetre) {
    // A stroke near a comb's right end, and one that begins 1 or 1.33 mm behind it.
    const auto doubt = [](int column) {
        return comb("1").draw(116, 66, 3, 4).draw(column, 66, 2, 4).doubt();
    };
    EXPECT_EQ(doubt(123), "");
    EXPECT_EQ(doubt(124), "writing_beside");
    // Beside a line it is three.
    const auto beside_line = [](int column) {
        return Drawn(Capture::line, box, "a").draw(116, 66, 4, 4).draw(column, 66, 2, 4).doubt();
    };
    EXPECT_EQ(beside_line(126), "");
    EXPECT_EQ(beside_line(130), "writing_beside");
}

TEST(BesideLimits, AStreakMakesAOneOrACrossOfItself) {
    // Through a comb or a mark, whatever is written in it; beside one it may be meant for it.
    const auto doubt = [](Capture capture, int column) {
        Drawn page(capture, box, "1", capture == Capture::comb ? 4 : 0);
        const auto traces = page.draw(column, 40, 1, 80).tell();
        EXPECT_EQ(traces.size(), 1U);
        EXPECT_EQ(traces.at(0).near.size(), page.reading().doubt.empty() ? 0U : 1U);
        return page.reading().doubt;
    };
    for (const Capture capture : {Capture::comb, Capture::mark}) {
        EXPECT_EQ(doubt(capture, 80), "line_through");
        EXPECT_EQ(doubt(capture, 122), "writing_beside");
        EXPECT_EQ(doubt(capture, 131), "writing_beside");
        EXPECT_EQ(doubt(capture, 133), "");
        EXPECT_EQ(doubt(capture, 48), "writing_beside");
        EXPECT_EQ(doubt(capture, 46), "");
    }
    // A signature is no text, but is told beside it from two millimetres on.
    EXPECT_EQ(doubt(Capture::signature, 124), "writing_beside");
    EXPECT_EQ(doubt(Capture::signature, 128), "");
}

TEST(BesideLimits, AStreakThatIsNotWrittenThroughMayBeWrittenBeside) {
    Drawn page = comb("");
    EXPECT_EQ(page.draw(131, 40, 1, 80).doubt(), "writing_beside");
    Drawn text(Capture::line, box, "");
    EXPECT_EQ(text.draw(121, 40, 1, 80).doubt(), "");
}

TEST(BesideLimits, AStreakGoesOnForThreeMillimetres) {
    // It begins below the box, which ends at 26 mm.
    const auto doubt = [](int row) {
        return Drawn(Capture::mark, box, "x").draw(90, row, 1, 80).doubt();
    };
    EXPECT_EQ(doubt(86), "line_through");
    EXPECT_EQ(doubt(88), "");
    EXPECT_EQ(comb("1").draw(90, 88, 1, 80).doubt(), "writing_beside");
}

TEST(BesideLimits, AStreakChangesATextThreeMillimetresBehindIt) {
    // The text ends with a square whose middle is at 25.17 mm.
    const auto doubt = [](int column) {
        return Drawn(Capture::line, box, "a").draw(70, 64, 6, 6).draw(column, 40, 1, 80).doubt();
    };
    EXPECT_EQ(doubt(83), "line_through");
    EXPECT_EQ(doubt(86), "");
    // However far behind the streak it goes on.
    EXPECT_EQ(doubt(62), "line_through");
    // Of the streak itself no text is made.
    EXPECT_EQ(Drawn(Capture::line, box, "a").draw(90, 40, 1, 80).doubt(), "");
}

TEST(BesideLimits, BitsBesideAMarkSayNothingOnAPageOfManyBits) {
    // Where it is looked, 18.5 x 9 mm, are expected 0.046 of the bits of the page.
    constexpr BoxMm small{20, 20, 4, 4};
    const auto with_others = [&](int others) {
        Drawn page(Capture::mark, small, "");
        for (int i = 0; i < 3; ++i) {
            page.draw(80 + 3 * i, 64, 1, 1);
        }
        for (int i = 0; i < others; ++i) {
            page.draw(20 + 12 * i, 120, 1, 1);
        }
        return page.doubt();
    };
    EXPECT_EQ(with_others(2), "writing_beside");
    EXPECT_EQ(with_others(3), "");
}

TEST(BesideLimits, BitsOverTheLabelOfTheNextBoxOfTheRowAreNotOfTheOneBefore) {
    // The first box's label ends where the second box begins, at 30 mm; the bits lie behind that.
    constexpr BoxMm first{20, 20, 4, 4};
    const auto doubts = [&](double next_y) {
        Drawn page(Capture::mark, first, "");
        page.add(Capture::mark, {30, next_y, 4, 4}, "");
        for (int i = 0; i < 3; ++i) {
            page.draw(93 + 3 * i, 57, 1, 1);
        }
        static_cast<void>(page.tell());
        return page.reading(0).doubt + "/" + page.reading(1).doubt;
    };
    EXPECT_EQ(doubts(20), "/writing_beside");
    // A box of another row leaves the label its length.
    EXPECT_EQ(doubts(40), "writing_beside/");
}

TEST(BesideLimits, TwoBoxesWithDotsMakeNoneSurelyEmptyOnCleanPaper) {
    // Neither box of two is doubted that has nothing in it on a page without dots.
    Drawn page(Capture::line, box, "");
    page.add(Capture::line, {20, 40, 20, 6}, "");
    EXPECT_EQ(page.doubt(0), "");
    EXPECT_EQ(page.doubt(1), "");
}

TEST(BesideLimits, InkWithinAThirdOfAMillimetreIsOfItsBox) {
    // The middles of the squares are 0.17 and 0.5 mm beyond the box on each side.
    const auto doubt = [](int column, int row, int width, int height) {
        return Drawn(Capture::line, box, "a").draw(column, row, width, height).doubt();
    };
    EXPECT_EQ(doubt(120, 66, 1, 5), "");
    EXPECT_EQ(doubt(121, 66, 1, 5), "writing_beside");
    EXPECT_EQ(doubt(59, 66, 1, 5), "");
    EXPECT_EQ(doubt(58, 66, 1, 5), "writing_beside");
    EXPECT_EQ(doubt(80, 78, 5, 1), "");
    EXPECT_EQ(doubt(80, 79, 5, 1), "writing_beside");
    EXPECT_EQ(doubt(80, 59, 5, 1), "");
    EXPECT_EQ(doubt(80, 58, 5, 1), "writing_beside");
}

TEST(BesideLimits, AMinusStandsLeftOfItsNumber) {
    // Thirty millimetres right of a comb, as high as its middle.
    const auto right_of = [](int column) {
        return Drawn(Capture::comb, {5, 20, 20, 6}, "12", 4).draw(column, 68, 3, 1).doubt();
    };
    EXPECT_EQ(right_of(165), "");
    EXPECT_EQ(right_of(90), "");
}

TEST(BesideLimits, EachUnreadBoxIsNamed) {
    // A stroke over two boxes that touch, a square millimetre in each.
    Drawn page(Capture::line, box, "");
    page.add(Capture::line, {20, 26, 20, 6}, "");
    const auto traces = page.draw(80, 72, 2, 12).tell();
    ASSERT_EQ(traces.size(), 1U);
    EXPECT_EQ(traces[0].near, (std::vector<std::string>{"f0", "f1"}));
    EXPECT_EQ(page.reading(0).doubt, "writing_unread");
    EXPECT_EQ(page.reading(1).doubt, "writing_unread");
}

TEST(BesideLimits, PaleWritingIsDoubtedInItsOwnBoxOnly) {
    Drawn page(Capture::line, box, "a");
    page.add(Capture::line, {20, 10, 20, 6}, "b").add(Capture::line, {20, 0, 20, 6}, "");
    for (int i = 0; i < 25; ++i) {
        page.draw(10 + 10 * (i % 15), 100 + 10 * (i / 15), 3, 2, 230);
    }
    page.draw(80, 66, 3, 3, 230).draw(80, 36, 3, 3, 0);
    static_cast<void>(page.tell());
    EXPECT_EQ(page.reading(0).doubt, "show_through");
    EXPECT_EQ(page.reading(1).doubt, "");
    EXPECT_EQ(page.reading(2).doubt, "");
}

}  // namespace
}  // namespace indgang::ocr
