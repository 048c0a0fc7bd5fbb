// SPDX-License-Identifier: MPL-2.0
// Fields that nothing is done to are written first and dry in the pen's usual ink; then the touched
// ones in the ink of the condition; then what happens to the paper. A page in colour is drawn three
// times with the same dice, once for each colour, so that everything here works on grey pictures.
#include "tests/forge/sheet/ordinary.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "tests/forge/hand/pen_stroke.h"
#include "tests/forge/scan/ordinary_scan.h"
#include "tests/forge/sheet/corrections.h"
#include "tests/forge/sheet/mark_habits.h"
#include "tests/forge/sheet/touched_fields.h"

namespace indgang::forge {
namespace {

constexpr double dpi = 300;

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
    constexpr std::array<Named, 10> pens = {{{"blue pen", {35, 60, 160}},
                                             {"black pen", {25, 25, 30}},
                                             {"red pen", {200, 35, 45}},
                                             {"green pen", {25, 125, 65}},
                                             {"turquoise pen", {0, 150, 175}},
                                             {"violet pen", {115, 50, 155}},
                                             {"orange pen", {240, 125, 30}},
                                             {"yellow pen", {250, 235, 90}},
                                             {"light green pen", {165, 235, 120}},
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
        case Condition::pencil: {
            // What is paler than a scanner's threshold (135 at the least) is on no scan of one bit.
            const bool is_one_bit = grade == Grade::office || grade == Grade::fax;
            material.ink = grey_of(dice.uniform(70, is_one_bit ? 125 : 165));
            material.grain = dice.uniform(0.35, 0.85);
            material.ink_name = "pencil";
            break;
        }
        case Condition::paper_colours:
            material.paper = papers[static_cast<std::size_t>(dice.below(papers.size()))];
            material.is_in_colour = may_be_colour && (grade == Grade::photo || dice.chance(0.5));
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
          sheet_(paper::render_page(form, page, dpi, set)) {}

    paper::Raster draw() {
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
        const std::size_t length = characters_of(text).size();
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
        const double size = dice_.uniform(1.3, 1.9);
        const BoxMm& box = zone.box;
        if (zone.capture != form::Capture::comb) {
            cairo_t* cairo = sheet_.ink();
            cairo_save(cairo);
            cairo_translate(cairo, box.x, box.y + box.height / 2 + dice_.normal(1));
            cairo_scale(cairo, size, size);
            write_line(sheet_, text, {0, -box.height / 2, box.width, box.height}, mail_.pen, dice_);
            cairo_restore(cairo);
            return "too large";
        }
        constexpr double widest = 1.3;  // of a cell: neighbours touch, but each can be read
        const std::vector<std::string> letters = characters_of(text);
        const double width = box.width / zone.cells;
        for (std::size_t i = 0; i < letters.size(); ++i) {
            if (letters[i] != " ") {
                const double middle = box.x + width * (static_cast<double>(i) + 0.5);
                write_character(sheet_, letters[i],
                                {middle - width * widest / 2, box.y + box.height * (1 - size) / 2,
                                 width * widest, box.height * size},
                                mail_.pen, dice_);
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
paper::Raster on_the_way(paper::Raster page, Condition condition, Dice& dice) {
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

OrdinaryPage ordinary_page(const form::FormDefinition& form, int page, const OrdinaryMail& mail,
                           Grade grade, int turned_quarters, const std::string& set, Dice& dice) {
    const Material material = choose_material(mail, grade, dice);
    const std::vector<Channel> wanted =
        material.is_in_colour ? std::vector{Channel::red, Channel::green, Channel::blue}
                              : std::vector{Channel::grey};
    OrdinaryPage result;
    std::vector<paper::Raster> channels;
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
