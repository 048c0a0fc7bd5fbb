// SPDX-License-Identifier: MPL-2.0
// A made-up writer is a choice among the ways of writing each letter and a bending of the plane:
// letters wider or narrower, bars higher or lower, stems leaning and bowed, corners rounded,
// strokes that end early or go too far. All of it is the same for all letters of the writer, with
// a smaller share for each drawing. Points that stand together in a way of writing are moved
// together, so that strokes that meet mostly still do.
#include "tests/forge/hand/letter_hand.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tests/forge/scan/scan_canvas.h"

namespace indgang::forge {
namespace {

constexpr int side_px = 96;
constexpr double ink_px = 62;  // of the longer side of a letter
constexpr double pen_px = 3.2;
constexpr double widest = 1.4;  // a wider letter is drawn smaller

struct Habits {
    double wide, lean, bow, drop, jitter, own_jitter, corner, overshoot, lift;
};

Habits choose_habits(Dice& dice) {
    Habits habits{};
    habits.wide = dice.uniform(0.65, 1.35);
    habits.lean = dice.normal(0.08);
    habits.bow = dice.normal(0.03);
    habits.drop = dice.normal(0.05);
    habits.jitter = dice.uniform(0.01, 0.05);
    habits.own_jitter = dice.uniform(0.008, 0.03);
    habits.corner = dice.chance(0.5) ? 0 : dice.uniform(0.03, 0.2);
    habits.overshoot = dice.uniform(0.01, 0.06);
    habits.lift = dice.chance(0.5) ? 0.005 : dice.uniform(0.01, 0.04);
    return habits;
}

/// Moves points, equal ones alike.
class Mover {
  public:
    Mover(double sigma, Dice& dice) : sigma_(sigma), dice_(dice) {}
    void move(StrokeLetter& letter) {
        std::vector<std::pair<StrokePoint, StrokePoint>> known;
        for (Stroke& stroke : letter) {
            for (StrokePoint& point : stroke.points) {
                auto at = std::find_if(known.begin(), known.end(),
                                       [&](const auto& pair) { return pair.first == point; });
                if (at == known.end()) {
                    const StrokePoint to{point.x + dice_.normal(sigma_),
                                         point.y + dice_.normal(sigma_)};
                    known.emplace_back(point, to);
                    at = known.end() - 1;
                }
                point = at->second;
            }
        }
    }

