// SPDX-License-Identifier: MPL-2.0
#include "tests/forge/sheet/paper_damage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>
#include <vector>

#include "tests/forge/hand/pen_stroke.h"

namespace indgang::forge {
namespace {

constexpr double degree = std::numbers::pi / 180;

std::string_view pick(std::span<const std::string_view> words, Dice& dice) {
    return words[static_cast<std::size_t>(dice.below(static_cast<int>(words.size())))];
}

std::vector<const form::Zone*> empty_zones(const DamagedPage& page, bool are_signatures) {
    std::vector<const form::Zone*> zones;
    for (const form::Zone* zone : page.form.zones_on(page.page)) {
        const bool is_signature = zone->capture == form::Capture::signature;
        if (!page.filled.contains(zone->field) && (is_signature || !are_signatures)) {
            zones.push_back(zone);
        }
    }
    return zones;
}

const form::Zone* pick_zone(const std::vector<const form::Zone*>& zones, Dice& dice) {
    return zones.empty()
               ? nullptr
               : zones[static_cast<std::size_t>(dice.below(static_cast<int>(zones.size())))];
}

bool overlap(const BoxMm& a, const BoxMm& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

/// Turned about its middle, with the corner of its frame at the origin.
struct Turned {
    PointMm middle;
    double width, height, angle;

    [[nodiscard]] bool holds(double x, double y) const {
        const double dx = x - middle.x, dy = y - middle.y;
        const double u = dx * std::cos(angle) + dy * std::sin(angle);
        const double v = -dx * std::sin(angle) + dy * std::cos(angle);
        return std::abs(u) < width / 2 && std::abs(v) < height / 2;
    }
    [[nodiscard]] bool touches(const BoxMm& box) const {
        constexpr int steps = 8;
        for (int i = 0; i <= steps * steps; ++i) {
            if (holds(box.x + box.width * (i % (steps + 1)) / steps,
                      box.y + box.height * (i / (steps + 1)) / steps)) {
                return true;
            }
        }
        return false;
    }
};

void draw_frame(const Sheet& sheet, const Turned& at, const Hand& letters, const std::string& date,
                Dice& dice) {
    cairo_t* cairo = sheet.ink();
    cairo_save(cairo);
    cairo_translate(cairo, at.middle.x, at.middle.y);
    cairo_rotate(cairo, at.angle);
    cairo_set_line_width(cairo, dice.uniform(0.4, 0.9));
    cairo_rectangle(cairo, -at.width / 2, -at.height / 2, at.width, at.height);
    cairo_stroke(cairo);
    const double row = at.height / 2;
    write_line(sheet, "MODTAGET", {-at.width / 2 + 1, -row + 0.5, at.width - 2, row}, letters,
               dice);
    write_line(sheet, date, {-at.width / 2 + 1, 0, at.width - 2, row * 0.9}, letters, dice);
    cairo_restore(cairo);
}

constexpr std::array<std::string_view, 10> notes = {
    "se bilag",          "gælder fra 1. marts", "ring efter kl. 16", "ny adresse pr. 1/10",
    "sendt igen d. 3/9", "beløb før skat",      "husk kvittering",   "2. rykker",
    "talt med Bodil",    "mangler lønseddel"};

}  // namespace

double Colour::in(Channel channel) const {
    switch (channel) {
        case Channel::grey:
            return 0.30 * red + 0.59 * green + 0.11 * blue;
        case Channel::red:
            return red;
        case Channel::green:
            return green;
        case Channel::blue:
            return blue;
    }
    return 0;
}

Damaged draw_fold(Sheet& sheet, const DamagedPage& page, Dice& dice) {
    const bool goes_for_signature = dice.chance(0.6);
    std::vector<const form::Zone*> zones = empty_zones(page, goes_for_signature);
    if (zones.empty()) {
        zones = empty_zones(page, false);
    }
    const form::Zone* through = pick_zone(zones, dice);
    const BoxMm box =
        through != nullptr ? through->box : BoxMm{0, sheet.height_mm() / 2, sheet.width_mm(), 4};
    const bool is_upright = dice.chance(0.15);
    const double at = is_upright ? box.x + box.width * dice.uniform(0.2, 0.8)
                                 : box.y + box.height * dice.uniform(0.25, 0.75);
    const double lean = dice.normal(0.8);
    const double length = is_upright ? sheet.height_mm() : sheet.width_mm();
    const auto line = [&](double off, double pen, double tremble) {
        std::vector<PointMm> points;
        constexpr int pieces = 60;
        for (int i = 0; i <= pieces; ++i) {
            const double t = static_cast<double>(i) / pieces;
            const double along = t * length, across = at + lean * (t - 0.5) + off;
            points.push_back(is_upright ? PointMm{across, along} : PointMm{along, across});
        }
        draw_stroke(sheet, points, pen, tremble, dice);
    };
    line(0.8, 2.2, 0);
    sheet.dry(dice.uniform(205, 240));
    line(0, dice.uniform(0.15, 0.5), 0.05);
    sheet.roughen(dice.uniform(0.2, 0.8), dice);
    sheet.dry(dice.uniform(20, 130));
    Damaged damaged;
    for (const form::Zone* zone : page.form.zones_on(page.page)) {
        const double low = is_upright ? zone->box.x : zone->box.y;
        const double size = is_upright ? zone->box.width : zone->box.height;
        if (at > low - 0.5 && at < low + size + 0.5) {
            damaged[zone->field] = "a fold runs through it";
        }
    }
    return damaged;
}

void draw_punch(Sheet& sheet, Dice& dice) {
    const double apart = 80, middle = sheet.height_mm() / 2 + dice.normal(3);  // ISO 838
    const double x = dice.uniform(10, 14), radius = dice.uniform(2.6, 3.1);
    const auto holes = [&](double dx, double dy, double r) {
        for (const double y : {middle - apart / 2, middle + apart / 2}) {
            cairo_new_path(sheet.ink());
            cairo_arc(sheet.ink(), x + dx, y + dy, r, 0, 2 * std::numbers::pi);
            cairo_fill(sheet.ink());
        }
    };
    holes(0.8, 0.8, radius + 0.4);
    sheet.dry(dice.uniform(120, 190));
    holes(0, 0, radius);
    sheet.dry(dice.uniform(0, 60));
    const PointMm corner{dice.uniform(10, 24), dice.uniform(8, 22)};
    const double angle = dice.uniform(10, 80) * degree, length = dice.uniform(9, 13);
    const PointMm end{corner.x + length * std::cos(angle), corner.y - length * std::sin(angle)};
    draw_stroke(sheet, {{corner.x + 0.7, corner.y + 0.9}, {end.x + 0.7, end.y + 0.9}}, 1.3, 0,
                dice);
    sheet.dry(dice.uniform(130, 190));
    draw_stroke(sheet, {corner, end}, 0.6, 0, dice);
    sheet.dry(dice.uniform(30, 110));
    if (dice.chance(0.5)) {  // the copier's lid was open a little
        cairo_new_path(sheet.ink());
        cairo_rectangle(sheet.ink(), 0, 0, dice.uniform(1, 4), sheet.height_mm());
        cairo_fill(sheet.ink());
        sheet.dry(dice.uniform(10, 120));
    }
}

Damaged draw_stamp(Sheet& sheet, const DamagedPage& page, Channel channel, Dice& dice) {
    constexpr std::array<Colour, 3> inks = {{{170, 30, 45}, {40, 55, 150}, {35, 35, 40}}};
    constexpr std::array<std::string_view, 4> months = {"SEP.", "OKT.", "NOV.", "DEC."};
    Turned at{{0, 0}, dice.uniform(42, 58), dice.uniform(15, 21), dice.uniform(-24, 24) * degree};
    const std::vector<const form::Zone*> zones = page.form.zones_on(page.page);
    const form::Zone* over =
        dice.chance(0.5) ? pick_zone(empty_zones(page, false), dice) : pick_zone(zones, dice);
    const bool is_beside = over == nullptr || dice.chance(0.25);
    if (is_beside) {
        at.middle = {dice.uniform(60, 150), dice.chance(0.5)
                                                ? dice.uniform(14, 26)
                                                : sheet.height_mm() - dice.uniform(14, 26)};
    } else {
        const double across = std::min(over->box.width, 60.0);
        at.middle = {std::clamp(over->box.x + across * dice.uniform(0.2, 0.8), 25.0, 185.0),
                     over->box.y + over->box.height * dice.uniform(-0.5, 1.5)};
    }
    Hand letters;
    letters.family = dice.chance(0.5) ? "Liberation Sans" : "DejaVu Sans Mono";
    letters.height_share = 0.75;
    const std::string date =
        std::to_string(1 + dice.below(28)) + " " + std::string(pick(months, dice)) + " 2026";
    draw_frame(sheet, at, letters, date, dice);
    sheet.roughen(dice.uniform(0.2, 0.9), dice);
    sheet.dry(inks[static_cast<std::size_t>(dice.below(3))].in(channel));
    Damaged damaged;
    for (const form::Zone* zone : zones) {
        if (at.touches(zone->box)) {
            damaged[zone->field] = "a stamp lies over it";
        }
    }
    return damaged;
}

void draw_coffee(Sheet& sheet, const BoxMm& code, Channel channel, Dice& dice) {
    constexpr Colour brown = {150, 105, 60};
    const double strength = dice.uniform(0, 1);
    for (int rings = 1 + dice.below(2); rings > 0; --rings) {
        const double radius = dice.uniform(14, 30), width = dice.uniform(1.2, 4.5);
        const double angle = dice.uniform(0, 2 * std::numbers::pi);
        // The rim, or the wet inside of the ring, lies on the code.
        const double away = dice.chance(0.7) ? radius : dice.uniform(0, radius / 2);
        const PointMm middle{
            code.x + code.width * dice.uniform(0.3, 0.7) + away * std::cos(angle),
            code.y + code.height * dice.uniform(0.3, 0.7) + away * std::sin(angle)};
        cairo_t* cairo = sheet.ink();
        cairo_new_path(cairo);
        cairo_arc(cairo, middle.x, middle.y, radius, 0, 2 * std::numbers::pi);
        cairo_fill(cairo);
        sheet.dry(255 - (255 - brown.in(channel)) * (0.1 + 0.25 * strength));
        cairo_new_path(cairo);
        cairo_arc(cairo, middle.x, middle.y, radius, angle, angle + dice.uniform(3, 6.2));
        cairo_set_line_width(cairo, width);
        cairo_stroke(cairo);
        sheet.roughen(0.5, dice);
        sheet.dry(255 - (255 - brown.in(channel)) * (0.5 + 0.8 * strength));
    }
    for (int drops = dice.below(5); drops > 0; --drops) {
        cairo_new_path(sheet.ink());
        cairo_arc(sheet.ink(), code.x + code.width * dice.uniform(-0.3, 1.3),
                  code.y + code.height * dice.uniform(-0.3, 1.3), dice.uniform(0.4, 2.2), 0,
                  2 * std::numbers::pi);
        cairo_fill(sheet.ink());
    }
    sheet.dry(255 - (255 - brown.in(channel)) * (0.6 + 0.7 * strength));
}

void draw_margin_note(Sheet& sheet, const Hand& pen, Dice& dice) {
    const std::string_view words = pick(notes, dice);
    const double length = dice.uniform(35, 60);
    cairo_t* cairo = sheet.ink();
    cairo_save(cairo);
    switch (dice.below(4)) {
        case 0:  // upwards in the left margin
            cairo_translate(cairo, dice.uniform(1, 4), dice.uniform(110, 240));
            cairo_rotate(cairo, -90 * degree);
            break;
        case 1:  // downwards in the right margin
            cairo_translate(cairo, sheet.width_mm() - dice.uniform(1, 4), dice.uniform(60, 200));
            cairo_rotate(cairo, 90 * degree);
            break;
        case 2:  // along the top
            cairo_translate(cairo, dice.uniform(30, 120), dice.uniform(0.5, 4));
            break;
        default:  // along the bottom
            cairo_translate(cairo, dice.uniform(30, 120), sheet.height_mm() - dice.uniform(10, 14));
            break;
    }
    write_line(sheet, words, {0, 0, length, 9}, pen, dice);
    cairo_restore(cairo);
    sheet.dry(pen.ink_grey);
}

Damaged draw_note_between(Sheet& sheet, const DamagedPage& page, const Hand& pen, Dice& dice) {
    const form::Zone* zone = pick_zone(page.form.zones_on(page.page), dice);
    if (zone == nullptr) {
        return {};
    }
    const std::string_view words = pick(notes, dice);
    const double height = dice.uniform(5, 8);
    const bool is_behind = zone->box.x + zone->box.width < 160 && dice.chance(0.4);
    BoxMm box{zone->box.x + dice.uniform(0, 10), zone->box.y - height * dice.uniform(0.7, 1.0),
              dice.uniform(28, 50), height};
    if (is_behind) {
        box.x = zone->box.x + zone->box.width + dice.uniform(0, 3);
        box.y = zone->box.y + dice.normal(1);
    } else if (dice.chance(0.4)) {
        box.y = zone->box.y + zone->box.height - height * dice.uniform(0, 0.2);
    }
    write_line(sheet, words, box, pen, dice);
    sheet.dry(pen.ink_grey);
    Damaged damaged;
    for (const form::Zone* each : page.form.zones_on(page.page)) {
        if (overlap(each->box, box)) {
            damaged[each->field] = "a note touches it";
        }
    }
    return damaged;
}

void draw_bleed_through(Sheet& sheet, const paper::Raster& back, Dice& dice) {
    const double strength = dice.uniform(0.06, 0.3);
    const int shift_x = dice.below(30), shift_y = dice.below(30);
    paper::Raster& front = sheet.raster();
    for (int y = 0; y < front.height; ++y) {
        const int from_y = std::min(y + shift_y, back.height - 1);
        for (int x = 0; x < front.width; ++x) {
            const int from_x = std::clamp(back.width - 1 - x + shift_x, 1, back.width - 2);
            const std::uint8_t* from = &back.pixels[static_cast<std::size_t>(from_y) *
                                                        static_cast<std::size_t>(back.width) +
                                                    static_cast<std::size_t>(from_x)];
            const double soft = (from[-1] + from[0] + from[1]) / 3.0;
            std::uint8_t& to =
                front.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(front.width) +
                             static_cast<std::size_t>(x)];
            to = static_cast<std::uint8_t>(to * (1 - strength * (1 - soft / 255)));
        }
    }
}

}  // namespace indgang::forge
