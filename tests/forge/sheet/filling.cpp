// SPDX-License-Identifier: MPL-2.0
// How a filling gets onto a page.
#include "tests/forge/sheet/filling.h"

#include <algorithm>

#include "schemas/paper/paper.h"

namespace indgang::forge {
namespace {

MarkShape pick_shape(const Hand& hand, Dice& dice) {
    if (hand.is_typed) {
        return MarkShape::cross;
    }
    const double share = dice.uniform(0, 1);
    if (share < 0.62) {
        return MarkShape::cross;
    }
    if (share < 0.86) {
        return MarkShape::tick;
    }
    return share < 0.94 ? MarkShape::filled : MarkShape::line;
}

void fill_mark(const Sheet& sheet, const form::FormDefinition& form, const form::Zone& zone,
               const std::string& chosen, const Hand& hand, Dice& dice) {
    if (zone.choice == chosen) {
        draw_mark(sheet, zone.box, pick_shape(hand, dice), hand, dice);
        return;
    }
    // Somebody crosses the wrong box and strikes it out.
    constexpr double second_thoughts = 0.01;
    const auto first_other =
        std::find_if(form.zones.begin(), form.zones.end(), [&](const form::Zone& other) {
            return other.field == zone.field && other.choice != chosen;
        });
    const bool is_first_other =
        first_other != form.zones.end() && first_other->choice == zone.choice;
    if (!hand.is_typed && is_first_other && dice.chance(second_thoughts)) {
        draw_mark(sheet, zone.box, MarkShape::struck_out, hand, dice);
    }
}

}  // namespace

void write_field(const Sheet& sheet, const form::FormDefinition& form, const form::Zone& zone,
                 const std::string& canonical, const Hand& hand, Side amounts, Dice& dice) {
    const form::Field& field = *form.field(zone.field);
    switch (zone.capture) {
        case form::Capture::comb: {
            std::string text = written(field, canonical);
            const auto cells = static_cast<std::size_t>(zone.cells);
            const std::size_t length = characters_of(text).size();
            if (field.kind == ValueKind::amount && amounts == Side::right && length < cells) {
                text.insert(0, cells - length, ' ');
            }
            write_comb(sheet, text, zone.box, zone.cells, hand, dice);
            break;
        }
        case form::Capture::line:
        case form::Capture::block:
            write_line(sheet, written(field, canonical), zone.box, hand, dice);
            break;
        case form::Capture::mark:
        case form::Capture::bubble:
            fill_mark(sheet, form, zone, canonical, hand, dice);
            break;
        case form::Capture::signature:
            if (parse_canonical(field.kind, canonical) == Value::of_signature(true)) {
                draw_signature(sheet, zone.box, hand, dice);
            }
            break;
    }
}

Sheet fill_page(const form::FormDefinition& form, int page, double dpi, const Filling& filling,
                const Hand& hand, Dice& dice, const std::string& set) {
    Sheet sheet(paper::render_page(form, page, dpi, set));
    const Side amounts = dice.chance(0.5) ? Side::right : Side::left;
    for (const form::Zone* zone : form.zones_on(page)) {
        if (const auto found = filling.find(zone->field); found != filling.end()) {
            write_field(sheet, form, *zone, found->second, hand, amounts, dice);
        }
    }
    sheet.dry(hand.ink_grey);
    return sheet;
}

}  // namespace indgang::forge
