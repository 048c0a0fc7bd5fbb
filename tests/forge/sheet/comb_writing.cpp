// SPDX-License-Identifier: MPL-2.0
#include "tests/forge/sheet/comb_writing.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace indgang::forge {
namespace {

/// A wave of period 2 pi that is near enough to a sine, at a tenth of its cost.
double wave_of(double angle) {
    const double turns = angle * (0.5 * std::numbers::inv_pi);
    const double t = turns - std::floor(turns + 0.5);  // -0.5..0.5
    return 8 * t * (1 - 2 * std::abs(t));
}

/// Slow waves that bend a character, and fast ones that thin the ink.
struct Waves {
    double amplitude = 0;
    double kx[3], ky[3], phase[3], right[3], down[3];

    Waves(double size, double low, double high, Dice& dice) : amplitude(size) {
        for (int i = 0; i < 3; ++i) {
            const double direction = dice.uniform(0, 2 * std::numbers::pi);
            const double k = dice.uniform(low, high);
            kx[i] = k * std::cos(direction);
            ky[i] = k * std::sin(direction);
            phase[i] = dice.uniform(0, 2 * std::numbers::pi);
            const double to = dice.uniform(0, 2 * std::numbers::pi);
            right[i] = std::cos(to);
            down[i] = std::sin(to);
        }
    }
    [[nodiscard]] double at(double x, double y, int i) const {
        return wave_of(kx[i] * x + ky[i] * y + phase[i]);
    }
    void bend(double& x, double& y) const {
        if (amplitude <= 0) {
            return;
        }
        double dx = 0, dy = 0;
        for (int i = 0; i < 3; ++i) {
            const double wave = amplitude * at(x, y, i);
            dx += wave * right[i];
            dy += wave * down[i];
        }
        x += dx;
        y += dy;
    }
    [[nodiscard]] double thin(double x, double y) const {
        return amplitude * std::max(0.0, (at(x, y, 0) + at(x, y, 1) + at(x, y, 2)) / 3);
    }
};

std::vector<Segment> european_strokes(const GlyphShape& shape, int label, const RowHand& hand,
                                      Dice& dice) {
    if (label == 1 && hand.has_up_stroke && shape.width() < 0.6) {
        // From the top of the stem down to the left; the stem of a leaning 1 is found by its ink.
        double top_x = 0;
        double best = 1;
        for (double x = -0.35; x <= 0.35; x += 0.02) {
            const double d = shape.distance(x, -0.44);
            if (d < best) {
                best = d;
                top_x = x;
            }
        }
        const double length = dice.uniform(0.2, 0.85);
        const double angle = dice.uniform(0.5, 1.2);  // from the horizontal
        std::vector<Segment> strokes{
            {top_x, -0.46, top_x - length * std::cos(angle), -0.46 + length * std::sin(angle)}};
        if (dice.chance(0.12)) {
            strokes.push_back({-dice.uniform(0.15, 0.3), 0.48, dice.uniform(0.15, 0.3), 0.48});
        }
        return strokes;
    }
    if (label == 7 && hand.has_cross) {
        const double y = dice.uniform(-0.12, 0.12);
        double stem = 0;
        double best = 1;
        for (double x = -0.4; x <= 0.4; x += 0.02) {
            const double d = shape.distance(x, y);
            if (d < best) {
                best = d;
                stem = x;
            }
        }
        const double reach = dice.uniform(0.12, 0.28);
        const double tilt = dice.uniform(-0.08, 0.08);
        return {{stem - reach, y + tilt, stem + reach * dice.uniform(0.7, 1.2), y - tilt}};
    }
    return {};
}

/// How much thinner or thicker than drawn the pen goes, in mm; a stroke never vanishes.
double pen_change(const GlyphShape& shape, const RowHand& hand, double height_mm, Dice& dice) {
    const double drawn = shape.half_pen() * height_mm;
    if (hand.half_pen < 0) {
        return dice.uniform(-0.2, 0.25) * std::min(drawn, 0.25);
    }
    return std::max(hand.half_pen * dice.uniform(0.85, 1.15) - drawn, -0.6 * drawn);
}

}  // namespace

