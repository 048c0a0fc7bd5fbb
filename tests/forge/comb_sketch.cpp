// SPDX-License-Identifier: MPL-2.0
// Comb rows as a scanner would give them: a printed form, a writer or a printer, paper, optics, and
// a threshold. Drawn in mm through the page's true transform, so that skew and resolution cost
// nothing extra; the transform that is handed out is off as a registration is.
// The ranges follow the measurements of scanned forms that the project started from; `harshness`
// widens them.
#include "tests/forge/comb_sketch.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace indgang::forge {
namespace {

struct Segment {
    double x0 = 0, y0 = 0, x1 = 0, y1 = 0;

    [[nodiscard]] double distance(double x, double y) const {
        const double dx = x1 - x0, dy = y1 - y0;
        const double length = dx * dx + dy * dy;
        const double t =
            length > 0 ? std::clamp(((x - x0) * dx + (y - y0) * dy) / length, 0.0, 1.0) : 0.0;
        return std::hypot(x - x0 - t * dx, y - y0 - t * dy);
    }
};

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

struct Form {
    std::vector<BoxMm> cells;
    std::vector<Segment> lines;
    std::vector<Segment> hints;
    double half_width = 0.1;
    double darkness = 0.8;
    double width_mm = 0;
    double height_mm = 0;
};

Form design_form(const SketchStyle& style, Dice& dice) {
    Form form;
    const int count = 4 + dice.below(7);
    const double margin_x = 5, margin_y = 4;
    const double cell_width = dice.uniform(4.5, 5.8);
    const double cell_height = dice.uniform(6.0, 8.0);
    const double gap = dice.chance(0.25) ? dice.uniform(0.5, 1.5) : 0.0;
    const double drawn = dice.uniform(0, 1);
    form.half_width = 0.5 * (dice.chance(0.6) ? dice.uniform(0.15, 0.25) : dice.uniform(0.1, 0.35));
    form.darkness = dice.uniform(0.2, 1.0);
    const double wall = drawn < 0.75 ? 1.0 : dice.uniform(0.2, 0.5);
    const bool has_top = drawn < 0.75;
    for (int i = 0; i < count; ++i) {
        const BoxMm cell{margin_x + i * (cell_width + gap), margin_y, cell_width, cell_height};
        form.cells.push_back(cell);
        const double left = cell.x, right = cell.x + cell.width;
        const double bottom = cell.y + cell.height;
        form.lines.push_back({left, bottom, right, bottom});
        if (has_top) {
            form.lines.push_back({left, cell.y, right, cell.y});
        }
        form.lines.push_back({left, bottom - wall * cell_height, left, bottom});
        form.lines.push_back({right, bottom - wall * cell_height, right, bottom});
    }
    if (dice.chance(0.1)) {  // small print inside the cells, or a label above the row
        const BoxMm& cell = form.cells[static_cast<std::size_t>(dice.below(count))];
        const double x = cell.x + 0.8, y = cell.y + (dice.chance(0.5) ? 1.0 : -1.5);
        form.hints = {{x, y, x, y + 1}, {x, y, x + 0.6, y + 0.4}, {x + 0.6, y, x + 0.6, y + 1}};
    }
    form.width_mm = 2 * margin_x + count * (cell_width + gap);
    form.height_mm = 2 * margin_y + cell_height;
    (void)style;
    return form;
}

void print_form(const Form& form, double darkness, Canvas& canvas) {
    for (const Segment& line : form.lines) {
        canvas.draw_segment(line, form.half_width, darkness);
    }
    for (const Segment& line : form.hints) {
        canvas.draw_segment(line, 0.07, 0.8 * darkness);
    }
}

/// One row's writing: what stays the same from cell to cell.
struct Hand {
    double half_pen = 0.2;
    double height_mm = 5;
    double shear = 0;
    double stretch = 1;
    double darkness = 0.9;
    double offset_y = 0;
    double jitter = 0.3;
    double texture = 0;
    bool is_printed = false;
    bool has_up_stroke = false;
    bool has_cross = false;
};

Hand choose_hand(const Form& form, bool is_printed, const SketchStyle& style, Dice& dice) {
    const double h = style.harshness;
    const BoxMm& cell = form.cells.front();
    Hand hand;
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
    hand.has_up_stroke = dice.chance(0.5);
    hand.has_cross = dice.chance(0.45);
    return hand;
}

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

std::vector<Segment> european_strokes(const GlyphShape& shape, int label, const Hand& hand,
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
        const double length = dice.uniform(0.2, 0.75);
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

struct Placing {
    PointMm centre;
    double height_mm = 5;
};

/// How much thinner or thicker than drawn the pen goes, in mm; a stroke never vanishes.
double pen_change(const GlyphShape& shape, const Hand& hand, double height_mm, Dice& dice) {
    const double drawn = shape.half_pen() * height_mm;
    if (hand.half_pen < 0) {
        return dice.uniform(-0.2, 0.25) * std::min(drawn, 0.25);
    }
    return std::max(hand.half_pen * dice.uniform(0.85, 1.15) - drawn, -0.6 * drawn);
}

void write_glyph(const GlyphShape& shape, int label, const Placing& placing, const Hand& hand,
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

/// Lines over a cell: struck out, crossed, scribbled, or a dash in its place.
void strike(const BoxMm& cell, const Hand& hand, bool is_alone, Dice& dice, Canvas& canvas) {
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

void scatter_dirt(const BoxMm& cell, const Hand& hand, double chance, Dice& dice, Canvas& canvas) {
    for (int i = 0; i < 3 && dice.chance(chance); ++i) {
        const double x = cell.x + dice.uniform(-0.1, 1.1) * cell.width;
        const double y = cell.y + dice.uniform(-0.1, 1.1) * cell.height;
        const double length = dice.chance(0.3) ? dice.uniform(0.1, 0.9) : 0.05;
        const double angle = dice.uniform(0, std::numbers::pi);
        canvas.draw_segment({x, y, x + length * std::cos(angle), y + length * std::sin(angle)},
                            dice.uniform(0.05, 0.22), hand.darkness * dice.uniform(0.3, 1.0));
    }
}

void blur(Canvas& canvas, double sigma) {
    const double side = std::exp(-0.5 / (sigma * sigma));
    const auto w1 = static_cast<float>(side / (1 + 2 * side));
    const float w0 = 1 - 2 * w1;
    std::vector<float> old(canvas.ink);
    const auto width = static_cast<std::size_t>(canvas.width);
    for (std::size_t i = 1; i + 1 < old.size(); ++i) {
        canvas.ink[i] = w0 * old[i] + w1 * (old[i - 1] + old[i + 1]);
    }
    old = canvas.ink;
    for (std::size_t i = width; i + width < old.size(); ++i) {
        canvas.ink[i] = w0 * old[i] + w1 * (old[i - width] + old[i + width]);
    }
}

struct Scanner {
    double sigma = 0.5;
    double noise = 0.02;
    double threshold = 0.5;  // ink that becomes black; below 0: grey
    double salt = 0;
    double black = 0;  // what full ink and paper give in a grey scan, 0..255
    double white = 255;
};

ocr::PageImage scan(Canvas& canvas, double dpi, const Scanner& scanner, Dice& dice) {
    blur(canvas, scanner.sigma);
    const bool is_bits = scanner.threshold >= 0;
    ocr::PageImage page;
    page.pix.reset(pixCreate(canvas.width, canvas.height, is_bits ? 1 : 8));
    page.dpi = dpi;
    std::uint64_t state = dice.next() | 1u;
    const auto amplitude = static_cast<float>(scanner.noise * 1.7320508);
    const auto salt = static_cast<std::uint64_t>(scanner.salt * 0x1.0p32);
    l_uint32* data = pixGetData(page.pix.get());
    const int words = pixGetWpl(page.pix.get());
    std::size_t i = 0;
    for (int y = 0; y < canvas.height; ++y) {
        l_uint32* line = data + static_cast<std::ptrdiff_t>(y) * words;
        for (int x = 0; x < canvas.width; ++x, ++i) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            const auto first = static_cast<float>(state & 0xffff) * 0x1.0p-15F - 1;
            const auto second = static_cast<float>((state >> 16) & 0xffff) * 0x1.0p-15F - 1;
            const float ink = canvas.ink[i] + amplitude * (first + second) * 0.7071068F;
            if (is_bits) {
                bool is_black = ink > static_cast<float>(scanner.threshold);
                is_black = is_black != ((state >> 32) < salt);
                if (is_black) {
                    SET_DATA_BIT(line, x);
                }
            } else {
                const double grey = scanner.white - ink * (scanner.white - scanner.black);
                SET_DATA_BYTE(line, x, static_cast<int>(std::clamp(grey, 0.0, 255.0)));
            }
        }
    }
    return page;
}

Scanner choose_scanner(const SketchStyle& style, double dpi, Dice& dice) {
    const double h = style.harshness;
    Scanner scanner;
    scanner.sigma = dice.uniform(0.35, 0.55 + 0.35 * h) * dpi / 300;
    scanner.noise = dice.uniform(0.005, 0.02 + 0.04 * h);
    if (dice.chance(0.6)) {
        scanner.threshold = dice.uniform(0.34, 0.52);
        scanner.salt = dice.chance(0.3) ? dice.uniform(0, 0.002 * h) : 0;
    } else {
        scanner.threshold = -1;
        scanner.black = dice.uniform(0, 50 * h);
        scanner.white = dice.uniform(255 - 25 * h, 255);
    }
    return scanner;
}

void streak(Canvas& canvas, Dice& dice) {
    const int x = 1 + dice.below(canvas.width - 3);
    const int wide = 1 + dice.below(2);
    for (int y = 0; y < canvas.height; ++y) {
        for (int i = 0; i < wide; ++i) {
            canvas.ink[static_cast<std::size_t>(y) * static_cast<std::size_t>(canvas.width) +
                       static_cast<std::size_t>(x + i)] *= 0.15F;
        }
    }
}

MmToPx misregistered(const MmToPx& truth, double error_mm, double error_turn, Dice& dice) {
    const double scale = 1 + dice.uniform(-0.002, 0.002);
    const double turn = dice.uniform(-error_turn, error_turn);
    const double dx = dice.uniform(-error_mm, error_mm), dy = dice.uniform(-error_mm, error_mm);
    // truth(moved(p)), moved about a point near the middle of the row.
    const double cx = 30, cy = 8;
    const double a = scale, b = -turn, d = turn, e = scale;
    const double c = cx - a * cx - b * cy + dx, f = cy - d * cx - e * cy + dy;
    return {truth.a * a + truth.b * d,           truth.a * b + truth.b * e,
            truth.a * c + truth.b * f + truth.c, truth.d * a + truth.e * d,
            truth.d * b + truth.e * e,           truth.d * c + truth.e * f + truth.f};
}

}  // namespace

SketchedRow sketch_row(const GlyphChoice& glyphs, int characters, const SketchStyle& style,
                       Dice& dice) {
    const double h = style.harshness;
    const Form form = design_form(style, dice);
    const bool is_printed = glyphs.set->is_printed;
    const Hand hand = choose_hand(form, is_printed, style, dice);
    const double dpi = dice.chance(0.75) ? 300 : (dice.chance(0.7) ? 200 : dice.uniform(200, 400));
    Canvas canvas(form.width_mm, form.height_mm, dpi, dice.uniform(-1.5, 1.5), dice);
    print_form(form, form.darkness, canvas);

    SketchedRow row;
    row.cells = form.cells;
    const int reject_label = characters, empty_label = characters + 1;
    const auto pick = [&]() -> const GlyphSet::Picture& {
        const auto at =
            static_cast<std::size_t>(dice.below(static_cast<int>(glyphs.pictures.size())));
        return glyphs.set->pictures[glyphs.pictures[at]];
    };
    for (const BoxMm& cell : form.cells) {
        const auto write = [&](const GlyphSet::Picture& picture) {
            const GlyphShape shape = GlyphShape::from_picture(
                picture.pixels, glyphs.set->width, glyphs.set->height, glyphs.set->magnification);
            if (!shape.has_ink()) {
                return;
            }
            Placing placing;
            placing.height_mm = hand.height_mm * (is_printed ? 1 : dice.uniform(0.88, 1.12));
            const double widest = cell.width * (is_printed ? 0.95 : 0.98 + 0.25 * h);
            placing.height_mm =
                std::min(placing.height_mm, widest / (std::max(shape.width(), 0.2) * hand.stretch));
            placing.centre = {cell.x + cell.width / 2 + dice.normal(hand.jitter),
                              cell.y + cell.height / 2 + hand.offset_y +
                                  dice.normal(is_printed ? 0.05 : hand.jitter)};
            write_glyph(shape, picture.label, placing, hand, style, dice, canvas);
        };
        row.is_overwritten.push_back(false);
        const double kind = dice.uniform(0, 1);
        if (kind < style.empty_share) {
            scatter_dirt(cell, hand, 0.5, dice, canvas);
            row.labels.push_back(empty_label);
            continue;
        }
        const GlyphSet::Picture& picture = pick();
        if (kind >= style.empty_share + style.reject_share) {
            write(picture);
            scatter_dirt(cell, hand, 0.04 * h, dice, canvas);
            row.labels.push_back(picture.label);
            continue;
        }
        const bool is_overwritten = dice.chance(0.15);
        const bool is_alone = !is_overwritten && dice.chance(0.15);
        if (!is_alone) {
            write(picture);
        }
        if (is_overwritten) {
            const GlyphSet::Picture* other = &pick();
            for (int i = 0; i < 20 && other->label == picture.label; ++i) {
                other = &pick();
            }
            write(*other);
            if (picture.label == 1 || other->label == 1) {
                strike(cell, hand, false, dice, canvas);
            }
        } else {
            strike(cell, hand, is_alone, dice, canvas);
        }
        row.labels.push_back(reject_label);
        row.is_overwritten.back() = is_overwritten;
    }
    if (dice.chance(0.12 * h)) {
        streak(canvas, dice);
    }
    Scanner scanner = choose_scanner(style, dpi, dice);
    // A scanner that drops most of the ink is one that nobody keeps.
    scanner.threshold = std::min(scanner.threshold, 0.75 * hand.darkness);
    row.page = scan(canvas, dpi, scanner, dice);
    row.to_page = misregistered(canvas.to_px, 0.1 + 0.17 * h, 0.002, dice);

    const bool is_scanned_blank = dice.chance(0.25);
    const double blank_dpi = is_scanned_blank ? dpi : 300;
    Canvas blank(form.width_mm, form.height_mm, blank_dpi,
                 is_scanned_blank ? dice.uniform(-1, 1) : 0, dice);
    print_form(form, is_scanned_blank ? form.darkness : std::max(form.darkness, 0.25), blank);
    Scanner copier;
    if (is_scanned_blank) {
        copier = choose_scanner(style, blank_dpi, dice);
        copier.threshold =
            copier.threshold >= 0 ? std::min(copier.threshold, 0.6 * form.darkness) : -1;
    } else {
        copier.noise = 0;
        copier.sigma = 0.3;
        copier.threshold = -1;
    }
    row.blank = scan(blank, blank_dpi, copier, dice);
    row.blank_to_page = misregistered(blank.to_px, is_scanned_blank ? 0.1 : 0.0, 0.0005, dice);
    return row;
}

}  // namespace indgang::forge
