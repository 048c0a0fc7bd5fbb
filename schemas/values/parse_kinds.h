// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string_view>

#include "schemas/values/facets.h"

/// How a text becomes a value of each kind, for the table of kinds (facets.cpp).
/// Takes: clean UTF-8 without blanks around it, at least one character.
namespace indgang {

/// Kinds that have a type of their own within.
[[nodiscard]] Facets::Parsed parse_cpr(std::string_view raw, Notation notation);
[[nodiscard]] Facets::Parsed parse_amount(std::string_view raw, Notation notation);
[[nodiscard]] Facets::Parsed parse_date(std::string_view raw, Notation notation);
[[nodiscard]] Facets::Parsed parse_count(std::string_view raw, Notation notation);
[[nodiscard]] Facets::Parsed parse_yes_no(std::string_view raw, Notation notation);
[[nodiscard]] Facets::Parsed parse_signature(std::string_view raw, Notation notation);

/// Kinds that are text within.
[[nodiscard]] Facets::Checked check_lines(std::string_view raw);
[[nodiscard]] Facets::Checked check_choice(std::string_view raw);
[[nodiscard]] Facets::Checked check_name(std::string_view raw);
[[nodiscard]] Facets::Checked check_street(std::string_view raw);
[[nodiscard]] Facets::Checked check_city(std::string_view raw);
[[nodiscard]] Facets::Checked check_house_number(std::string_view raw);
[[nodiscard]] Facets::Checked check_floor(std::string_view raw);
[[nodiscard]] Facets::Checked check_door(std::string_view raw);
[[nodiscard]] Facets::Checked check_postcode(std::string_view raw);
[[nodiscard]] Facets::Checked check_cvr(std::string_view raw);
[[nodiscard]] Facets::Checked check_phone(std::string_view raw);
[[nodiscard]] Facets::Checked check_email(std::string_view raw);
[[nodiscard]] Facets::Checked check_bank_registration(std::string_view raw);
[[nodiscard]] Facets::Checked check_bank_account(std::string_view raw);

}  // namespace indgang
