// SPDX-License-Identifier: MPL-2.0
#include "tests/forge/sheet/condition.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace indgang::forge {
namespace {

using Reach = ConditionTrait::Reach;
constexpr std::string_view any = "office office_grey fax photo";
constexpr std::string_view tones = "office_grey photo";  // where a threshold would decide it all

constexpr std::array<ConditionTrait, 33> traits = {{
    {Condition::light_grey, "light_grey", "ink of grey 60 to 235 on paper of 180 to 255",
     Reach::fields, tones},
    {Condition::pens, "pens", "ten colours of pens, scanned in colour and in grey", Reach::fields,
     tones},
    {Condition::pencil, "pencil", "pencil: grey, with the grain of the paper", Reach::fields,
     "office_grey photo office"},
    {Condition::circle, "circle", "a ring round the box in place of a cross", Reach::fields, any},
    {Condition::beside, "beside", "a cross or tick beside the box", Reach::fields, any},
    {Condition::underline, "underline", "the answer underlined", Reach::fields, any},
    {Condition::crossed_out, "crossed_out", "all other answers crossed out", Reach::fields, any},
    {Condition::struck_once, "struck_once", "a character struck by one stroke, a new one by it",
     Reach::fields, any},
    {Condition::struck_twice, "struck_twice", "a character struck by two strokes, a new one by it",
     Reach::fields, any},
    {Condition::scratched, "scratched", "a character or a cross scribbled over, a new one",
     Reach::fields, any},
    {Condition::overwritten, "overwritten", "a character upon another", Reach::fields, any},
    {Condition::value_struck, "value_struck", "a whole value struck, the new one elsewhere",
     Reach::fields, any},
    {Condition::comma, "comma", "8450,00 in a comb", Reach::fields, any},
    {Condition::thousands, "thousands", "12.345 in a comb", Reach::fields, any},
    {Condition::dash_end, "dash_end", "8450,- in a comb", Reach::fields, any},
    {Condition::kr, "kr", "kr behind the number", Reach::fields, any},
    {Condition::minus, "minus", "a minus before the number", Reach::fields, any},
    {Condition::foreign_letters, "foreign_letters", "names with letters of other languages",
     Reach::fields, any},
    {Condition::typefaces, "typefaces", "print of other typefaces", Reach::page, any},
    {Condition::photo_halfcell, "photo_halfcell", "a photo of a bent page, up to half a cell off",
     Reach::page, "photo"},
    {Condition::fold, "fold", "a fold through empty fields", Reach::fields, any},
    {Condition::punch, "punch", "holes, a staple and their shadows", Reach::page, any},
    {Condition::stamp, "stamp", "a MODTAGET stamp over fields or beside them", Reach::fields, any},
    {Condition::copied_twice, "copied_twice", "copied twice before the scan", Reach::page,
     "office fax"},
    {Condition::bleed_through, "bleed_through", "the back shines through", Reach::page,
     "office_grey photo office"},
    {Condition::large_writing, "large_writing", "writing far too large", Reach::fields, any},
    {Condition::paper_colours, "paper_colours", "dim, yellow, blue and recycled paper", Reach::page,
     tones},
    {Condition::dither, "dither", "dithered to one bit", Reach::page, "office_grey"},
    {Condition::coffee, "coffee", "a coffee ring upon the page code", Reach::page, any},
    {Condition::skew, "skew", "about 8 degrees askew", Reach::page, any},
    {Condition::scaled, "scaled", "copied to 90 or 104 percent", Reach::page, any},
    {Condition::margin_note, "margin_note", "a note in the margin", Reach::page, any},
    {Condition::note_between, "note_between", "a note between the fields", Reach::page, any},
}};

}  // namespace

std::span<const ConditionTrait> all_conditions() {
    return traits;
}

const ConditionTrait& trait_of(Condition condition) {
    return *std::find_if(traits.begin(), traits.end(),
                         [&](const ConditionTrait& trait) { return trait.condition == condition; });
}

std::optional<Condition> condition_of(std::string_view name) {
    const auto* found =
        std::find_if(traits.begin(), traits.end(),
                     [&](const ConditionTrait& trait) { return trait.name == name; });
    return found == traits.end() ? std::nullopt : std::optional(found->condition);
}

Grade grade_for(Condition condition, unsigned number) {
    std::istringstream words{std::string(trait_of(condition).grades)};
    std::vector<std::string> names;
    for (std::string name; words >> name;) {
        names.push_back(name);
    }
    const std::optional<Grade> grade = grade_of(names[number % names.size()]);
    if (!grade.has_value()) {
        throw std::runtime_error("a condition is scanned in a grade that there is not");
    }
    return *grade;
}

}  // namespace indgang::forge
