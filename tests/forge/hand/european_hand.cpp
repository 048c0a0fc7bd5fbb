// SPDX-License-Identifier: MPL-2.0
// Each digit is one or two curves through a few points (Catmull-Rom), and each writer moves the
// points in an own way and chooses between the forms of a digit; each drawing moves them once more.
#include "tests/forge/hand/european_hand.h"

#include <algorithm>
#include <cmath>

#include "tests/forge/scan/scan_canvas.h"

namespace indgang::forge {
namespace {

struct Point {
    double x = 0, y = 0;
};
using Curve = std::vector<Point>;

constexpr int drawings = 3;  // of each digit by each writer
constexpr int digits = 10;

struct Habits {
    double wide, up_stroke, up_drop, tail, corner, jitter;
    int one, four, seven, nine, two, three;
};

Habits choose_habits(Dice& dice) {
    Habits habits{};
    habits.wide = dice.uniform(0.75, 1.2);
    habits.up_stroke = dice.uniform(0.18, 0.55);
    // Flatter than this, it is the bar of a 7.
    habits.up_drop = std::max(0.25, habits.up_stroke * dice.uniform(0.7, 1.6));
    habits.tail = dice.uniform(0.0, 0.4);
    habits.corner = dice.uniform(0.0, 0.08);
    habits.jitter = dice.uniform(0.015, 0.045);
    habits.one = dice.below(8);
    habits.four = dice.below(4);
    habits.seven = dice.below(8);
    habits.nine = dice.below(4);
    habits.two = dice.below(3);
    habits.three = dice.below(4);
    return habits;
}

std::vector<Curve> zero_to_four(int digit, const Habits& h) {
    switch (digit) {
        case 0:
            return {{{0.32, 0.0},
                     {0.08, 0.18},
                     {0.0, 0.55},
                     {0.15, 0.95},
                     {0.4, 0.98},
                     {0.6, 0.6},
                     {0.55, 0.15},
                     {0.34, 0.0},
                     {0.2, 0.06}}};
        case 1: {
            const double top = 0.3 + 0.3 * h.up_stroke;
            std::vector<Curve> curves;
            if (h.one > 0) {  // sharp at the top: two strokes
                curves.push_back({{top - h.up_stroke, h.up_drop},
                                  {top - 0.45 * h.up_stroke, 0.45 * h.up_drop + h.corner},
                                  {top, 0.0}});
            }
            curves.push_back({{top, 0.0}, {top - 0.02, 0.5}, {top - 0.03, 1.0}});
            if (h.one == 7) {
                curves.push_back({{top - 0.25, 1.0}, {top + 0.2, 0.99}});
            }
            return curves;
        }
        case 2: {
            Curve curve{{0.05, 0.22}, {0.2, 0.02},  {0.48, 0.06},
                        {0.55, 0.3},  {0.35, 0.62}, {0.02, 0.97}};
            if (h.two == 0) {  // a loop at the foot
                curve.insert(curve.end(), {{0.08, 0.82}, {0.22, 0.9}, {0.6, 0.97}});
                return {curve};
            }
            return {curve, {{0.02, 0.97}, {0.3, 0.95 + h.corner}, {0.62, 0.96}}};
        }
        case 3:
            if (h.three == 0) {  // flat at the top
                return {{{0.05, 0.02}, {0.55, 0.0}},
                        {{0.55, 0.0}, {0.25, 0.38}},
                        {{0.25, 0.38}, {0.55, 0.55}, {0.5, 0.88}, {0.2, 1.0}, {0.0, 0.86}}};
            }
            return {{{0.03, 0.12}, {0.25, 0.0}, {0.5, 0.15}, {0.4, 0.4}, {0.2, 0.47}},
                    {{0.2, 0.47}, {0.52, 0.58}, {0.55, 0.85}, {0.25, 1.0}, {0.0, 0.88}}};
        default:
            switch (h.four) {
                case 0:  // closed
                    return {{{0.45, 0.0}, {0.0, 0.62}},
                            {{0.0, 0.62}, {0.62, 0.6}},
                            {{0.45, 0.0}, {0.44, 1.0}}};
                case 1:  // open, the stem from the upper right
                    return {{{0.08, 0.02}, {0.05, 0.48}, {0.55, 0.48}}, {{0.5, 0.05}, {0.47, 1.0}}};
                case 2:  // a stroke of lightning, the stem short
                    return {{{0.38, 0.0}, {0.0, 0.62}},
                            {{0.0, 0.62}, {0.62, 0.56}},
                            {{0.42, 0.36}, {0.33, 1.0}}};
                default:
                    return {{{0.3, 0.0}, {0.12, 0.35}, {0.0, 0.62}},
                            {{0.0, 0.62}, {0.6, 0.6}},
                            {{0.48, 0.25}, {0.4, 1.0}}};
            }
    }
}

std::vector<Curve> five_to_nine(int digit, const Habits& h) {
    switch (digit) {
        case 5:
            return {
                {{0.14, 0.02}, {0.08, 0.42}},
                {{0.08, 0.42}, {0.35, 0.36}, {0.55, 0.6}, {0.45, 0.92}, {0.15, 1.0}, {0.0, 0.88}},
                {{0.13, 0.02}, {0.35, 0.03 - h.corner}, {0.58, 0.0}}};
        case 6:
            return {{{0.48, 0.0},
                     {0.2, 0.25},
                     {0.02, 0.65},
                     {0.15, 0.97},
                     {0.42, 0.95},
                     {0.52, 0.72},
                     {0.35, 0.55},
                     {0.12, 0.62},
                     {0.04, 0.75}}};
        case 7: {
            std::vector<Curve> curves{{{0.02, 0.03 + h.corner}, {0.3, 0.02}, {0.58, 0.0}},
                                      {{0.58, 0.0}, {0.38, 0.42}, {0.25, 1.0}}};
            if (h.seven > 0) {  // crossed
                curves.push_back({{0.12, 0.5}, {0.36, 0.48}, {0.6, 0.45}});
            }
            if (h.seven > 5) {  // a serif
                curves.push_back({{0.02, 0.03 + h.corner}, {0.0, 0.16}});
            }
            return curves;
        }
        case 8:
            return {{{0.5, 0.12},
                     {0.25, 0.0},
                     {0.08, 0.2},
                     {0.3, 0.45},
                     {0.52, 0.7},
                     {0.4, 0.97},
                     {0.12, 0.95},
                     {0.06, 0.72},
                     {0.3, 0.46},
                     {0.52, 0.22},
                     {0.46, 0.08}}};
        default: {
            Curve loop{{0.5, 0.15}, {0.25, 0.0},  {0.02, 0.25},
                       {0.2, 0.5},  {0.45, 0.38}, {0.52, 0.12}};
            if (h.nine == 0) {  // straight
                return {loop, {{0.52, 0.08}, {0.48, 0.5}, {0.4, 1.0}}};
            }
            if (h.nine == 1) {  // the loop runs into a stem that leans left
                return {{{0.2, 0.5},
                         {0.48, 0.42},
                         {0.55, 0.12},
                         {0.3, 0.0},
                         {0.04, 0.2},
                         {0.2, 0.5},
                         {0.45, 0.4},
                         {0.5, 0.2},
                         {0.4, 0.6},
                         {0.2, 1.0}}};
            }
            // A tail curled to the left.
            return {loop,
                    {{0.52, 0.1},
                     {0.54, 0.5},
                     {0.45, 0.92},
                     {0.2, 1.0},
                     {0.15 - h.tail, 0.95 - 0.4 * h.tail}}};
        }
    }
}

Point on_curve(const Curve& curve, double t) {
    const int last = static_cast<int>(curve.size()) - 1;
    const int i = std::min(static_cast<int>(t), last - 1);
    const double u = t - i;
    const auto at = [&](int k) { return curve[static_cast<std::size_t>(std::clamp(k, 0, last))]; };
    const double w[4] = {((-0.5 * u + 1.0) * u - 0.5) * u, (1.5 * u - 2.5) * u * u + 1.0,
                         ((-1.5 * u + 2.0) * u + 0.5) * u, (0.5 * u - 0.5) * u * u};
    Point p;
    for (int k = 0; k < 4; ++k) {
        p.x += w[k] * at(i - 1 + k).x;
        p.y += w[k] * at(i - 1 + k).y;
    }
    return p;
}

}  // namespace

GlyphSet draw_european_hands(int writers, Dice& dice) {
    constexpr int side = 64;
    constexpr double height = 42, pen = 2.4, left = 16, top = 11;
    constexpr int pieces = 8;  // of a curve between two points
    GlyphSet set;
    set.width = set.height = side;
    set.magnification = 1;
    set.has_european_forms = true;
    for (int writer = 0; writer < writers; ++writer) {
        const Habits habits = choose_habits(dice);
        for (int i = 0; i < digits * drawings; ++i) {
            const int digit = i % digits;
            std::vector<Curve> curves =
                digit < 5 ? zero_to_four(digit, habits) : five_to_nine(digit, habits);
            std::vector<Segment> strokes;
            for (Curve& curve : curves) {
                for (Point& point : curve) {
                    point.x = habits.wide * point.x + dice.normal(habits.jitter);
                    point.y += dice.normal(habits.jitter);
                }
                const int count = pieces * (static_cast<int>(curve.size()) - 1);
                for (int k = 0; k < count; ++k) {
                    const Point a = on_curve(curve, static_cast<double>(k) / pieces);
                    const Point b = on_curve(curve, static_cast<double>(k + 1) / pieces);
                    strokes.push_back({left + height * a.x, top + height * a.y, left + height * b.x,
                                       top + height * b.y});
                }
            }
            GlyphSet::Picture picture{digit, writer, {}};
            for (int y = 0; y < side; ++y) {
                for (int x = 0; x < side; ++x) {
                    double nearest = side;
                    for (const Segment& stroke : strokes) {
                        nearest = std::min(nearest, stroke.distance(x + 0.5, y + 0.5));
                    }
                    const double cover = std::clamp(pen - nearest + 0.5, 0.0, 1.0);
                    picture.pixels.push_back(static_cast<std::uint8_t>(255 * cover));
                }
            }
            set.pictures.push_back(std::move(picture));
        }
    }
    return set;
}

}  // namespace indgang::forge
