// SPDX-License-Identifier: MPL-2.0
// Every visible trace is part of a reading, or it is told.
#include "ocr/account/ink_account.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "ocr/ink/comb_cells.h"
#include "tests/ocr/account/told.h"
#include "tests/ocr/read/read_page.h"

namespace indgang::ocr {
namespace {

using told::doubted;
using told::is_named;
using written::field;
using written::Paper;
using written::reader;

const form::FormKey boligstoette{"boligstoette", "1"};
const form::FormKey sp501{"sp501", "1"};

std::string best(const record::FieldReading& reading) {
    return reading.candidates.empty() ? "nothing" : reading.candidates.front().text;
}

PointMm middle_of(const BoxMm& box) {
    return {box.x + box.width / 2, box.y + box.height / 2};
}

TEST(InkAccount, TellsNothingOfAnEmptyForm) {
    for (int page = 1; page <= 3; ++page) {
        const PageContent content =
            reader().read(Paper(boligstoette, page).scanned_as({1, 1, 1, 0, 300}));
        EXPECT_TRUE(content.traces.empty()) << "page " << page;
        EXPECT_EQ(doubted(content), 0) << "page " << page;
    }
}

TEST(InkAccount, TellsNothingOfACrossInItsBox) {
    Paper paper(boligstoette, 2);
    paper.cross(paper.zone("boligform", "lejebolig").box);
    const PageContent content = reader().read(paper.matched());
    EXPECT_EQ(best(field(content, "boligform")), "lejebolig");
    EXPECT_TRUE(content.traces.empty());
    EXPECT_EQ(doubted(content), 0);
}

class PaleInk : public ::testing::TestWithParam<int> {};

TEST_P(PaleInk, IsReadLikeInk) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("boligform", "lejebolig").box;
    paper.pale_stroke({box.x + 0.6, box.y + 0.6},
                      {box.x + box.width - 0.6, box.y + box.height - 0.6}, GetParam());
    paper.pale_stroke({box.x + box.width - 0.6, box.y + 0.6},
                      {box.x + 0.6, box.y + box.height - 0.6}, GetParam());
    const record::FieldReading reading = field(reader().read(paper.matched()), "boligform");
    EXPECT_EQ(best(reading), "lejebolig");
    EXPECT_EQ(reading.doubt, "");
}

TEST_P(PaleInk, IsNoEmptyComb) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("husleje_maaned").box;
    paper.pale_stroke({box.x + 2.5, box.y + 1.2}, {box.x + 2.5, box.y + box.height - 1.2},
                      GetParam());
    EXPECT_NE(best(field(reader().read(paper.matched()), "husleje_maaned")), "");
}

TEST_P(PaleInk, IsNoAbsentSignature) {
    Paper paper(boligstoette, 3);
    const BoxMm box = paper.zone("underskrift").box;
    for (int i = 0; i < 8; ++i) {
        paper.pale_stroke({box.x + 3 + 4.0 * i, box.y + 3}, {box.x + 7 + 4.0 * i, box.y + 9},
                          GetParam());
    }
    EXPECT_EQ(best(field(reader().read(paper.matched()), "underskrift")), "present");
}

INSTANTIATE_TEST_SUITE_P(Greys, PaleInk, ::testing::Values(60, 130, 165, 200, 225));

TEST(InkAccount, DoubtsAnAnswerThatIsRinged) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("boligform", "lejebolig").box;
    paper.ring(middle_of(box), 3.6);
    const PageContent content = reader().read(paper.matched());
    EXPECT_EQ(field(content, "boligform").doubt, "writing_beside");
    EXPECT_TRUE(is_named(content, "boligform"));
}

TEST(InkAccount, DoubtsAnAnswerThatIsCrossedBesideItsBox) {
    Paper paper(boligstoette, 2);
    BoxMm box = paper.zone("boligform", "lejebolig").box;
    box.x -= box.width + 1;
    paper.cross(box);
    EXPECT_EQ(field(reader().read(paper.matched()), "boligform").doubt, "writing_beside");
}

TEST(InkAccount, DoubtsAnAnswerWhoseLabelIsUnderlined) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("boligform", "lejebolig").box;
    const double below = box.y + box.height + 0.6;
    paper.stroke({box.x + box.width + 2.5, below}, {box.x + box.width + 14, below});
    EXPECT_EQ(field(reader().read(paper.matched()), "boligform").doubt, "writing_beside");
}

