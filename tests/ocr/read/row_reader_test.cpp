// SPDX-License-Identifier: MPL-2.0
#include "ocr/read/row_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "ocr/account/readings.h"
#include "ocr/read/page_reader.h"
#include "tests/ocr/read/written_page.h"

namespace indgang::ocr {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using written::Paper;

const form::FormKey boligstoette{"boligstoette", "1"};  // page 1 has a table of four rows
constexpr double accept = 0.99;

record::TableReading rows_of(const MatchedPage& page, const std::set<int>& typed = {}) {
    const form::FormDefinition& form = *written::catalogue().find(boligstoette);
    const BlankPage& blank = written::blanks().blank(boligstoette, 1);
    const AddedInk added(page.image, page.match->to_page, blank);
    const PageOnBlank at{page.image, page.match->to_page, blank, added};
    return read_rows(at, form, *form.table("husstand"), {}, {}, typed);
}

std::string id(int row, const std::string& name) {
    return "husstand." + std::to_string(row) + "." + name;
}

void fill(Paper& paper, int row) {
    paper.print(paper.zone(id(row, "navn")).box, "Jens Hansen");
    paper.cross(paper.zone(id(row, "relation"), "barn").box);
}

/// A horizontal stroke from the first field of a row's upper line to the last.
void strike_out(Paper& paper, int row) {
    const BoxMm first = paper.zone(id(row, "cpr")).box;
    const BoxMm last = paper.zone(id(row, "indflyttet")).box;
    paper.stroke({first.x + 3, first.y + 3.4}, {last.x + last.width - 6, last.y + 4.1});
}

TEST(RowReader, FindsNoRowOnABlankPage) {
    const auto rows = rows_of(Paper(boligstoette, 1).scanned_as({1, 1, 1, 0, 300}));
    EXPECT_EQ(rows.table, "husstand");
    EXPECT_THAT(rows.filled, IsEmpty());
    EXPECT_THAT(rows.doubtful, IsEmpty());
    EXPECT_FALSE(rows.goes_on_below);
    EXPECT_GE(rows.probability, accept);
}

TEST(RowReader, EndsTheRowsWhereTheInkEnds) {
    Paper paper(boligstoette, 1);
    fill(paper, 1);
    fill(paper, 2);
    const auto rows = rows_of(paper.scanned_as({0.5, 1, 0, 0, 300}));
    EXPECT_THAT(rows.filled, ElementsAre(1, 2));
    EXPECT_GE(rows.probability, accept);
}

TEST(RowReader, TakesACrossAloneForARow) {
    Paper paper(boligstoette, 1);
    paper.cross(paper.zone(id(1, "relation"), "barn").box);
    EXPECT_THAT(rows_of(paper.scanned_as({})).filled, ElementsAre(1));
}

TEST(RowReader, KeepsThePrintedPlacesOfRowsBehindAnEmptyOne) {
    Paper paper(boligstoette, 1);
    fill(paper, 1);
    fill(paper, 3);
    EXPECT_THAT(rows_of(paper.matched()).filled, ElementsAre(1, 3));
}

TEST(RowReader, TakesSpecksForNoRow) {
    Paper paper(boligstoette, 1);
    const BoxMm box = paper.zone(id(1, "navn")).box;
    for (const double x : {8.0, 21.0, 37.0}) {
        paper.stroke({box.x + x, box.y + 3}, {box.x + x + 0.1, box.y + 3}, 0.25);
    }
    const auto rows = rows_of(paper.matched());
    EXPECT_THAT(rows.filled, IsEmpty());
    EXPECT_THAT(rows.doubtful, IsEmpty());
}

TEST(RowReader, DoubtsARowWithATraceThatMayBeWriting) {
    Paper paper(boligstoette, 1);
    fill(paper, 1);
    const BoxMm box = paper.zone(id(2, "navn")).box;
    paper.stroke({box.x + 8, box.y + 3}, {box.x + 9, box.y + 3.4}, 0.4);
    const auto rows = rows_of(paper.matched());
    EXPECT_THAT(rows.filled, ElementsAre(1));
    EXPECT_THAT(rows.doubtful, ElementsAre(2));
    EXPECT_LT(rows.probability, accept);
}

TEST(RowReader, TakesWhatHangsDownFromTheRowAboveForNoRow) {
    Paper paper(boligstoette, 1);
    fill(paper, 1);
    const BoxMm box = paper.zone(id(2, "navn")).box;
    paper.stroke({box.x + 8, box.y - 3}, {box.x + 8, box.y + 2.6});
    paper.stroke({box.x + 8, box.y + 2.6}, {box.x + 6, box.y + 2});
    EXPECT_THAT(rows_of(paper.matched()).filled, ElementsAre(1));
}

TEST(RowReader, SeesAStrokeThroughAllFieldsOfARow) {
    Paper paper(boligstoette, 1);
    for (const int row : {1, 2, 3}) {
        fill(paper, row);
    }
    strike_out(paper, 2);
    const auto rows = rows_of(paper.scanned_as({0.5, 1, 0, 0, 300}));
    EXPECT_THAT(rows.filled, ElementsAre(1, 3));
    EXPECT_THAT(rows.struck_out, ElementsAre(2));
}

TEST(RowReader, TakesAStrokeWithinOneFieldForWriting) {
    Paper paper(boligstoette, 1);
    const BoxMm box = paper.zone(id(1, "navn")).box;
    paper.stroke({box.x + 1.5, box.y + 4}, {box.x + box.width - 1.5, box.y + 4});
    const auto rows = rows_of(paper.matched());
    EXPECT_THAT(rows.filled, ElementsAre(1));
    EXPECT_THAT(rows.struck_out, IsEmpty());
}

TEST(RowReader, SeesWritingBelowTheLastRow) {
    Paper paper(boligstoette, 1);
    for (const int row : {1, 2, 3, 4}) {
        fill(paper, row);
    }
    const BoxMm last = paper.zone(id(4, "relation"), "barn").box;
    paper.print({last.x, last.y + 8, 90, 7}, "Karen Hansen");
    const auto rows = rows_of(paper.scanned_as({0.5, 1, 0, 0, 300}));
    EXPECT_TRUE(rows.goes_on_below);
    EXPECT_THAT(rows.filled, ElementsAre(1, 2, 3, 4));
}

TEST(RowReader, TakesSpecksAndAStreakBelowForNoWriting) {
    Paper paper(boligstoette, 1);
    const BoxMm last = paper.zone(id(4, "relation"), "barn").box;
    for (int i = 0; i < 30; ++i) {
        const double x = last.x + i * 53 % 90;
        const double y = last.y + 7 + i * 31 % 17;
        paper.stroke({x, y}, {x + 0.1, y}, 0.25);
    }
    paper.stroke({last.x + 70, last.y - 60}, {last.x + 70, last.y + 30}, 0.25);
    EXPECT_FALSE(rows_of(paper.matched()).goes_on_below);
}

TEST(RowReader, CountsARowThatWasFilledInOnAScreen) {
    EXPECT_THAT(rows_of(Paper(boligstoette, 1).matched(), {1, 2}).filled, ElementsAre(1, 2));
}

TEST(RowReader, LeavesFieldsOfEmptyAndStruckOutRowsUnread) {
    Paper paper(boligstoette, 1);
    fill(paper, 1);
    fill(paper, 2);
    strike_out(paper, 2);
    PageReader reader(written::catalogue(), written::blanks(),
                      std::string(INDGANG_SOURCE_DIR) + "/ocr/models");
    const PageContent content = reader.read(paper.matched());
    ASSERT_EQ(content.tables.size(), 1U);
    for (const auto& [row, is_read] : {std::pair{1, true}, {2, false}, {3, false}, {4, false}}) {
        const auto field =
            std::find_if(content.fields.begin(), content.fields.end(),
                         [&](const auto& each) { return each.field == id(row, "navn"); });
        ASSERT_NE(field, content.fields.end());
        EXPECT_EQ(field->reader != row_reader_name, is_read) << row;
        EXPECT_EQ(field->candidates.front().text.empty(), !is_read) << row;
        EXPECT_GT(field->box.width, 0);
    }
}

}  // namespace
}  // namespace indgang::ocr
