// SPDX-License-Identifier: MPL-2.0
// How a filling gets onto a page.
#include "tests/forge/sheet/filling.h"

#include <algorithm>
#include <stdexcept>

#include "ocr/comb/letter_reader.h"
#include "schemas/form/paper.h"

namespace indgang::forge {
namespace {

Value value_of(const form::Field& field, const std::string& canonical) {
    const std::optional<Value> value = parse_canonical(field.kind, canonical);
    if (!value.has_value() || value->canonical() != canonical) {
        throw std::runtime_error("not a canonical " + std::string(name_of(field.kind)) + " for " +
                                 field.id);
    }
    return *value;
}

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

void check_filling(const form::FormDefinition& form, const Filling& filling) {
    for (const auto& [id, canonical] : filling) {
        const form::Field* field = form.field(id);
        if (field == nullptr) {
            throw std::runtime_error("form " + form.key.form + " has no field " + id);
        }
        const Value value = value_of(*field, canonical);
        const bool is_choice =
            std::any_of(field->choices.begin(), field->choices.end(),
                        [&](const form::Choice& choice) { return choice.key == canonical; });
        if (field->kind == ValueKind::choice && !is_choice) {
            throw std::runtime_error("no such choice for " + id);
        }
        if (field->capture == form::Capture::comb && characters(written(*field, canonical)).size() >
                                                         static_cast<std::size_t>(field->cells)) {
            throw std::runtime_error("too long for the comb of " + id);
        }
    }
}

std::string written(const form::Field& field, const std::string& canonical) {
    const Value value = value_of(field, canonical);
    if (field.capture != form::Capture::comb) {
        return value.danish();
    }
    if (const Date* date = value.date()) {
        const std::string iso = date->iso();  // YYYY-MM-DD
        return iso.substr(8, 2) + iso.substr(5, 2) + iso.substr(0, 4);
    }
    return ocr::is_of_letters(field.kind) ? capitals(canonical) : canonical;
}

std::string capitals(std::string_view text) {
    std::string result;
    for (const std::string& character : characters(text)) {
        if (character.size() == 1) {
            const char c = character[0];
            result += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        } else if (character == "é" || character == "É") {
            result += 'E';
        } else if (character == "æ" || character == "ø" || character == "å") {
            constexpr int to_capital = 0x20;  // of the second byte
            result += {character[0], static_cast<char>(character[1] - to_capital)};
        } else {
            result += character;
        }
    }
    return result;
}

void write_field(const Sheet& sheet, const form::FormDefinition& form, const form::Zone& zone,
                 const std::string& canonical, const Hand& hand, Side amounts, Dice& dice) {
    const form::Field& field = *form.field(zone.field);
    switch (zone.capture) {
        case form::Capture::comb: {
            std::string text = written(field, canonical);
            const auto cells = static_cast<std::size_t>(zone.cells);
            const std::size_t length = characters(text).size();
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
            if (*value_of(field, canonical).yes_no()) {
                draw_signature(sheet, zone.box, hand, dice);
            }
            break;
    }
}

Sheet fill_page(const form::FormDefinition& form, int page, double dpi, const Filling& filling,
                const Hand& hand, Dice& dice, const std::string& set) {
    Sheet sheet(form::render_page(form, page, dpi, set));
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