RowHand choose_hand(const BoxMm& cell, bool is_printed, const SketchStyle& style, Dice& dice) {
    const double h = style.harshness;
    RowHand hand;
    hand.is_printed = is_printed;
    hand.darkness = dice.uniform(1.0 - 0.15 - 0.45 * h, 1.0);
    hand.jitter = (is_printed ? 0.12 : 0.25) + 0.25 * h;
    if (is_printed) {
        hand.darkness = dice.uniform(1.0 - 0.3 * h, 1.0);  // toner
        hand.height_mm = dice.uniform(2.4, 4.6);
        hand.half_pen = -1;  // that of the typeface
        hand.stretch = dice.uniform(0.85, 1.15);
        hand.offset_y = dice.uniform(-0.8, 0.9);
        hand.texture = dice.chance(0.3) ? dice.uniform(0, 0.3 * h) : 0;
        return hand;
    }
    hand.half_pen = dice.uniform(0.13, 0.34);
    hand.height_mm = cell.height * dice.uniform(0.5 - 0.1 * h, 0.88 + 0.12 * h);
    hand.shear = dice.uniform(-0.12 - 0.2 * h, 0.12 + 0.25 * h);
    hand.stretch = dice.uniform(0.75, 1.2);
    hand.offset_y = dice.uniform(-0.4 - 0.5 * h, 0.4 + 0.5 * h);
    hand.texture = dice.chance(0.4) ? dice.uniform(0, 0.6 * h) : 0;
    hand.has_up_stroke = dice.chance(0.6);
    hand.has_cross = dice.chance(0.6);
    return hand;
}

void write_glyph(const GlyphShape& shape, int label, const Placing& placing, const RowHand& hand,
                 const SketchStyle& style, Dice& dice, Canvas& canvas) {
    const double h = style.harshness;
    const double height = placing.height_mm;
    const double turn = hand.is_printed ? dice.normal(0.01) : dice.normal(0.03 + 0.06 * h);
    const double shear = hand.shear + (hand.is_printed ? 0 : dice.normal(0.04 + 0.05 * h));
    const double stretch = hand.stretch * (hand.is_printed ? 1 : dice.uniform(0.92, 1.08));
    const double c = std::cos(turn), s = std::sin(turn);
    const Waves bend(hand.is_printed ? 0.0 : dice.uniform(0, 0.012 + 0.02 * h), 3, 9, dice);
    const Waves texture(hand.texture, 4, 30, dice);
    const double change = pen_change(shape, hand, height, dice);
    std::vector<Segment> strokes;
    if (style.has_european_digits && !hand.is_printed) {
        strokes = european_strokes(shape, label, hand, dice);
    }
    const double half_stroke = shape.half_pen() * height + change;
    const double reach = height * (0.5 * std::max(1.0, shape.width() * stretch) + 0.6) + 0.5;
    const auto to_glyph = [&](PointMm p) {
        double u = (p.x - placing.centre.x) / height;
        double v = (p.y - placing.centre.y) / height;
        const double r = c * u + s * v;
        v = -s * u + c * v;
        return PointMm{(r + shear * v) / stretch, v};
    };
    const double far = 0.5 * shape.width() + 0.85;  // beyond, there is no ink
    canvas.draw(
        {placing.centre.x - reach, placing.centre.y - reach, 2 * reach, 2 * reach},
        [&](PointMm p) {
            PointMm g = to_glyph(p);
            if (std::abs(g.x) > far || std::abs(g.y) > far) {
                return height;
            }
            bend.bend(g.x, g.y);
            double d = shape.distance(g.x, g.y) * height - change;
            for (const Segment& stroke : strokes) {
                d = std::min(d, stroke.distance(g.x, g.y) * height - half_stroke);
            }
            return d;
        },
        [&](PointMm p) { return hand.darkness * (1 - texture.thin(p.x, p.y)); });
}

