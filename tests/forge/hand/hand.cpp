// SPDX-License-Identifier: MPL-2.0
// Writing that looks like a person's. Every letter is an outline of a font that is moved, turned,
// slanted and sized a little by chance, on a base line that wanders slowly; the pen is a stroke
// around the outline. Characters of combs can come from pictures of real writers instead, since
// those of a font repeat and real ones do not.
#include "tests/forge/hand/hand.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <set>
#include <stdexcept>

#include "tests/forge/hand/letter_strokes.h"

namespace indgang::forge {
namespace {

constexpr double cap_height_share = 0.70;  // of the font size; near enough for all families
constexpr double em_mm = 10;               // outlines are made at this size and then scaled

struct LayoutDeleter {
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
};
using LayoutPtr = std::unique_ptr<PangoLayout, LayoutDeleter>;

LayoutPtr layout_of(cairo_t* cairo, const std::string& text, const std::string& family) {
    LayoutPtr layout(pango_cairo_create_layout(cairo));
    PangoFontDescription* font = pango_font_description_new();
    pango_font_description_set_family(font, family.c_str());
    pango_font_description_set_absolute_size(font, em_mm * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font);
    pango_font_description_free(font);
    pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
    return layout;
}

double advance_of(PangoLayout* layout) {
    PangoRectangle logical;
    pango_layout_get_extents(layout, nullptr, &logical);
    return static_cast<double>(logical.width) / PANGO_SCALE;
}

/// Draws what the layout holds with its base line at the origin.
void ink_layout(cairo_t* cairo, PangoLayout* layout, double pen) {
    const double baseline = static_cast<double>(pango_layout_get_baseline(layout)) / PANGO_SCALE;
    cairo_new_path(cairo);
    cairo_translate(cairo, 0, -baseline);
    pango_cairo_layout_path(cairo, layout);
    cairo_fill_preserve(cairo);
    if (pen > 0) {
        cairo_set_line_width(cairo, pen);
        cairo_stroke(cairo);
    }
    cairo_new_path(cairo);
}

/// Draws one character, its base line at (x, y); `size` is the font size in mm.
void ink_character(const Sheet& sheet, PangoLayout* layout, double x, double y, double size,
                   const Hand& hand, Dice& dice) {
    cairo_t* cairo = sheet.ink();
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    const double turn = dice.normal(hand.turn_degrees) * std::numbers::pi / 180;
    cairo_rotate(cairo, turn);
    cairo_matrix_t slanted;
    cairo_matrix_init(&slanted, 1, 0, -hand.slant - dice.normal(hand.size_spread), 1, 0, 0);
    cairo_transform(cairo, &slanted);
    const double spread = 1 + dice.normal(hand.size_spread);
    const double scale = size / em_mm * spread;
    cairo_scale(cairo, scale, scale);
    ink_layout(cairo, layout, hand.pen_mm / scale);
    cairo_restore(cairo);
}

/// A character of a real writer, centred at (x, y) with its ink `height` high.
void ink_shape(const Sheet& sheet, const GlyphShape& shape, double x, double y, double height,
               const Hand& hand, Dice& dice) {
    const double step = mm_per_inch / sheet.dpi() / 2;
    const double turn = dice.normal(hand.turn_degrees / 2) * std::numbers::pi / 180;
    const double pen_mm = dice.uniform(0.18, 0.28);  // half a ball point's line
    const double wider = pen_mm / height - shape.half_pen();
    const double half_width = shape.width() / 2 + pen_mm / height;
    cairo_t* cairo = sheet.ink();
    const double reach = height * (0.5 + pen_mm / height);
    for (double v = -reach; v <= reach; v += step) {
        for (double u = -half_width * height; u <= half_width * height; u += step) {
            if (shape.distance(u / height, v / height) < wider) {
                const double du = u * std::cos(turn) - v * std::sin(turn);
                const double dv = u * std::sin(turn) + v * std::cos(turn);
                cairo_rectangle(cairo, x + du, y + dv, step * 1.05, step * 1.05);
            }
        }
    }
    cairo_fill(cairo);
}

const GlyphSet::Picture& pick_picture(const GlyphSet& set, int label, int writer, Dice& dice) {
    std::vector<const GlyphSet::Picture*> fitting;
    for (const bool any_writer : {false, true}) {
        for (const GlyphSet::Picture& picture : set.pictures) {
            if (picture.label == label && (any_writer || picture.writer == writer)) {
                fitting.push_back(&picture);
            }
        }
        if (!fitting.empty()) {
            break;
        }
    }
    if (fitting.empty()) {
        throw std::runtime_error("no picture of the character " + std::to_string(label));
    }
    return *fitting[static_cast<std::size_t>(dice.below(static_cast<int>(fitting.size())))];
}

/// A person's picture of a character, or none.
struct Drawn {
    const GlyphSet* set = nullptr;
    const GlyphSet::Picture* picture = nullptr;
};

Drawn picture_for(const std::string& character, const Hand& hand, Dice& dice) {
    const bool is_digit = character.size() == 1 && character[0] >= '0' && character[0] <= '9';
    if (hand.digits != nullptr && is_digit) {
        return {hand.digits, &pick_picture(*hand.digits, character[0] - '0', hand.writer, dice)};
    }
    const std::vector<std::string>& alphabet = letter_alphabet();
    const auto at = std::find(alphabet.begin(), alphabet.end(), character);
    const int label = static_cast<int>(at - alphabet.begin());
    const bool has_picture =
        hand.letters != nullptr &&
        std::any_of(hand.letters->pictures.begin(), hand.letters->pictures.end(),
                    [label](const GlyphSet::Picture& picture) { return picture.label == label; });
    if (!has_picture) {
        return {};
    }
    return {hand.letters, &pick_picture(*hand.letters, label, hand.letter_writer, dice)};
}

void stroke(const Sheet& sheet, const std::vector<PointMm>& points, double pen_mm) {
    cairo_t* cairo = sheet.ink();
    cairo_new_path(cairo);
    cairo_move_to(cairo, points[0].x, points[0].y);
    for (std::size_t i = 1; i + 2 < points.size(); i += 3) {
        cairo_curve_to(cairo, points[i].x, points[i].y, points[i + 1].x, points[i + 1].y,
                       points[i + 2].x, points[i + 2].y);
    }
    cairo_set_line_width(cairo, pen_mm);
    cairo_stroke(cairo);
}

/// A line from one point to another, bent a little as a hand bends it.
void bent_line(const Sheet& sheet, PointMm from, PointMm to, double pen_mm, Dice& dice) {
    const double bend = 0.08 * std::hypot(to.x - from.x, to.y - from.y);
    const auto between = [&](double t) {
        return PointMm{from.x + (to.x - from.x) * t + dice.normal(bend),
                       from.y + (to.y - from.y) * t + dice.normal(bend)};
    };
    stroke(sheet, {from, between(0.33), between(0.67), to}, pen_mm);
}

PointMm within(const BoxMm& box, double x, double y, double spread, Dice& dice) {
    return {box.x + box.width * (x + dice.normal(spread)),
            box.y + box.height * (y + dice.normal(spread))};
}

double mark_pen_mm(const Hand& hand, Dice& dice) {
    return hand.is_typed ? dice.uniform(0.35, 0.5) : dice.uniform(0.35, 0.65);
}

}  // namespace

std::vector<std::string> installed_families(const std::vector<std::string>& wanted) {
    PangoFontFamily** families = nullptr;
    int count = 0;
    pango_font_map_list_families(pango_cairo_font_map_get_default(), &families, &count);
    std::set<std::string> names;
    for (int i = 0; i < count; ++i) {
        names.insert(pango_font_family_get_name(families[i]));
    }
    g_free(families);
    std::vector<std::string> found;
    std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(found),
                 [&](const std::string& name) { return names.contains(name); });
    return found;
}

