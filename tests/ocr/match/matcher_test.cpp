// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/matcher.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "tests/ocr/match/photographed.h"
#include "tests/ocr/match/scanned.h"

namespace indgang::ocr {
namespace {

const form::FormCatalogue& catalogue() {
    static const form::FormCatalogue all =
        form::FormCatalogue::load({std::string(INDGANG_SOURCE_DIR) + "/schemas/forms"});
    return all;
}

BlankPages& blanks() {
    static BlankPages pages(catalogue());
    return pages;
}

const form::FormKey boligstoette{"boligstoette", "1"};

MatchedPage match(PageImage&& page) {
    Matcher matcher(catalogue(), blanks());
    return matcher.match(std::move(page));
}

/// A filled-in comb cell row and a signature's worth of ink, so that the page is not the blank.
PageImage written_on(PageImage page) {
    for (int i = 0; i < 40; ++i) {
        scanned::paint(page, {30.0 + 3.7 * i, 60.0 + (i * 37) % 200, 2.2, 0.5}, true);
    }
    return page;
}

struct Case {
    const char* name;
    scanned::Lie lie;
    bool is_bitonal;
};

class EveryLie : public testing::TestWithParam<Case> {};

TEST_P(EveryLie, IsRegisteredToATenthOfAMillimetre) {
    PageImage page = written_on(scanned::scan(blanks().blank(boligstoette, 2), GetParam().lie));
    if (GetParam().is_bitonal) {
        page = scanned::bitonal(page);
    }
    const MatchedPage matched = match(std::move(page));
    ASSERT_EQ(matched.kind, record::PageKind::form) << matched.trouble;
    EXPECT_EQ(matched.match->form, boligstoette);
    EXPECT_EQ(matched.match->page, 2);
    EXPECT_EQ(matched.match->pages, 3);
    EXPECT_LT(matched.match->residual_mm, 0.1);
    EXPECT_LT(scanned::distance_mm(matched.match->to_page, scanned::transform_of(GetParam().lie)),
              0.12);
}

INSTANTIATE_TEST_SUITE_P(All, EveryLie,
                         testing::Values(Case{"straight", {}, false}, Case{"bitonal", {}, true},
                                         Case{"skew_right", {3, 1, 0, 0, 300}, false},
                                         Case{"skew_left_bitonal", {-3, 1, 0, 0, 300}, true},
                                         Case{"small", {0, 0.97, 0, 0, 300}, false},
                                         Case{"large", {0.4, 1.03, 0, 0, 300}, true},
                                         Case{"moved", {-0.7, 1, 4, -4, 300}, false},
                                         Case{"moved_and_skew", {2, 0.98, -4, 5, 300}, true},
                                         Case{"at_200_dpi", {1, 1, 1, 1, 200}, true},
                                         Case{"at_150_dpi", {-1, 1, 0, 0, 150}, false},
                                         Case{"at_400_dpi", {-1, 1, 2, 0, 400}, true}),
                         [](const auto& lie) { return std::string(lie.param.name); });

class EveryTurn : public testing::TestWithParam<int> {};

TEST_P(EveryTurn, IsTurnedBack) {
    const scanned::Lie lie{1.5, 1, 1, -2, 300};
    PageImage page =
        scanned::turned(scanned::scan(blanks().blank(boligstoette, 1), lie), GetParam());
    constexpr int before = 3;  // by somebody who saw the page first
    page.turned_quarters = before;
    const MatchedPage matched = match(std::move(page));
    ASSERT_EQ(matched.kind, record::PageKind::form) << matched.trouble;
    EXPECT_EQ(matched.image.turned_quarters, (before + 4 - GetParam()) % 4);
    EXPECT_LT(scanned::distance_mm(matched.match->to_page, scanned::transform_of(lie)), 0.12);
}

INSTANTIATE_TEST_SUITE_P(All, EveryTurn, testing::Values(0, 1, 2, 3));

class EveryMark : public testing::TestWithParam<std::size_t> {};

TEST_P(EveryMark, MayBeMissing) {
    const scanned::Lie lie{-1.2, 0.99, 1, 2, 300};
    PageImage page = scanned::scan(blanks().blank(boligstoette, 3), lie);
    const BoxMm mark = catalogue().find(boligstoette)->pages[2].marks.at(GetParam());
    // Mm of the paper and of the page differ by what this lie moves: 8 mm more are painted over.
    scanned::paint(page, {mark.x - 6, mark.y - 6, mark.width + 12, mark.height + 12}, false);
    const MatchedPage matched = match(std::move(page));
    ASSERT_EQ(matched.kind, record::PageKind::form) << matched.trouble;
    EXPECT_LT(scanned::distance_mm(matched.match->to_page, scanned::transform_of(lie)), 0.3);
}

INSTANTIATE_TEST_SUITE_P(All, EveryMark, testing::Values(0, 1, 2, 3));

TEST(Matcher, FindsAPageWhoseCornerWithTheCodeIsTornOff) {
    const scanned::Lie lie{0.8, 1, 1, 1, 300};
    for (const int number : {1, 2}) {
        PageImage page = written_on(scanned::scan(blanks().blank(boligstoette, number), lie));
        scanned::paint(page, {160, 0, 50, 34}, false);
        const MatchedPage matched = match(scanned::turned(page, 2));
        ASSERT_EQ(matched.kind, record::PageKind::form) << matched.trouble;
        EXPECT_EQ(matched.match->by, "blank");
        EXPECT_EQ(matched.match->page, number);
        EXPECT_EQ(matched.image.turned_quarters, 2);
        EXPECT_LT(scanned::distance_mm(matched.match->to_page, scanned::transform_of(lie)), 0.4);
    }
}

TEST(Matcher, FindsItsPlaceByPrintWhenTwoMarksAreGone) {
    const scanned::Lie lie{0.8, 1, 1, 1, 300};
    PageImage page = written_on(scanned::scan(blanks().blank(boligstoette, 1), lie));
    scanned::paint(page, {0, 270, 210, 27}, false);
    const MatchedPage matched = match(std::move(page));
    ASSERT_EQ(matched.kind, record::PageKind::form) << matched.trouble;
    EXPECT_LT(scanned::distance_mm(matched.match->to_page, scanned::transform_of(lie)), 0.4);
}

TEST(Matcher, StraightensAPageThatIsHalfALineOff) {
    // Of what the middle of the page is moved down, half is left when all of it gives way.
    const auto by = [](double bulge_mm) {
        const MatchedPage matched = match(scanned::photograph(blanks().blank(boligstoette, 1),
                                                              {{0, 1, 0, 0, 200}, 0, 0, bulge_mm}));
        return matched.match ? matched.match->by : "";
    };
    EXPECT_EQ(by(0.15), "page_code");
    EXPECT_EQ(by(0.3), "page_code+straightened");
}

TEST(Matcher, RefusesACodeWithoutItsForm) {
    const BlankPage& blank = blanks().blank(boligstoette, 1);
    PageImage page = scanned::scan(blank, {});
    for (const BoxMm& rest :
         {BoxMm{0, 0, 164, 297}, BoxMm{190, 0, 20, 297}, BoxMm{0, 32, 210, 265}}) {
        scanned::paint(page, rest, false);
    }
    const MatchedPage matched = match(std::move(page));
    EXPECT_EQ(matched.kind, record::PageKind::attachment);
    EXPECT_EQ(matched.trouble, "no_registration");
}

TEST(Matcher, TakesAnUnknownPageForAnAttachment) {
    PageImage page{PixPtr(pixCreate(2480, 3508, 1)), 300, 0};
    for (int line = 0; line < 40; ++line) {
        for (int word = 0; word < 9; ++word) {
            scanned::paint(
                page, {20.0 + 18 * word, 30.0 + 6 * line, 3.0 + (line * 7 + word) % 12, 1.6}, true);
        }
    }
    const MatchedPage matched = match(std::move(page));
    EXPECT_EQ(matched.kind, record::PageKind::attachment);
    EXPECT_EQ(matched.trouble, "");
    EXPECT_EQ(matched.image.turned_quarters, 0);
}

TEST(Matcher, KnowsAnEmptyBackInSpiteOfSpecksAndEdges) {
    PageImage page{PixPtr(pixCreate(2480, 3508, 1)), 300, 0};
    for (int i = 0; i < 3000; ++i) {
        pixSetPixel(page.pix.get(), i * 7919 % 2480, i * 104729 % 3508, 1);
    }
    scanned::paint(page, {0, 0, 4, 297}, true);
    EXPECT_EQ(match(std::move(page)).kind, record::PageKind::blank);
}

TEST(Matcher, DoesNotTakeAShortNoteForAnEmptyBack) {
    PageImage page{PixPtr(pixCreate(2480, 3508, 1)), 300, 0};
    for (int stroke = 0; stroke < 8; ++stroke) {
        scanned::paint(page, {60.0 + 3 * stroke, 100, 0.5, 3}, true);
    }
    EXPECT_EQ(match(std::move(page)).kind, record::PageKind::attachment);
}

TEST(Matcher, GivesTheSameAnswerTwice) {
    const scanned::Lie lie{1, 1, 1, 1, 300};
    Matcher matcher(catalogue(), blanks());
    const MatchedPage a = matcher.match(scanned::scan(blanks().blank(boligstoette, 1), lie));
    static_cast<void>(matcher.match(scanned::scan(blanks().blank(boligstoette, 3), {})));
    const MatchedPage b = matcher.match(scanned::scan(blanks().blank(boligstoette, 1), lie));
    ASSERT_TRUE(a.match && b.match);
    EXPECT_EQ(a.match->to_page, b.match->to_page);
}

}  // namespace
}  // namespace indgang::ocr
