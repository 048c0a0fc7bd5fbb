// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/page_turns.h"

#include <algorithm>

namespace indgang::ocr {

namespace {

bool is_standing(double width, double height) {
    return height >= width;
}

}  // namespace

std::array<int, 2> turns_to_stand(int width_px, int height_px) {
    return is_standing(width_px, height_px) ? std::array{0, 2} : std::array{1, 3};
}

std::array<int, 4> turns_standing_first(int width_px, int height_px) {
    return is_standing(width_px, height_px) ? std::array{0, 2, 1, 3} : std::array{1, 3, 0, 2};
}

std::vector<int> turns_for_print(int width_px, int height_px, bool is_scan,
                                 std::span<const form::FormDefinition> forms) {
    const auto has_forms_lying_as = [&](bool stands) {
        return std::any_of(forms.begin(), forms.end(), [&](const form::FormDefinition& form) {
            return std::any_of(form.pages.begin(), form.pages.end(),
                               [&](const form::PageLayout& layout) {
                                   return is_standing(layout.width_mm, layout.height_mm) == stands;
                               });
        });
    };
    const bool stands = is_standing(width_px, height_px);
    std::vector<int> turns = stands ? std::vector{0, 2, 1, 3} : std::vector{0, 1, 3, 2};
    std::erase_if(turns, [&](int quarters) {
        const bool stands_then = stands == (quarters % 2 == 0);
        return is_scan && !has_forms_lying_as(stands_then);
    });
    return turns;
}

}  // namespace indgang::ocr
