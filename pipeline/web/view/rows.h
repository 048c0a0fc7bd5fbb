// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "pipeline/store/listing.h"
#include "pipeline/web/view/words.h"
#include "schemas/core/time.h"
#include "schemas/form/definition.h"

/// One line of a list of applications, wherever it stands.
namespace indgang::web {

/// {id, href, form, file, pages, person, age, received, reasons, doubtful, state_label, state_kind,
/// is_waiting, case_number}; reasons: [{text}]
[[nodiscard]] nlohmann::json row_of(const Words& words, const std::string& language,
                                    const form::FormCatalogue& catalogue,
                                    const store::ListedItem& item, UtcTime now);
/// "success", "info", "warning", "error": how a state is shown.
[[nodiscard]] std::string_view kind_of(store::ItemState state);
[[nodiscard]] std::string_view kind_of(store::ArrivalState state);
/// The title of a form in any version; its id when it is not in the catalogue.
[[nodiscard]] std::string form_title(const form::FormCatalogue& catalogue,
                                     const std::string& language, const std::string& form);
/// A file's name without its folders.
[[nodiscard]] std::string short_name(const std::string& name);

}  // namespace indgang::web
