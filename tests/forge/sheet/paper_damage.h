// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <set>
#include <string>

#include "schemas/form/definition.h"
#include "tests/forge/hand/hand.h"
#include "tests/forge/sheet/sheet.h"

/// What happens to a filled page on its way. Each function draws on the sheet and dries it; those
/// that hit single fields give which, with a few words.
namespace indgang::forge {

using Damaged = std::map<std::string, std::string>;

/// One of the pictures that a page is drawn in: grey, or one of three colours.
enum class Channel { grey, red, green, blue };

/// Of ink or of paper, 0 to 255.
struct Colour {
    double red = 0;
    double green = 0;
    double blue = 0;
    [[nodiscard]] double in(Channel channel) const;
};

/// What belongs to a page that is damaged.
struct DamagedPage {
    const form::FormDefinition& form;
    int page;
    std::set<std::string> filled;  ///< fields with something written in them
};

/// A crease from edge to edge, through an empty field if there is one.
Damaged draw_fold(Sheet& sheet, const DamagedPage& page, Dice& dice);
/// Two holes, and a staple, with their shadows.
void draw_punch(Sheet& sheet, Dice& dice);
/// MODTAGET and a date in a frame, over a field or where there is none.
Damaged draw_stamp(Sheet& sheet, const DamagedPage& page, Channel channel, Dice& dice);
/// A brown ring or two, over the page code.
void draw_coffee(Sheet& sheet, const BoxMm& code, Channel channel, Dice& dice);
/// A few words in the margin.
void draw_margin_note(Sheet& sheet, const Hand& pen, Dice& dice);
/// A few words between two rows of fields, as near as people write them.
Damaged draw_note_between(Sheet& sheet, const DamagedPage& page, const Hand& pen, Dice& dice);
/// The back of the sheet shines through.
void draw_bleed_through(Sheet& sheet, const paper::Raster& back, Dice& dice);

}  // namespace indgang::forge
