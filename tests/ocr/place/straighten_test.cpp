// SPDX-License-Identifier: MPL-2.0
#include "ocr/place/straighten.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "ocr/place/mark_search.h"
#include "ocr/place/registration.h"
#include "tests/ocr/match/photographed.h"

namespace indgang::ocr {
namespace {

namespace fs = std::filesystem;
using scanned::View;

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
const form::FormKey sp501{"sp501", "1"};

MatchedPage match(PageImage&& page) {
    Matcher matcher(catalogue(), blanks());
    return matcher.match(std::move(page));
}

struct Case {
    const char* name;
    View view;
    bool is_bitonal;
};

const scanned::Lie phone{1.2, 0.94, 1, -1, 200};
const scanned::Lie scanner{-0.7, 1, 1, 1, 300};

class EveryView : public testing::TestWithParam<Case> {};

TEST_P(EveryView, IsStraightenedToATenthOfAMillimetre) {
    PageImage page = scanned::photograph(blanks().blank(boligstoette, 1), GetParam().view);
    if (GetParam().is_bitonal) {
        page = scanned::bitonal(page);
    }
    const MatchedPage matched = match(std::move(page));
    ASSERT_EQ(matched.kind, record::PageKind::form) << matched.trouble;
    EXPECT_EQ(matched.match->by, "page_code+straightened");
    EXPECT_LT(matched.match->residual_mm, 0.1);
    EXPECT_LT(scanned::distance_mm(matched, GetParam().view), 0.15);
}

INSTANTIATE_TEST_SUITE_P(All, EveryView,
                         testing::Values(Case{"angle_across", {phone, 0.02, 0, 0}, false},
                                         Case{"angle_down", {phone, 0, -0.03, 0}, false},
                                         Case{"large_angle", {phone, 0.03, 0.05, 0}, false},
                                         Case{"bulge", {scanner, 0, 0, 1.2}, false},
                                         Case{"bulge_bitonal", {scanner, 0, 0, -1}, true},
                                         Case{"angle_and_bulge", {phone, -0.02, 0.02, 0.8}, false}),
                         [](const auto& view) { return std::string(view.param.name); });

TEST(FormPoint, IsWhereThePageShowsIt) {
    for (const MmToPx& to_page :
         {MmToPx{1, 0, 0, 0, 1, 0}, MmToPx{8, 0.5, 3, -0.4, 7.5, -6}, MmToPx{0, -2, 40, 2, 0, 5}}) {
        const PointMm found = form_point(to_page, to_page(PointMm{12, 34}));
        EXPECT_NEAR(found.x, 12, 1e-9);
        EXPECT_NEAR(found.y, 34, 1e-9);
    }
    EXPECT_DEATH(static_cast<void>(form_point({1, 2, 0, 2, 4, 0}, {1, 1})), "straighten");
}

TEST(Straighten, LeavesAFlatPageAlone) {
    const MatchedPage matched = match(scanned::scan(blanks().blank(boligstoette, 1), scanner));
    ASSERT_TRUE(matched.match);
    EXPECT_EQ(matched.match->by, "page_code");
    EXPECT_FALSE(matched.bent);
}

TEST(Straighten, KeepsThePageThatWasScanned) {
    PageImage page = scanned::photograph(blanks().blank(sp501, 1), {phone, 0.02, 0.02, 0});
    const PixPtr before(pixCopy(nullptr, page.pix.get()));
    const MatchedPage matched = match(std::move(page));
    ASSERT_TRUE(matched.bent);
    l_int32 is_same = 0;
    pixEqual(before.get(), matched.bent->pix.get(), &is_same);
    EXPECT_EQ(is_same, 1);
    EXPECT_EQ(pixGetWidth(matched.image.pix.get()), pixGetWidth(before.get()));
    EXPECT_EQ(pixGetHeight(matched.image.pix.get()), pixGetHeight(before.get()));
}

TEST(Straighten, DrawsTheFormWhereTheTransformSays) {
    const BlankPage& blank = blanks().blank(boligstoette, 2);
    const MatchedPage matched = match(scanned::photograph(blank, {phone, 0.02, -0.03, 0.5}));
    ASSERT_TRUE(matched.bent);
    for (const BoxMm& mark : catalogue().find(boligstoette)->pages[1].marks) {
        const PointMm centre{mark.x + mark.width / 2, mark.y + mark.height / 2};
        const PointPx expected = matched.match->to_page(centre);
        const double scale = px_per_mm(matched.match->to_page);
        const auto seen = find_square(matched.image, expected, mark.width * scale, scale);
        ASSERT_TRUE(seen);
        EXPECT_LT(std::hypot(seen->x - expected.x, seen->y - expected.y) / scale, 0.1);
    }
}

TEST(Straighten, TakesBoxesBackToThePageThatWasScanned) {
    const View view{phone, 0.03, 0.03, 0};
    const MatchedPage matched = match(scanned::photograph(blanks().blank(sp501, 2), view));
    ASSERT_TRUE(matched.bent);
    const BoxMm box{150, 230, 30, 8};
    const BoxPx on_scan = matched.on_scan(matched.match->to_page(box));
    const PointPx corner = scanned::seen_at(view, {box.x, box.y});
    const PointPx opposite = scanned::seen_at(view, {box.x + box.width, box.y + box.height});
    constexpr double slack_px = 8;  // the box is upright and holds all four corners
    EXPECT_NEAR(on_scan.x, corner.x, slack_px);
    EXPECT_NEAR(on_scan.y, corner.y, slack_px);
    EXPECT_NEAR(on_scan.x + on_scan.width, opposite.x, slack_px);
    EXPECT_NEAR(on_scan.y + on_scan.height, opposite.y, slack_px);
}

/// Cuts the page into pieces and moves each a little, as no paper moves.
void shuffle(PageImage& page, double most_mm) {
    const PixPtr from(pixCopy(nullptr, page.pix.get()));
    constexpr int side = 120, edge = 400;
    const int most = static_cast<int>(most_mm * page.dpi / mm_per_inch);
    unsigned dice = 7;
    const auto throw_dice = [&dice, most] {
        dice = dice * 1664525U + 1013904223U;
        return static_cast<int>(dice >> 16) % (2 * most + 1) - most;
    };
    for (int y = edge; y < pixGetHeight(from.get()) - edge; y += side) {
        for (int x = edge; x < pixGetWidth(from.get()) - edge; x += side) {
            pixRasterop(page.pix.get(), x, y, side, side, PIX_SRC, from.get(), x + throw_dice(),
                        y + throw_dice());
        }
    }
}

TEST(Registration, TakesNoStepAfterWhichThePrintLiesWorse) {
    const BlankPage& blank = blanks().blank(boligstoette, 1);
    for (const double most_mm : {0.3, 0.6, 1.2, 2.5}) {
        PageImage page = scanned::scan(blank, scanner);
        shuffle(page, most_mm);
        const MmToPx truth = scanned::transform_of(scanner);
        const form::PageLayout& layout = catalogue().find(boligstoette)->pages[0];
        const BoxMm& code = layout.code;
        const auto found = register_by_code(
            page, layout,
            {truth(PointMm{code.x, code.y}), truth(PointMm{code.x + code.width, code.y}),
             truth(PointMm{code.x + code.width, code.y + code.height}),
             truth(PointMm{code.x, code.y + code.height})},
            blank);
        ASSERT_TRUE(found);
        constexpr double reach_mm = 0.6;
        const auto misfit = [&](const PageShape& shape) {
            return misfit_mm(see_anchors(page, shape, blank.anchors, px_per_mm(truth), reach_mm));
        };
        EXPECT_LE(misfit(found->shape), misfit(PageShape(truth)) + 0.01) << most_mm;
    }
}

TEST(Displaced, AreTheFieldsOfAPieceThatMoved) {
    PageImage page = scanned::scan(blanks().blank(boligstoette, 1), scanner);
    const PixPtr from(pixCopy(nullptr, page.pix.get()));
    const double scale = page.dpi / mm_per_inch;
    const auto px = [scale](double mm) { return static_cast<int>(mm * scale); };
    // The left half of section C, 2.6 mm further down: half a row of its combs.
    pixRasterop(page.pix.get(), px(12), px(140), px(130), px(105), PIX_SRC, from.get(), px(12),
                px(140) - px(2.6));
    const MatchedPage matched = match(std::move(page));
    ASSERT_TRUE(matched.match) << matched.trouble;
    EXPECT_TRUE(matched.is_displaced(matched.match->to_page(BoxMm{20, 180, 60, 8})));
    EXPECT_FALSE(matched.is_displaced(matched.match->to_page(BoxMm{20, 60, 60, 8})));
}

TEST(Displaced, IsNothingOnAPhotoThatWasStraightened) {
    const MatchedPage matched =
        match(scanned::photograph(blanks().blank(boligstoette, 1), {phone, 0.02, 0.03, 0.5}));
    ASSERT_TRUE(matched.match);
    for (const form::Zone* zone : catalogue().find(boligstoette)->zones_on(1)) {
        EXPECT_FALSE(matched.is_displaced(matched.match->to_page(zone->box))) << zone->field;
    }
}

class EveryPage : public testing::TestWithParam<std::pair<form::FormKey, int>> {};

TEST_P(EveryPage, IsFoundOnAPhotoWithoutItsCode) {
    const auto& [form, number] = GetParam();
    const View view{{-1, 0.95, 0, 1, 200}, 0.01, -0.015, 0};
    PageImage flat = scanned::scan(blanks().blank(form, number), view.lie);
    scanned::paint(flat, {158, 8, 28, 26}, false);
    const MatchedPage matched = match(scanned::photograph(flat, view));
    ASSERT_EQ(matched.kind, record::PageKind::form) << matched.trouble;
    EXPECT_EQ(matched.match->form, form);
    EXPECT_EQ(matched.match->page, number);
    EXPECT_EQ(matched.match->by, "blank+straightened");
    EXPECT_LT(scanned::distance_mm(matched, view), 0.15);
}

INSTANTIATE_TEST_SUITE_P(All, EveryPage,
                         testing::Values(std::pair{boligstoette, 1}, std::pair{boligstoette, 2},
                                         std::pair{boligstoette, 3}, std::pair{sp501, 1},
                                         std::pair{sp501, 2}));

/// Two editions of one form, which differ in a number in the footer.
class TwoEditions : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = fs::path(testing::TempDir()) / ("indgang-editions-" + std::to_string(::getpid()));
        const fs::path source = fs::path(INDGANG_SOURCE_DIR) / "schemas/forms/boligstoette/1";
        for (const char* version : {"1", "2"}) {
            const fs::path edition = folder_ / "boligstoette" / version;
            fs::create_directories(edition);
            fs::copy(source, edition, fs::copy_options::recursive);
            std::ifstream in(source / "form.toml");
            std::string text{std::istreambuf_iterator<char>(in), {}};
            const std::string line = "version = \"1\"";
            text.replace(text.find(line), line.size(),
                         std::string("version = \"") + version + "\"");
            std::ofstream(edition / "form.toml") << text;
        }
    }
    void TearDown() override { fs::remove_all(folder_); }
    fs::path folder_;
};

TEST_F(TwoEditions, HaveTheirPagesInCommon) {
    const form::FormCatalogue two = form::FormCatalogue::load({folder_});
    ASSERT_EQ(two.all().size(), 2U);
    BlankPages drawn(two);
    Matcher matcher(two, drawn);
    PageImage page = scanned::scan(drawn.blank(two.all()[1].key, 2), scanner);
    scanned::paint(page, {158, 8, 28, 26}, false);
    const MatchedPage matched = matcher.match(std::move(page));
    ASSERT_EQ(matched.kind, record::PageKind::form) << matched.trouble;
    EXPECT_TRUE(matched.match->may_be({"boligstoette", "1"}));
    EXPECT_TRUE(matched.match->may_be({"boligstoette", "2"}));
    EXPECT_EQ(matched.match->other_versions.size(), 1U);
}

}  // namespace
}  // namespace indgang::ocr
