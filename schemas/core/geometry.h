// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>

namespace indgang {

constexpr double mm_per_inch = 25.4;

/// On paper: millimetres from the top left corner of the upright page, y downwards.
struct PointMm {
    double x = 0;
    double y = 0;
    bool operator==(const PointMm&) const = default;
};
struct BoxMm {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    bool operator==(const BoxMm&) const = default;
};

/// The right and the lower edge of a box are outside of it.
[[nodiscard]] inline bool is_in(const BoxMm& box, const PointMm& point) {
    return point.x >= box.x && point.x < box.x + box.width && point.y >= box.y &&
           point.y < box.y + box.height;
}
/// How far two boxes are apart from left to right, and from top to bottom; 0 where they overlap.
[[nodiscard]] inline double gap_x(const BoxMm& a, const BoxMm& b) {
    return std::max({0.0, b.x - (a.x + a.width), a.x - (b.x + b.width)});
}
[[nodiscard]] inline double gap_y(const BoxMm& a, const BoxMm& b) {
    return std::max({0.0, b.y - (a.y + a.height), a.y - (b.y + b.height)});
}
/// The smallest box that holds both.
[[nodiscard]] inline BoxMm around(const BoxMm& a, const BoxMm& b) {
    const double left = std::min(a.x, b.x), top = std::min(a.y, b.y);
    return {left, top, std::max(a.x + a.width, b.x + b.width) - left,
            std::max(a.y + a.height, b.y + b.height) - top};
}

/// On an image: pixels from its top left corner, y downwards; (0, 0) is the corner of a pixel.
struct PointPx {
    double x = 0;
    double y = 0;
    bool operator==(const PointPx&) const = default;
};
struct BoxPx {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    bool operator==(const BoxPx&) const = default;
};

/// From form millimetres to page pixels: x' = a x + b y + c, y' = d x + e y + f.
struct MmToPx {
    double a = 1, b = 0, c = 0;
    double d = 0, e = 1, f = 0;

    [[nodiscard]] PointPx operator()(PointMm p) const {
        return {a * p.x + b * p.y + c, d * p.x + e * p.y + f};
    }
    /// The smallest upright pixel box that holds all corners of `box`.
    [[nodiscard]] BoxPx operator()(const BoxMm& box) const;
    bool operator==(const MmToPx&) const = default;
};

}  // namespace indgang