std::vector<std::string> typed_families() {
    return installed_families({"Liberation Sans", "Liberation Serif", "Liberation Mono",
                               "DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono"});
}

std::vector<std::string> written_families() {
    return installed_families(
        {"Breip", "DkgHandwriting", "Klee One", "Comic Neue", "Caveat", "Patrick Hand", "Kalam"});
}

Hand pick_hand(Script script, Dice& dice) {
    const std::vector<std::string> families =
        script == Script::typed ? typed_families() : written_families();
    if (families.empty()) {
        throw std::runtime_error("no font to write with; tests/forge/packages.txt lists them");
    }
    Hand hand;
    hand.family = families[static_cast<std::size_t>(dice.below(static_cast<int>(families.size())))];
    hand.is_typed = script == Script::typed;
    if (hand.is_typed) {
        hand.height_share = dice.uniform(0.42, 0.52);
        hand.ink_grey = dice.uniform(0, 40);
        return hand;
    }
    hand.height_share = dice.uniform(0.46, 0.58);
    hand.slant = dice.uniform(-0.08, 0.25);
    hand.wobble_mm = dice.uniform(0.05, 0.25);
    hand.turn_degrees = dice.uniform(0.8, 2.5);
    hand.size_spread = dice.uniform(0.02, 0.06);
    hand.pen_mm = dice.uniform(0.08, 0.30);
    hand.ink_grey = dice.uniform(15, 85);
    return hand;
}

