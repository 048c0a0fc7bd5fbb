// SPDX-License-Identifier: MPL-2.0
#include "tests/forge/sheet/corrections.h"

#include <algorithm>
#include <array>
#include <vector>

#include "tests/forge/hand/pen_stroke.h"

namespace indgang::forge {
namespace {

constexpr double page_right_mm = 206;  // nobody writes beyond it

BoxMm cell_box(const BoxMm& box, int cells, std::size_t at) {
    const double width = box.width / cells;
    return {box.x + width * static_cast<double>(at), box.y, width, box.height};
}

bool is_digit(const std::string& character) {
    return character.size() == 1 && character[0] >= '0' && character[0] <= '9';
}

std::string other_than(const std::string& character, Dice& dice) {
    constexpr std::string_view letters = "ABDEFGHIJKLMNOPRSTUV";
    while (true) {
        const char c =
            is_digit(character)
                ? static_cast<char>('0' + dice.below(10))
                : letters[static_cast<std::size_t>(dice.below(static_cast<int>(letters.size())))];
        if (character != std::string(1, c)) {
            return {c};
        }
    }
}

std::vector<std::size_t> filled_places(const std::vector<std::string>& text) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != " ") {
            places.push_back(i);
        }
    }
    return places;
}

/// A bar, rising or falling, or a slash through most of a cell.
void strike_through(const Sheet& sheet, const BoxMm& cell, const Hand& hand, double shift,
                    bool is_slash, Dice& dice) {
    const double pen = stroke_pen_mm(hand, dice);
    const auto at = [&](double u, double v) {
        return PointMm{cell.x + cell.width * (u + dice.normal(0.04)),
                       cell.y + cell.height * (v + shift + dice.normal(0.03))};
    };
    if (is_slash) {
        draw_bar(sheet, at(0.12, 0.88), at(0.9, 0.14), pen, dice);
    } else {
        const double tilt = dice.uniform(-0.12, 0.12);
        draw_bar(sheet, at(0.02, 0.5 + tilt), at(0.98, 0.5 - tilt), pen, dice);
    }
}

/// The right character above, below or beside a cell.
std::string write_new(const Sheet& sheet, const std::string& character, const BoxMm& cell,
                      const Hand& hand, Dice& dice) {
    const double size = dice.uniform(0.75, 1.0);
    switch (dice.below(4)) {
        case 0: {
            const double drop = cell.height * dice.uniform(0.85, 1.0);
            write_character(sheet, character, moved(cell, 0, drop, size), hand, dice);
            return "new below";
        }
        case 1: {
            constexpr double small = 0.6;
            write_character(sheet, character,
                            moved(cell, cell.width * dice.uniform(0.45, 0.6),
                                  cell.height * dice.uniform(-0.35, 0.05), small),
                            hand, dice);
            return "new beside";
        }
        default: {
            const double rise = cell.height * dice.uniform(0.8, 0.98);
            write_character(sheet, character, moved(cell, 0, -rise, size), hand, dice);
            return "new above";
        }
    }
}

/// A value without cells: narrower than a comb.
void write_free(const Sheet& sheet, const std::string& text, const PointMm& left_top, double pitch,
                double height, const Hand& hand, Dice& dice) {
    const int count = static_cast<int>(characters_of(text).size());
    write_comb(sheet, text, {left_top.x, left_top.y, pitch * count, height}, count, hand, dice);
}

void draw_comma(const Sheet& sheet, double x, double base, double length, const Hand& hand,
                Dice& dice) {
    const double pen = stroke_pen_mm(hand, dice);
    const double lean = length * dice.uniform(0.15, 0.5);
    draw_bar(sheet, {x + lean / 2, base - length * 0.3}, {x - lean / 2, base + length * 0.7}, pen,
             dice);
}

/// Digits of the kroner, and of the øre if there are any.
struct Parts {
    std::string kroner;
    std::string oere;
};

