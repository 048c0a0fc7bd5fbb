// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <vector>

#include "schemas/form/definition.h"
#include "tests/forge/hand/hand.h"
#include "tests/forge/sheet/sheet.h"

namespace indgang::forge {

/// What people and dirt do to a table besides filling in its fields.
struct TableMischief {
    std::string table;
    std::vector<int> struck_out;  ///< rows with a stroke through all fields
    std::vector<int> dirty;       ///< rows with specks, grains or a hair
    int below = 0;                ///< lines squeezed in under the last row
};

/// The box around all fields of a row. Takes: a row that the table has.
[[nodiscard]] BoxMm row_box(const form::FormDefinition& form, const std::string& table, int row);

/// Draws it on the sheet, which has to dry afterwards.
void draw_mischief(const Sheet& sheet, const form::FormDefinition& form,
                   const TableMischief& mischief, const Hand& hand, Dice& dice);

}  // namespace indgang::forge
