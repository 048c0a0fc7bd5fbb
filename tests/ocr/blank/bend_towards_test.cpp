// SPDX-License-Identifier: MPL-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>

#include "ocr/blank/print_anchors.h"

namespace indgang::ocr {
namespace {

constexpr double scale = 10;
constexpr MmToPx flat{scale, 0, 0, 0, scale, 0};

/// Anchors in `rows` rows of six over a page of A4, each moved as a bend says, in px.
std::vector<SeenAnchor> seen_through(const PageShape::Bend& right, const PageShape::Bend& down,
                                     int rows = 8) {
    std::vector<SeenAnchor> all;
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < 6; ++column) {
            SeenAnchor seen;
            seen.at = {20 + 34.0 * column, 20 + 36.0 * row};
            const PageShape::Bend terms = PageShape::terms_at(seen.at);
            for (std::size_t i = 0; i < terms.size(); ++i) {
                seen.x_mm += right[i] * terms[i] / scale;
                seen.y_mm += down[i] * terms[i] / scale;
            }
            seen.is_found = seen.is_x_known = seen.is_y_known = true;
            all.push_back(seen);
        }
    }
    return all;
}

/// The furthest, in px, that a bent shape is from what was seen.
double furthest_px(const PageShape& bent, const std::vector<SeenAnchor>& seen) {
    double most = 0;
    for (const SeenAnchor& each : seen) {
        const PointPx at = bent(each.at), before = flat(each.at);
        most = std::max({most, std::abs(at.x - before.x - each.x_mm * scale),
                         std::abs(at.y - before.y - each.y_mm * scale)});
    }
    return most;
}

constexpr PageShape::Bend right{3, -2, 4, 1, -1.5, 2, 1, -1, 2, -3};
constexpr PageShape::Bend down{-2, 3, 1, -2, 1, 1.5, -2, 2, 1, 2};

TEST(BendTowards, FollowsWhatWasSeen) {
    const auto seen = seen_through(right, down);
    auto bent = bend_towards(PageShape(flat), seen, scale, PageShape::bend_terms);
    ASSERT_TRUE(bent);
    EXPECT_LT(furthest_px(*bent, seen), 0.6);
}

TEST(BendTowards, FollowsWithFewTermsWhatHasFew) {
    constexpr PageShape::Bend affine_right{3, -2, 4}, affine_down{-2, 3, 1};
    const auto seen = seen_through(affine_right, affine_down);
    const auto bent = bend_towards(PageShape(flat), seen, scale, 3);
    ASSERT_TRUE(bent);
    EXPECT_LT(furthest_px(*bent, seen), 0.08);
    // What needs more terms than were asked for stays.
    const auto curved = seen_through({0, 0, 0, 9}, {});
    const auto too_flat = bend_towards(PageShape(flat), curved, scale, 3);
    ASSERT_TRUE(too_flat);
    EXPECT_GT(furthest_px(*too_flat, curved), 2);
}

TEST(BendTowards, LeavesOutWhatLiesFarOffTheRest) {
    auto seen = seen_through(right, down);
    const auto undisturbed = seen;
    for (const std::size_t i : {3U, 17U, 30U, 41U}) {
        seen[i].x_mm += 1.5;
        seen[i].y_mm -= 1.5;
    }
    const auto bent = bend_towards(PageShape(flat), seen, scale, PageShape::bend_terms);
    ASSERT_TRUE(bent);
    EXPECT_LT(furthest_px(*bent, undisturbed), 0.8);
}

TEST(BendTowards, TakesInWhatIsOnlyALittleOff) {
    // 0.1 mm is less than print is drawn wrong by: each third anchor pulls as hard as the others.
    auto seen = seen_through({}, {});
    for (std::size_t i = 0; i < seen.size(); i += 3) {
        seen[i].x_mm = 0.12;
    }
    const auto bent = bend_towards(PageShape(flat), seen, scale, 3);
    ASSERT_TRUE(bent);
    EXPECT_NEAR((*bent)({105, 148.5}).x - 1050, 0.4, 0.1);
}

TEST(BendTowards, LeavesOutAFifthThatIsClearlyOff) {
    auto seen = seen_through({}, {});
    for (std::size_t i = 0; i < seen.size(); i += 5) {
        seen[i].x_mm = 0.6;
    }
    const auto bent = bend_towards(PageShape(flat), seen, scale, 3);
    ASSERT_TRUE(bent);
    EXPECT_NEAR((*bent)({105, 148.5}).x, 1050, 0.3);
}

TEST(BendTowards, SwingsLittleWhereThereIsNoPrint) {
    // Print in the upper half only, a tenth of a millimetre off in turn.
    auto seen = seen_through({}, {}, 4);
    for (std::size_t i = 0; i < seen.size(); ++i) {
        seen[i].y_mm = i % 4 < 2 ? 0.1 : -0.1;
    }
    const auto bent = bend_towards(PageShape(flat), seen, scale, PageShape::bend_terms);
    ASSERT_TRUE(bent);
    EXPECT_LT(std::abs((*bent)({105, 297}).y - 2970), 1);
    EXPECT_LT(std::abs((*bent)({0, 297}).y - 2970), 4.5);
}

TEST(BendTowards, NeedsTwiceAsManyAnchorsAsTerms) {
    auto seen = seen_through({}, {}, 1);
    EXPECT_TRUE(bend_towards(PageShape(flat), seen, scale, 3));
    seen[5].is_x_known = false;
    EXPECT_FALSE(bend_towards(PageShape(flat), seen, scale, 3));
    seen[5].is_x_known = true;
    seen[5].is_y_known = false;
    EXPECT_FALSE(bend_towards(PageShape(flat), seen, scale, 3));
    seen[5].is_y_known = true;
    seen[5].is_found = false;
    EXPECT_FALSE(bend_towards(PageShape(flat), seen, scale, 3));
}

}  // namespace
}  // namespace indgang::ocr
