// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "tests/forge/hand/glyph_shape.h"
#include "tests/forge/scan/degrade.h"

namespace indgang::forge {

/// One thing that ordinary mail does to a form, see tests/forge/sheet/ordinary.h.
enum class Condition {
    light_grey,
    pens,
    pencil,
    circle,
    beside,
    underline,
    crossed_out,
    struck_once,
    struck_twice,
    scratched,
    overwritten,
    value_struck,
    comma,
    thousands,
    dash_end,
    kr,
    minus,
    foreign_letters,
    typefaces,
    photo_halfcell,
    fold,
    punch,
    stamp,
    copied_twice,
    bleed_through,
    large_writing,
    paper_colours,
    dither,
    coffee,
    skew,
    scaled,
    margin_note,
    note_between,
};

struct ConditionTrait {
    /// Whom it is done to: one field or another, or a page as a whole.
    enum class Reach { fields, page };
    Condition condition;
    std::string_view name;
    std::string_view says;
    Reach reach;
    std::string_view grades;  ///< in which it is scanned, parted by blanks
};

[[nodiscard]] std::span<const ConditionTrait> all_conditions();
[[nodiscard]] const ConditionTrait& trait_of(Condition condition);
[[nodiscard]] std::optional<Condition> condition_of(std::string_view name);
/// How its `number`th application is scanned.
[[nodiscard]] Grade grade_for(Condition condition, unsigned number);

}  // namespace indgang::forge
