// SPDX-License-Identifier: MPL-2.0
#include "ocr/place/blank_pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace indgang::ocr {
namespace {

const form::FormCatalogue& catalogue() {
    static const form::FormCatalogue all =
        form::FormCatalogue::load({std::string(INDGANG_SOURCE_DIR) + "/tests/forms"});
    return all;
}
const form::FormKey tabeller{"tabeller", "1"};
BlankPages& pages() {
    static BlankPages all(catalogue());
    return all;
}

TEST(BlankPages, DrawAPageWhenItIsFirstNeeded) {
    BlankPages fresh(catalogue());
    EXPECT_FALSE(fresh.has_blank(tabeller, 1));
    const BlankPage& blank = fresh.blank(tabeller, 1);
    EXPECT_TRUE(fresh.has_blank(tabeller, 1));
    EXPECT_FALSE(fresh.has_sketch(tabeller, 1, SketchPart::fine_true_size));
    EXPECT_EQ(&blank, &fresh.blank(tabeller, 1));
}

TEST(BlankPages, HaveNoAnchorInTheCodeAndSomeOnEachSideOfIt) {
    const form::FormCatalogue all =
        form::FormCatalogue::load({std::string(INDGANG_SOURCE_DIR) + "/schemas/forms"});
    const form::FormKey form{"boligstoette", "1"};
    BlankPages blanks(all);
    const BoxMm code = all.find(form)->pages[0].code;
    int within = 0, beside = 0, below = 0;
    for (const PrintAnchor& anchor : blanks.blank(form, 1).anchors) {
        const bool is_in_columns =
            anchor.centre.x >= code.x && anchor.centre.x <= code.x + code.width;
        const bool is_in_rows =
            anchor.centre.y >= code.y && anchor.centre.y <= code.y + code.height;
        within += is_in_columns && is_in_rows ? 1 : 0;
        beside += is_in_rows && !is_in_columns ? 1 : 0;
        below += is_in_columns && !is_in_rows ? 1 : 0;
    }
    EXPECT_EQ(within, 0);
    EXPECT_GT(beside, 0);
    EXPECT_GT(below, 0);
}

TEST(BlankPages, AreOfPagesThatTheFormHas) {
    BlankPages fresh(catalogue());
    EXPECT_DEATH(static_cast<void>(fresh.blank(tabeller, 0)), "blank_pages");
    EXPECT_DEATH(static_cast<void>(fresh.blank(tabeller, 99)), "blank_pages");
    EXPECT_DEATH(static_cast<void>(fresh.blank({"ingen", "1"}, 1)), "blank_pages");
}

// A catalogue of a dozen forms has more pages than a worker has memory for their blanks.
TEST(BlankPages, AreForgottenButForThoseThatWereUsedLast) {
    const auto catalogue =
        form::FormCatalogue::load({std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms"});
    const form::FormKey form{"boligstoette", "1"};
    BlankPages blanks(catalogue, 2);
    static_cast<void>(blanks.blank(form, 1));
    EXPECT_TRUE(blanks.has_room());
    static_cast<void>(blanks.blank(form, 2));
    EXPECT_FALSE(blanks.has_room());
    for (const int page : {3, 1}) {
        static_cast<void>(blanks.blank(form, page));
    }
    blanks.forget();
    EXPECT_TRUE(blanks.has_blank(form, 1));
    EXPECT_FALSE(blanks.has_blank(form, 2));
    EXPECT_TRUE(blanks.has_blank(form, 3));
    EXPECT_FALSE(blanks.blank(form, 2).anchors.empty()) << "it is drawn again";
}

TEST(BlankSketches, HoldNoBlank) {
    const auto catalogue =
        form::FormCatalogue::load({std::filesystem::path(INDGANG_SOURCE_DIR) / "schemas/forms"});
    BlankPages blanks(catalogue);
    EXPECT_FALSE(blanks.sketch({"boligstoette", "1"}, 1, SketchPart::fine_true_size).empty());
    EXPECT_FALSE(blanks.has_blank({"boligstoette", "1"}, 1));
}

TEST(BlankPages, HaveTheFormAt300Dpi) {
    const BlankPage& blank = pages().blank(tabeller, 1);
    EXPECT_EQ(blank.image.dpi, 300);
    EXPECT_DOUBLE_EQ(blank.to_image.a, 300 / mm_per_inch);
    EXPECT_DOUBLE_EQ(blank.to_image.e, 300 / mm_per_inch);
    EXPECT_NEAR(pixGetWidth(blank.image.pix.get()), 2480, 1);
    EXPECT_NEAR(pixGetHeight(blank.image.pix.get()), 3508, 1);
    for (const int x : {0, 1200, 2479}) {
        for (const int y : {0, 1, 3506, 3507}) {
            l_uint32 grey = 0;
            pixGetPixel(blank.image.pix.get(), x, y, &grey);
            EXPECT_EQ(grey, 255U) << x << ", " << y;
        }
    }
    // Each mark is black to its edges, and white around.
    for (const BoxMm& mark : catalogue().find(tabeller)->pages[0].marks) {
        const BoxPx box = blank.to_image(mark);
        l_int32 dark = 0;
        BOX* around = boxCreate(box.x - 3, box.y - 3, box.width + 6, box.height + 6);
        const PixPtr ink(pixThresholdToBinary(blank.image.pix.get(), 128));
        pixCountPixelsInRect(ink.get(), around, &dark, nullptr);
        boxDestroy(&around);
        EXPECT_NEAR(dark, mark.width * mark.height * blank.to_image.a * blank.to_image.a,
                    3.0 * box.width);
    }
}

TEST(BlankPages, TakeTheCodeForPrintThatDiffers) {
    const BlankPage& blank = pages().blank(tabeller, 1);
    const BoxMm code = catalogue().find(tabeller)->pages[0].code;
    const PointMm middle{code.x + code.width / 2, code.y + code.height / 2};
    EXPECT_TRUE(blank.print.is_near_print(middle));
    EXPECT_GT(blank.print.most_ink_mm2(middle, 2), 4);
    EXPECT_GT(blank.anchors.size(), 50U);
    for (const PrintAnchor& anchor : blank.anchors) {
        EXPECT_FALSE(is_in(code, anchor.centre)) << anchor.centre.x << ", " << anchor.centre.y;
    }
    // Beside the code, above and below it all print counts.
    const auto all = anchors_of(blank.image, blank.to_image);
    EXPECT_EQ(std::count_if(all.begin(), all.end(),
                            [&](const PrintAnchor& each) { return !is_in(code, each.centre); }),
              static_cast<std::ptrdiff_t>(blank.anchors.size()));
    EXPECT_LT(blank.anchors.size(), all.size());
}

/// The true size and the others, of a page that is looked at so closely.
std::pair<const Sketch&, const Sketch&> sketches(SketchPart true_size, SketchPart others) {
    return {pages().sketch(tabeller, 1, true_size), pages().sketch(tabeller, 1, others)};
}
std::array<std::pair<const Sketch&, const Sketch&>, 2> both_details() {
    return {sketches(SketchPart::fine_true_size, SketchPart::fine_other_sizes),
            sketches(SketchPart::coarse_true_size, SketchPart::coarse_other_sizes)};
}

TEST(BlankSketches, AreOfTheTrueSizeAndOfFourOthers) {
    for (const auto& [true_size, others] : both_details()) {
        ASSERT_EQ(true_size.size(), 1U);
        EXPECT_EQ(true_size[0].size, 1);
        ASSERT_EQ(others.size(), 4U);
        // From the largest to the smallest no step is larger than a third.
        std::array<double, 5> sizes{1};
        std::transform(others.begin(), others.end(), sizes.begin() + 1,
                       [](const auto& level) { return level.size; });
        std::sort(sizes.begin(), sizes.end());
        for (std::size_t i = 1; i < sizes.size(); ++i) {
            EXPECT_LT(sizes[i] / sizes[i - 1], 1.34);
            EXPECT_GT(sizes[i] / sizes[i - 1], 1.29);
        }
    }
}

TEST(BlankSketches, HaveFiveFeaturesInEachPartOfThePage) {
    // A part is 14 mm wide where a page is looked at closely and 12.5 mm where it is not.
    const auto count = [](SketchPart part) {
        return pages().sketch(tabeller, 1, part)[0].features.size();
    };
    EXPECT_LE(count(SketchPart::fine_true_size), 5U * 15 * 22);
    EXPECT_GT(count(SketchPart::coarse_true_size), 5U * 6 * 9);
    // As it is looked at closely there is more to see, at every size.
    EXPECT_GT(count(SketchPart::fine_true_size), count(SketchPart::coarse_true_size));
    EXPECT_GT(count(SketchPart::fine_other_sizes), count(SketchPart::coarse_other_sizes));
}

TEST(BlankSketches, ShowMoreTheCloserThePageIsLookedAt) {
    // Features are pixels of a page that is drawn so small.
    struct Part {
        SketchPart part;
        double px_per_mm;
    };
    std::vector<std::size_t> counts;
    for (const auto& [part, px_per_mm] : {Part{SketchPart::fine_true_size, 4},
                                          {SketchPart::fine_other_sizes, 4},
                                          {SketchPart::coarse_true_size, 1.6},
                                          {SketchPart::coarse_other_sizes, 1.6}}) {
        for (const SketchLevel& level : pages().sketch(tabeller, 1, part)) {
            std::vector<double> off;
            for (const PrintFeature& each : level.features) {
                const double px = each.at.x * px_per_mm * level.size;
                off.push_back(std::abs(px - 0.5 - std::lround(px - 0.5)));
            }
            EXPECT_LT(*std::max_element(off.begin(), off.end()), 1e-6);
            counts.push_back(level.features.size());
        }
    }
    // Of a part of 14 mm five features are kept, or of one of 12.5 mm.
    EXPECT_GT(counts[0], 600U);
    EXPECT_LE(counts[0], 5U * 15 * 22);
    EXPECT_GT(counts[5], 560U);
}

TEST(BlankSketches, HaveTheirFeaturesWhereTheFormHasThem) {
    // Other corners are seen at 0.76 of the size, but many are the same: four in ten lie within a
    // millimetre of one of the true size. By chance two in a hundred would.
    for (const auto& [true_size, others] : both_details()) {
        const auto& all = true_size[0].features;
        const auto& smaller = others[0].features;
        ASSERT_GT(all.size(), 50U);
        ASSERT_GT(smaller.size(), 50U);
        const auto near = std::count_if(smaller.begin(), smaller.end(), [&](const auto& one) {
            return std::any_of(all.begin(), all.end(), [&](const auto& other) {
                return std::hypot(one.at.x - other.at.x, one.at.y - other.at.y) < 1;
            });
        });
        EXPECT_GT(static_cast<double>(near), 0.25 * static_cast<double>(smaller.size()));
        for (const PrintFeature& each : smaller) {
            EXPECT_TRUE(is_in({0, 0, 210, 297}, PointMm{each.at.x, each.at.y}));
        }
    }
}

}  // namespace
}  // namespace indgang::ocr
