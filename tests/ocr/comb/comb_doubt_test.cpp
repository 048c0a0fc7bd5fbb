// SPDX-License-Identifier: MPL-2.0
#include "ocr/comb/comb_doubt.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace indgang::ocr {
namespace {

constexpr double height_mm = 7;

/// A comb of written cells; a blank stands for an empty one.
struct Comb {
    std::vector<CleanCell> clean;
    CombReading read;

    explicit Comb(const std::string& text) {
        for (const char digit : text) {
            CleanCell cell;
            cell.wall_foot_mm2 = 0.4;  // the wall itself
            CellReading reading;
            if (digit == ' ') {
                reading.empty_probability = 0.9995;
            } else {
                cell.has_ink = true;
                cell.width_mm = 3;
                cell.height_mm = 5;
                cell.top_mm = 1;
                reading.candidates = {{std::string(1, digit), 0.99}};
            }
            clean.push_back(cell);
            read.cells.push_back(reading);
        }
    }

    [[nodiscard]] std::string doubt(ValueKind kind = ValueKind::amount) const {
        return comb_doubt(clean, read, kind, height_mm);
    }
};

TEST(CombDoubt, HasNoneOfATidyNumber) {
    EXPECT_EQ(Comb("  8450").doubt(), "");
    EXPECT_EQ(Comb("845000 ").doubt(), "");
}

TEST(CombDoubt, SeesTheCombsOwnLinesInItsCells) {
    const auto lines = [](std::size_t cells, double out_mm) {
        Comb comb("1111");
        for (std::size_t i = 0; i < cells; ++i) {
            comb.clean[i].top_mm = -out_mm;
            comb.clean[i].height_mm = height_mm + 2 * out_mm;
        }
        return comb.doubt(ValueKind::phone);
    };
    EXPECT_EQ(lines(4, 0.1), "fit_off");
    EXPECT_EQ(lines(4, -0.29), "fit_off");
    EXPECT_NE(lines(4, 0.31), "fit_off");
    EXPECT_NE(lines(4, -0.31), "fit_off");
    EXPECT_NE(lines(3, 0.1), "fit_off");  // one was written
    Comb two("11");
    for (CleanCell& cell : two.clean) {
        cell.top_mm = 0;
        cell.height_mm = height_mm;
    }
    EXPECT_NE(two.doubt(ValueKind::phone), "fit_off");
}

TEST(CombDoubt, SeesAStruckCell) {
    Comb comb("8450");
    comb.read.cells[1].reject_probability = 0.6;
    EXPECT_EQ(comb.doubt(), "struck_out");
}

TEST(CombDoubt, OfABoxWithoutPrintedCellsIsByWhatWasReadAlone) {
    EXPECT_EQ(comb_doubt({}, Comb("1").read, ValueKind::count, 0), "");
    EXPECT_EQ(comb_doubt({}, Comb("1").read, ValueKind::amount, 0), "");
    EXPECT_EQ(comb_doubt({}, Comb("1 1").read, ValueKind::count, 0), "gap_in_comb");
    Comb struck("11");
    struck.read.cells[1].reject_probability = 0.6;
    EXPECT_EQ(comb_doubt({}, struck.read, ValueKind::count, 0), "struck_out");
}

TEST(CombDoubt, SeesAGap) {
    EXPECT_EQ(Comb("8 50").doubt(), "gap_in_comb");
}

TEST(CombDoubt, SeesAFewDigitsAtNeitherEndOfAnAmount) {
    EXPECT_EQ(Comb("  3   ").doubt(), "lone_character");
    EXPECT_EQ(Comb("  35  ").doubt(), "lone_character");
    EXPECT_EQ(Comb("  350 ").doubt(), "");
    EXPECT_EQ(Comb("35    ").doubt(), "");
    EXPECT_EQ(Comb("    35").doubt(), "");
    EXPECT_EQ(Comb(" 3 ").doubt(), "");
    EXPECT_EQ(Comb("  3   ").doubt(ValueKind::count), "");
}

TEST(CombDoubt, SeesASingleStrokeForAnAmount) {
    EXPECT_EQ(Comb("1     ").doubt(), "lone_character");
    EXPECT_EQ(Comb("     1").doubt(), "lone_character");
    EXPECT_EQ(Comb("7     ").doubt(), "");
    EXPECT_EQ(Comb("12    ").doubt(), "");
    EXPECT_EQ(Comb("      ").doubt(), "");
}

/// Upright strokes of a tile, each two pixels wide.
CharacterTile strokes(std::initializer_list<int> lefts) {
    CharacterTile tile;
    for (const int left : lefts) {
        for (int y = 4; y < 24; ++y) {
            for (int x = left; x < left + 2; ++x) {
                tile.pixels[static_cast<std::size_t>(y * tile_side_px + x)] = 255;
            }
        }
    }
    return tile;
}

TEST(CombDoubt, SeesTwoStrokesThatWereReadAsOne) {
    Comb comb("4123");
    comb.clean[1].tile = strokes({8, 18});
    EXPECT_EQ(comb.doubt(), "lone_character");
    EXPECT_EQ(comb.doubt(ValueKind::count), "lone_character");
    comb.clean[1].tile = strokes({13});
    EXPECT_EQ(comb.doubt(), "");
    comb.clean[1].tile = strokes({12, 14});
    EXPECT_EQ(comb.doubt(), "");
    Comb other("4823");
    other.clean[1].tile = strokes({8, 18});
    EXPECT_EQ(other.doubt(), "");
}

TEST(CombDoubt, SeesACommaBeforeTheLastTwoZeros) {
    Comb comb("845000 ");
    comb.clean[3].wall_foot_mm2 = 0.5;
    EXPECT_EQ(comb.doubt(), "decimal_mark");
}

TEST(CombDoubt, AsksForMoreOfACommaBeforeOtherDigits) {
    for (const char* text : {"845005 ", "845050 "}) {
        Comb comb(text);
        comb.clean[3].wall_foot_mm2 = 0.5;
        EXPECT_EQ(comb.doubt(), "") << text;
        comb.clean[3].wall_foot_mm2 = 0.6;
        EXPECT_EQ(comb.doubt(), "decimal_mark") << text;
    }
}

TEST(CombDoubt, TakesWhatAllWallsHaveForPrint) {
    Comb comb("845000 ");
    for (CleanCell& cell : comb.clean) {
        cell.wall_foot_mm2 = 0.8;
    }
    EXPECT_EQ(comb.doubt(), "");
}

TEST(CombDoubt, TakesInkAtOtherWallsForDigits) {
    Comb comb("845000 ");
    comb.clean[2].wall_foot_mm2 = comb.clean[4].wall_foot_mm2 = 2;
    EXPECT_EQ(comb.doubt(), "");
}

TEST(CombDoubt, FindsNoDecimalsInTwoDigits) {
    Comb comb(" 50");
    comb.clean[0].wall_foot_mm2 = 2;
    EXPECT_EQ(comb.doubt(), "");
}

TEST(CombDoubt, SeesASignThatStandsByItself) {
    Comb comb("8450");
    comb.clean[2].has_low_sign = true;
    EXPECT_EQ(comb.doubt(), "decimal_mark");
}

TEST(CombDoubt, TakesASignWithoutDigitsForNone) {
    Comb comb("    ");
    comb.clean[2].has_low_sign = true;
    EXPECT_EQ(comb.doubt(), "");
}

TEST(CombDoubt, SeesThatADateMayBeWrittenWithStrokes) {
    // 12/02/20, 1/1/2020, 2/1/2019, 1/1/20 and so on, as the net reads them.
    for (const char* read :
         {"12102120", "11112020", "21112019", "111120", "  12102120", "31112020", "41112020"}) {
        EXPECT_EQ(Comb(read).doubt(ValueKind::date), "date_strokes") << read;
    }
    // No such day, a month that there is not, digits that cannot be strokes.
    for (const char* read : {"12022020", "01012020", "31131120", "12113120", "12102020", "11012020",
                             "1111202", "", "11"}) {
        EXPECT_EQ(Comb(read).doubt(ValueKind::date), "") << read;
    }
    EXPECT_EQ(Comb("11112020").doubt(ValueKind::phone), "");
}

TEST(CombDoubt, SeesAStrokeBeforeAnAmount) {
    Comb comb("  23");
    comb.clean.front().before_mm2 = 0.18;
    EXPECT_EQ(comb.doubt(), "writing_beside");
    comb.clean.front().before_mm2 = 0.1;
    EXPECT_EQ(comb.doubt(), "");
}

TEST(CombDoubt, TakesNoStrokeForTheSignOfNothing) {
    Comb comb("    ");
    comb.clean.front().before_mm2 = 1;
    EXPECT_EQ(comb.doubt(), "");
}

TEST(CombDoubt, LooksForSignsInAmountsOnly) {
    Comb comb("845000");
    comb.clean.front().before_mm2 = 1;
    comb.clean[3].wall_foot_mm2 = 2;
    comb.clean[0].has_low_sign = true;
    EXPECT_EQ(comb.doubt(ValueKind::phone), "");
}

TEST(CombDoubt, SeesADigitThatStandsBetweenTwoCombs) {
    Comb comb("8");
    comb.clean[0].top_mm = 3.3;
    EXPECT_EQ(comb.doubt(), "misplaced");
    EXPECT_TRUE(find_misplaced(comb.clean, height_mm).is_below);
    EXPECT_FALSE(find_misplaced(comb.clean, height_mm).is_above);
    comb.clean[0].top_mm = -1.4;
    EXPECT_EQ(comb.doubt(), "misplaced");
    EXPECT_TRUE(find_misplaced(comb.clean, height_mm).is_above);
}

TEST(CombDoubt, TakesASpeckForNoCharacter) {
    Comb comb("8  ");
    comb.clean[2].has_ink = true;
    comb.clean[2].width_mm = comb.clean[2].height_mm = 1.1;
    comb.clean[2].top_mm = 0.2;
    EXPECT_EQ(comb.doubt(), "");
    comb.clean[2].width_mm = 1.3;  // a stroke is one
    EXPECT_EQ(comb.doubt(), "misplaced");
}

TEST(CombDoubt, TakesADigitHalfAMillimetreOffForTidy) {
    Comb comb("8");
    comb.clean[0].top_mm = 1.9;
    EXPECT_EQ(comb.doubt(), "");
}

TEST(CombDoubt, SeesTheOneCharacterThatSticksOutOfItsRow) {
    Comb comb("23600");
    comb.clean[1].height_mm = 7.2;
    comb.clean[1].top_mm = 0.3;
    EXPECT_EQ(comb.doubt(), "misplaced");
    EXPECT_TRUE(find_misplaced(comb.clean, height_mm).is_below);
}

TEST(CombDoubt, LetsWriteLargeWhoWritesAllOfItLarge) {
    Comb comb("23600");
    for (CleanCell& cell : comb.clean) {
        cell.height_mm = 7.6;
        cell.top_mm = -0.1;
    }
    EXPECT_EQ(comb.doubt(), "");
}

}  // namespace
}  // namespace indgang::ocr