Parts parts_of(const std::string& canonical) {
    const std::size_t dot = canonical.find('.');
    const std::size_t first = canonical[0] == '-' ? 1 : 0;
    if (dot == std::string::npos) {
        return {canonical.substr(first), "00"};
    }
    return {canonical.substr(first, dot - first), canonical.substr(dot + 1)};
}

/// Digits cell by cell from `at` on.
void write_digits(const Sheet& sheet, const std::string& digits, std::size_t at, const BoxMm& box,
                  int cells, const Hand& hand, Dice& dice) {
    for (std::size_t i = 0; i < digits.size(); ++i) {
        write_character(sheet, digits.substr(i, 1), cell_box(box, cells, at + i), hand, dice);
    }
}

std::string write_comma(const Sheet& sheet, const Parts& parts, const BoxMm& box, int cells,
                        const Hand& hand, Dice& dice) {
    const double width = box.width / cells;
    const std::size_t kroner = parts.kroner.size(), oere = parts.oere.size();
    const bool has_own_cell =
        kroner + oere + 1 <= static_cast<std::size_t>(cells) && dice.chance(0.35);
    const std::size_t needed = kroner + oere + (has_own_cell ? 1 : 0);
    const std::size_t room = static_cast<std::size_t>(cells) - needed;
    const std::size_t first = dice.chance(0.5) ? room : 0;
    write_digits(sheet, parts.kroner, first, box, cells, hand, dice);
    write_digits(sheet, parts.oere, first + kroner + (has_own_cell ? 1 : 0), box, cells, hand,
                 dice);
    const double x = box.x +
                     width * (static_cast<double>(first + kroner) + (has_own_cell ? 0.5 : 0)) +
                     dice.normal(0.25);
    constexpr std::array<std::pair<double, const char*>, 3> lengths = {
        {{0.7, "small"}, {1.5, "usual"}, {3.0, "long"}}};
    const auto& [length, word] = lengths[static_cast<std::size_t>(dice.below(3))];
    draw_comma(sheet, x, box.y + box.height * dice.uniform(0.78, 0.92), length, hand, dice);
    return std::string(word) +
           (has_own_cell ? " comma in a cell of its own" : " comma on the line");
}

std::string write_thousands(const Sheet& sheet, const Parts& parts, const BoxMm& box, int cells,
                            const Hand& hand, Dice& dice) {
    const double width = box.width / cells;
    const std::size_t count = parts.kroner.size(), before = count - 3;
    const bool has_own_cell = count + 1 <= static_cast<std::size_t>(cells) && dice.chance(0.35);
    const std::size_t room = static_cast<std::size_t>(cells) - count - (has_own_cell ? 1 : 0);
    const std::size_t first = dice.chance(0.5) ? room : 0;
    write_digits(sheet, parts.kroner.substr(0, before), first, box, cells, hand, dice);
    write_digits(sheet, parts.kroner.substr(before), first + before + (has_own_cell ? 1 : 0), box,
                 cells, hand, dice);
    const double x = box.x +
                     width * (static_cast<double>(first + before) + (has_own_cell ? 0.5 : 0)) +
                     dice.normal(0.2);
    const double y = box.y + box.height * dice.uniform(0.72, 0.88);
    const double size = dice.uniform(0.2, 0.7);
    draw_bar(sheet, {x, y}, {x + size * 0.4, y + size * 0.5}, stroke_pen_mm(hand, dice) * 1.3,
             dice);
    return has_own_cell ? "dot of thousands in a cell of its own" : "dot of thousands on the line";
}

