// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/feature_search.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/ocr/blank/told_features.h"
#include "tests/ocr/match/scanned.h"

namespace indgang::ocr {
namespace {

using Levels = std::vector<BlankSketch::Level>;

std::vector<PrintFeature> part(const std::vector<PrintFeature>& of, std::ptrdiff_t begin,
                               std::ptrdiff_t count) {
    return {of.begin() + begin, of.begin() + begin + count};
}

std::size_t seen(const Levels& levels, const std::vector<PrintFeature>& page, bool is_any_size) {
    const auto best = best_level(levels, page, told::scale, is_any_size);
    return best ? best->sightings.size() : 0;
}

TEST(BestLevel, IsTheOneWithTheMostSightings) {
    const auto all = told::features(20, 12);
    const auto page = told::on_page(all);
    const BlankSketch::Level few{1, part(all, 0, 13)}, more{1, all}, none{1, {}};
    EXPECT_EQ(seen({few, more, none}, page, true), 20U);
    EXPECT_EQ(seen({none, more, few}, page, true), 20U);
    EXPECT_EQ(seen({none, few}, page, true), 13U);
    EXPECT_EQ(seen({none}, page, true), 0U);
    EXPECT_EQ(seen({}, page, true), 0U);
}

TEST(BestLevel, IsTheFirstOfTwoThatShowAsMuch) {
    const auto all = told::features(28, 12);
    const auto best = best_level({{1, part(all, 0, 14)}, {1, part(all, 14, 14)}},
                                 told::on_page(all), told::scale, true);
    ASSERT_TRUE(best);
    EXPECT_EQ(best->sightings.front().on_form, (PointMm{all[0].at.x, all[0].at.y}));
}

TEST(BestLevel, IsTheTrueSizeWhereThePageHasNoOther) {
    const auto all = told::features(20, 12);
    EXPECT_EQ(seen({{1, part(all, 0, 13)}, {1, all}}, told::on_page(all), false), 13U);
    EXPECT_EQ(seen({{1, {}}, {1, all}}, told::on_page(all), false), 0U);
}

TEST(BestLevel, IsLookedForAtItsOwnSize) {
    const auto all = told::features(20, 12);
    const auto half = told::on_page(all, 0, 0.5);
    EXPECT_EQ(seen({{1, all}}, half, true), 0U);
    EXPECT_EQ(seen({{0.5, all}}, half, true), 20U);
    EXPECT_EQ(seen({{1, all}, {0.5, all}}, half, true), 20U);
}

TEST(BestLevel, NeedsNoOtherWhereSixtyAreSeen) {
    const auto all = told::features(64, 12);
    const auto page = told::on_page(all);
    EXPECT_EQ(seen({{1, part(all, 0, 60)}, {1, all}}, page, true), 60U);
    EXPECT_EQ(seen({{1, part(all, 0, 59)}, {1, all}}, page, true), 64U);
}

FoundPrint print(int page, std::size_t sightings) {
    return {nullptr, page, std::vector<Sighting>(sightings)};
}

std::vector<int> pages_of(const std::vector<FoundPrint>& found) {
    std::vector<int> pages;
    for (const FoundPrint& each : found) {
        pages.push_back(each.page);
    }
    return pages;
}

TEST(Likeliest, AreThoseWithTheMostSightingsInTheirOrder) {
    EXPECT_EQ(pages_of(likeliest({print(1, 50), print(2, 90), print(3, 50), print(4, 60)})),
              (std::vector{2, 4, 1, 3}));
    EXPECT_TRUE(likeliest({}).empty());
}

TEST(Likeliest, HaveAThirdOfTheFirst) {
    EXPECT_EQ(pages_of(likeliest({print(1, 29), print(2, 90), print(3, 30)})), (std::vector{2, 3}));
}

TEST(Likeliest, AreSixAtMost) {
    std::vector<FoundPrint> eight;
    for (int page = 1; page <= 8; ++page) {
        eight.push_back(print(page, 40));
    }
    EXPECT_EQ(pages_of(likeliest(eight)), (std::vector{1, 2, 3, 4, 5, 6}));
    eight.resize(6);
    EXPECT_EQ(likeliest(eight).size(), 6U);
}

const form::FormCatalogue& catalogue() {
    static const form::FormCatalogue all =
        form::FormCatalogue::load({std::string(INDGANG_SOURCE_DIR) + "/tests/forms"});
    return all;
}

BlankPages& blanks() {
    static BlankPages pages(catalogue());
    return pages;
}

using Detail = FeatureSearch::Detail;

/// What is seen of a scan of a form that lies so, turned by so many quarters.
std::vector<FoundPrint> look(const scanned::Lie& lie, int turned, Detail detail, int quarters,
                             bool is_bitonal = false) {
    PageImage page = scanned::scan(blanks().blank({"tabeller", "1"}, 1), lie);
    if (is_bitonal) {
        page = scanned::bitonal(page);
    }
    return FeatureSearch(catalogue(), blanks(), scanned::turned(page, turned), detail)
        .look(quarters);
}

TEST(FeatureSearch, FindsThePageWhereItLies) {
    const scanned::Lie lie{1, 1, 2, -1, 150};
    for (const Detail detail : {Detail::fine, Detail::coarse}) {
        const auto found = look(lie, 0, detail, 0);
        ASSERT_FALSE(found.empty());
        EXPECT_EQ(found.front().form->key.form, "tabeller");
        EXPECT_EQ(found.front().page, 1);
        EXPECT_GE(found.front().sightings.size(), 30U);
        const MmToPx truth = scanned::transform_of(lie);
        const double most_px = 1.5 * lie.dpi / mm_per_inch;
        for (const Sighting& each : found.front().sightings) {
            const PointPx expected = truth(each.on_form);
            EXPECT_LT(std::hypot(each.on_page.x - expected.x, each.on_page.y - expected.y),
                      most_px);
        }
    }
}

TEST(FeatureSearch, TurnsThePage) {
    const scanned::Lie lie{1, 1, 2, -1, 150};
    const auto found = look(lie, 1, Detail::fine, 3);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found.front().form->key.form, "tabeller");
    EXPECT_TRUE(look(lie, 1, Detail::fine, 0).empty());
}

TEST(FeatureSearch, FindsASmallerPageOnAPhotoOnly) {
    const scanned::Lie small{0, 0.6, 0, 0, 200};
    const auto found = look(small, 0, Detail::fine, 0);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found.front().form->key.form, "tabeller");
    EXPECT_TRUE(look(small, 0, Detail::fine, 0, true).empty());
}

}  // namespace
}  // namespace indgang::ocr
