// SPDX-License-Identifier: MPL-2.0
#include "tests/forge/sheet/mark_habits.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/forge/hand/pen_stroke.h"

namespace indgang::forge {
namespace {

/// The printed words right of a box; as wide as three boxes where none are found.
BoxMm words_of(const form::FormDefinition& form, const form::Zone& zone) {
    const BoxMm& box = zone.box;
    constexpr double nearest_mm = 0.3, farthest_mm = 4;
    for (const form::Print& print : form.pages[static_cast<std::size_t>(zone.page - 1)].prints) {
        const double gap = print.box.x - (box.x + box.width);
        const double middle = print.box.y + print.box.height / 2;
        if (print.role == form::Print::Role::label && gap > nearest_mm && gap < farthest_mm &&
            middle > box.y && middle < box.y + box.height) {
            return print.box;
        }
    }
    return {box.x + box.width + 1, box.y, box.width * 3, box.height};
}

std::string draw_beside(const Sheet& sheet, const BoxMm& box, const Hand& hand, Dice& dice) {
    const MarkShape shape = dice.chance(0.6) ? MarkShape::cross : MarkShape::tick;
    const std::string name = shape == MarkShape::cross ? "cross" : "tick";
    switch (dice.below(4)) {
        case 0: {
            const double away = box.height * dice.uniform(1.0, 1.2);
            draw_mark(sheet, moved(box, 0, dice.chance(0.5) ? away : -away), shape, hand, dice);
            return name + " above or below the box";
        }
        case 1:
            draw_mark(sheet, moved(box, box.width * dice.uniform(1.0, 1.3), 0), shape, hand, dice);
            return name + " right of the box";
        default:
            draw_mark(sheet, moved(box, -box.width * dice.uniform(1.02, 1.3), dice.normal(0.4)),
                      shape, hand, dice);
            return name + " left of the box";
    }
}

void underline(const Sheet& sheet, const BoxMm& words, const Hand& hand, Dice& dice) {
    const double y = words.y + words.height + dice.uniform(-0.4, 0.6);
    for (int lines = dice.chance(0.2) ? 2 : 1; lines > 0; --lines) {
        draw_bar(sheet, {words.x + dice.normal(0.5), y + lines * 0.6},
                 {words.x + words.width - 1 + dice.normal(0.8), y + lines * 0.6 + dice.normal(0.4)},
                 stroke_pen_mm(hand, dice), dice);
    }
}

void cross_out(const Sheet& sheet, const BoxMm& box, const BoxMm& words, const Hand& hand,
               Dice& dice) {
    const double left = box.x - dice.uniform(0, 1.5);
    const double right = words.x + words.width - dice.uniform(0, 1.5);
    const double middle = box.y + box.height / 2;
    const double rise = dice.chance(0.5) ? dice.uniform(0, 0.5) : dice.uniform(1, 2);
    const double pen = stroke_pen_mm(hand, dice);
    draw_bar(sheet, {left, middle + rise}, {right, middle - rise}, pen, dice);
    if (dice.chance(0.25)) {
        draw_bar(sheet, {left, middle - rise}, {right, middle + rise}, pen, dice);
    }
}

std::string draw_for(const Sheet& sheet, const form::FormDefinition& form, const form::Zone& chosen,
                     const std::vector<const form::Zone*>& others, MarkHabit habit,
                     const Hand& hand, Dice& dice) {
    switch (habit) {
        case MarkHabit::circle:
            draw_ring(sheet, chosen.box, dice.uniform(0.8, 2.2), stroke_pen_mm(hand, dice), dice);
            return "ring round the box";
        case MarkHabit::beside:
            return draw_beside(sheet, chosen.box, hand, dice);
        case MarkHabit::underline:
            underline(sheet, words_of(form, chosen), hand, dice);
            return "answer underlined";
        case MarkHabit::crossed_out:
            for (const form::Zone* other : others) {
                cross_out(sheet, other->box, words_of(form, *other), hand, dice);
            }
            return "other answers crossed out";
        case MarkHabit::scratched:
            draw_mark(sheet, chosen.box, MarkShape::cross, hand, dice);
            if (!others.empty()) {
                const BoxMm& wrong =
                    others[static_cast<std::size_t>(dice.below(static_cast<int>(others.size())))]
                        ->box;
                draw_mark(sheet, wrong, MarkShape::cross, hand, dice);
                draw_scribble(sheet, moved(wrong, 0, 0, dice.uniform(0.9, 1.3)),
                              stroke_pen_mm(hand, dice), dice);
            }
            return "another box crossed and scratched out";
        case MarkHabit::large:
            draw_mark(sheet,
                      moved(chosen.box, dice.normal(0.6), dice.normal(0.6), dice.uniform(1.7, 2.8)),
                      dice.chance(0.5) ? MarkShape::cross : MarkShape::tick, hand, dice);
            return "mark over the borders";
    }
    return {};
}

}  // namespace

std::string draw_answer(const Sheet& sheet, const form::FormDefinition& form,
                        const std::string& field, const std::string& choice, MarkHabit habit,
                        const Hand& hand, Dice& dice) {
    const form::Zone* chosen = nullptr;
    std::vector<const form::Zone*> others;
    for (const form::Zone& zone : form.zones) {
        if (zone.field == field) {
            zone.choice == choice ? void(chosen = &zone) : others.push_back(&zone);
        }
    }
    return chosen == nullptr ? std::string()
                             : draw_for(sheet, form, *chosen, others, habit, hand, dice);
}

}  // namespace indgang::forge