void write_line(const Sheet& sheet, std::string_view text, const BoxMm& box, const Hand& hand,
                Dice& dice) {
    if (text.empty()) {
        return;
    }
    constexpr double inset_mm = 1.2;
    constexpr double tallest_mm = 5.2;  // a capital letter, however tall the box is
    const std::vector<std::string> letters = characters_of(text);
    std::vector<LayoutPtr> layouts;
    std::vector<double> advances;
    double width = 0;
    for (const std::string& letter : letters) {
        layouts.push_back(layout_of(sheet.ink(), letter, hand.family));
        advances.push_back(advance_of(layouts.back().get()));
        width += advances.back();
    }
    double size = std::min(box.height * hand.height_share, tallest_mm) / cap_height_share;
    const double room = box.width - 2 * inset_mm;
    size = std::min(size, room / (width / em_mm * (1 + 2 * hand.size_spread)));
    const double cap = size * cap_height_share;
    double x = box.x + inset_mm + dice.uniform(0, std::min(2.0, room - width * size / em_mm));
    double y = box.y + (box.height + cap) / 2 + dice.normal(hand.is_typed ? 0.2 : 0.35);
    if (hand.is_typed) {
        cairo_t* cairo = sheet.ink();
        const LayoutPtr whole = layout_of(cairo, std::string(text), hand.family);
        cairo_save(cairo);
        cairo_translate(cairo, x, y);
        cairo_scale(cairo, size / em_mm, size / em_mm);
        ink_layout(cairo, whole.get(), 0);
        cairo_restore(cairo);
        return;
    }
    double drift = 0;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        drift = 0.7 * drift + dice.normal(hand.wobble_mm);
        ink_character(sheet, layouts[i].get(), x, y + drift, size, hand, dice);
        x += advances[i] * size / em_mm * (1 + dice.normal(hand.size_spread));
    }
}

