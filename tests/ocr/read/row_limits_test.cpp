// SPDX-License-Identifier: MPL-2.0
// A table on a form without any print, whose ink is given pixel by pixel or drawn in squares of a
// third of a millimetre, so that each limit of what makes a row is met exactly.
#include <gtest/gtest.h>

#include <vector>

#include "tests/ocr/read/inked_table.h"

namespace indgang::ocr {
namespace {

using form::Capture;
using inked::px_per_mm;
using inked::seen;
using inked::Seen;
using inked::Table;
using Numbers = std::vector<int>;

/// One field of 30 x 8 mm; its lines are 10 pixels wide, and 76 rows are between them.
constexpr BoxMm name{10, 10, 30, 8};

record::TableReading one_row(const std::vector<BoxPx>& inked) {
    return Table().field(1, name, inked).read();
}

TEST(RowLimits, ASpeckHasLessThanAnEighthOfASquareMillimetre) {
    // 0.12 mm2 are 17.3 pixels.
    EXPECT_EQ(seen(one_row({{100, 40, 17, 1}})), Seen::nothing);
    EXPECT_EQ(seen(one_row({{100, 40, 18, 1}})), Seen::doubtful);
}

TEST(RowLimits, SpecksHaveTogetherLessThanHalfASquareMillimetre) {
    // 0.5 mm2 are 72 pixels.
    const auto specks = [](int last) {
        return one_row({{40, 40, 17, 1},
                        {80, 40, 17, 1},
                        {120, 40, 17, 1},
                        {160, 40, 17, 1},
                        {200, 40, last, 1}});
    };
    EXPECT_EQ(seen(specks(3)), Seen::nothing);
    EXPECT_EQ(seen(specks(4)), Seen::doubtful);
}

TEST(RowLimits, WritingHasMoreThanASquareMillimetre) {
    // 1.1 mm2 in one piece are 158.4 pixels.
    EXPECT_EQ(seen(one_row({{100, 40, 79, 2}})), Seen::doubtful);
    EXPECT_EQ(seen(one_row({{100, 40, 53, 3}})), Seen::filled);
    EXPECT_EQ(seen(one_row({{100, 30, 79, 2}, {100, 60, 79, 2}})), Seen::doubtful);
}

TEST(RowLimits, BetweenASpeckAndWritingNobodyCanTell) {
    // Just more than a speck is hardly writing, just less than writing nearly is; half way, by how
    // many times more, it may be either.
    EXPECT_NEAR(one_row({{100, 40, 18, 1}}).probability, 0.95, 0.02);
    EXPECT_NEAR(one_row({{100, 40, 52, 1}}).probability, 0.5, 0.01);
    EXPECT_NEAR(one_row({{100, 40, 79, 2}}).probability, 0.97, 0.005);
}

TEST(RowLimits, ReadingsAreAsSureAsAllTheirRows) {
    const std::vector<BoxPx> writing{{100, 40, 60, 3}}, speck{{100, 40, 10, 1}};
    const auto probability = [](const std::vector<std::vector<BoxPx>>& rows) {
        Table table;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            table.field(static_cast<int>(i) + 1, {10, 10 + 8.0 * static_cast<double>(i), 30, 8},
                        rows[i]);
        }
        return table.read().probability;
    };
    constexpr double exact = 1e-9;
    // One of 2,000 rows with writing is none, and one of 500 with specks is one.
    EXPECT_NEAR(probability({writing}), 0.9995, exact);
    EXPECT_NEAR(probability({speck}), 0.998, exact);
    // Somebody may have filled in the next row so that nobody sees it, but hardly those behind.
    EXPECT_NEAR(probability({{}}), 0.999, exact);
    EXPECT_NEAR(probability({{}, {}}), 0.999 * 0.99995, exact);
    EXPECT_NEAR(probability({writing, {}, {}}), 0.9995 * 0.999 * 0.99995, exact);
    EXPECT_NEAR(probability({{}, writing, {}}), 0.999 * 0.9995 * 0.999, exact);
}

TEST(RowLimits, WhatHangsDownFromAboveIsOfNoRow) {
    // From one of the first two rows of pixels to less than six tenths of 76.
    EXPECT_EQ(seen(one_row({{100, 10, 6, 46}})), Seen::nothing);
    EXPECT_EQ(seen(one_row({{100, 11, 6, 45}})), Seen::nothing);
    EXPECT_EQ(seen(one_row({{100, 10, 6, 47}})), Seen::filled);
    EXPECT_EQ(seen(one_row({{100, 12, 6, 44}})), Seen::filled);
    // It is ink, though, and less sure than none.
    EXPECT_NEAR(one_row({{100, 10, 6, 46}}).probability, 0.998, 1e-9);
    EXPECT_NEAR(one_row({{100, 10, 2, 10}}).probability, 0.998, 1e-9);
}

TEST(RowLimits, LinesOfABoxAreNoWriting) {
    // Of three columns of 60 pixels the first is within 0.8 mm of a line's end, 10 pixels.
    EXPECT_EQ(seen(one_row({{10, 20, 3, 60}})), Seen::filled);
    EXPECT_EQ(seen(one_row({{9, 20, 3, 60}})), Seen::doubtful);
    EXPECT_EQ(seen(one_row({{347, 20, 3, 60}})), Seen::filled);
    EXPECT_EQ(seen(one_row({{348, 20, 3, 60}})), Seen::doubtful);
    // At its foot, too: six rows of 30 pixels, of which five are left.
    EXPECT_EQ(seen(one_row({{100, 80, 30, 6}})), Seen::filled);
    EXPECT_EQ(seen(one_row({{100, 81, 30, 6}})), Seen::doubtful);
    // Of a mark it is 0.35 mm, four pixels.
    const auto mark = [](const BoxPx& ink) {
        return seen(Table().field(1, {10, 10, 4, 4}, {ink}, Capture::mark).read());
    };
    EXPECT_EQ(mark({4, 4, 4, 40}), Seen::filled);
    EXPECT_EQ(mark({3, 4, 4, 40}), Seen::doubtful);
}

TEST(RowLimits, ARowWithHiddenPrintMayHoldMore) {
    Table table;
    table.field(1, name).field(2, {10, 18, 30, 8});
    EXPECT_EQ(seen(table.read()), Seen::nothing);
    EXPECT_EQ(table.read({1}).doubtful, Numbers{2});
    EXPECT_EQ(table.read({0}).doubtful, Numbers{1});
    // As sure as just more than a speck.
    EXPECT_NEAR(table.read({0}).probability, 0.97 * 0.999, 1e-9);
}

TEST(RowLimits, AllFieldsOfARowCountTogether) {
    // Six bits of 17 pixels, three in each field.
    const std::vector<BoxPx> bits{{40, 40, 17, 1}, {80, 40, 17, 1}, {120, 40, 17, 1}};
    EXPECT_EQ(seen(Table().field(1, name, bits).read()), Seen::nothing);
    const auto with_another_in = [&](int row) {
        return seen(Table().field(1, name, bits).field(row, {44, 10, 30, 8}, bits).read());
    };
    EXPECT_EQ(with_another_in(1), Seen::doubtful);
    EXPECT_EQ(with_another_in(2), Seen::nothing);
    // A field of no table is of no row.
    EXPECT_EQ(seen(Table().field(1, name).field(0, {44, 10, 30, 8}, {{100, 40, 60, 3}}).read()),
              Seen::nothing);
}

TEST(RowLimits, WhatWasTypedFillsARow) {
    const auto reading = Table().field(1, name).field(2, {10, 18, 30, 8}).read({}, {2});
    EXPECT_EQ(reading.filled, Numbers{2});
    EXPECT_NEAR(reading.probability, 0.999, 1e-9);
}

TEST(RowLimits, ATablesBoxIsAroundAllItsRows) {
    const BoxPx box = Table()
                          .field(1, {50, 10, 30, 8})
                          .field(1, {10, 12, 30, 8})
                          .field(2, {20, 24, 70, 10})
                          .read()
                          .box;
    EXPECT_EQ(box.x, 10 * px_per_mm);
    EXPECT_EQ(box.y, 10 * px_per_mm);
    EXPECT_EQ(box.width, 80 * px_per_mm);
    EXPECT_EQ(box.height, 24 * px_per_mm);
}

const std::vector<BoxPx> writing{{40, 40, 60, 3}};

/// A row of fields with writing in the first, side by side with so much between them.
Table row_of(int fields, double width, double gap = 4) {
    Table table;
    for (int i = 0; i < fields; ++i) {
        table.field(1, {10 + i * (width + gap), 10, width, 8},
                    i == 0 ? writing : std::vector<BoxPx>{});
    }
    return table;
}

bool is_struck(const Table& table) {
    const auto reading = table.read();
    EXPECT_EQ(reading.struck_out.size() + reading.filled.size(), 1U);
    if (!reading.struck_out.empty()) {
        EXPECT_EQ(reading.probability, 1);
    }
    return !reading.struck_out.empty();
}

TEST(RowLimits, AStrokeGoesOverMoreThanHalfOfTheRow) {
    // Of 64 mm it needs 35.2.
    EXPECT_TRUE(is_struck(row_of(2, 30).draw(12, 14, 36, 0.34)));
    EXPECT_FALSE(is_struck(row_of(2, 30).draw(12, 14, 34, 0.34)));
    EXPECT_TRUE(is_struck(row_of(2, 30).draw(36, 14, 36, 0.34)));
    EXPECT_FALSE(is_struck(row_of(2, 30).draw(38, 14, 34, 0.34)));
}

TEST(RowLimits, AStrokeGoesAcrossTheGapsBetweenFields) {
    EXPECT_FALSE(is_struck(row_of(2, 45).draw(12, 14, 42, 0.34)));
    // Over half of what is seen between the fields, 2.7 mm of 4.
    const auto with_hole = [](double hole) {
        return is_struck(row_of(2, 30).draw(12, 14, 29, 0.34).draw(41 + hole, 14, 30 - hole, 0.34));
    };
    EXPECT_TRUE(with_hole(1));
    EXPECT_FALSE(with_hole(1.67));
    // Of three gaps over two.
    EXPECT_TRUE(is_struck(row_of(4, 20).draw(11, 14, 55, 0.34)));
    EXPECT_FALSE(is_struck(row_of(4, 24).draw(11, 14, 25, 0.34).draw(39, 14, 22, 0.34)));
    EXPECT_FALSE(is_struck(row_of(4, 12).draw(24, 14, 15, 0.34)));
    // Over one of three, however long it is: two of the fields are long, and two short.
    const auto long_and_short = [](double stroke) {
        Table table;
        table.field(1, {10, 10, 30, 8}, writing).field(1, {44, 10, 30, 8});
        table.field(1, {78, 10, 4, 8}).field(1, {86, 10, 4, 8});
        return is_struck(table.draw(12, 14, stroke, 0.34));
    };
    EXPECT_FALSE(long_and_short(62));
    EXPECT_TRUE(long_and_short(70));
}

TEST(RowLimits, FieldsWithLessThanTwoMillimetresBetweenThemHaveNoGap) {
    EXPECT_TRUE(is_struck(row_of(2, 30, 2.1).draw(12, 14, 50, 0.34)));
    EXPECT_FALSE(is_struck(row_of(2, 30, 1.9).draw(12, 14, 50, 0.34)));
    EXPECT_FALSE(is_struck(row_of(1, 60).draw(12, 14, 50, 0.34)));
}

TEST(RowLimits, AStrokeMayPauseForTwoMillimetres) {
    const auto pausing = [](double pause) {
        return is_struck(
            row_of(2, 30).draw(12, 14, 14, 0.34).draw(26 + pause, 14, 34 - pause, 0.34));
    };
    EXPECT_TRUE(pausing(1.67));
    EXPECT_FALSE(pausing(2.67));
}

TEST(RowLimits, LinesAboveAndBelowARowAreNoStroke) {
    // Within 1.2 mm of the fields' upper and lower edges, at 10 and 18 mm.
    EXPECT_TRUE(is_struck(row_of(2, 30).draw(12, 11.34, 58, 0.34)));
    EXPECT_FALSE(is_struck(row_of(2, 30).draw(12, 10.67, 58, 0.34)));
    EXPECT_TRUE(is_struck(row_of(2, 30).draw(12, 16.34, 58, 0.34)));
    EXPECT_FALSE(is_struck(row_of(2, 30).draw(12, 17, 58, 0.34)));
}

TEST(RowLimits, ARowOfTwoLinesIsStruckOutByEither) {
    const auto two_lines = [] {
        Table table;
        table.field(1, {44, 20, 30, 8})
            .field(1, {44, 10, 30, 8}, writing)
            .field(1, {10, 11, 30, 8})
            .field(1, {10, 21, 30, 8});
        return table;
    };
    EXPECT_FALSE(is_struck(two_lines()));
    EXPECT_TRUE(is_struck(two_lines().draw(12, 14.67, 58, 0.34)));
    EXPECT_TRUE(is_struck(two_lines().draw(12, 24.67, 58, 0.34)));
}

TEST(RowLimits, FieldsStandInOneLineWhereTheMiddleOfOneIsBesideTheOther) {
    // The second is 10 mm high, with its middle just below the upper edge of the first, or above.
    const auto second_at = [](double y) {
        Table table;
        table.field(1, {10, 10, 30, 8}, writing).field(1, {44, y, 30, 10});
        return is_struck(table.draw(12, 13, 58, 0.34));
    };
    EXPECT_TRUE(second_at(5.5));
    EXPECT_FALSE(second_at(4.5));
    EXPECT_TRUE(second_at(12.5));
    EXPECT_FALSE(second_at(13.5));
}

TEST(RowLimits, BetweenFieldsAStrokeIsSeenAtAnyHeight) {
    // Also where lines of a bent page would hide it in a field.
    EXPECT_TRUE(is_struck(
        row_of(2, 30).draw(12, 14, 28, 0.34).draw(40, 10.34, 4, 0.34).draw(44, 14, 28, 0.34)));
    // However wide the fields are.
    Table table;
    table.field(1, {10, 10, 20, 8}, writing).field(1, {34, 10, 40, 8});
    EXPECT_TRUE(
        is_struck(table.draw(12, 14, 18, 0.34).draw(30, 10.34, 4, 0.34).draw(34, 14, 38, 0.34)));
}

/// Two short words of 6 x 2 mm below a table of 60 mm that ends 18 mm down the page.
bool goes_on_with(double x, double y, Table& table) {
    return table.draw(x, y, 6, 0.67).draw(x, y + 1, 6, 1).read().goes_on_below;
}
bool goes_on_with(double x, double y) {
    Table table = row_of(2, 28);
    return goes_on_with(x, y, table);
}

TEST(RowLimits, ATableGoesOnThirtyMillimetresBelowIt) {
    EXPECT_FALSE(row_of(2, 28).read().goes_on_below);
    EXPECT_TRUE(goes_on_with(30, 25));
    // From 19.2 mm on, of descenders, to 46.8.
    EXPECT_FALSE(goes_on_with(30, 17.34));
    EXPECT_TRUE(goes_on_with(30, 19.34));
    EXPECT_TRUE(goes_on_with(30, 45));
    EXPECT_FALSE(goes_on_with(30, 46.34));
    // And as wide as it is.
    EXPECT_FALSE(goes_on_with(1, 25));
    EXPECT_FALSE(goes_on_with(71, 25));
    EXPECT_TRUE(goes_on_with(63, 25));
}

TEST(RowLimits, ATableEndsAtTheNextPlaceToWrite) {
    const auto with = [](const BoxMm& box, double word_at) {
        return goes_on_with(30, word_at, row_of(2, 28).field(0, box));
    };
    // At 30 mm, less 1.2 mm on each side.
    EXPECT_TRUE(with({10, 30, 20, 8}, 26.34));
    EXPECT_FALSE(with({10, 30, 20, 8}, 28));
    EXPECT_FALSE(with({10, 30, 20, 8}, 32));
    EXPECT_TRUE(with({70, 30, 20, 8}, 32));
    EXPECT_FALSE(with({69, 30, 20, 8}, 32));
    EXPECT_TRUE(with({2, 30, 8, 8}, 32));
    EXPECT_FALSE(with({2, 30, 9, 8}, 32));
    // Right below there is no room.
    EXPECT_FALSE(with({10, 18, 20, 8}, 32));
    // What stands above it does not end it.
    EXPECT_TRUE(with({10, 2, 20, 6}, 32));
}

TEST(RowLimits, ATableEndsTwelveMillimetresBeforeThePage) {
    const auto low = [](double word_at) {
        return goes_on_with(30, word_at, Table().field(1, {10, 116, 60, 8}));
    };
    // At 138 mm, less 1.2.
    EXPECT_TRUE(low(134.67));
    EXPECT_FALSE(low(136.34));
}

}  // namespace
}  // namespace indgang::ocr
