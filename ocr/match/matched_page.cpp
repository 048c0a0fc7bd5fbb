// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/matched_page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "ocr/match/match_limits.h"
#include "ocr/place/straighten.h"
#include "schemas/error/verify.h"

namespace indgang::ocr {

BoxPx MatchedPage::on_scan(const BoxPx& box) const {
    if (!bent || !match) {
        return box;
    }
    const MmToPx& flat = match->to_page;
    const auto seen_at = [&](int x, int y) {
        return bent->shape(form_point(flat, {static_cast<double>(x), static_cast<double>(y)}));
    };
    const int box_right = box.x + box.width, box_bottom = box.y + box.height;
    const std::array corners = {seen_at(box.x, box.y), seen_at(box_right, box.y),
                                seen_at(box.x, box_bottom), seen_at(box_right, box_bottom)};
    const auto [left, right] =
        std::minmax({corners[0].x, corners[1].x, corners[2].x, corners[3].x});
    const auto [top, bottom] =
        std::minmax({corners[0].y, corners[1].y, corners[2].y, corners[3].y});
    const int x = static_cast<int>(std::floor(left)), y = static_cast<int>(std::floor(top));
    return {x, y, static_cast<int>(std::ceil(right)) - x, static_cast<int>(std::ceil(bottom)) - y};
}

bool MatchedPage::is_displaced(const BoxPx& box) const {
    VERIFY(match);
    const PointMm from =
        form_point(match->to_page, {static_cast<double>(box.x), static_cast<double>(box.y)});
    const PointMm to = form_point(match->to_page, {static_cast<double>(box.x + box.width),
                                                   static_cast<double>(box.y + box.height)});
    std::vector<double> distances;
    std::size_t looked_for = 0;
    for (const SeenAnchor& each : print) {
        const double x = std::max({from.x - each.at.x, each.at.x - to.x, 0.0});
        const double y = std::max({from.y - each.at.y, each.at.y - to.y, 0.0});
        if (std::hypot(x, y) > limits::print_near_mm) {
            continue;
        }
        ++looked_for;
        if (each.is_found) {
            distances.push_back(each.distance_mm());
        }
    }
    if (looked_for < limits::print_near_least) {
        return false;
    }
    // Most of the print around is covered, torn off or somewhere else.
    if (limits::print_seen_thirds * distances.size() < looked_for) {
        return true;
    }
    const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
    std::nth_element(distances.begin(), middle, distances.end());
    return *middle > limits::displaced_mm;
}

}  // namespace indgang::ocr
