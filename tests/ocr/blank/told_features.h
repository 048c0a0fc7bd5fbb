// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "ocr/blank/print_features.h"
#include "tests/ocr/blank/drawn_print.h"

namespace indgang::ocr::told {

constexpr double scale = 4;  ///< pixels a millimetre of the page

/// Features of a form that look like nothing else, in rows of four 40 mm apart.
[[nodiscard]] inline std::vector<PrintFeature> features(int count, double apart_mm = 40) {
    drawn::Dice dice(23);
    std::vector<PrintFeature> all;
    for (int i = 0; i < count; ++i) {
        PrintFeature feature;
        feature.at = {20 + apart_mm * (i % 4), 20 + apart_mm * (i / 4)};
        for (std::uint64_t& word : feature.bits) {
            for (int bit = 0; bit < 64; ++bit) {
                word |= static_cast<std::uint64_t>(dice.below(2)) << bit;
            }
        }
        all.push_back(feature);
    }
    return all;
}

/// The same on a page, turned and of another size.
[[nodiscard]] inline std::vector<PrintFeature> on_page(std::vector<PrintFeature> form,
                                                       double turn = 0, double size = 1) {
    for (PrintFeature& each : form) {
        const double x = each.at.x * scale * size, y = each.at.y * scale * size;
        each.at = {x * std::cos(turn) - y * std::sin(turn) + 100,
                   x * std::sin(turn) + y * std::cos(turn) + 30};
    }
    return form;
}

}  // namespace indgang::ocr::told
