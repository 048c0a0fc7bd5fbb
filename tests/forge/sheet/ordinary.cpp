// SPDX-License-Identifier: MPL-2.0
// Fields that nothing is done to are written first and dry in the pen's usual ink; then the touched
// ones in the ink of the condition; then what happens to the paper. A page in colour is drawn three
// times with the same dice, once for each colour, so that everything here works on grey pictures.
#include "tests/forge/sheet/ordinary.h"

#include <algorithm>
#include <array>
#include <optional>

#include "tests/forge/hand/pen_stroke.h"
#include "tests/forge/scan/ordinary_scan.h"
#include "tests/forge/sheet/corrections.h"
#include "tests/forge/sheet/mark_habits.h"

namespace indgang::forge {
namespace {

constexpr double dpi = 300;

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

/// How many boxes answer a field: one can not be the only one left.
int boxes_of(const form::FormDefinition& form, const std::string& field) {
    return static_cast<int>(std::count_if(form.zones.begin(), form.zones.end(),
                                          [&](const auto& zone) { return zone.field == field; }));
}

bool has_name_letters(ValueKind kind) {
    return kind == ValueKind::name || kind == ValueKind::street || kind == ValueKind::city;
}

/// Whether the condition can be done to a filled field.
bool can_touch(const form::FormDefinition& form, const form::Field& field,
               const std::string& canonical, Condition condition) {
    constexpr int least_cells = 6;  // of an amount with something behind it
    constexpr std::size_t least_characters = 2;
    const bool is_comb = field.capture == form::Capture::comb;
    const bool is_mark = field.capture == form::Capture::mark;
    if (amount_habit_of(condition).has_value()) {
        return is_comb && field.kind == ValueKind::amount && field.cells >= least_cells;
    }
    if (condition == Condition::foreign_letters) {
        return has_name_letters(field.kind);
    }
    const bool is_long =
        is_comb && characters(written(field, canonical)).size() >= least_characters;
    if (condition == Condition::crossed_out) {
        return is_mark && boxes_of(form, field.id) > 1;
    }
    if (condition == Condition::scratched || condition == Condition::large_writing) {
        return is_long || (is_mark && boxes_of(form, field.id) > 1) ||
               (condition == Condition::large_writing && field.capture == form::Capture::line);
    }
    if (mark_habit_of(condition).has_value()) {
        return is_mark;
    }
    if (mend_of(condition).has_value() || condition == Condition::value_struck) {
        return is_long;
    }
    return has_ink_of_its_own(condition);
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
    std::vector<std::string> letters = characters(name);
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

/// What ink and paper of a page are like.
struct Material {
    Colour ink;
    std::string ink_name;
    double grain = 0;
    Colour paper = {255, 255, 255};
    bool is_in_colour = false;  ///< the scan
};

Colour grey_of(double grey) {
    return {grey, grey, grey};
}

struct Named {
    std::string_view name;
    Colour colour;
};

Material choose_material(const OrdinaryMail& mail, Grade grade, Dice& dice) {
    constexpr std::array<Named, 8> pens = {{{"blue pen", {35, 60, 160}},
                                            {"black pen", {25, 25, 30}},
                                            {"red pen", {200, 35, 45}},
                                            {"green pen", {25, 125, 65}},
                                            {"turquoise pen", {0, 150, 175}},
                                            {"violet pen", {115, 50, 155}},
                                            {"orange pen", {240, 125, 30}},
                                            {"grey pencil", {125, 125, 130}}}};
    constexpr std::array<Colour, 5> papers = {
        {{200, 200, 200}, {252, 243, 160}, {185, 210, 238}, {207, 205, 196}, {215, 208, 190}}};
    Material material;
    material.ink = grey_of(mail.pen.ink_grey);
    const bool may_be_colour = grade == Grade::photo || grade == Grade::office_grey;
    switch (mail.condition) {
        case Condition::light_grey: {
            constexpr double least_contrast = 20;
            const double paper = dice.uniform(180, 255);
            const double ink = dice.uniform(60, std::min(235.0, paper - least_contrast));
            material.paper = grey_of(paper);
            material.ink = grey_of(ink * 255 / paper);
            material.ink_name = "ink of grey " + std::to_string(static_cast<int>(ink)) +
                                " on paper of " + std::to_string(static_cast<int>(paper));
            break;
        }
        case Condition::pens: {
            const Named& pen = pens[static_cast<std::size_t>(dice.below(pens.size()))];
            material.is_in_colour = may_be_colour && (grade == Grade::photo || dice.chance(0.5));
            material.ink = pen.colour;
            material.ink_name =
                std::string(pen.name) + (material.is_in_colour ? ", in colour" : ", in grey");
            break;
        }
        case Condition::pencil:
            material.ink = grey_of(dice.uniform(70, 165));
            material.grain = dice.uniform(0.35, 0.85);
            material.ink_name = "pencil";
            break;
        case Condition::paper_colours:
            material.paper = papers[static_cast<std::size_t>(dice.below(papers.size()))];
            material.is_in_colour = may_be_colour;
            break;
        case Condition::coffee:
        case Condition::stamp:
            material.is_in_colour = grade == Grade::photo;
            break;
        default:
            break;
    }
    return material;
}

/// One page in one channel.
class PageDrawing {
  public:
    PageDrawing(const form::FormDefinition& form, int page, const OrdinaryMail& mail,
                const Material& material, Channel channel, const std::string& set, Dice& dice)
        : form_(form),
          page_(page),
          mail_(mail),
          material_(material),
          channel_(channel),
          dice_(dice),
          amounts_(dice.chance(0.5) ? Side::right : Side::left),
          sheet_(form::render_page(form, page, dpi, set)) {}

    form::Raster draw() {
        if (mail_.condition == Condition::bleed_through) {
            const int back = page_ % static_cast<int>(form_.pages.size()) + 1;
            draw_bleed_through(
                sheet_, fill_page(form_, back, dpi, mail_.filling, mail_.pen, dice_).raster(),
                dice_);
        }
        write_fields(false);
        sheet_.dry(mail_.pen.ink_grey);
        write_fields(true);
        sheet_.roughen(material_.grain, dice_);
        sheet_.dry(material_.ink.in(channel_));
        damage();
        sheet_.darken(material_.paper.in(channel_) / 255);
        return std::move(sheet_.raster());
    }
    [[nodiscard]] Damaged take_damaged() { return std::move(damaged_); }

  private:
    const Hand& hand_for(const form::Zone& zone) const {
        const bool is_line =
            zone.capture == form::Capture::line || zone.capture == form::Capture::block;
        return is_line ? mail_.print : mail_.pen;
    }

    void write_fields(bool are_touched) {
        for (const form::Zone* zone : form_.zones_on(page_)) {
            const auto value = mail_.filling.find(zone->field);
            if (value == mail_.filling.end() ||
                mail_.touched.contains(zone->field) != are_touched) {
                continue;
            }
            if (!are_touched || has_ink_of_its_own(mail_.condition)) {
                write_field(sheet_, form_, *zone, value->second, hand_for(*zone), amounts_, dice_);
                if (are_touched) {
                    damaged_[zone->field] = material_.ink_name;
                }
            } else if (!damaged_.contains(zone->field)) {  // of several boxes the first
                damaged_[zone->field] = write_touched(*zone, value->second);
            }
        }
    }

    std::string write_touched(const form::Zone& zone, const std::string& canonical) {
        const form::Field& field = *form_.field(zone.field);
        const Hand& pen = mail_.pen;
        if (field.capture == form::Capture::mark) {
            return draw_answer(sheet_, form_, field.id, canonical, *mark_habit_of(mail_.condition),
                               pen, dice_);
        }
        if (const auto habit = amount_habit_of(mail_.condition)) {
            return write_amount(sheet_, canonical, zone.box, zone.cells, pen, *habit, dice_);
        }
        if (mail_.condition == Condition::foreign_letters) {
            // `written` would make an E of an É.
            field.capture == form::Capture::comb
                ? write_comb(sheet_, canonical, zone.box, zone.cells, pen, dice_)
                : write_line(sheet_, canonical, zone.box, mail_.print, dice_);
            return "letters of other languages";
        }
        if (mail_.condition == Condition::large_writing) {
            return write_large(zone, written(field, canonical));
        }
        std::string text = written(field, canonical);
        const std::size_t length = characters(text).size();
        if (field.kind == ValueKind::amount && amounts_ == Side::right &&
            length < static_cast<std::size_t>(zone.cells)) {
            text.insert(0, static_cast<std::size_t>(zone.cells) - length, ' ');
        }
        if (mail_.condition == Condition::value_struck) {
            return write_value_struck(sheet_, text, zone.box, zone.cells, pen, dice_);
        }
        return write_mended(sheet_, text, zone.box, zone.cells, pen, *mend_of(mail_.condition),
                            dice_);
    }

    std::string write_large(const form::Zone& zone, const std::string& text) {
        const double size = dice_.uniform(1.4, 2.1);
        if (zone.capture != form::Capture::comb) {
            write_line(sheet_, text, moved(zone.box, 0, dice_.normal(1), size), mail_.pen, dice_);
            return "too large";
        }
        const std::vector<std::string> letters = characters(text);
        const double width = zone.box.width / zone.cells;
        for (std::size_t i = 0; i < letters.size(); ++i) {
            if (letters[i] != " ") {
                const BoxMm cell{zone.box.x + width * static_cast<double>(i), zone.box.y, width,
                                 zone.box.height};
                write_character(sheet_, letters[i], moved(cell, 0, 0, size), mail_.pen, dice_);
            }
        }
        return "too large";
    }

    void damage() {
        DamagedPage page{form_, page_, {}};
        for (const auto& [field, value] : mail_.filling) {
            page.filled.insert(field);
        }
        switch (mail_.condition) {
            case Condition::fold:
                damaged_ = draw_fold(sheet_, page, dice_);
                break;
            case Condition::punch:
                draw_punch(sheet_, dice_);
                break;
            case Condition::stamp:
                damaged_ = draw_stamp(sheet_, page, channel_, dice_);
                break;
            case Condition::coffee:
                draw_coffee(sheet_, form_.pages[static_cast<std::size_t>(page_ - 1)].code, channel_,
                            dice_);
                break;
            case Condition::margin_note:
                draw_margin_note(sheet_, mail_.pen, dice_);
                break;
            case Condition::note_between:
                damaged_ = draw_note_between(sheet_, page, mail_.pen, dice_);
                break;
            default:
                break;
        }
    }

    const form::FormDefinition& form_;
    int page_;
    const OrdinaryMail& mail_;
    const Material& material_;
    Channel channel_;
    Dice& dice_;
    Side amounts_;
    Sheet sheet_;
    Damaged damaged_;
};

/// What lies between the paper and the scanner.
form::Raster on_the_way(form::Raster page, Condition condition, Dice& dice) {
    switch (condition) {
        case Condition::photo_halfcell: {
            const double across = dice.uniform(1.0, 3.0) * (dice.chance(0.5) ? 1 : -1);
            const double down = dice.uniform(0.5, 2.5) * (dice.chance(0.5) ? 1 : -1);
            return bent(page, across, down);
        }
        case Condition::copied_twice:
            return copied(copied(page, dice), dice);
        case Condition::skew:
            return askew(page, dice.uniform(6.5, 8.5) * (dice.chance(0.5) ? 1 : -1));
        case Condition::scaled:
            return dice.chance(0.5) ? scaled(page, 0.90, dice.uniform(-8, 8), dice.uniform(-10, 10))
                                    : scaled(page, 1.04, dice.uniform(-1, 1), dice.uniform(-1, 1));
        default:
            return page;
    }
}

}  // namespace

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

OrdinaryPage ordinary_page(const form::FormDefinition& form, int page, const OrdinaryMail& mail,
                           Grade grade, int turned_quarters, const std::string& set, Dice& dice) {
    const Material material = choose_material(mail, grade, dice);
    const std::vector<Channel> wanted =
        material.is_in_colour ? std::vector{Channel::red, Channel::green, Channel::blue}
                              : std::vector{Channel::grey};
    OrdinaryPage result;
    std::vector<form::Raster> channels;
    const Dice before = dice;
    for (const Channel channel : wanted) {
        dice = before;
        PageDrawing drawing(form, page, mail, material, channel, set, dice);
        channels.push_back(on_the_way(drawing.draw(), mail.condition, dice));
        result.damaged = drawing.take_damaged();
    }
    result.scan = degrade_channels(channels, grade, turned_quarters, dice);
    if (mail.condition == Condition::dither) {
        result.scan =
            dithered(result.scan, dice.chance(0.5) ? Dither::ordered : Dither::floyd_steinberg);
    }
    return result;
}

}  // namespace indgang::forge
