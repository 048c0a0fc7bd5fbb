// SPDX-License-Identifier: MPL-2.0
#include "tests/forge/sheet/table_writing.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace indgang::forge {
namespace {

/// Through all points, from hand to hand a little off.
void draw_through(const Sheet& sheet, const std::vector<PointMm>& points, double pen_mm,
                  Dice& dice) {
    constexpr double tremble_mm = 0.25;
    cairo_t* cairo = sheet.ink();
    cairo_new_path(cairo);
    for (const PointMm& point : points) {
        cairo_line_to(cairo, point.x + dice.normal(tremble_mm), point.y + dice.normal(tremble_mm));
    }
    cairo_set_line_width(cairo, pen_mm);
    cairo_stroke(cairo);
}

std::vector<PointMm> straight(const PointMm& from, const PointMm& to) {
    constexpr int pieces = 12;
    std::vector<PointMm> points;
    for (int i = 0; i <= pieces; ++i) {
        const double t = static_cast<double>(i) / pieces;
        points.push_back({from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t});
    }
    return points;
}

/// One stroke, two, a zigzag or a large X.
void strike_out(const Sheet& sheet, const BoxMm& row, const Hand& hand, Dice& dice) {
    const double pen = std::max(0.3, hand.pen_mm + 0.2);
    const double left = row.x + dice.uniform(-2, 6);
    const double right = row.x + row.width - dice.uniform(-2, 12);
    const double top = row.y + dice.uniform(0, 1.5);
    const double bottom = row.y + row.height - dice.uniform(0, 1.5);
    const double middle = row.y + row.height * dice.uniform(0.4, 0.6);
    switch (dice.below(4)) {
        case 0:
            draw_through(sheet, straight({left, middle}, {right, middle}), pen, dice);
            return;
        case 1:
            draw_through(sheet, straight({left, middle - 0.8}, {right, middle - 0.6}), pen, dice);
            draw_through(sheet, straight({left, middle + 0.8}, {right, middle + 0.9}), pen, dice);
            return;
        case 2: {
            std::vector<PointMm> points;
            double x = left;
            for (bool is_up = false; x < right; is_up = !is_up) {
                points.push_back({x, is_up ? top : bottom});
                x += dice.uniform(3, 6);
            }
            draw_through(sheet, points, pen, dice);
            return;
        }
        default:
            draw_through(sheet, straight({left, top}, {right, bottom}), pen, dice);
            draw_through(sheet, straight({left, bottom}, {right, top}), pen, dice);
            return;
    }
}

/// Specks of 0.1 to 0.5 mm, and now and then a hair.
void make_dirty(const Sheet& sheet, const BoxMm& row, Dice& dice) {
    constexpr double hairs = 0.25;
    cairo_t* cairo = sheet.ink();
    const auto point = [&] {
        return PointMm{row.x + dice.uniform(2, row.width - 2),
                       row.y + dice.uniform(1, row.height - 1)};
    };
    for (int specks = 1 + dice.below(4); specks > 0; --specks) {
        const PointMm at = point();
        cairo_new_path(cairo);
        cairo_arc(cairo, at.x, at.y, dice.uniform(0.05, 0.25), 0, 7);
        cairo_fill(cairo);
    }
    if (dice.chance(hairs)) {
        const PointMm from = point();
        constexpr double hair_mm = 0.12;
        draw_through(sheet,
                     {from,
                      {from.x + dice.uniform(-2, 2), from.y + dice.uniform(-1, 1)},
                      {from.x + dice.uniform(-4, 4), from.y + dice.uniform(-2, 2)}},
                     hair_mm, dice);
    }
}

/// As small as the space asks for.
void write_below(const Sheet& sheet, const BoxMm& last_row, int lines, const Hand& hand,
                 Dice& dice) {
    constexpr std::array<std::string_view, 5> words = {
        "6503124567 Bo Lund", "Karen Holm", "1200 kr. legat", "6101551234 Mette Kjær 01022020",
        "Se også bilag"};
    for (int line = 0; line < lines; ++line) {
        const double height = dice.uniform(5.0, 6.5);
        const BoxMm box{last_row.x + dice.uniform(0, 25),
                        last_row.y + last_row.height + 0.6 + line * height, 90, height};
        write_line(sheet, words[static_cast<std::size_t>(dice.below(words.size()))], box, hand,
                   dice);
    }
}

}  // namespace

BoxMm row_box(const form::FormDefinition& form, const std::string& table, int row) {
    BoxMm box{0, 0, -1, 0};
    for (const form::Zone& zone : form.zones) {
        const form::Field* field = form.field(zone.field);
        if (field->table != table || field->row != row) {
            continue;
        }
        if (box.width < 0) {
            box = zone.box;
        }
        const double right = std::max(box.x + box.width, zone.box.x + zone.box.width);
        const double bottom = std::max(box.y + box.height, zone.box.y + zone.box.height);
        box.x = std::min(box.x, zone.box.x);
        box.y = std::min(box.y, zone.box.y);
        box.width = right - box.x;
        box.height = bottom - box.y;
    }
    return box;
}

void draw_mischief(const Sheet& sheet, const form::FormDefinition& form,
                   const TableMischief& mischief, const Hand& hand, Dice& dice) {
    for (const int row : mischief.struck_out) {
        strike_out(sheet, row_box(form, mischief.table, row), hand, dice);
    }
    for (const int row : mischief.dirty) {
        make_dirty(sheet, row_box(form, mischief.table, row), dice);
    }
    if (mischief.below > 0) {
        const form::Table* table = form.table(mischief.table);
        write_below(sheet, row_box(form, mischief.table, table->rows), mischief.below, hand, dice);
    }
}

}  // namespace indgang::forge
