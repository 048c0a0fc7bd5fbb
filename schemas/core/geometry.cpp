// SPDX-License-Identifier: MPL-2.0
#include "schemas/core/geometry.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace indgang {

BoxPx MmToPx::operator()(const BoxMm& box) const {
    const PointPx corners[] = {(*this)(PointMm{box.x, box.y}),
                               (*this)(PointMm{box.x + box.width, box.y}),
                               (*this)(PointMm{box.x, box.y + box.height}),
                               (*this)(PointMm{box.x + box.width, box.y + box.height})};
    const auto by_x = [](const PointPx& p, const PointPx& q) { return p.x < q.x; };
    const auto by_y = [](const PointPx& p, const PointPx& q) { return p.y < q.y; };
    const auto [left, right] = std::minmax_element(std::begin(corners), std::end(corners), by_x);
    const auto [top, bottom] = std::minmax_element(std::begin(corners), std::end(corners), by_y);
    BoxPx result;
    result.x = static_cast<int>(std::floor(left->x));
    result.y = static_cast<int>(std::floor(top->y));
    result.width = static_cast<int>(std::ceil(right->x)) - result.x;
    result.height = static_cast<int>(std::ceil(bottom->y)) - result.y;
    return result;
}

}  // namespace indgang
