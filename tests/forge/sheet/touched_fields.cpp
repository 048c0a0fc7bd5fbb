// SPDX-License-Identifier: MPL-2.0
// Which fields a condition is done to. A field is able when its kind and its way of writing suit
// the condition; half of the able ones are touched, at least one of a page and, where a page has
// two, not all.
#include "tests/forge/sheet/touched_fields.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "tests/forge/sheet/ordinary.h"

namespace indgang::forge {

std::optional<Mend> mend_of(Condition condition) {
    switch (condition) {
        case Condition::struck_once:
            return Mend::struck_once;
        case Condition::struck_twice:
            return Mend::struck_twice;
        case Condition::scratched:
            return Mend::scratched;
        case Condition::overwritten:
            return Mend::overwritten;
        default:
            return std::nullopt;
    }
}

std::optional<AmountHabit> amount_habit_of(Condition condition) {
    switch (condition) {
        case Condition::comma:
            return AmountHabit::comma;
        case Condition::thousands:
            return AmountHabit::thousands;
        case Condition::dash_end:
            return AmountHabit::dash_end;
        case Condition::kr:
            return AmountHabit::kr;
        case Condition::minus:
            return AmountHabit::minus;
        default:
            return std::nullopt;
    }
}

std::optional<MarkHabit> mark_habit_of(Condition condition) {
    switch (condition) {
        case Condition::circle:
            return MarkHabit::circle;
        case Condition::beside:
            return MarkHabit::beside;
        case Condition::underline:
            return MarkHabit::underline;
        case Condition::crossed_out:
            return MarkHabit::crossed_out;
        case Condition::scratched:
            return MarkHabit::scratched;
        case Condition::large_writing:
            return MarkHabit::large;
        default:
            return std::nullopt;
    }
}

bool has_ink_of_its_own(Condition condition) {
    return condition == Condition::light_grey || condition == Condition::pens ||
           condition == Condition::pencil;
}

namespace {

/// How many boxes answer a field: one can not be the only one left.
int boxes_of(const form::FormDefinition& form, const std::string& field) {
    return static_cast<int>(std::count_if(form.zones.begin(), form.zones.end(),
                                          [&](const auto& zone) { return zone.field == field; }));
}

bool has_name_letters(ValueKind kind) {
    return kind == ValueKind::name || kind == ValueKind::street || kind == ValueKind::city;
}

/// Whether the condition can be done to a field like this when it is filled.
bool is_able(const form::FormDefinition& form, const form::Field& field, Condition condition) {
    constexpr int least_cells = 6;  // of an amount with something behind it
    const bool is_comb = field.capture == form::Capture::comb;
    const bool is_choice = field.capture == form::Capture::mark && boxes_of(form, field.id) > 1;
    if (amount_habit_of(condition).has_value()) {
        return is_comb && field.kind == ValueKind::amount && field.cells >= least_cells;
    }
    switch (condition) {
        case Condition::foreign_letters:
            return has_name_letters(field.kind);
        case Condition::crossed_out:
            return is_choice;
        case Condition::scratched:
            return is_comb || is_choice;
        case Condition::large_writing:
            return is_comb || is_choice || field.capture == form::Capture::line;
        default:
            break;
    }
    if (mark_habit_of(condition).has_value()) {
        return field.capture == form::Capture::mark;
    }
    if (mend_of(condition).has_value() || condition == Condition::value_struck) {
        return is_comb;
    }
    return has_ink_of_its_own(condition);
}

/// A correction in a comb of one character would leave nothing of the old value.
bool can_touch(const form::FormDefinition& form, const form::Field& field,
               const std::string& canonical, Condition condition) {
    constexpr std::size_t least_characters = 2;
    const bool is_too_short = field.capture == form::Capture::comb &&
                              !has_ink_of_its_own(condition) &&
                              characters_of(written(field, canonical)).size() < least_characters;
    return !is_too_short && is_able(form, field, condition);
}

/// One or two letters of a name become letters of other languages; empty when it has none that
/// could.
std::string with_foreign_letters(const std::string& name, Dice& dice) {
    struct Change {
        std::string_view from;
        std::string_view to;
    };
    constexpr std::array<Change, 26> changes = {
        {{"u", "ü"}, {"e", "é"}, {"o", "ö"}, {"a", "ä"}, {"n", "ñ"}, {"c", "ç"}, {"c", "ć"},
         {"l", "ł"}, {"s", "ş"}, {"d", "ð"}, {"t", "þ"}, {"i", "é"}, {"U", "Ü"}, {"E", "É"},
         {"O", "Ö"}, {"A", "Ä"}, {"N", "Ñ"}, {"C", "Ç"}, {"C", "Ć"}, {"L", "Ł"}, {"S", "Ş"},
         {"D", "Ð"}, {"T", "Þ"}, {"I", "É"}, {"å", "ä"}, {"ø", "ö"}}};
    std::vector<std::string> letters = characters_of(name);
    bool is_changed = false;
    constexpr int tries = 12;
    const int wanted = 1 + dice.below(2);
    int done = 0;
    for (int i = 0; i < tries && done < wanted; ++i) {
        std::string& letter =
            letters[static_cast<std::size_t>(dice.below(static_cast<int>(letters.size())))];
        const Change& change = changes[static_cast<std::size_t>(dice.below(changes.size()))];
        // Most tries meet a letter that the change is not for: all its changes are tried then.
        for (std::size_t k = 0; k < changes.size(); ++k) {
            const Change& each =
                k == 0 ? change
                       : changes[(static_cast<std::size_t>(&change - changes.data()) + k) %
                                 changes.size()];
            if (letter == each.from) {
                letter = each.to;
                is_changed = true;
                ++done;
                break;
            }
        }
    }
    std::string result;
    for (const std::string& letter : letters) {
        result += letter;
    }
    return is_changed ? result : std::string();
}

/// Gives the field a value that the condition can be done to; false when there is none.
bool prepare(const form::Field& field, Condition condition, std::string& canonical, Dice& dice) {
    if (const auto habit = amount_habit_of(condition)) {
        canonical = amount_for(*habit, field.cells, dice);
    } else if (condition == Condition::foreign_letters) {
        const std::string foreign = with_foreign_letters(canonical, dice);
        if (foreign.empty()) {
            return false;
        }
        canonical = foreign;
    }
    return true;
}

void choose_touched(const form::FormDefinition& form, int page, OrdinaryMail& mail, Dice& dice) {
    std::vector<const form::Field*> able;
    for (const form::Zone* zone : form.zones_on(page)) {
        const form::Field* field = form.field(zone->field);
        const auto value = mail.filling.find(zone->field);
        if (value != mail.filling.end() &&
            std::find(able.begin(), able.end(), field) == able.end() &&
            can_touch(form, *field, value->second, mail.condition)) {
            able.push_back(field);
        }
    }
    if (able.empty()) {
        return;
    }
    constexpr double share = 0.5;
    const int always = dice.below(static_cast<int>(able.size()));
    const int never = dice.below(static_cast<int>(able.size()));
    for (int i = 0; i < static_cast<int>(able.size()); ++i) {
        const form::Field& field = *able[static_cast<std::size_t>(i)];
        const bool is_touched = i == always || (i != never && dice.chance(share));
        if (is_touched && prepare(field, mail.condition, mail.filling[field.id], dice)) {
            mail.touched.insert(field.id);
        }
    }
}

}  // namespace

bool suits(const form::FormDefinition& form, Condition condition) {
    return trait_of(condition).reach == ConditionTrait::Reach::page ||
           condition == Condition::fold || condition == Condition::stamp ||
           std::any_of(form.fields.begin(), form.fields.end(),
                       [&](const form::Field& field) { return is_able(form, field, condition); });
}

OrdinaryMail ordinary_mail(const form::FormDefinition& form, Condition condition,
                           const Filling& filling, const Hand& print, const Hand& pen, Dice& dice) {
    OrdinaryMail mail{condition, filling, {}, print, pen};
    if (trait_of(condition).reach == ConditionTrait::Reach::fields) {
        for (int page = 1; page <= static_cast<int>(form.pages.size()); ++page) {
            choose_touched(form, page, mail, dice);
        }
    }
    constexpr double unsigned_share = 0.6;
    if (condition == Condition::fold && dice.chance(unsigned_share)) {
        std::erase_if(mail.filling, [&](const auto& answer) {
            return form.field(answer.first)->kind == ValueKind::signature;
        });
    }
    return mail;
}

}  // namespace indgang::forge
