// SPDX-License-Identifier: MPL-2.0
#include "ocr/account/inked_walls.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "tests/ocr/read/read_page.h"

namespace indgang::ocr {
namespace {

using written::field;
using written::Paper;
using written::reader;

const form::FormKey boligstoette{"boligstoette", "1"};

/// Draws a 1 over a wall of the comb of an amount: 0 is its left end.
void write_one(Paper& paper, const form::Zone& zone, int wall, double slant_mm = 0.3) {
    const double x = zone.box.x + wall * zone.box.width / zone.cells;
    paper.stroke({x + slant_mm, zone.box.y + 0.8},
                 {x - slant_mm, zone.box.y + zone.box.height - 0.8});
}

std::ptrdiff_t unread(const PageContent& content) {
    return std::count_if(
        content.fields.begin(), content.fields.end(),
        [](const record::FieldReading& each) { return each.doubt == "writing_unread"; });
}

TEST(InkedWalls, MakeACombDoubtful) {
    const form::Zone& zone = Paper(boligstoette, 2).zone("husleje_maaned");
    for (const int wall : {0, 1, zone.cells - 1, zone.cells}) {
        for (const double slant : {0.0, 0.3}) {
            Paper paper(boligstoette, 2);
            write_one(paper, zone, wall, slant);
            for (const bool is_scanned : {false, true}) {
                const MatchedPage page =
                    is_scanned ? paper.scanned_as({1, 1, 1, 0, 200}) : paper.matched();
                const PageContent content = reader().read(page);
                EXPECT_EQ(field(content, "husleje_maaned").doubt, "writing_unread")
                    << wall << " " << slant;
                EXPECT_EQ(unread(content), 1);
                ASSERT_FALSE(content.traces.empty());
                EXPECT_EQ(content.traces[0].near, std::vector<std::string>{"husleje_maaned"});
            }
        }
    }
}

/// Rounds that touch both walls of their cells, along less than half of the height.
TEST(InkedWalls, AreNotTouchedByTheSidesOfDigits) {
    Paper paper(boligstoette, 2);
    const form::Zone& zone = paper.zone("husleje_maaned");
    const double cell = zone.box.width / zone.cells;
    for (int i = 1; i < 3; ++i) {
        paper.ring({zone.box.x + (i + 0.5) * cell, zone.box.y + zone.box.height / 2},
                   cell / 2 - 0.2);
    }
    EXPECT_EQ(unread(reader().read(paper.matched())), 0);
}

/// Who fills his cells to the brim is not asked about each wall.
TEST(InkedWalls, AreNotLookedAtBetweenTwoWrittenCells) {
    const auto traces = [](bool is_last_filled) {
        Paper paper(boligstoette, 2);
        const form::Zone& zone = paper.zone("husleje_maaned");
        const double cell = zone.box.width / zone.cells;
        const int last = is_last_filled ? 3 : 2;
        for (int i = 1; i < last; ++i) {
            paper.ring({zone.box.x + (i + 0.5) * cell, zone.box.y + zone.box.height / 2}, 1.4);
        }
        write_one(paper, zone, 2, 0);
        return reader().read(paper.matched()).traces.size();
    };
    EXPECT_EQ(traces(false), 1U);
    EXPECT_EQ(traces(true), 0U);
}

/// Letters lean on walls all the time; one far from all others is asked about.
TEST(InkedWalls, BesideALetterAreItsSides) {
    const auto traces = [](int wall) {
        Paper paper({"blokbogstaver", "1"}, 1);
        const form::Zone& zone = paper.zone("fornavn");
        paper.cross({zone.box.x, zone.box.y, zone.box.width / zone.cells, zone.box.height});
        write_one(paper, zone, wall, 0);
        return reader().read(paper.matched()).traces.size();
    };
    EXPECT_EQ(traces(1), 0U);
    EXPECT_EQ(traces(5), 1U);
}

/// A form may print the ends of its combs thicker than the walls within.
TEST(InkedWalls, AreNotThoseThatThePrintHasThick) {
    Paper paper(boligstoette, 2);
    const form::Zone& zone = paper.zone("husleje_maaned");
    write_one(paper, zone, 0, 0);
    MatchedPage page = paper.matched();
    const BlankPage& blank = written::blanks().blank(boligstoette, 2);
    const AddedInk added(page.image, page.match->to_page, blank, std::array{zone.box});
    const form::Zone* const zones[] = {&zone};
    EXPECT_EQ(inked_walls({page.image, page.match->to_page, blank, added}, zones).size(), 1U);
    BlankPage thick;
    thick.image = {PixPtr(pixCopy(nullptr, page.image.pix.get())), page.image.dpi, 0};
    thick.to_image = blank.to_image;
    EXPECT_EQ(inked_walls({page.image, page.match->to_page, thick, added}, zones).size(), 0U);
}

}  // namespace
}  // namespace indgang::ocr