TEST(InkAccount, SeesAStrokeOverTheWordsOfALabel) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("boligform", "lejebolig").box;
    const double middle = box.y + box.height / 2;
    for (const double off : {-0.4, 0.4}) {
        paper.stroke({box.x + box.width + 2.5, middle + off},
                     {box.x + box.width + 13, middle - off}, 0.6);
    }
    EXPECT_EQ(field(reader().read(paper.matched()), "boligform").doubt, "writing_beside");
}

TEST(InkAccount, DoubtsAnAnswerThatIsCrossedOutWithItsLabel) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("toilet", "nej").box;
    const double middle = box.y + box.height / 2;
    paper.stroke({box.x - 1.2, middle}, {box.x + box.width + 7, middle - 0.4});
    EXPECT_NE(field(reader().read(paper.matched()), "toilet").doubt, "");
}

TEST(InkAccount, DoubtsBothBoxesThatATickStandsBetween) {
    Paper paper(boligstoette, 3);
    const BoxMm upper = paper.zone("samtykke", "ja").box;
    const double bottom = upper.y + upper.height;
    paper.stroke({upper.x + 0.8, bottom - 1.2}, {upper.x + 1.6, bottom + 1.4});
    paper.stroke({upper.x + 1.6, bottom + 1.4}, {upper.x + 3.4, bottom - 2.2});
    const PageContent content = reader().read(paper.matched());
    EXPECT_NE(field(content, "samtykke").doubt, "");
    EXPECT_NE(field(content, "erklaering").doubt, "");
}

TEST(InkAccount, DoubtsACombWithACorrectionAboveIt) {
    Paper paper(sp501, 1);
    const BoxMm box = paper.zone("ansoeger_cpr").box;
    paper.stroke({box.x + 12, box.y - 4.5}, {box.x + 12, box.y - 1.2});
    const PageContent content = reader().read(paper.matched());
    EXPECT_EQ(field(content, "ansoeger_cpr").doubt, "writing_beside");
    EXPECT_TRUE(is_named(content, "ansoeger_cpr"));
}

TEST(InkAccount, DoubtsACombWithADashBeforeIt) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("husleje_maaned").box;
    const double middle = box.y + box.height / 2;
    paper.stroke({box.x - 2.6, middle}, {box.x - 0.8, middle});
    EXPECT_EQ(field(reader().read(paper.matched()), "husleje_maaned").doubt, "writing_beside");
}

TEST(InkAccount, TakesAnEndThatHangsOutOfACombForPartOfIt) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("husleje_maaned").box;
    paper.stroke({box.x + 2.5, box.y + 1.5}, {box.x + 2.5, box.y + box.height + 1.8});
    EXPECT_TRUE(reader().read(paper.matched()).traces.empty());
}

TEST(InkAccount, TellsWritingThatGoesFarOutOfItsBox) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("aarsvarsel_forbedring").box;
    paper.stroke({box.x + 2.5, box.y + 1.5}, {box.x + 2.5, box.y + box.height + 4.5});
    EXPECT_FALSE(reader().read(paper.matched()).traces.empty());
}

TEST(InkAccount, TellsANoteInTheMarginOfThePageAlone) {
    Paper paper(boligstoette, 2);
    for (int i = 0; i < 6; ++i) {
        paper.stroke({40 + 3.0 * i, 285}, {42 + 3.0 * i, 281});
    }
    const PageContent content = reader().read(paper.matched());
    ASSERT_FALSE(content.traces.empty());
    EXPECT_EQ(content.traces.front().kind, record::TraceKind::writing);
    EXPECT_TRUE(content.traces.front().near.empty());
    EXPECT_EQ(doubted(content), 0);
}

TEST(InkAccount, TakesDirtForNothing) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("boligform", "lejebolig").box;
    paper.stroke({box.x - 2, box.y}, {box.x - 1.8, box.y + 0.2}, 0.3);
    EXPECT_TRUE(reader().read(paper.matched()).traces.empty());
}

