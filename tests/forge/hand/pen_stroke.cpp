// SPDX-License-Identifier: MPL-2.0
#include "tests/forge/hand/pen_stroke.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace indgang::forge {

void draw_stroke(const Sheet& sheet, const std::vector<PointMm>& points, double pen_mm,
                 double tremble_mm, Dice& dice) {
    cairo_t* cairo = sheet.ink();
    cairo_new_path(cairo);
    for (const PointMm& point : points) {
        cairo_line_to(cairo, point.x + dice.normal(tremble_mm), point.y + dice.normal(tremble_mm));
    }
    cairo_set_line_width(cairo, pen_mm);
    cairo_stroke(cairo);
}

void draw_bar(const Sheet& sheet, PointMm from, PointMm to, double pen_mm, Dice& dice) {
    constexpr double bend = 0.03;  // of the length
    const double off = bend * std::hypot(to.x - from.x, to.y - from.y);
    const auto between = [&](double t) {
        return PointMm{from.x + (to.x - from.x) * t + dice.normal(off),
                       from.y + (to.y - from.y) * t + dice.normal(off)};
    };
    const PointMm a = between(0.33), b = between(0.67);
    cairo_t* cairo = sheet.ink();
    cairo_new_path(cairo);
    cairo_move_to(cairo, from.x, from.y);
    cairo_curve_to(cairo, a.x, a.y, b.x, b.y, to.x, to.y);
    cairo_set_line_width(cairo, pen_mm);
    cairo_stroke(cairo);
}

void draw_ring(const Sheet& sheet, const BoxMm& box, double margin_mm, double pen_mm, Dice& dice) {
    constexpr int pieces = 40;
    const double start = dice.uniform(0, 2 * std::numbers::pi);
    const double turns = dice.uniform(0.97, 1.15);
    const double lean = dice.uniform(-0.3, 0.3), drift = dice.uniform(-0.08, 0.08);
    const double rx = box.width / 2 + margin_mm * dice.uniform(0.8, 1.3);
    const double ry = box.height / 2 + margin_mm * dice.uniform(0.8, 1.2);
    const double cx = box.x + box.width / 2 + dice.normal(0.4);
    const double cy = box.y + box.height / 2 + dice.normal(0.4);
    std::vector<PointMm> points;
    for (int i = 0; i <= pieces; ++i) {
        const double t = static_cast<double>(i) / pieces;
        const double angle = start + turns * t * 2 * std::numbers::pi;
        const double size = 1 + drift * t;
        const double x = rx * size * std::cos(angle), y = ry * size * std::sin(angle);
        points.push_back({cx + x + lean * y * rx / std::max(rx, ry) * 0.4, cy + y});
    }
    constexpr double tremble_mm = 0.03;
    draw_stroke(sheet, points, pen_mm, tremble_mm, dice);
}

void draw_scribble(const Sheet& sheet, const BoxMm& box, double pen_mm, Dice& dice) {
    const int turns = 5 + dice.below(6);
    const bool is_upright = dice.chance(0.4);
    std::vector<PointMm> points;
    for (int i = 0; i <= turns; ++i) {
        const double along = static_cast<double>(i) / turns, across = i % 2 == 0 ? 0.02 : 0.98;
        const double u = is_upright ? along : across, v = is_upright ? across : along;
        points.push_back({box.x + box.width * (u + dice.normal(0.05)),
                          box.y + box.height * (v + dice.normal(0.05))});
    }
    constexpr double tremble_mm = 0.1;
    draw_stroke(sheet, points, pen_mm, tremble_mm, dice);
}

void write_character(const Sheet& sheet, std::string_view character, const BoxMm& box,
                     const Hand& hand, Dice& dice) {
    write_comb(sheet, character, box, 1, hand, dice);
}

double stroke_pen_mm(const Hand& hand, Dice& dice) {
    return std::max(0.32, hand.pen_mm + 0.2) * dice.uniform(0.9, 1.4);
}

BoxMm moved(const BoxMm& box, double dx, double dy, double size) {
    return {box.x + dx + box.width * (1 - size) / 2, box.y + dy + box.height * (1 - size) / 2,
            box.width * size, box.height * size};
}

}  // namespace indgang::forge
