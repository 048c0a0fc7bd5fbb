// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/filling/filling.h"
#include "schemas/form/definition.h"
#include "tests/forge/hand/hand.h"
#include "tests/forge/sheet/sheet.h"

namespace indgang::forge {

using filling::capitals;
using filling::check_filling;
using filling::fill_rows;
using filling::Filling;
using filling::random_cpr;
using filling::random_filling;
using filling::written;

/// At which end of a comb an amount stands that does not fill it.
enum class Side { left, right };

/// Writes one answer into its zone; of a question with boxes, what belongs into this box.
void write_field(const Sheet& sheet, const form::FormDefinition& form, const form::Zone& zone,
                 const std::string& canonical, const Hand& hand, Side amounts, Dice& dice);

/// A printed page with everything of `filling` that belongs on it; `set` as paper::render_page.
[[nodiscard]] Sheet fill_page(const form::FormDefinition& form, int page, double dpi,
                              const Filling& filling, const Hand& hand, Dice& dice,
                              const std::string& set = {});

}  // namespace indgang::forge