void strike(const BoxMm& cell, const RowHand& hand, bool is_alone, Dice& dice, Canvas& canvas) {
    const double half = hand.half_pen > 0 ? hand.half_pen : dice.uniform(0.13, 0.3);
    const double x0 = cell.x, y0 = cell.y, w = cell.width, v = cell.height;
    const auto line = [&](double a, double b, double d, double e) {
        canvas.draw_segment({x0 + a * w + dice.normal(0.2), y0 + b * v + dice.normal(0.2),
                             x0 + d * w + dice.normal(0.2), y0 + e * v + dice.normal(0.2)},
                            half, hand.darkness);
    };
    switch (dice.below(is_alone ? 5 : 4)) {
        case 0:
            line(0.05, 0.1, 0.95, 0.9);
            line(0.95, 0.1, 0.05, 0.9);
            break;
        case 1: {
            const int n = 2 + dice.below(3);
            const double tilt = dice.uniform(-0.15, 0.15);
            for (int i = 0; i < n; ++i) {
                const double y = 0.2 + 0.6 * (i + dice.uniform(0.25, 0.75)) / n;
                line(-0.05, y, 1.05, y + tilt);
            }
            break;
        }
        case 2: {
            double x = 0.05, y = dice.uniform(0.2, 0.8);
            for (int i = 0, n = 5 + dice.below(7); i < n; ++i) {
                const double to_x = i % 2 == 0 ? dice.uniform(0.7, 1.0) : dice.uniform(0.0, 0.3);
                const double to_y = 0.15 + 0.7 * (i + 0.5) / n + dice.uniform(-0.1, 0.1);
                line(x, y, to_x, to_y);
                x = to_x;
                y = to_y;
            }
            break;
        }
        case 3:
            line(0.0, 0.95, 0.75, 0.0);
            line(0.3, 1.0, 1.0, 0.1);
            break;
        default: {
            const double y = dice.uniform(0.4, 0.65);
            line(0.2, y, 0.8, y);
            break;
        }
    }
}

void strike_once(const Placing& placing, double width_mm, int digit, const RowHand& hand,
                 Dice& dice, Canvas& canvas) {
    enum class Line { bar, slash, backslash, scratch };
    constexpr double scratch_share = 0.25;
    const bool takes_bar = digit != 1 && digit != 4 && digit != 7;
    const bool takes_slash = digit != 0 && digit != 1 && digit != 7;
    Line line = Line::backslash;
    if (dice.chance(scratch_share)) {
        line = Line::scratch;
    } else if (takes_bar && dice.chance(0.5)) {
        line = Line::bar;
    } else if (takes_slash && dice.chance(0.5)) {
        line = Line::slash;
    }
    const double half =
        (hand.half_pen > 0 ? hand.half_pen : dice.uniform(0.13, 0.3)) * dice.uniform(0.8, 1.3);
    // A line that ends within the character could be a stroke of it.
    const double beyond = dice.uniform(0.35, 1.1);
    const double across = width_mm / 2 + beyond, up = placing.height_mm / 2 + beyond * 0.5;
    const double x = placing.centre.x, y = placing.centre.y;
    const auto draw = [&](double x0, double y0, double x1, double y1) {
        canvas.draw_segment({x0, y0, x1, y1}, half, hand.darkness);
    };
    switch (line) {
        case Line::bar: {
            const double level = y + placing.height_mm * dice.uniform(-0.18, 0.2);
            const double tilt = dice.normal(0.08) * across;
            draw(x - across, level + tilt, x + across, level - tilt);
            return;
        }
        case Line::slash:
        case Line::backslash: {
            const double steep = up * dice.uniform(0.5, 1.0);
            const double down = line == Line::slash ? steep : -steep;
            draw(x - across, y + down, x + across, y - down);
            return;
        }
        case Line::scratch: {
            double from_x = x - across * dice.uniform(0.5, 1.0), from_y = y + dice.uniform(-up, up);
            const int turns = 4 + dice.below(6);
            for (int i = 0; i < turns; ++i) {
                const double side = i % 2 == 0 ? 1 : -1;
                const double to_x = x + side * across * dice.uniform(0.4, 1.0);
                const double to_y = y + up * (dice.uniform(-0.25, 0.25) + 1.4 * i / turns - 0.7);
                draw(from_x, from_y, to_x, to_y);
                from_x = to_x;
                from_y = to_y;
            }
            return;
        }
    }
}

void scatter_dirt(const BoxMm& cell, const RowHand& hand, double chance, Dice& dice,
                  Canvas& canvas) {
    for (int i = 0; i < 3 && dice.chance(chance); ++i) {
        const double x = cell.x + dice.uniform(-0.1, 1.1) * cell.width;
        const double y = cell.y + dice.uniform(-0.1, 1.1) * cell.height;
        const double length = dice.chance(0.3) ? dice.uniform(0.1, 0.9) : 0.05;
        const double angle = dice.uniform(0, std::numbers::pi);
        canvas.draw_segment({x, y, x + length * std::cos(angle), y + length * std::sin(angle)},
                            dice.uniform(0.05, 0.22), hand.darkness * dice.uniform(0.3, 1.0));
    }
}

}  // namespace indgang::forge