TEST(InkAccount, TakesAFoldThroughAnEmptySignatureForNoSignature) {
    Paper paper(boligstoette, 3);
    const BoxMm box = paper.zone("underskrift").box;
    const double y = box.y + box.height / 2;
    paper.stroke({0, y}, {210, y + 0.8}, 0.4);
    const PageContent content = reader().read(paper.matched());
    EXPECT_EQ(best(field(content, "underskrift")), "absent");
    ASSERT_FALSE(content.traces.empty());
    EXPECT_EQ(content.traces.front().kind, record::TraceKind::line);
}

TEST(InkAccount, DoubtsWhatIsReadOnAFold) {
    Paper paper(boligstoette, 3);
    const BoxMm box = paper.zone("underskrift").box;
    paper.scribble(box);
    const double y = box.y + box.height / 2;
    paper.stroke({0, y}, {210, y}, 0.4);
    EXPECT_EQ(field(reader().read(paper.matched()), "underskrift").doubt, "line_through");
}

TEST(InkAccount, NamesAFieldOnceThoughAFoldGoesThroughTwoOfItsBoxes) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("toilet", "ja").box;
    paper.cross(box);
    const double y = middle_of(box).y;
    paper.stroke({0, y}, {210, y}, 0.4);
    const PageContent content = reader().read(paper.matched());
    EXPECT_EQ(field(content, "toilet").doubt, "line_through");
    const auto fold =
        std::find_if(content.traces.begin(), content.traces.end(),
                     [](const auto& trace) { return trace.kind == record::TraceKind::line; });
    ASSERT_NE(fold, content.traces.end());
    EXPECT_EQ(std::count(fold->near.begin(), fold->near.end(), "toilet"), 1);
}

TEST(InkAccount, TakesAStrokeThatEndsBeforeTheEdgesForWriting) {
    Paper paper(boligstoette, 3);
    const BoxMm box = paper.zone("underskrift").box;
    const double y = box.y + box.height / 2;
    paper.stroke({20, y}, {190, y}, 0.4);
    const PageContent content = reader().read(paper.matched());
    EXPECT_TRUE(std::none_of(content.traces.begin(), content.traces.end(), [](const auto& trace) {
        return trace.kind == record::TraceKind::line;
    }));
}

/// A name with a short stroke right behind its line, on a fax whose paper has dots or has none.
record::FieldReading name_with_stroke_behind(double stroke_mm, int dots) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("udlejer_navn").box;
    paper.print(box, "Hansen");
    const double x = box.x + box.width + 1.5, y = box.y + 2;
    paper.stroke({x, y}, {x, y + stroke_mm});
    for (int i = 0; i < dots; ++i) {
        const double across = 8 + 0.7 * (i * 37 % 271), down = 20 + 0.7 * (i * 53 % 353);
        paper.stroke({across, down}, {across, down}, 0.18);
    }
    return field(reader().read(paper.scanned_as({1, 1, 1, 0, 300})), "udlejer_navn");
}

TEST(InkAccount, DoubtsATextBehindWhichAGreyScanHasAShortStroke) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("udlejer_navn").box;
    paper.print(box, "Hansen");
    paper.stroke({box.x + box.width + 1.5, box.y + 2}, {box.x + box.width + 1.5, box.y + 3.3});
    EXPECT_EQ(field(reader().read(paper.matched()), "udlejer_navn").doubt, "writing_beside");
}

TEST(InkAccount, TellsALetterBehindATextFromDotsThatMet) {
    constexpr int many = 4000;
    EXPECT_EQ(name_with_stroke_behind(1.3, 0).doubt, "writing_beside");
    EXPECT_NE(name_with_stroke_behind(1.3, many).doubt, "writing_beside");
    EXPECT_EQ(name_with_stroke_behind(2.6, many).doubt, "writing_beside");
}

TEST(InkAccount, TellsTheOtherSideOfThinPaperOnce) {
    Paper paper(boligstoette, 3);
    for (int i = 0; i < 60; ++i) {
        const double x = 20 + 16.0 * (i % 10), y = 225 + 8.0 * (i / 10);
        paper.pale_stroke({x, y}, {x + 4, y + 3}, 225);
    }
    const PageContent content = reader().read(paper.matched());
    EXPECT_EQ(std::count_if(
                  content.traces.begin(), content.traces.end(),
                  [](const auto& trace) { return trace.kind == record::TraceKind::show_through; }),
              1);
}

