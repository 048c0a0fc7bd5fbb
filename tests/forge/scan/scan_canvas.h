// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "ocr/image/page_image.h"
#include "schemas/core/geometry.h"
#include "tests/forge/hand/glyph_shape.h"

namespace indgang::forge {

/// A straight stroke, in any unit.
struct Segment {
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;

    /// Of a point from the middle of the stroke.
    [[nodiscard]] double distance(double x, double y) const {
        const double dx = x1 - x0, dy = y1 - y0;
        const double length = dx * dx + dy * dy;
        const double t =
            length > 0 ? std::clamp(((x - x0) * dx + (y - y0) * dy) / length, 0.0, 1.0) : 0.0;
        return std::hypot(x - x0 - t * dx, y - y0 - t * dy);
    }
};

/// A piece of a page in ink (0 = paper, 1 = full ink), drawn in mm and kept in pixels.
class Canvas {
  public:
    Canvas(double width_mm, double height_mm, double dpi, double skew_degrees, Dice& dice) {
        scale_ = dpi / mm_per_inch;
        const double angle = skew_degrees * std::numbers::pi / 180;
        const double c = std::cos(angle) * scale_, s = std::sin(angle) * scale_;
        const double extra = std::abs(s) * width_mm;
        width = static_cast<int>(std::ceil(width_mm * scale_ + std::abs(s) * height_mm)) + 4;
        height = static_cast<int>(std::ceil(height_mm * scale_ + extra)) + 4;
        to_px = {c, -s, (s > 0 ? s * height_mm : 0) + 2 + dice.uniform(0, 1),
                 s, c,  (s < 0 ? extra : 0) + 2 + dice.uniform(0, 1)};
        ink.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0.0F);
    }

    [[nodiscard]] PointMm to_mm(double x, double y) const {
        const double det = to_px.a * to_px.e - to_px.b * to_px.d;
        const double u = x - to_px.c, v = y - to_px.f;
        return {(to_px.e * u - to_px.b * v) / det, (-to_px.d * u + to_px.a * v) / det};
    }

    /// Draws what is inside: `distance_mm(point)` < 0, with `darkness(point)` 0..1.
    template <typename Distance, typename Darkness>
    void draw(const BoxMm& box, Distance distance_mm, Darkness darkness) {
        const BoxPx around = to_px(box);
        for (int y = std::max(around.y - 1, 0); y < std::min(around.y + around.height + 1, height);
             ++y) {
            for (int x = std::max(around.x - 1, 0);
                 x < std::min(around.x + around.width + 1, width); ++x) {
                const PointMm point = to_mm(x + 0.5, y + 0.5);
                const double cover = 0.5 - distance_mm(point) * scale_;
                if (cover > 0) {
                    float& at = ink[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                                    static_cast<std::size_t>(x)];
                    at = std::max(at, static_cast<float>(std::min(cover, 1.0) * darkness(point)));
                }
            }
        }
    }

    void draw_segment(const Segment& segment, double half_width, double darkness) {
        const double r = half_width + 0.1;
        const BoxMm box{std::min(segment.x0, segment.x1) - r, std::min(segment.y0, segment.y1) - r,
                        std::abs(segment.x1 - segment.x0) + 2 * r,
                        std::abs(segment.y1 - segment.y0) + 2 * r};
        draw(
            box, [&](PointMm p) { return segment.distance(p.x, p.y) - half_width; },
            [&](PointMm) { return darkness; });
    }

    [[nodiscard]] double px_per_mm() const { return scale_; }

    int width = 0;
    int height = 0;
    MmToPx to_px;
    std::vector<float> ink;

  private:
    double scale_ = 1;
};

/// What a scanner does to a canvas.
struct Scanner {
    double sigma = 0.5;
    double noise = 0.02;
    double threshold = 0.5;  // ink that becomes black; below 0: grey
    double salt = 0;
    double black = 0;  // what full ink and paper give in a grey scan, 0..255
    double white = 255;
};

/// Blurs the canvas and scans it. Not for drawing upon afterwards.
[[nodiscard]] ocr::PageImage scan(Canvas& canvas, double dpi, const Scanner& scanner, Dice& dice);

/// A line along the feed that hardly takes ink: dust on the lamp.
void streak(Canvas& canvas, Dice& dice);

/// `truth` as registration would find it: shifted by up to `error_mm`, turned by up to `error_turn`
/// (radians) about the middle of a row.
[[nodiscard]] MmToPx misregistered(const MmToPx& truth, double error_mm, double error_turn,
                                   Dice& dice);

}  // namespace indgang::forge
