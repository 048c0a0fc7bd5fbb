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

using Levels = Sketch;

std::vector<PrintFeature> part(const std::vector<PrintFeature>& of, std::ptrdiff_t begin,
                               std::ptrdiff_t count) {
    return {of.begin() + begin, of.begin() + begin + count};
}

std::size_t seen(const Levels& levels, const std::vector<PrintFeature>& page) {
    const auto best = best_level(levels, page, told::scale);
    return best ? best->sightings.size() : 0;
}

TEST(BestLevel, IsTheOneWithTheMostSightings) {
    const auto all = told::features(20, 12);
    const auto page = told::on_page(all);
    const SketchLevel few{1, part(all, 0, 13)}, more{1, all}, none{1, {}};
    EXPECT_EQ(seen({few, more, none}, page), 20U);
    EXPECT_EQ(seen({none, more, few}, page), 20U);
    EXPECT_EQ(seen({none, few}, page), 13U);
    EXPECT_EQ(seen({none}, page), 0U);
    EXPECT_EQ(seen({}, page), 0U);
}

TEST(BestLevel, IsTheFirstOfTwoThatShowAsMuch) {
    const auto all = told::features(28, 12);
    const auto best = best_level({{1, part(all, 0, 14)}, {1, part(all, 14, 14)}},
                                 told::on_page(all), told::scale);
    ASSERT_TRUE(best);
    EXPECT_EQ(best->sightings.front().on_form, (PointMm{all[0].at.x, all[0].at.y}));
}

TEST(BestLevel, IsLookedForAtItsOwnSize) {
    const auto all = told::features(20, 12);
    const auto half = told::on_page(all, 0, 0.5);
    EXPECT_EQ(seen({{1, all}}, half), 0U);
    EXPECT_EQ(seen({{0.5, all}}, half), 20U);
    EXPECT_EQ(seen({{1, all}, {0.5, all}}, half), 20U);
}

TEST(BestLevel, NeedsNoOtherWhereSixtyAreSeen) {
    const auto all = told::features(64, 12);
    const auto page = told::on_page(all);
    EXPECT_EQ(seen({{1, part(all, 0, 60)}, {1, all}}, page), 60U);
    EXPECT_EQ(seen({{1, part(all, 0, 59)}, {1, all}}, page), 64U);
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
        .look(quarters, FeatureSearch::Sizes::all)
        .found;
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

/// The parts of the sketch of that page which are drawn to look at a scan of it.
std::vector<SketchPart> drawn_for(Detail detail, FeatureSearch::Sizes sizes, bool is_bitonal) {
    BlankPages own(catalogue());
    const form::FormKey form{"tabeller", "1"};
    PageImage page = scanned::scan(own.blank(form, 1), {0, 1, 0, 0, 200});
    if (is_bitonal) {
        page = scanned::bitonal(page);
    }
    (void)FeatureSearch(catalogue(), own, page, detail).look(0, sizes);
    std::vector<SketchPart> drawn;
    for (const SketchPart part : sketch_parts) {
        if (own.has_sketch(form, 1, part)) {
            drawn.push_back(part);
        }
    }
    return drawn;
}

TEST(FeatureSearch, DrawsBlanksAtOtherSizesOnlyForWhoAsksAndForPhotos) {
    using enum SketchPart;
    using enum FeatureSearch::Sizes;
    EXPECT_EQ(drawn_for(Detail::fine, true_size, false), (std::vector{fine_true_size}));
    EXPECT_EQ(drawn_for(Detail::fine, all, false), (std::vector{fine_true_size, fine_other_sizes}));
    EXPECT_EQ(drawn_for(Detail::fine, all, true), (std::vector{fine_true_size}));
    EXPECT_EQ(drawn_for(Detail::coarse, true_size, false), (std::vector{coarse_true_size}));
    EXPECT_EQ(drawn_for(Detail::coarse, all, false),
              (std::vector{coarse_true_size, coarse_other_sizes}));
    EXPECT_EQ(drawn_for(Detail::coarse, all, true), (std::vector{coarse_true_size}));
}

TEST(FeatureSearch, IsSureOfAPageThatLiesThatWayAndHasThatSize) {
    const auto look = [](double size, int quarters, FeatureSearch::Sizes sizes) {
        const PageImage page =
            scanned::scan(blanks().blank({"tabeller", "1"}, 1), {0, size, 0, 0, 200});
        return FeatureSearch(catalogue(), blanks(), page, Detail::fine).look(quarters, sizes);
    };
    using enum FeatureSearch::Sizes;
    EXPECT_TRUE(look(1, 0, true_size).is_sure);
    EXPECT_FALSE(look(1, 2, all).is_sure);
    EXPECT_FALSE(look(0.6, 0, true_size).is_sure);
    EXPECT_TRUE(look(0.6, 0, all).is_sure);
}

}  // namespace
}  // namespace indgang::ocr