void write_comb(const Sheet& sheet, std::string_view text, const BoxMm& box, int cells,
                const Hand& hand, Dice& dice) {
    const std::vector<std::string> letters = characters_of(text);
    const double cell = box.width / cells;
    for (std::size_t i = 0; i < letters.size() && static_cast<int>(i) < cells; ++i) {
        if (letters[i] == " ") {
            continue;
        }
        const double centre =
            box.x + cell * (static_cast<double>(i) + 0.5) + dice.normal(hand.is_typed ? 0.08 : 0.3);
        const double middle = box.y + box.height / 2 + dice.normal(hand.is_typed ? 0.08 : 0.35);
        const Drawn drawn = picture_for(letters[i], hand, dice);
        if (drawn.picture != nullptr) {
            const GlyphShape shape =
                GlyphShape::from_picture(drawn.picture->pixels, drawn.set->width, drawn.set->height,
                                         drawn.set->magnification);
            if (shape.has_ink()) {
                const double height = std::min(box.height * dice.uniform(0.55, 0.75),
                                               cell * 0.85 / std::max(0.1, shape.width()));
                ink_shape(sheet, shape, centre, middle, height, hand, dice);
            }
            continue;
        }
        const LayoutPtr layout = layout_of(sheet.ink(), letters[i], hand.family);
        const double advance = advance_of(layout.get());
        constexpr double widest = 0.9;  // of the cell
        const double share = hand.height_share * 1.1;
        const double size =
            std::min(box.height * share / cap_height_share, cell * widest / advance * em_mm);
        const double cap = size * cap_height_share;
        ink_character(sheet, layout.get(), centre - advance * size / em_mm / 2, middle + cap / 2,
                      size, hand, dice);
    }
}

void draw_mark(const Sheet& sheet, const BoxMm& box, MarkShape shape, const Hand& hand,
               Dice& dice) {
    const double pen = mark_pen_mm(hand, dice);
    const double spread = hand.is_typed ? 0.02 : 0.07;
    const auto at = [&](double x, double y) { return within(box, x, y, spread, dice); };
    switch (shape) {
        case MarkShape::cross:
            bent_line(sheet, at(0.15, 0.15), at(0.85, 0.85), pen, dice);
            bent_line(sheet, at(0.85, 0.12), at(0.15, 0.88), pen, dice);
            return;
        case MarkShape::tick:
            bent_line(sheet, at(0.15, 0.5), at(0.4, 0.85), pen, dice);
            bent_line(sheet, at(0.4, 0.85), at(1.0, 0.0), pen, dice);
            return;
        case MarkShape::line:
            bent_line(sheet, at(0.1, 0.85), at(0.9, 0.15), pen, dice);
            return;
        case MarkShape::filled: {
            constexpr int strokes = 7;
            for (int i = 0; i < strokes; ++i) {
                const double y = 0.12 + 0.76 * i / (strokes - 1);
                bent_line(sheet, at(0.1, y), at(0.9, y + 0.05), pen * 1.3, dice);
            }
            return;
        }
        case MarkShape::struck_out: {
            draw_mark(sheet, box, MarkShape::cross, hand, dice);
            constexpr int strokes = 5;
            for (int i = 0; i < strokes; ++i) {
                const double y = 0.1 + 0.8 * i / (strokes - 1);
                bent_line(sheet, at(-0.25, y), at(1.25, y), pen * 1.2, dice);
            }
            return;
        }
    }
}

void draw_signature(const Sheet& sheet, const BoxMm& box, const Hand& hand, Dice& dice) {
    const double width = std::min(box.width * 0.8, dice.uniform(28, 45));
    const int loops = 5 + dice.below(5);
    const double middle = box.y + box.height * 0.58;
    const double tall = box.height * 0.3;
    std::vector<PointMm> points;
    double x = box.x + box.width * 0.06;
    points.push_back({x, middle});
    for (int i = 0; i < loops; ++i) {
        const double next = x + width / loops;
        const double reach = tall * (i == 0 ? 1.3 : dice.uniform(0.3, 1.0));
        points.push_back({x + dice.uniform(0, 2), middle - reach});
        points.push_back({next + dice.uniform(-3, 2), middle + reach * dice.uniform(-0.6, 0.9)});
        points.push_back({next, middle + dice.normal(tall * 0.25)});
        x = next;
    }
    stroke(sheet, points, std::max(0.3, hand.pen_mm + 0.2));
    bent_line(sheet, {box.x + box.width * 0.06, middle + tall * 0.8},
              {x + dice.uniform(-8, 6), middle + tall * 0.6}, 0.35, dice);
}

}  // namespace indgang::forge
