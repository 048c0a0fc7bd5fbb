// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/form/definition.h"

/// What a new edition of a form means for those who know the one before.
namespace indgang::editions {

/// Whom a change concerns.
enum class Concern {
    paper,    ///< forms that lie in drawers, and what is printed from now on
    senders,  ///< programs that write the form's own XML
    records,  ///< what is stored, and who works with it
};
[[nodiscard]] std::string_view name_of(Concern concern);

struct FormChange {
    Concern concern = Concern::records;
    /// Whether what was right before is refused now, or means something else.
    bool is_breaking = false;
    std::string field;  ///< "husstand.relation" of all its rows; empty: the form as a whole
    std::string text;   ///< a sentence
};

/// From one edition to another, by concern and then in the order of the form. The version, and
/// labels in which only the words differ, are left out.
/// Takes: two editions of one form, or two forms of which one came from the other.
[[nodiscard]] std::vector<FormChange> changes(const form::FormDefinition& before,
                                              const form::FormDefinition& after);

}  // namespace indgang::editions