TEST(InkAccount, TellsAtMostSoManyTracesTheLargestFirst) {
    Paper paper(boligstoette, 2);
    for (int i = 0; i < 300; ++i) {
        const double x = 10 + 6.0 * (i % 32), y = 215 + 6.0 * (i / 32);
        paper.stroke({x, y}, {x + 2 + 0.005 * i, y + 2});
    }
    const PageContent content = reader().read(paper.matched());
    EXPECT_LE(content.traces.size(), 200U);
    EXPECT_TRUE(std::is_sorted(content.traces.begin(), content.traces.end(),
                               [](const auto& a, const auto& b) {
                                   return a.box.width * a.box.height > b.box.width * b.box.height;
                               }));
}

/// A digit of two strokes in a cell of a comb, from 0.
void write_in_cell(Paper& paper, const form::Zone& zone, int cell, int grey) {
    const BoxMm box =
        divide_comb(zone.box, zone.cells, zone.gap_mm)[static_cast<std::size_t>(cell)];
    paper.pale_stroke({box.x + 1.4, box.y + 1.4}, {box.x + 3.4, box.y + 1.4}, grey);
    paper.pale_stroke({box.x + 3.4, box.y + 1.4}, {box.x + 1.8, box.y + box.height - 1.3}, grey);
}

TEST(InkAccount, DoubtsACombWithAPaleDigitBehindDarkOnes) {
    for (const int grey : {0, 190}) {
        Paper paper(boligstoette, 2);
        const form::Zone& zone = paper.zone("husleje_maaned");
        for (int cell = 0; cell < 3; ++cell) {
            write_in_cell(paper, zone, cell, 0);
        }
        write_in_cell(paper, zone, 3, grey);
        const auto reading = field(reader().read(paper.matched()), "husleje_maaned");
        EXPECT_EQ(reading.doubt, grey == 0 ? "" : "writing_unread");
        EXPECT_EQ(best(reading), grey == 0 ? "7777" : "777");
    }
}

TEST(InkAccount, DoubtsANumberWithAStrokeBetweenItsLabelAndItsBox) {
    Paper paper(boligstoette, 2);
    const form::Zone& zone = paper.zone("husleje_maaned");
    write_in_cell(paper, zone, 0, 0);
    const double y = zone.box.y + zone.box.height / 2;
    paper.stroke({zone.box.x - 8, y}, {zone.box.x - 6, y});
    const PageContent content = reader().read(paper.matched());
    EXPECT_EQ(field(content, "husleje_maaned").doubt, "writing_beside");
    EXPECT_TRUE(is_named(content, "husleje_maaned"));
}

TEST(InkAccount, DoubtsACombWithACharacterBehindItsLastCell) {
    Paper paper(boligstoette, 2);
    const form::Zone& zone = paper.zone("husleje_maaned");
    for (int cell = 0; cell < zone.cells; ++cell) {
        write_in_cell(paper, zone, cell, 0);
    }
    const double x = zone.box.x + zone.box.width + 1.6;
    paper.stroke({x, zone.box.y + 1.4}, {x, zone.box.y + zone.box.height - 1.4});
    EXPECT_EQ(field(reader().read(paper.matched()), "husleje_maaned").doubt, "writing_beside");
}

TEST(InkAccount, DoubtsACombThatAStrokeGoesFromToTheEdgeOfThePage) {
    Paper paper(boligstoette, 3);
    const form::Zone& zone = paper.zone("partner_gaeld");
    const double y = zone.box.y + zone.box.height / 2;
    paper.stroke({zone.box.x + zone.box.width + 2, y}, {211, y});
    EXPECT_EQ(field(reader().read(paper.matched()), "partner_gaeld").doubt, "writing_beside");
}

TEST(InkAccount, TakesABorderForNoWriting) {
    Paper paper(boligstoette, 2);
    paper.stroke({0.5, 0}, {0.5, 297}, 0.6);
    for (double y = 0; y < 120; y += 0.4) {
        paper.stroke({0, y}, {20 - y / 6, y}, 0.5);
    }
    EXPECT_EQ(doubted(reader().read(paper.matched())), 0);
}

