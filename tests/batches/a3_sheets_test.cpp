// SPDX-License-Identifier: MPL-2.0
// Two pages on one picture: folded forms and sheets side by side, forged from forged pages, and
// what must stay whole.
#include <gtest/gtest.h>

#include <tuple>

#include "schemas/paper/paper.h"
#include "tests/batches/forged_batch.h"
#include "tests/forge/sheet/side_by_side.h"

namespace indgang::batches {
namespace {

using record::PageKind;
using Places = std::vector<std::string>;

std::vector<ocr::PixPtr> one_sheet(ocr::PixPtr sheet) {
    std::vector<ocr::PixPtr> sheets;
    sheets.push_back(std::move(sheet));
    return sheets;
}

/// A three-page form as a folded sheet: outside the empty back and page 1, inside pages 2 and 3.
std::vector<ocr::PixPtr> booklet(const std::vector<ocr::PixPtr>& pages, int outer_quarters,
                                 int inner_quarters) {
    std::vector<ocr::PixPtr> sheets;
    const auto back = forge::empty_like(*pages[0]);
    sheets.push_back(forge::side_by_side(*back, *pages[0], outer_quarters));
    sheets.push_back(forge::side_by_side(*pages[1], *pages[2], inner_quarters));
    return sheets;
}

class Booklet : public testing::TestWithParam<std::tuple<const char*, int, int>> {};

TEST_P(Booklet, IsOneApplicationOfItsHalves) {
    const auto [grade, outer, inner] = GetParam();
    const auto batch = forged({{{"form", "boligstoette"}}}, grade);
    const auto result = read_pages(booklet(batch.pages(), outer, inner));
    ASSERT_EQ(result.applications.size(), 1u);
    EXPECT_EQ(result.applications[0].pages.size(), 3u);
    EXPECT_EQ(findings_of(result, 0), Findings{});
    for (const auto& page : result.applications[0].pages) {
        EXPECT_NE(page.page.half, Half::whole);
    }
}

INSTANTIATE_TEST_SUITE_P(Ways, Booklet,
                         testing::Values(std::tuple{"office", 0, 0}, std::tuple{"office", 2, 0},
                                         std::tuple{"office", 1, 3}, std::tuple{"fax", 0, 2},
                                         std::tuple{"office_grey", 3, 1}));

TEST(A3Sheets, AHalfSaysWhereItStandsAsThePictureLies) {
    const auto batch = forged({{{"form", "sp501"}}});
    const auto result =
        read_pages(one_sheet(forge::side_by_side(*batch.pages()[0], *batch.pages()[1])));
    EXPECT_EQ(places_of(result), (Places{"1-left 1-right"}));
    const auto turned =
        read_pages(one_sheet(forge::side_by_side(*batch.pages()[0], *batch.pages()[1], 1)));
    EXPECT_EQ(places_of(turned), (Places{"1-top 1-bottom"}));
}

TEST(A3Sheets, AHalfIsReadAsItsPageAlone) {
    const auto batch = forged({{{"form", "sp501"}}});
    const auto alone = read_pages(batch.pages());
    const auto halves =
        read_pages(one_sheet(forge::side_by_side(*batch.pages()[0], *batch.pages()[1])));
    ASSERT_EQ(alone.applications.size(), 1u);
    ASSERT_EQ(halves.applications.size(), 1u);
    for (const auto& field : alone.applications[0].fields) {
        const auto* value = halves.applications[0].field(field.field);
        ASSERT_NE(value, nullptr) << field.field;
        EXPECT_EQ(value->raw, field.raw) << field.field;
        EXPECT_EQ(value->is_accepted, field.is_accepted) << field.field;
    }
}

TEST(A3Sheets, AHalfThatLiesUpsideDownIsTurnedByItself) {
    const auto batch = forged({{{"form", "sp501"}, {"upside_down", {2}}}});
    const auto result =
        read_pages(one_sheet(forge::side_by_side(*batch.pages()[0], *batch.pages()[1])));
    EXPECT_EQ(places_of(result), (Places{"1-left 1-right"}));
    EXPECT_EQ(findings_of(result, 0), Findings{});
}

TEST(A3Sheets, ALetterBesideAPageIsAForeignPageOfItsOwn) {
    const auto batch = forged({{{"form", "sp501"}, {"letter_backs", {2}}}});
    std::vector<ocr::PixPtr> sheets;
    sheets.push_back(ocr::PixPtr(pixClone(batch.pages()[0].get())));
    sheets.push_back(forge::side_by_side(*batch.pages()[1], *batch.pages()[2]));
    const auto result = read_pages(sheets);
    EXPECT_EQ(places_of(result), (Places{"1 2-left 2-right"}));
    EXPECT_EQ(findings_of(result, 0), Findings{"foreign_page@2-right"});
}

TEST(A3Sheets, TwoApplicationsOnOneSheetAreBothDoubted) {
    const auto batch = forged({{{"form", "sp501"}}, {{"form", "sp501"}}});
    const auto& pages = batch.pages();
    std::vector<ocr::PixPtr> sheets;
    sheets.push_back(forge::side_by_side(*pages[0], *pages[2]));
    sheets.push_back(forge::side_by_side(*pages[1], *pages[3]));
    const auto result = read_pages(sheets);
    ASSERT_EQ(result.applications.size(), 3u);
    for (std::size_t i = 0; i < result.applications.size(); ++i) {
        EXPECT_NE(findings_of(result, i), Findings{}) << i;
    }
}

/// 1-bit scans that do not say their dpi: the page's own size tells that the sheet is larger.
TEST(A3Sheets, ASheetOfUnknownSizeIsPartedByThePageOnIt) {
    const auto batch = forged({{{"form", "sp501"}}});
    auto sheet = forge::side_by_side(*batch.pages()[0], *batch.pages()[1]);
    pixSetResolution(sheet.get(), 0, 0);
    EXPECT_EQ(places_of(read_pages(one_sheet(std::move(sheet)))), (Places{"1-left 1-right"}));
}

TEST(A3Sheets, TwoPagesOnOnePhotoAreTwoPages) {
    const auto batch = forged({{{"form", "sp501"}}}, "office_grey");
    auto sheet = forge::side_by_side(*batch.pages()[0], *batch.pages()[1]);
    constexpr int phone_dpi = 72;
    pixSetResolution(sheet.get(), phone_dpi, phone_dpi);
    EXPECT_EQ(places_of(read_pages(one_sheet(std::move(sheet)))), (Places{"1-left 1-right"}));
}

TEST(A3Sheets, APhotoWithRoomBesideThePageStaysWhole) {
    const auto batch = forged({{{"form", "sp501"}, {"order", {1}}}}, "office_grey");
    const auto& page = *batch.pages()[0];
    auto photo = forge::side_by_side(page, *forge::empty_like(page));
    constexpr int phone_dpi = 72;
    pixSetResolution(photo.get(), phone_dpi, phone_dpi);
    const auto result = read_pages(one_sheet(std::move(photo)));
    EXPECT_EQ(places_of(result), (Places{"1"}));
}

TEST(A3Sheets, AnA3PageOfNoFormStaysWhole) {
    const auto batch = forged({{{"letter", true}}, {{"letter", true}}});
    const auto result =
        read_pages(one_sheet(forge::side_by_side(*batch.pages()[0], *batch.pages()[1])));
    EXPECT_EQ(places_of(result), (Places{"1"}));
}

/// The same page printed on A3: one page, whatever its halves look like.
TEST(A3Sheets, AFormEnlargedToA3StaysWhole) {
    const auto batch = forged({{{"form", "sp501"}, {"order", {1}}}}, "office_grey");
    constexpr float a3_of_a4 = 1.4142F;
    ocr::PixPtr large(pixScale(batch.pages()[0].get(), a3_of_a4, a3_of_a4));
    pixCopyResolution(large.get(), batch.pages()[0].get());
    const auto result = read_pages(one_sheet(std::move(large)));
    ASSERT_EQ(result.pages.size(), 1u);
    EXPECT_EQ(result.pages[0].page.half, Half::whole);
}

}  // namespace
}  // namespace indgang::batches
