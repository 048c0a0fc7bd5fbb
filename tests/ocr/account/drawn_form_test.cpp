// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "ocr/account/readings.h"
#include "tests/ocr/account/drawn_form.h"

namespace indgang::ocr {
namespace {

using namespace drawn_form;

TEST(DrawnForm, TellsNothingWhereNothingIsDrawn) {
    Drawn page = comb("");
    EXPECT_TRUE(page.tell().empty());
    EXPECT_EQ(page.reading().doubt, "");
}

TEST(DrawnForm, TellsOfInkInABoxThatWasReadAsEmpty) {
    // 0.6 mm2 are more than five squares.
    EXPECT_EQ(Drawn(Capture::line, box, "").draw(80, 66, 2, 3).doubt(), "writing_unread");
    EXPECT_EQ(Drawn(Capture::line, box, "").draw(80, 66, 5, 1).doubt(), "");
    EXPECT_EQ(Drawn(Capture::line, box, "a").draw(80, 66, 2, 3).doubt(), "");
    Drawn page(Capture::line, box, "");
    const auto traces = page.draw(80, 66, 3, 3).tell();
    ASSERT_EQ(traces.size(), 1U);
    EXPECT_EQ(traces[0].kind, record::TraceKind::writing);
    EXPECT_EQ(traces[0].near, (std::vector<std::string>{"f0"}));
    EXPECT_NEAR(traces[0].box.x, 80 * 4, 1);
    EXPECT_NEAR(traces[0].box.y, 66 * 4, 1);
    EXPECT_NEAR(traces[0].box.width, 12, 1);
    EXPECT_NEAR(traces[0].box.height, 12, 1);
}

TEST(DrawnForm, SaysNothingOfAReadingThatIsDoubtedAlready) {
    Drawn page(Capture::line, box, "");
    page.reading().doubt = "unclear";
    page.draw(80, 66, 3, 3);
    EXPECT_TRUE(page.tell().empty());
    EXPECT_EQ(page.reading().doubt, "unclear");
}

TEST(DrawnForm, CountsOfAPieceWhatLiesInTheBox) {
    // Within the box's rim of 0.3 mm are pieces that belong to it: half of four squares here.
    EXPECT_EQ(Drawn(Capture::line, box, "").draw(118, 66, 2, 3).doubt(), "writing_unread");
    EXPECT_EQ(Drawn(Capture::line, box, "").draw(119, 66, 2, 5).doubt(), "");
    EXPECT_EQ(Drawn(Capture::line, box, "").draw(119, 66, 2, 6).doubt(), "writing_unread");
}

TEST(DrawnForm, TellsOfMoreInkedCellsThanCharacters) {
    // Cells of five millimetres, a millimetre away from their walls; 0.8 mm2 are eight squares.
    const auto in_cells = [](const std::string& text, int height) {
        Drawn page = comb(text);
        for (const int cell : {0, 1}) {
            page.draw(65 + 15 * cell, 64, 2, height);
        }
        return page.doubt();
    };
    EXPECT_EQ(in_cells("12", 8), "");
    EXPECT_EQ(in_cells("1", 8), "writing_unread");
    EXPECT_EQ(in_cells("1", 4), "writing_unread");
    EXPECT_EQ(in_cells("1", 3), "");
    // What lies nearer to a wall is of no cell.
    Drawn page = comb("1");
    EXPECT_EQ(page.draw(65, 64, 2, 8).draw(75, 64, 3, 8).doubt(), "");
}

TEST(DrawnForm, TellsOfAMinusBeforeANumber) {
    // Two squares of ink at half the box's height.
    const auto minus = [](int column, int row, int width = 3, Capture capture = Capture::comb) {
        return Drawn(capture, box, "12", capture == Capture::comb ? 4 : 0)
            .draw(column, row, width, 1)
            .doubt();
    };
    EXPECT_EQ(minus(50, 68), "writing_beside");
    // 0.15 mm2 are two squares; they end 3.5 mm before the box at most.
    EXPECT_EQ(minus(50, 68, 2), "writing_beside");
    EXPECT_EQ(minus(50, 68, 1), "");
    EXPECT_EQ(minus(48, 68, 2), "writing_beside");
    EXPECT_EQ(minus(47, 68, 2), "");
    // Three tenths of six millimetres off its middle.
    EXPECT_EQ(minus(50, 63, 2), "");
    EXPECT_EQ(minus(50, 64, 2), "writing_beside");
    EXPECT_EQ(minus(50, 73, 2), "writing_beside");
    EXPECT_EQ(minus(50, 74, 2), "");
    EXPECT_EQ(minus(50, 68, 2, Capture::line), "");
}

TEST(DrawnForm, TakesASpeckAmongSpecksForNoMinus) {
    const auto minus = [](int specks, int width, bool is_one_bit = true) {
        Drawn page = comb("12");
        for (int i = 0; i < specks; ++i) {
            page.draw(8 + 6 * i, 150, 1, 1);
        }
        page.draw(54 - width, 68, width, 1);
        return is_one_bit ? page.in_black_and_white().doubt() : page.doubt();
    };
    // Three squares of a third of a millimetre are too short, four are not; it is one of the 25.
    EXPECT_EQ(minus(23, 3), "writing_beside");
    EXPECT_EQ(minus(24, 3), "");
    EXPECT_EQ(minus(24, 4), "writing_beside");
    // A grey scan shows what is pale, so that its dots are no accident of its threshold.
    EXPECT_EQ(minus(24, 3, false), "writing_beside");
}

TEST(DrawnForm, TakesAnEndOfWritingForPartOfIt) {
    // From inside to 2.4 mm below the box: the middle of a square is 2.17 or 2.5 mm below.
    const auto tail = [](int rows_below) {
        Drawn page = comb("1");
        return page.draw(65, 64, 2, 14 + rows_below).tell().size();
    };
    EXPECT_EQ(tail(3), 0U);
    EXPECT_EQ(tail(7), 0U);
    EXPECT_EQ(tail(8), 1U);
}

TEST(DrawnForm, TakesForPartOfWritingWhatIsThreeMillimetresFromIt) {
    // As the crow flies: a piece right of and below a box for a line, and ink in that box.
    const auto told = [](int column, int row) {
        Drawn page(Capture::line, box, "a");
        return page.draw(123, 81, 3, 2).draw(column, row, 1, 1).doubt();
    };
    EXPECT_EQ(told(117, 75), "");                // 2 mm each way: 2.8
    EXPECT_EQ(told(117, 74), "writing_beside");  // 2 and 2.3 mm: 3.1
    EXPECT_EQ(told(115, 77), "");                // 2.7 and 1.3 mm: 2.98
    EXPECT_EQ(told(114, 77), "writing_beside");  // 3 and 1.3 mm: 3.3
    // From the writing in its own box, not from that in the next one.
    Drawn two(Capture::line, box, "a");
    two.add(Capture::comb, {43.5, 20, 10, 6}, "1", 2).draw(123, 66, 2, 4).draw(131, 66, 1, 6);
    EXPECT_EQ(two.doubt(), "writing_beside");
}

TEST(DrawnForm, TellsOfWritingBesideABox) {
    // A comb is meant up to five millimetres above it, and what begins there belongs to nothing.
    const auto above = [](int rows) { return comb("1").draw(65, 60 - rows - 4, 4, 4).doubt(); };
    EXPECT_EQ(above(14), "writing_beside");
    EXPECT_EQ(above(16), "");
    Drawn page = comb("1");
    const auto traces = page.draw(65, 42, 4, 4).tell();
    ASSERT_EQ(traces.size(), 1U);
    EXPECT_EQ(traces[0].near, (std::vector<std::string>{"f0"}));
    EXPECT_EQ(traces[0].kind, record::TraceKind::writing);
}

TEST(DrawnForm, TellsOfALineThroughWhatWasRead) {
    const auto line = [](const std::string& text, int row) {
        Drawn page(Capture::line, box, text);
        const auto traces = page.draw(0, row, 180, 1).tell();
        EXPECT_EQ(traces.size(), 1U);
        EXPECT_EQ(traces[0].kind, record::TraceKind::line);
        EXPECT_NEAR(traces[0].box.y, row * 4 + 2 - page_px_per_mm, 6);
        EXPECT_NEAR(traces[0].box.height, 2 * page_px_per_mm, 2);
        EXPECT_NEAR(traces[0].box.width, 62 * page_px_per_mm, 2);
        EXPECT_EQ(traces[0].near.size(), page.reading().doubt.empty() ? 0U : 1U);
        return page.reading().doubt;
    };
    EXPECT_EQ(line("a", 68), "line_through");
    EXPECT_EQ(line("", 68), "");
    EXPECT_EQ(line("a", 90), "");
}

TEST(DrawnForm, TellsOfAnUprightLine) {
    Drawn page(Capture::line, box, "a");
    const auto traces = page.draw(90, 0, 1, 180).tell();
    ASSERT_EQ(traces.size(), 1U);
    EXPECT_NEAR(traces[0].box.x, 90 * 4 + 2 - page_px_per_mm, 6);
    EXPECT_NEAR(traces[0].box.width, 2 * page_px_per_mm, 2);
    EXPECT_NEAR(traces[0].box.height, 62 * page_px_per_mm, 2);
    EXPECT_EQ(page.reading().doubt, "line_through");
}

TEST(DrawnForm, TellsOfTheBackOfThePaperOnce) {
    // Blots of a third of a millimetre more each way than dirt, as pale as a tenth of black.
    const auto blots = [](int count, int grey = 230) {
        Drawn page(Capture::line, box, "a");
        for (int i = 0; i < count; ++i) {
            page.draw(10 + 10 * (i % 15), 100 + 10 * (i / 15), 3, 2, grey);
        }
        page.draw(80, 66, 3, 3, 230);
        return page;
    };
    Drawn shining = blots(25);
    const auto traces = shining.tell();
    ASSERT_EQ(traces.size(), 1U);
    EXPECT_EQ(traces[0].kind, record::TraceKind::show_through);
    EXPECT_EQ(traces[0].box, (BoxPx{40, 400, 143 * 4, 12 * 4}));
    EXPECT_EQ(shining.reading().doubt, "show_through");
    EXPECT_EQ(blots(24).tell().size(), 24U);
    EXPECT_EQ(blots(25, 100).tell().size(), 25U);
}

TEST(DrawnForm, DoubtsWhatIsPaleWhereTheBackShows) {
    const auto with = [](int rows, int grey) {
        Drawn page(Capture::line, box, "a");
        for (int i = 0; i < 25; ++i) {
            page.draw(10 + 10 * (i % 15), 100 + 10 * (i / 15), 3, 2, 230);
        }
        return page.draw(80, 66, 2, rows, grey).doubt();
    };
    EXPECT_EQ(with(2, 230), "show_through");
    EXPECT_EQ(with(1, 230), "");  // 0.2 mm2 are dirt
    EXPECT_EQ(with(2, 0), "");
}

TEST(DrawnForm, TellsOfAStreakThroughWhatWasRead) {
    // From 13 to 40 mm down the page, through the box or beside it; its text begins at 23 mm.
    const auto doubt = [](int column, const std::string& text) {
        Drawn page(Capture::line, box, text);
        if (!text.empty()) {
            page.draw(70, 64, 6, 6);
        }
        const auto traces = page.draw(column, 40, 1, 80).tell();
        EXPECT_EQ(traces.size(), 1U);
        EXPECT_EQ(traces.at(0).kind, record::TraceKind::line);
        EXPECT_EQ(traces.at(0).near.size(), page.reading().doubt.empty() ? 0U : 1U);
        return page.reading().doubt;
    };
    EXPECT_EQ(doubt(80, "a"), "line_through");
    EXPECT_EQ(doubt(65, "a"), "line_through");
    EXPECT_EQ(doubt(100, "a"), "");  // nothing is written within three millimetres of it
    EXPECT_EQ(doubt(150, "a"), "");
    EXPECT_EQ(doubt(150, ""), "");
}

TEST(DrawnForm, DoubtsAMarkWithBitsBesideIt) {
    // Nothing is marked, and small bits lie within 2.5 mm of the box or 12 mm behind it.
    constexpr BoxMm small{20, 20, 4, 4};
    const auto bits = [&](int count, int column, const std::string& text = "") {
        Drawn page(Capture::mark, small, text);
        for (int i = 0; i < count; ++i) {
            page.draw(column + 3 * i, 64, 1, 1);
        }
        return page.doubt();
    };
    EXPECT_EQ(bits(3, 80), "writing_beside");
    EXPECT_EQ(bits(2, 80), "");
    EXPECT_EQ(bits(3, 80, "ja"), "");
    EXPECT_EQ(bits(3, 110), "");
    // Two are enough if they have half a square millimetre: five squares.
    const auto two = [&](int second) {
        return Drawn(Capture::mark, small, "").draw(80, 64, 2, 1).draw(85, 64, second, 1).doubt();
    };
    EXPECT_EQ(two(2), "");
    EXPECT_EQ(two(3), "writing_beside");
}

TEST(DrawnForm, LooksForBitsBesideAMarkUpToTheNextBox) {
    // 2.5 mm around the box, to its right 12, but not beyond a box on the same line.
    constexpr BoxMm small{20, 20, 4, 4};
    const auto three = [&](int column, int row, int across, int down) {
        Drawn page(Capture::mark, small, "");
        for (int i = 0; i < 3; ++i) {
            page.draw(column + across * i, row + down * i, 1, 1);
        }
        return page;
    };
    EXPECT_EQ(three(53, 60, 0, 4).doubt(), "writing_beside");
    EXPECT_EQ(three(51, 60, 0, 4).doubt(), "");
    EXPECT_EQ(three(60, 53, 4, 0).doubt(), "writing_beside");
    EXPECT_EQ(three(60, 51, 4, 0).doubt(), "");
    EXPECT_EQ(three(60, 78, 4, 0).doubt(), "writing_beside");
    EXPECT_EQ(three(60, 80, 4, 0).doubt(), "");
    EXPECT_EQ(three(106, 60, 0, 4).doubt(), "writing_beside");
    EXPECT_EQ(three(109, 60, 0, 4).doubt(), "");
    EXPECT_EQ(three(80, 64, 3, 0).add(Capture::mark, {26, 20, 4, 4}, "").doubt(), "");
    for (const double below : {24.5, 30.0}) {
        EXPECT_EQ(three(80, 64, 3, 0).add(Capture::mark, {26, below, 4, 4}, "").doubt(),
                  "writing_beside");
    }
}

TEST(DrawnForm, TellsOfTheLargestTraceFirst) {
    Drawn page(Capture::line, box, "a");
    page.draw(10, 100, 4, 4).draw(20, 100, 8, 8).draw(40, 100, 6, 6);
    const auto traces = page.tell();
    ASSERT_EQ(traces.size(), 3U);
    EXPECT_GT(traces[0].box.width, traces[1].box.width);
    EXPECT_GT(traces[1].box.width, traces[2].box.width);
}

TEST(DrawnForm, TellsOfNothingInTheRowsOfATableThatAreEmpty) {
    Drawn page(Capture::line, box, "");
    page.reading().reader = row_reader_name;
    EXPECT_TRUE(page.draw(80, 66, 3, 3).tell().empty());
    EXPECT_EQ(page.reading().doubt, "");
}

}  // namespace
}  // namespace indgang::ocr