std::string write_dash_end(const Sheet& sheet, const Parts& parts, const BoxMm& box, int cells,
                           const Hand& hand, Dice& dice) {
    const double width = box.width / cells;
    const std::size_t count = parts.kroner.size();
    const bool is_outside = dice.chance(0.25);  // behind the comb
    const std::size_t room = static_cast<std::size_t>(cells) - count;
    const std::size_t first = is_outside ? room : dice.chance(0.4) ? room - 1 : 0;
    write_digits(sheet, parts.kroner, first, box, cells, hand, dice);
    const double x = box.x + width * static_cast<double>(first + count) + dice.normal(0.2);
    draw_comma(sheet, x, box.y + box.height * 0.85, dice.uniform(0.8, 2.0), hand, dice);
    const double y = box.y + box.height * dice.uniform(0.45, 0.65);
    const double from = x + width * dice.uniform(0.15, 0.3);
    draw_bar(sheet, {from, y}, {from + width * dice.uniform(0.5, 1.1), y + dice.normal(0.2)},
             stroke_pen_mm(hand, dice), dice);
    return is_outside ? ",- behind the comb" : ",- in the cells";
}

std::string write_kr(const Sheet& sheet, const Parts& parts, const BoxMm& box, int cells,
                     const Hand& hand, Dice& dice) {
    const double width = box.width / cells;
    const std::size_t count = parts.kroner.size();
    const std::size_t room = static_cast<std::size_t>(cells) - count;
    const bool is_outside = room < 2 || dice.chance(0.4);
    const std::size_t first = is_outside ? room : dice.chance(0.3) ? room - 2 : 0;
    write_digits(sheet, parts.kroner, first, box, cells, hand, dice);
    const double x = box.x + width * static_cast<double>(first + count);
    Hand loose = hand;
    loose.height_share = 0.5;
    write_line(sheet, dice.chance(0.5) ? "kr" : "kr.",
               {x + dice.uniform(0.0, 1.0), box.y, width * 2.4, box.height}, loose, dice);
    return is_outside ? "kr behind the comb" : "kr in the cells";
}

std::string write_minus(const Sheet& sheet, const Parts& parts, const BoxMm& box, int cells,
                        const Hand& hand, Dice& dice) {
    const double width = box.width / cells;
    const std::size_t room = static_cast<std::size_t>(cells) - parts.kroner.size();
    const bool is_outside = dice.chance(0.35);
    const std::size_t first = is_outside ? 0 : dice.chance(0.5) ? room : 1;
    write_digits(sheet, parts.kroner, first, box, cells, hand, dice);
    const double left = box.x + width * (static_cast<double>(first) - 1);
    const double y = box.y + box.height * dice.uniform(0.42, 0.6);
    draw_bar(sheet, {left + width * dice.uniform(0.15, 0.3), y},
             {left + width * dice.uniform(0.7, 0.9), y + dice.normal(0.15)},
             stroke_pen_mm(hand, dice), dice);
    return is_outside ? "minus before the comb" : "minus in a cell";
}

}  // namespace

std::string write_mended(const Sheet& sheet, std::string_view text, const BoxMm& box, int cells,
                         const Hand& hand, Mend mend, Dice& dice) {
    const std::vector<std::string> right = characters_of(text);
    const std::vector<std::size_t> places = filled_places(right);
    const std::size_t at =
        places[static_cast<std::size_t>(dice.below(static_cast<int>(places.size())))];
    std::string wrong;
    for (std::size_t i = 0; i < right.size(); ++i) {
        wrong += i == at ? other_than(right[i], dice) : right[i];
    }
    write_comb(sheet, wrong, box, cells, hand, dice);
    const BoxMm cell = cell_box(box, cells, at);
    const std::string place = "character " + std::to_string(at + 1);
    const bool is_slash = dice.chance(0.5);
    switch (mend) {
        case Mend::overwritten:
            write_character(sheet, right[at], cell, hand, dice);
            return place + " written over another";
        case Mend::scratched:
            draw_scribble(sheet, moved(cell, 0, 0, 0.8), stroke_pen_mm(hand, dice), dice);
            break;
        case Mend::struck_twice:
            strike_through(sheet, cell, hand, -0.09, is_slash, dice);
            strike_through(sheet, cell, hand, 0.09, is_slash, dice);
            break;
        case Mend::struck_once:
            strike_through(sheet, cell, hand, 0, is_slash, dice);
            break;
    }
    const char* what = mend == Mend::scratched ? " scratched out, "
                       : is_slash              ? " struck by slash, "
                                               : " struck by bar, ";
    return place + what + write_new(sheet, right[at], cell, hand, dice);
}