  private:
    double sigma_;
    Dice& dice_;
};

/// Makes the ends of a stroke longer or shorter.
void stretch_ends(Stroke& stroke, double sigma, Dice& dice) {
    const auto stretch = [&](StrokePoint& end, const StrokePoint& before) {
        const double length = std::hypot(end.x - before.x, end.y - before.y);
        if (length > 0.1) {
            const double by = dice.normal(sigma) / length;
            end = {end.x + by * (end.x - before.x), end.y + by * (end.y - before.y)};
        }
    };
    stretch(stroke.points.back(), stroke.points[stroke.points.size() - 2]);
    stretch(stroke.points.front(), stroke.points[1]);
}

/// The letter as this writer draws it this time.
StrokeLetter drawn(StrokeLetter letter, const Habits& h, Dice& dice) {
    Mover(h.own_jitter, dice).move(letter);
    const double wide = h.wide * dice.uniform(0.9, 1.1);
    const double lean = h.lean + dice.normal(0.02);
    for (Stroke& stroke : letter) {
        const double dx = dice.normal(h.lift), dy = dice.normal(h.lift);
        for (StrokePoint& point : stroke.points) {
            const double wave = std::sin(std::numbers::pi * point.y);
            point.x = wide * point.x + dx + h.bow * wave - lean * (point.y - 0.5);
            point.y += dy + h.drop * wave;
        }
        stretch_ends(stroke, h.overshoot, dice);
    }
    return letter;
}

StrokePoint between(const StrokePoint& a, const StrokePoint& b, double t) {
    return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

/// The points of a sharp stroke with each corner cut by a curve of `radius`.
std::vector<StrokePoint> rounded(const std::vector<StrokePoint>& points, double radius) {
    if (radius <= 0 || points.size() < 3) {
        return points;
    }
    constexpr int pieces = 5;
    std::vector<StrokePoint> result{points.front()};
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        const auto reach = [&](const StrokePoint& other) {
            const double length = std::hypot(other.x - points[i].x, other.y - points[i].y);
            return between(points[i], other, std::min(0.45, radius / std::max(length, 0.01)));
        };
        const StrokePoint from = reach(points[i - 1]), to = reach(points[i + 1]);
        for (int k = 0; k <= pieces; ++k) {
            const double t = static_cast<double>(k) / pieces;
            result.push_back(between(between(from, points[i], t), between(points[i], to, t), t));
        }
    }
    result.push_back(points.back());
    return result;
}

/// A curve through the points (Catmull-Rom).
std::vector<StrokePoint> bent(const std::vector<StrokePoint>& points) {
    constexpr int pieces = 6;
    const int last = static_cast<int>(points.size()) - 1;
    const auto at = [&](int k) { return points[static_cast<std::size_t>(std::clamp(k, 0, last))]; };
    std::vector<StrokePoint> result{points.front()};
    for (int i = 0; i < last; ++i) {
        for (int piece = 1; piece <= pieces; ++piece) {
            const double u = static_cast<double>(piece) / pieces;
            const double w[4] = {((-0.5 * u + 1.0) * u - 0.5) * u, (1.5 * u - 2.5) * u * u + 1.0,
                                 ((-1.5 * u + 2.0) * u + 0.5) * u, (0.5 * u - 0.5) * u * u};
            StrokePoint p;
            for (int k = 0; k < 4; ++k) {
                p.x += w[k] * at(i - 1 + k).x;
                p.y += w[k] * at(i - 1 + k).y;
            }
            result.push_back(p);
        }
    }
    return result;
}

/// The letter as the writer draws it this time, in ink.
GlyphSet::Picture drawn_picture(const StrokeLetter& own, const Habits& habits, int label,
                                int writer, Dice& dice) {
    StrokeLetter letter = drawn(own, habits, dice);
    for (Stroke& stroke : letter) {
        stroke.points = stroke.is_sharp ? rounded(stroke.points, habits.corner * dice.uniform(0, 1))
                                        : bent(stroke.points);
    }
    return draw_strokes(letter, label, writer);
}

/// A hyphen or a full stop: small, and not in the middle.
GlyphSet::Picture draw_sign(bool is_hyphen, int label, int writer, Dice& dice) {
    StrokeLetter letter;
    if (is_hyphen) {
        letter = {{true, {{0, 0}, {1, dice.normal(0.1)}}}};
    } else {
        const double length = dice.uniform(0.05, 0.6);
        letter = {{false,
                   {{0, 0},
                    {length, dice.normal(0.15)},
                    {length * dice.uniform(0, 1), dice.uniform(-0.2, 0.3)}}}};
    }
    GlyphSet::Picture picture = draw_strokes(letter, label, writer);
    picture.size = is_hyphen ? dice.uniform(0.08, 0.22) : dice.uniform(0.05, 0.16);
    picture.drop = is_hyphen ? dice.normal(0.12) : dice.uniform(0.2, 0.55);
    return picture;
}

}  // namespace

GlyphSet stroke_pictures() {
    GlyphSet set;
    set.width = set.height = side_px;
    set.magnification = 1;
    set.has_european_forms = true;
    return set;
}

GlyphSet::Picture draw_strokes(const StrokeLetter& letter, int label, int writer) {
    double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
    for (const Stroke& stroke : letter) {
        for (const StrokePoint& point : stroke.points) {
            left = std::min(left, point.x);
            right = std::max(right, point.x);
            top = std::min(top, point.y);
            bottom = std::max(bottom, point.y);
        }
    }
    const double scale = ink_px / std::max({bottom - top, (right - left) / widest,
                                            (right - left) * ink_px / 84, 1e-6});
    const double dx = side_px / 2.0 - scale * (left + right) / 2;
    const double dy = side_px / 2.0 - scale * (top + bottom) / 2;
    GlyphSet::Picture picture{label, writer, {}};
    picture.pixels.assign(static_cast<std::size_t>(side_px * side_px), 0);
    for (const Stroke& stroke : letter) {
        for (std::size_t i = 1; i < stroke.points.size(); ++i) {
            const StrokePoint& p = stroke.points[i - 1];
            const StrokePoint& q = stroke.points[i];
            const Segment line{scale * p.x + dx, scale * p.y + dy, scale * q.x + dx,
                               scale * q.y + dy};
            const auto low = [](double v) { return std::max(0, static_cast<int>(v - pen_px - 1)); };
            const auto high = [](double v) {
                return std::min(side_px - 1, static_cast<int>(v + pen_px + 1));
            };
            for (int y = low(std::min(line.y0, line.y1)); y <= high(std::max(line.y0, line.y1));
                 ++y) {
                for (int x = low(std::min(line.x0, line.x1)); x <= high(std::max(line.x0, line.x1));
                     ++x) {
                    const double cover =
                        std::clamp(pen_px - line.distance(x + 0.5, y + 0.5) + 0.5, 0.0, 1.0);
                    std::uint8_t& at = picture.pixels[static_cast<std::size_t>(y * side_px + x)];
                    at = std::max(at, static_cast<std::uint8_t>(255 * cover));
                }
            }
        }
    }
    return picture;
}

GlyphSet draw_letter_hands(int writers, Dice& dice) {
    constexpr int drawings = 2;  // of each letter by each writer
    const std::vector<std::string>& alphabet = letter_alphabet();
    GlyphSet set = stroke_pictures();
    for (int writer = 0; writer < writers; ++writer) {
        const Habits habits = choose_habits(dice);
        for (std::size_t label = 0; label < alphabet.size(); ++label) {
            const auto ways = ways_of_writing(alphabet[label]);
            const bool is_hyphen = alphabet[label] == "-";
            StrokeLetter own;
            if (!ways.empty()) {
                own = strokes_of(
                    ways[static_cast<std::size_t>(dice.below(static_cast<int>(ways.size())))]);
                Mover(habits.jitter, dice).move(own);
            } else if (!is_hyphen && alphabet[label] != ".") {
                continue;
            }
            for (int i = 0; i < drawings; ++i) {
                if (own.empty()) {
                    set.pictures.push_back(
                        draw_sign(is_hyphen, static_cast<int>(label), writer, dice));
                    continue;
                }
                set.pictures.push_back(
                    drawn_picture(own, habits, static_cast<int>(label), writer, dice));
            }
        }
    }
    return set;
}

GlyphSet draw_digit_hands(int writers, Dice& dice) {
    constexpr int drawings = 2, digits = 10;
    GlyphSet set = stroke_pictures();
    for (int writer = 0; writer < writers; ++writer) {
        const Habits habits = choose_habits(dice);
        for (int digit = 0; digit < digits; ++digit) {
            const auto ways = ways_of_digit(digit);
            if (ways.empty()) {
                continue;
            }
            StrokeLetter own = strokes_of(
                ways[static_cast<std::size_t>(dice.below(static_cast<int>(ways.size())))]);
            Mover(habits.jitter, dice).move(own);
            for (int i = 0; i < drawings; ++i) {
                set.pictures.push_back(drawn_picture(own, habits, digit, writer, dice));
            }
        }
    }
    return set;
}

}  // namespace indgang::forge
