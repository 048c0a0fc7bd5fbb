// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <vector>

#include "pipeline/desk/questions.h"
#include "pipeline/store/desk_book.h"
#include "pipeline/store/store.h"

/// Known fields: they were doubted when they were read, and by now it is known what they hold. Put
/// to a person once more, as they were put then, they tell how often people are wrong.
namespace indgang::desk {

/// One of them, as a question.
struct KnownField {
    Task task;          ///< the application as it was read; its one question is of the field
    std::string truth;  ///< what the field holds, canonical; empty: nothing
};

/// Of an application that is a case: a register confirmed the value, or two people said the same.
/// Fields of which `user` has said something are left out, and so is all of an application that
/// shows a protected home.
[[nodiscard]] std::vector<KnownField> known_fields(const store::Store& store,
                                                   const store::DeskBook& book,
                                                   const form::FormCatalogue& catalogue,
                                                   const store::Item& item,
                                                   const std::string& user);

}  // namespace indgang::desk