std::string write_value_struck(const Sheet& sheet, std::string_view text, const BoxMm& box,
                               int cells, const Hand& hand, Dice& dice) {
    const std::vector<std::string> right = characters_of(text);
    const std::vector<std::size_t> places = filled_places(right);
    std::string wrong, meant;
    for (const std::string& character : right) {
        wrong += character == " " ? character : other_than(character, dice);
    }
    for (std::size_t i = places.front(); i <= places.back(); ++i) {
        meant += right[i];
    }
    write_comb(sheet, wrong, box, cells, hand, dice);
    const double width = box.width / cells;
    const double left = box.x + width * static_cast<double>(places.front());
    const double end = box.x + width * static_cast<double>(places.back() + 1);
    for (int bars = 1 + dice.below(2); bars > 0; --bars) {
        const double y = box.y + box.height * dice.uniform(0.35, 0.65);
        draw_bar(sheet, {left - 0.5, y}, {end + 0.5, y + dice.normal(0.6)},
                 stroke_pen_mm(hand, dice), dice);
    }
    const double pitch = width * dice.uniform(0.6, 0.8);
    const double needed = pitch * static_cast<double>(characters_of(meant).size());
    const double height = box.height * 0.85;
    const int wish = dice.below(3);
    constexpr double gap_mm = 2, margin_mm = 1.5;
    if (wish == 1 && box.x + box.width + gap_mm + needed < page_right_mm) {
        write_free(sheet, meant, {box.x + box.width + gap_mm, box.y}, pitch, height, hand, dice);
        return "value struck, new to the right";
    }
    if (wish == 2 && needed < box.x - 2 * margin_mm) {
        write_free(sheet, meant, {margin_mm, box.y}, pitch, height, hand, dice);
        return "value struck, new in the margin";
    }
    write_free(sheet, meant, {left, box.y - box.height * dice.uniform(0.75, 0.95)}, pitch, height,
               hand, dice);
    return "value struck, new above";
}

std::string amount_for(AmountHabit habit, int cells, Dice& dice) {
    // The comma and two digits of øre, or what stands behind the number, take three cells.
    const int most = habit == AmountHabit::thousands ? cells - 1 : cells - 2;
    const int least = habit == AmountHabit::thousands ? 4 : 2;
    const int digits = least + dice.below(std::clamp(most - least + 1, 1, 4));
    std::string amount(1, static_cast<char>('1' + dice.below(9)));
    while (static_cast<int>(amount.size()) < digits) {
        amount += static_cast<char>('0' + dice.below(10));
    }
    if (habit == AmountHabit::minus) {
        return "-" + amount;
    }
    constexpr double oere_share = 0.3;
    if (habit == AmountHabit::comma && dice.chance(oere_share)) {
        return amount + "." + std::to_string(10 + dice.below(90));
    }
    return amount;
}

std::string write_amount(const Sheet& sheet, const std::string& canonical, const BoxMm& box,
                         int cells, const Hand& hand, AmountHabit habit, Dice& dice) {
    const Parts parts = parts_of(canonical);
    switch (habit) {
        case AmountHabit::comma:
            return write_comma(sheet, parts, box, cells, hand, dice);
        case AmountHabit::thousands:
            return write_thousands(sheet, parts, box, cells, hand, dice);
        case AmountHabit::dash_end:
            return write_dash_end(sheet, parts, box, cells, hand, dice);
        case AmountHabit::kr:
            return write_kr(sheet, parts, box, cells, hand, dice);
        case AmountHabit::minus:
            return write_minus(sheet, parts, box, cells, hand, dice);
    }
    return {};
}

}  // namespace indgang::forge
