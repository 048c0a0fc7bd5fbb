// SPDX-License-Identifier: MPL-2.0
#pragma once

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