TEST(InkAccount, DoubtsAnAnswerWhoseLabelIsCrossed) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("fremleje", "ja").box;
    const double left = box.x + box.width + 1.6, right = left + 3.4;
    paper.stroke({left, box.y + 0.2}, {right, box.y + box.height - 0.2}, 0.3);
    paper.stroke({right, box.y + 0.2}, {left, box.y + box.height - 0.2}, 0.3);
    const PageContent content = reader().read(paper.matched());
    EXPECT_EQ(field(content, "fremleje").doubt, "writing_beside");
    EXPECT_TRUE(is_named(content, "fremleje"));
}

TEST(InkAccount, TakesAFlatTickThatDoesNotFillItsBoxForAnAnswer) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("fremleje", "ja").box;
    const double y = box.y + 0.5 * box.height;
    paper.stroke({box.x + 1.3, y}, {box.x + box.width + 0.9, y - 0.6}, 0.6);
    const record::FieldReading reading = field(reader().read(paper.matched()), "fremleje");
    EXPECT_EQ(best(reading), "ja");
    EXPECT_EQ(reading.doubt, "");
}

/// Four bits, each smaller than any sign, at the corners of a label.
void mark_label(Paper& paper, const BoxMm& box) {
    const double left = box.x + box.width + 1.2, right = left + 4.6;
    for (const double x : {left, right}) {
        for (const double y : {box.y - 0.6, box.y + box.height + 0.2}) {
            paper.stroke({x, y}, {x + 0.2, y + 0.2}, 0.25);
        }
    }
}

TEST(InkAccount, DoubtsAnAnswerByTheBitsOfACrossBesideItsLabel) {
    Paper paper(boligstoette, 2);
    mark_label(paper, paper.zone("fremleje", "ja").box);
    EXPECT_EQ(field(reader().read(paper.matched()), "fremleje").doubt, "writing_beside");
}

TEST(InkAccount, TakesSuchBitsForDirtOnADirtyPage) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("fremleje", "ja").box;
    mark_label(paper, box);
    for (int i = 0; i < 600; ++i) {
        const double x = 4 + i % 25 * 8.1, y = 4 + i / 25 * 12.1;
        if (std::abs(x - box.x) > 20 || std::abs(y - box.y) > 10) {
            paper.stroke({x, y}, {x + 0.2, y + 0.2}, 0.25);
        }
    }
    EXPECT_EQ(field(reader().read(paper.matched()), "fremleje").doubt, "");
}

TEST(InkAccount, DoubtsAnAbsentSignatureWhosePlaceAStrokeHangsOutOf) {
    Paper paper(boligstoette, 3);
    const BoxMm box = paper.zone("partner_underskrift").box;
    const double foot = box.y + box.height;
    paper.stroke({box.x + 20, foot - 1}, {box.x + 21, foot + 5});
    const record::FieldReading reading =
        field(reader().read(paper.matched()), "partner_underskrift");
    EXPECT_EQ(best(reading), "absent");
    EXPECT_EQ(reading.doubt, "writing_beside");
}

TEST(InkAccount, DoubtsAStrokeThatBeginsInABoxAndGoesOverItsLabel) {
    Paper paper(boligstoette, 2);
    const BoxMm box = paper.zone("fremleje", "ja").box;
    const double y = box.y + 0.55 * box.height;
    paper.stroke({box.x + 0.1, y}, {box.x + box.width + 6, y + 0.3});
    EXPECT_FALSE(field(reader().read(paper.matched()), "fremleje").doubt.empty());
}

TEST(InkAccount, DoubtsAMarkThatReachesIntoAnEmptyComb) {
    Paper paper(sp501, 1);
    const BoxMm box = paper.zone("aegtefaelle_formue_nedsparingslaan", "ja").box;
    paper.stroke({box.x + 0.5, box.y - 3}, {box.x + 1.5, box.y - 0.7});
    paper.stroke({box.x + 1.5, box.y - 0.7}, {box.x + 3.5, box.y - 4.5});
    const PageContent content = reader().read(paper.matched());
    EXPECT_FALSE(field(content, "aegtefaelle_formue_nedsparingslaan").doubt.empty());
}

}  // namespace
}  // namespace indgang::ocr
