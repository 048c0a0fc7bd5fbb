// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "ocr/image/page_image.h"
#include "schemas/form/definition.h"
#include "tests/forge/sheet/condition.h"
#include "tests/forge/sheet/filling.h"
#include "tests/forge/sheet/paper_damage.h"

namespace indgang::forge {

/// An application as ordinary mail brings it: filled by a pen and a printer, with one condition
/// done to a part of its fields or to its pages.
struct OrdinaryMail {
    Condition condition = Condition::pens;
    Filling filling;                ///< what the person means, after every correction
    std::set<std::string> touched;  ///< fields that it is done to, if it is done to fields
    Hand print;                     ///< lines and blocks
    Hand pen;                       ///< combs, marks, signatures, corrections and notes
};

/// Whether the form has fields that the condition can be done to.
[[nodiscard]] bool suits(const form::FormDefinition& form, Condition condition);

/// Chooses which fields are touched and gives them values that the condition can be done to. On
/// each page some fields are touched and some are not, where the page has such fields.
[[nodiscard]] OrdinaryMail ordinary_mail(const form::FormDefinition& form, Condition condition,
                                         const Filling& filling, const Hand& print, const Hand& pen,
                                         Dice& dice);

/// A page, scanned.
struct OrdinaryPage {
    ocr::PixPtr scan;
    Damaged damaged;  ///< field to what was done to it; what is done to the whole page is not here
};

/// Writes a page of the form and scans it; `set` as paper::render_page.
[[nodiscard]] OrdinaryPage ordinary_page(const form::FormDefinition& form, int page,
                                         const OrdinaryMail& mail, Grade grade, int turned_quarters,
                                         const std::string& set, Dice& dice);

}  // namespace indgang::forge
