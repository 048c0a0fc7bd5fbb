// SPDX-License-Identifier: MPL-2.0
#include "ocr/match/code_place.h"

#include <algorithm>

namespace indgang::ocr {

BoxPx expected_code_place(int width_px, int height_px, double px_per_mm, const BoxMm& code,
                          int quarters, double room_mm) {
    const int side =
        static_cast<int>((std::max(code.width, code.height) + 2 * room_mm) * px_per_mm);
    const int x = static_cast<int>((code.x - room_mm) * px_per_mm);
    const int y = static_cast<int>((code.y - room_mm) * px_per_mm);
    switch (quarters) {
        case 1:
            return {width_px - y - side, x, side, side};
        case 2:
            return {width_px - x - side, height_px - y - side, side, side};
        case 3:
            return {y, height_px - x - side, side, side};
        default:
            return {x, y, side, side};
    }
}

PointPx turned_point(PointPx point, int quarters, int width_px, int height_px) {
    switch (quarters) {
        case 1:
            return {height_px - point.y, point.x};
        case 2:
            return {width_px - point.x, height_px - point.y};
        case 3:
            return {point.y, width_px - point.x};
        default:
            return point;
    }
}

}  // namespace indgang::ocr
