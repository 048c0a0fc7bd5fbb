// SPDX-License-Identifier: MPL-2.0
#include "ocr/place/registration.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ocr/place/blank_pages.h"
#include "schemas/form/definition.h"

namespace indgang::ocr {
namespace {

const form::FormKey sp501{"sp501", "1"};

const form::FormCatalogue& catalogue() {
    static const form::FormCatalogue all =
        form::FormCatalogue::load({std::string(INDGANG_SOURCE_DIR) + "/schemas/forms"});
    return all;
}

/// White paper of A4 at 100 dpi: nothing of any form's print is seen on it.
PageImage white_paper() {
    constexpr int width = 827, height = 1169, white = 255, dpi = 100;
    PageImage page{PixPtr(pixCreate(width, height, 8)), dpi};
    pixSetAllArbitrary(page.pix.get(), white);
    return page;
}

PointPx on_paper(PointMm point) {
    constexpr double px_per_mm = 100 / mm_per_inch;
    return {point.x * px_per_mm, point.y * px_per_mm};
}

TEST(Registration, APageOfWhichNothingIsSeenIsNotRegisteredByFeatures) {
    BlankPages blanks(catalogue());
    std::vector<Sighting> sightings;
    for (const PointMm point : {PointMm{20, 20}, {190, 20}, {190, 280}, {20, 280}}) {
        sightings.push_back({point, on_paper(point)});
    }
    EXPECT_FALSE(register_by_features(white_paper(), sightings, blanks.blank(sp501, 1)));
}

TEST(Registration, ABlankWithoutPrintRegistersNothing) {
    BlankPage blank;
    blank.image = white_paper();
    std::vector<Sighting> sightings;
    for (const PointMm point : {PointMm{20, 20}, {190, 20}, {190, 280}, {20, 280}}) {
        sightings.push_back({point, on_paper(point)});
    }
    EXPECT_FALSE(register_by_features(white_paper(), sightings, blank));
}

}  // namespace
}  // namespace indgang::ocr
